#include "sources/ignore.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/error.h"
#include "platform/file.h"
#include "sources/glob.h"
#include "sources/span.h"

struct ignore_rule {
    size_t pattern, size; /* in the text */
    size_t base;          /* bytes of the path of the folder it is for, and of the slash behind */
    bool negated;         /* what it matches is taken back */
    bool folders;         /* it matches folders only */
    bool anchored;        /* it matches whole paths, not names */
};

struct ignore_level {
    size_t rules, text; /* before it was entered */
};

void ignore_release(struct ignore *ignore)
{
    buffer_release(&ignore->rules);
    buffer_release(&ignore->text);
    buffer_release(&ignore->levels);
}

bool ignore_is_empty(const struct ignore *ignore)
{
    return ignore->rules.size == 0;
}

/* --- reading rules --- */

/* Without white space at its end, unless a backslash keeps it. */
static struct text_span trim_end(struct text_span line)
{
    size_t size = 0;
    for (size_t i = 0; i < line.size; i++) {
        if (line.bytes[i] == '\\' && i + 1 < line.size)
            size = ++i + 1;
        else if (line.bytes[i] != ' ')
            size = i + 1;
    }
    return (struct text_span){line.bytes, size};
}

static void add_rule(struct ignore *ignore, struct text_span line, size_t base)
{
    struct ignore_rule rule = {.base = base};
    if (line.size > 0 && line.bytes[0] == '!') {
        rule.negated = true;
        line.bytes++;
        line.size--;
    }
    if (line.size > 0 && line.bytes[line.size - 1] == '/') {
        rule.folders = true;
        line.size--;
    }
    if (line.size == 0 || line.size > IGNORE_PATTERN_LIMIT)
        return;
    rule.anchored = memchr(line.bytes, '/', line.size) != NULL;
    if (line.bytes[0] == '/') {
        line.bytes++;
        line.size--;
    }
    rule.pattern = ignore->text.size;
    rule.size = line.size;
    buffer_append(&ignore->text, line.bytes, line.size);
    buffer_append(&ignore->rules, &rule, sizeof rule);
}

static int status_of(const struct ignore *ignore)
{
    int status = buffer_status(&ignore->text);
    return status != 0 ? status : buffer_status(&ignore->rules);
}

int ignore_add(struct ignore *ignore, const char *text, size_t size, size_t base)
{
    struct text_span rest = {text, size}, line;
    if (span_starts(rest, "\xef\xbb\xbf"))
        rest = (struct text_span){text + 3, size - 3};
    while (span_next_line(&rest, &line)) {
        if (line.size > 0 && line.bytes[line.size - 1] == '\r')
            line.size--;
        if (line.size > 0 && line.bytes[0] != '#')
            add_rule(ignore, trim_end(line), base);
    }
    return status_of(ignore);
}

int ignore_add_pattern(struct ignore *ignore, const char *pattern)
{
    add_rule(ignore, (struct text_span){pattern, strlen(pattern)}, 0);
    return status_of(ignore);
}

/* --- the folders of a walk --- */

static int read_rules(struct ignore *ignore, int descriptor, const char *path)
{
    struct stat status;
    struct buffer text;
    if (fstat(descriptor, &status) != 0)
        return error_system("cannot stat '%s'", IGNORE_FILE);
    if (!S_ISREG(status.st_mode))
        return error_set(ERROR_INPUT, "'%s' is not a regular file", IGNORE_FILE);
    buffer_init(&text);
    int result = file_read_all(descriptor, &text, IGNORE_FILE_LIMIT, IGNORE_FILE);
    if (result == 0)
        result = ignore_add(ignore, span_of(&text).bytes, text.size,
                            path[0] == '\0' ? 0 : strlen(path) + 1);
    buffer_release(&text);
    return result;
}

