#include "query/terms/form_walk.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "query/language/expression.h"
#include "query/terms/edits.h"
#include "query/terms/pattern.h"

/* Forms skipped in a row before the walk seeks past the beginning that is too different. */
enum { SKIPS_BEFORE_SEEK = 64 };

struct form_walker {
    struct segment *segment;
    const struct query_word *word;
    form_visitor visit;
    void *context;
    uint64_t forms_visited; /* forms that were compared */
};

static int walk_exact(struct form_walker *walk)
{
    char folded[ANALYSIS_WORD_MAX + 1], key[KEY_MAX];
    const struct query_word *word = walk->word;
    struct form_entry entry;
    size_t folded_size = analyzer_fold(word->surface, word->surface_size, folded);
    size_t size = form_key(folded, folded_size, word->surface, word->surface_size, key);
    int status = form_find(&walk->segment->forms, key, size, &entry);
    if (status != 1)
        return status;
    entry.folded = folded;
    entry.folded_size = folded_size;
    entry.surface = word->surface;
    entry.surface_size = word->surface_size;
    return walk->visit(walk->context, &entry, 0);
}

/* Calls the visitor with a form that begins as the forms that fit do, if it fits. */
typedef int form_comparer(struct form_walker *walk, const struct form_entry *entry, void *with);

/* Compares the forms with a prefix, in folded letters. */
static int walk_prefix(struct form_walker *walk, struct slice prefix, form_comparer *compare,
                       void *with)
{
    struct key_cursor cursor;
    struct form_entry entry;
    int status = form_seek(&cursor, &walk->segment->forms, prefix.data, prefix.size);
    while (status == 0 && (status = form_next(&cursor, &entry)) > 0) {
        size_t shorter = entry.folded_size < prefix.size ? entry.folded_size : prefix.size;
        int order = shorter == 0 ? 0 : memcmp(entry.folded, prefix.data, shorter);
        walk->forms_visited++;
        if (order > 0)
            return 0;
        status = order == 0 && entry.folded_size >= prefix.size ? compare(walk, &entry, with) : 0;
    }
    return status;
}

static int compare_pattern(struct form_walker *walk, const struct form_entry *entry, void *with)
{
    const struct pattern *pattern = with;
    bool fits = pattern_fits_form(pattern, entry->folded, entry->folded_size, entry->surface,
                                  entry->surface_size);
    return fits ? walk->visit(walk->context, entry, 0) : 0;
}

static int walk_pattern(struct form_walker *walk)
{
    struct pattern pattern;
    pattern_init(&pattern, walk->word->surface, walk->word->surface_size);
    return walk_prefix(walk, (struct slice){pattern.prefix, pattern.prefix_size}, compare_pattern,
                       &pattern);
}

static int compare_expression(struct form_walker *walk, const struct form_entry *entry, void *with)
{
    walk->forms_visited += EXPRESSION_FORM_COST - 1;
    if (entry->surface_size > ANALYSIS_WORD_MAX)
        return 0;
    int fits = expression_fits(with, entry->surface, entry->surface_size);
    return fits == 1 ? walk->visit(walk->context, entry, 0) : fits;
}

static int walk_expression(struct form_walker *walk)
{
    return walk_prefix(walk, expression_prefix(walk->word->expression), compare_expression,
                       walk->word->expression);
}

/* --- fuzzy --- */

/* Seeks the first form after all those that share the beginning found too different, if that is in
 * a later block. */
static int seek_past_mismatch(struct key_cursor *cursor, const struct key_set *forms,
                              const struct edits_walk *edits)
{
    char next[ANALYSIS_WORD_MAX + 1];
    size_t size = edits->mismatch_size;
    struct key_cursor ahead;
    memcpy(next, edits->path, size);
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

static int visit_similar(const struct form_walker *walk, struct edits_walk *edits,
                         const struct form_entry *entry)
{
    struct edits_word surface;
    if (entry->surface_size > ANALYSIS_WORD_MAX ||
        !edits_walk_fits(edits, entry->folded, entry->folded_size))
        return 0;
    edits_word_read(&surface, entry->surface, entry->surface_size);
    unsigned halves = edits_distance(&edits->word, &surface, edits->max * 2);
    return halves <= edits->max * 2 ? walk->visit(walk->context, entry, halves) : 0;
}

static int walk_fuzzy(struct form_walker *walk)
{
    struct edits_walk *edits = malloc(sizeof *edits);
    if (edits == NULL)
        return error_memory();
    edits_walk_init(edits, walk->word->surface, walk->word->surface_size, walk->word->edits);
    struct key_cursor cursor;
    struct form_entry entry;
    unsigned skipped = 0;
    int status = form_seek(&cursor, &walk->segment->forms, "", 0);
    while (status == 0 && (status = form_next(&cursor, &entry)) > 0) {
        status = visit_similar(walk, edits, &entry);
        walk->forms_visited++;
        skipped = edits->mismatch_size > 0 ? skipped + 1 : 0;
        if (status == 0 && skipped >= SKIPS_BEFORE_SEEK) {
            status = seek_past_mismatch(&cursor, &walk->segment->forms, edits);
            skipped = 0;
        }
    }
    free(edits);
    return status;
}

static int walk_forms(struct form_walker *walk)
{
    switch (walk->word->kind) {
    case WORD_EXACT:
        return walk_exact(walk);
    case WORD_PATTERN:
        return walk_pattern(walk);
    case WORD_EXPRESSION:
        return walk_expression(walk);
    case WORD_FUZZY:
        return walk_fuzzy(walk);
    case WORD_TERM:
    default:
        return 0;
    }
}

int form_walk_for_each(struct segment *segment, const struct query_word *word, form_visitor visit,
                       void *context)
{
    struct form_walker walk = {segment, word, visit, context, 0};
    return walk_forms(&walk);
}

static int append_form_match(void *context, const struct form_entry *entry, unsigned halves)
{
    (void)halves;
    struct form_matches *matches = context;
    vector_append(matches, (struct form_match){entry->term, entry->rank, entry->count});
    return 0;
}

int form_walk_collect(struct form_matches *matches, struct segment *segment,
                      const struct query_word *word, uint64_t *forms_visited)
{
    struct form_walker walk = {segment, word, append_form_match, matches, 0};
    int status = walk_forms(&walk);
    *forms_visited += walk.forms_visited;
    return status == 0 ? vector_status(matches) : status;
}
