#include "common/analysis/fold.h"

#include <string.h>

#include <utf8proc.h>

#include "common/base/slice.h"
#include "common/base/utf8.h"

/* Writes a character without its accents. Returns the number of bytes written, at most `room`. */
static size_t fold_character(uint32_t character, char *to, size_t room)
{
    utf8proc_int32_t parts[8];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)character, parts, 8,
                                                     UTF8PROC_DECOMPOSE, &boundary);
    size_t size = 0;
    for (utf8proc_ssize_t i = 0; i < count && i < 8; i++) {
        char bytes[UTF8_MAX_BYTES];
        if (utf8proc_category(parts[i]) == UTF8PROC_CATEGORY_MN)
            continue;
        unsigned written = utf8_encode((uint32_t)parts[i], bytes);
        if (size + written > room)
            break;
        memcpy(to + size, bytes, written);
        size += written;
    }
    return size;
}

size_t analyzer_fold(const char *surface, size_t size, char folded[ANALYSIS_WORD_MAX + 1])
{
    size_t used = 0;
    for (size_t at = 0; at < size && used < ANALYSIS_WORD_MAX;) {
        unsigned sequence = utf8_sequence_size(surface + at, surface + size);
        if (sequence <= 1) { /* ASCII, or none */
            folded[used++] = surface[at++];
            continue;
        }
        uint32_t character;
        at += utf8_decode(surface + at, &character);
        used += fold_character(character, folded + used, ANALYSIS_WORD_MAX - used);
    }
    folded[used] = '\0';
    return used;
}

size_t analyzer_fold_key(const char *surface, size_t size, char key[ANALYSIS_WORD_MAX + 1])
{
    enum { SHORTEST = 3 };
    size_t used = analyzer_fold(surface, size, key);
    while (used > SHORTEST && strchr("esx", key[used - 1]) != NULL)
        used--;
    key[used] = '\0';
    return used;
}

/* --- accepted spellings --- */

/* Writes a word with one choice for what the rectifications of 1990, and usage, let vary: é for è,
 * no circumflex on i and u. */
static size_t normalise_variants(const char *word, size_t size,
                                 char normalised[ANALYSIS_WORD_MAX + 1])
{
    static const struct {
        const char *varying, *normalised;
    } letters[] = {{"è", "é"}, {"î", "i"}, {"û", "u"}};
    size_t used = 0;
    for (size_t at = 0; at < size && used < ANALYSIS_WORD_MAX; at++) {
        const char *found = NULL;
        for (size_t i = 0; i < sizeof letters / sizeof *letters && at + 1 < size; i++)
            if (memcmp(word + at, letters[i].varying, 2) == 0)
                found = letters[i].normalised;
        if (found == NULL) {
            normalised[used++] = word[at];
            continue;
        }
        for (at++; *found != '\0' && used < ANALYSIS_WORD_MAX; found++)
            normalised[used++] = *found;
    }
    normalised[used] = '\0';
    return used;
}

/* Words, and their stems, that only a circumflex distinguishes: the rectifications keep it. */
static bool needs_circumflex(const char *normalised)
{
    static const char *const pairs[] = {"sur",   "sure",   "du",  "mur",  "mure", "mures", "jeun",
                                        "jeune", "jeunes", "cru", "crue", "crus", "croit", "boit",
                                        "fut",   "eut",    "dit", "fit",  "mit",  "prit",  "vit"};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (strcmp(normalised, pairs[i]) == 0)
            return true;
    return false;
}

/* Past historic and imperfect subjunctive keep the circumflex: vîmes, fûtes, qu'il fût. */
static bool keeps_circumflex(const char *word, size_t size)
{
    static const char *const endings[] = {"îmes", "ûmes", "îtes", "ûtes", "ît", "ût"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        struct slice ending = slice_of(endings[i]);
        if (size > ending.size && slice_ends_with((struct slice){word, size}, ending))
            return true;
    }
    return false;
}

bool analyzer_same_spelling(const char *one, size_t one_size, const char *other, size_t other_size)
{
    if (one_size == other_size && memcmp(one, other, one_size) == 0)
        return true;
    if (keeps_circumflex(one, one_size) || keeps_circumflex(other, other_size))
        return false;
    char a[ANALYSIS_WORD_MAX + 1], b[ANALYSIS_WORD_MAX + 1];
    size_t a_size = normalise_variants(one, one_size, a),
           b_size = normalise_variants(other, other_size, b);
    return a_size == b_size && memcmp(a, b, a_size) == 0 && !needs_circumflex(a);
}