int ignore_enter(struct ignore *ignore, int directory, const char *path)
{
    struct ignore_level level = {ignore->rules.size, ignore->text.size};
    buffer_append(&ignore->levels, &level, sizeof level);
    if (buffer_status(&ignore->levels) != 0)
        return ERROR_MEMORY;
    int descriptor = openat(directory, IGNORE_FILE, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0)
        return errno == ENOENT ? 0 : error_system("cannot open '%s'", IGNORE_FILE);
    int status = read_rules(ignore, descriptor, path);
    close(descriptor);
    return status == ERROR_INPUT ? ERROR_SYSTEM : status;
}

void ignore_leave(struct ignore *ignore)
{
    if (ignore->levels.failed || ignore->levels.size == 0)
        return;
    struct ignore_level level;
    ignore->levels.size -= sizeof level;
    memcpy(&level, ignore->levels.data + ignore->levels.size, sizeof level);
    ignore->rules.size = level.rules;
    ignore->text.size = level.text;
}

/* --- asking --- */

static bool rule_matches(const struct ignore *ignore, const struct ignore_rule *rule,
                         struct text_span path, struct text_span name, bool folder)
{
    if (rule->folders && !folder)
        return false;
    struct text_span pattern = {"", 0}; /* of "//", and no text may be there at all */
    if (rule->size > 0)
        pattern = (struct text_span){ignore->text.data + rule->pattern, rule->size};
    if (!rule->anchored)
        return glob_match(pattern, name);
    struct text_span below = {path.bytes + rule->base, path.size - rule->base};
    return glob_match(pattern, below);
}

static bool excludes(const struct ignore *ignore, struct text_span path, bool folder)
{
    const struct ignore_rule *rules = (const struct ignore_rule *)(const void *)ignore->rules.data;
    const char *name = span_end(path);
    while (name > path.bytes && name[-1] != '/')
        name--;
    for (size_t i = ignore->rules.size / sizeof *rules; i-- > 0;)
        if (rules[i].base <= path.size &&
            rule_matches(ignore, &rules[i], path, span_between(name, span_end(path)), folder))
            return !rules[i].negated;
    return false;
}

bool ignore_excludes(const struct ignore *ignore, const char *path, bool folder)
{
    return excludes(ignore, (struct text_span){path, strlen(path)}, folder);
}

bool ignore_excludes_below(const struct ignore *ignore, const char *path, bool folder)
{
    if (ignore_is_empty(ignore))
        return false;
    for (const char *slash = path; (slash = strchr(slash, '/')) != NULL; slash++)
        if (excludes(ignore, span_between(path, slash), true))
            return true;
    return ignore_excludes(ignore, path, folder);
}

/* Enters the open folder at the first `size` bytes of the path, and goes to the next. The folder's
 * descriptor is closed. */
static int enter_next(struct ignore *ignore, int *folder, char *path, const char *start,
                      char *slash)
{
    *slash = '\0';
    int next = openat(*folder, start, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    close(*folder);
    *folder = next;
    int status = next < 0 ? 0 : ignore_enter(ignore, next, path);
    *slash = '/';
    return status;
}

int ignore_excludes_file(struct ignore *ignore, const char *root, const char *path, bool folder,
                         bool *excluded)
{
    char *below = strdup(path), *start = below, *slash;
    int at = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int status = below == NULL ? error_memory() : at < 0 ? 0 : ignore_enter(ignore, at, "");
    *excluded = false;
    while (status == 0 && at >= 0 && !*excluded && (slash = strchr(start, '/')) != NULL) {
        *excluded = excludes(ignore, span_between(below, slash), true);
        if (!*excluded)
            status = enter_next(ignore, &at, below, start, slash);
        start = slash + 1;
    }
    if (status == 0 && !*excluded)
        *excluded = ignore_excludes(ignore, path, folder);
    while (ignore->levels.size > 0 && !ignore->levels.failed)
        ignore_leave(ignore);
    if (at >= 0)
        close(at);
    free(below);
    return status;
}
