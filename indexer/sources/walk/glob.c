#include "indexer/sources/walk/glob.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "common/base/utf8.h"

/* A star to backtrack to: the pattern after it, and where its match ends in the path. */
struct star {
    const char *pattern; /* NULL: none */
    const char *path;
};

/* Decodes the character at `at` and returns its size. A byte that is not UTF-8 becomes a character
 * of its own, beyond Unicode. */
static size_t decode_character(const char *at, const char *end, uint32_t *character)
{
    enum { BYTES = 0x110000 };
    const unsigned char *bytes = (const unsigned char *)at;
    size_t size = bytes[0] < 0x80             ? 1
                  : (bytes[0] & 0xe0) == 0xc0 ? 2
                  : (bytes[0] & 0xf0) == 0xe0 ? 3
                  : (bytes[0] & 0xf8) == 0xf0 ? 4
                                              : 0;
    if (size == 1) {
        *character = bytes[0];
        return 1;
    }
    *character = size == 0 ? 0 : bytes[0] & (0xffu >> (size + 1));
    for (size_t i = 1; i < size; i++) {
        if (at + i >= end || !utf8_is_continuation(at[i])) {
            size = 0;
            break;
        }
        *character = *character << 6 | (bytes[i] & 0x3fu);
    }
    if (size > 0)
        return size;
    *character = BYTES + bytes[0];
    return 1;
}

static bool class_contains(struct text_span name, uint32_t character, bool *class_known)
{
    static const struct {
        const char *name;
        int (*contains)(int);
    } classes[] = {
        {"alnum", isalnum}, {"alpha", isalpha}, {"blank", isblank}, {"cntrl", iscntrl},
        {"digit", isdigit}, {"graph", isgraph}, {"lower", islower}, {"print", isprint},
        {"punct", ispunct}, {"space", isspace}, {"upper", isupper}, {"xdigit", isxdigit},
    };
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (strlen(classes[i].name) == name.size &&
            memcmp(classes[i].name, name.bytes, name.size) == 0)
            return character < 0x80 && classes[i].contains((int)character) != 0;
    *class_known = false;
    return false;
}

/* Returns the end of the class that starts with "[:" at `at`, or NULL if it is not closed; "[:" are
 * then two plain characters. */
static const char *find_class_end(const char *at, const char *end)
{
    for (const char *to = at + 2; to + 1 < end && *to != ']'; to++)
        if (to[0] == ':' && to[1] == ']')
            return to + 2;
    return NULL;
}

static size_t bracket_character(const char *at, const char *end, uint32_t *character)
{
    if (*at != '\\')
        return decode_character(at, end, character);
    return at + 1 < end ? 1 + decode_character(at + 1, end, character) : 0;
}

/* Matches one item of a bracket expression: a class, a range or a character. Returns the pattern
 * after it, or NULL if the pattern is malformed. */
static const char *match_bracket_item(const char *at, const char *end, uint32_t character,
                                      bool *matched)
{
    const char *class_end =
        at[0] == '[' && at + 1 < end && at[1] == ':' ? find_class_end(at, end) : NULL;
    if (class_end != NULL) {
        bool class_known = true;
        struct text_span name = {at + 2, (size_t)(class_end - at) - 4};
        *matched |= class_contains(name, character, &class_known);
        return class_known ? class_end : NULL;
    }
    uint32_t first = 0, last;
    size_t size = bracket_character(at, end, &first);
    at += size;
    last = first;
    if (size > 0 && at + 1 < end && at[0] == '-' && at[1] != ']') {
        size = bracket_character(at + 1, end, &last);
        at += size + 1;
    }
    *matched |= first <= character && character <= last;
    return size == 0 ? NULL : at;
}

/* Matches the bracket expression at `at`. Returns the pattern after it, or NULL if it is
 * malformed. */
