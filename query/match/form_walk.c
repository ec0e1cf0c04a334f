#include "match/form_walk.h"

#include <stdlib.h>

#include "match/edits.h"
#include "match/pattern.h"
#include "platform/error.h"

/* Forms passed over one by one before the walk looks for the next that is worth it. */
enum { PATIENCE = 64 };

static void note(struct buffer *matches, const struct form_entry *entry)
{
    const struct form_match match = {entry->term, entry->rank, entry->count};
    buffer_append(matches, &match, sizeof match);
}

static int walk_exact(struct buffer *matches, struct segment *segment,
                      const struct query_word *word)
{
    char folded[ANALYSIS_WORD_MAX + 1], key[KEY_MAX];
    struct form_entry entry;
    size_t folded_size = analyzer_fold(word->surface, word->surface_size, folded);
    size_t size = form_key(folded, folded_size, word->surface, word->surface_size, key);
    int status = form_find(&segment->forms, key, size, &entry);
    if (status == 1)
        note(matches, &entry);
    return status < 0 ? status : 0;
}

static int walk_pattern(struct buffer *matches, struct segment *segment,
                        const struct query_word *word)
{
    struct pattern pattern;
    struct key_cursor cursor;
    struct form_entry entry;
    pattern_init(&pattern, word->surface, word->surface_size);
    int status = form_seek(&cursor, &segment->forms, pattern.prefix, pattern.prefix_size);
    while (status == 0 && (status = form_next(&cursor, &entry)) > 0) {
        size_t shorter =
            entry.folded_size < pattern.prefix_size ? entry.folded_size : pattern.prefix_size;
        int order = shorter == 0 ? 0 : memcmp(entry.folded, pattern.prefix, shorter);
        if (order > 0)
            return 0;
        if (order == 0 && entry.folded_size >= pattern.prefix_size &&
            pattern_fits_form(&pattern, entry.folded, entry.folded_size, entry.surface,
                              entry.surface_size))
            note(matches, &entry);
        status = 0;
    }
    return status;
}

/* --- fuzzy --- */

/* Goes to the first form behind all that begin as the walk's path does not fit. */
static int leap(struct key_cursor *cursor, const struct key_set *forms,
                const struct edits_walk *walk)
{
    char next[ANALYSIS_WORD_MAX + 1];
    size_t size = walk->dead_size;
    struct key_cursor ahead;
    memcpy(next, walk->path, size);
    while (size > 0 && (unsigned char)next[size - 1] == 0xff)
        size--;
    if (size == 0)
        return 0;
    next[size - 1]++;
    int status = form_seek(&ahead, forms, next, size);
    if (status == 0 && ahead.block > cursor->block)
        *cursor = ahead;
    return status;
}

static void note_near(struct buffer *matches, struct edits_walk *walk,
                      const struct form_entry *entry)
{
    struct edits_word surface;
    if (entry->surface_size > ANALYSIS_WORD_MAX ||
        !edits_walk_fits(walk, entry->folded, entry->folded_size))
        return;
    edits_word_read(&surface, entry->surface, entry->surface_size);
    if (edits_between(&walk->word, &surface, walk->most * 2) <= walk->most * 2)
        note(matches, entry);
}

static int walk_fuzzy(struct buffer *matches, struct segment *segment,
                      const struct query_word *word)
{
    struct edits_walk *walk = malloc(sizeof *walk);
    if (walk == NULL)
        return error_memory();
    edits_walk_begin(walk, word->surface, word->surface_size, word->edits);
    struct key_cursor cursor;
    struct form_entry entry;
    unsigned passed = 0;
    int status = form_seek(&cursor, &segment->forms, "", 0);
    while (status == 0 && (status = form_next(&cursor, &entry)) > 0) {
        note_near(matches, walk, &entry);
        passed = walk->dead_size > 0 ? passed + 1 : 0;
        status = 0;
        if (passed >= PATIENCE) {
            status = leap(&cursor, &segment->forms, walk);
            passed = 0;
        }
    }
    free(walk);
    return status;
}

int form_walk(struct buffer *matches, struct segment *segment, const struct query_word *word)
{
    int status = 0;
    if (word->kind == WORD_EXACT)
        status = walk_exact(matches, segment, word);
    else if (word->kind == WORD_PATTERN)
        status = walk_pattern(matches, segment, word);
    else if (word->kind == WORD_FUZZY)
        status = walk_fuzzy(matches, segment, word);
    return status == 0 ? buffer_status(matches) : status;
}