static const char *match_bracket(const char *at, const char *end, uint32_t character, bool *matched)
{
    at++;
    bool negated = at < end && (*at == '!' || *at == '^');
    at += negated;
    *matched = false;
    bool first = true;
    while (at != NULL && at < end && (*at != ']' || first)) {
        at = match_bracket_item(at, end, character, matched);
        first = false;
    }
    *matched ^= negated;
    return at == NULL || at >= end ? NULL : at + 1;
}

struct matcher {
    const char *start, *at, *end; /* the pattern */
    const char *path, *path_end;
    struct star star, folders;
};

/* Matches one character of the path, of *size bytes. Returns the pattern after what matched it, or
 * NULL. Sets *broken when the pattern is malformed and can match no path. */
static const char *match_character(const struct matcher *matcher, size_t *size, bool *malformed)
{
    const char *at = matcher->at, *end = matcher->end, *path = matcher->path;
    const char *path_end = matcher->path_end;
    uint32_t character;
    bool matched;
    *size = 1;
    switch (*at) {
    case '?':
        *size = decode_character(path, path_end, &character);
        return *path == '/' ? NULL : at + 1;
    case '[':
        *size = decode_character(path, path_end, &character);
        at = match_bracket(at, end, character, &matched);
        *malformed = at == NULL;
        return matched && *path != '/' ? at : NULL;
    case '\\':
        *malformed = ++at == end;
        if (*malformed)
            return NULL;
        break;
    default:
        break;
    }
    return *at == *path ? at + 1 : NULL;
}

/* Skips the stars at `at` and records where to backtrack to. False when a double star ends the
 * pattern: *matched is then the result. */
static bool match_stars(struct matcher *matcher, bool *matched)
{
    const char *stars = matcher->at;
    while (matcher->at < matcher->end && *matcher->at == '*')
        matcher->at++;
    bool double_star = matcher->at - stars >= 2 && (stars == matcher->start || stars[-1] == '/');
    if (double_star && matcher->at == matcher->end) { /* all below; everything if at the start */
        *matched = matcher->path < matcher->path_end;
        return false;
    }
    if (double_star && *matcher->at == '/') {
        matcher->at++;
        matcher->folders = (struct star){matcher->at, matcher->path};
        matcher->star.pattern = NULL;
    } else {
        matcher->star = (struct star){matcher->at, matcher->path};
    }
    return true;
}

/* Backtracks: extends the last star by a character, or else the last double star by a folder. False
 * if neither is possible. */
static bool backtrack(struct matcher *matcher)
{
    struct star *star = &matcher->star, *folders = &matcher->folders;
    if (star->pattern != NULL && star->path < matcher->path_end && *star->path != '/') {
        matcher->at = star->pattern;
        matcher->path = ++star->path;
        return true;
    }
    star->pattern = NULL;
    if (folders->pattern == NULL)
        return false;
    const char *slash = memchr(folders->path, '/', (size_t)(matcher->path_end - folders->path));
    if (slash == NULL)
        return false;
    matcher->at = folders->pattern;
    matcher->path = folders->path = slash + 1;
    return true;
}

bool glob_match(struct text_span pattern, struct text_span path)
{
    struct matcher matcher = {.start = pattern.bytes,
                              .at = pattern.bytes,
                              .end = pattern.bytes + pattern.size,
                              .path = path.bytes,
                              .path_end = path.bytes + path.size};
    bool malformed = false, matched = false;
    for (;;) {
        if (matcher.at < matcher.end && *matcher.at == '*') {
            if (!match_stars(&matcher, &matched))
                return matched;
            continue;
        }
        if (matcher.path == matcher.path_end && matcher.at == matcher.end)
            return true;
        const char *next = NULL;
        size_t size = 0;
        if (matcher.at < matcher.end && matcher.path < matcher.path_end)
            next = match_character(&matcher, &size, &malformed);
        if (malformed)
            return false;
        if (next != NULL) {
            matcher.at = next;
            matcher.path += size;
        } else if (!backtrack(&matcher)) {
            return false;
        }
    }
}
