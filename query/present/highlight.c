#include "query/present/highlight.h"

#include <stdlib.h>
#include <string.h>

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "common/base/vector.h"
#include "query/language/clauses.h"
#include "query/match/near.h"

/* Snippets distinguish only CLAUSES_DISTINGUISHED clauses. When a query has more and a text has
 * more bytes of matches than MATCHES_SIZE_MAX, one match per place is kept of clauses that look
 * alike to snippets. */
enum { MATCHES_SIZE_MAX = 1 << 22 };

/* The occurrences of a text that stand for a word of the query; all others are dropped first, form
 * by form. */
struct sought_text {
    struct analyzer *analyzer;
    const struct occurrence *items;
    size_t count;
    bool whole; /* a match is a whole phrase, not each of its words */
};

static bool matches_any_word(const struct expansion *expansion, const struct form *form)
{
    for (size_t i = 0; i < expansion->clause_count; i++) {
        const struct expanded_clause *clause = &expansion->clauses[i];
        for (size_t v = 0; v < clause->variant_count; v++)
            for (size_t w = 0; w < clause->variants[v].count; w++)
                if (expanded_word_accepts(&clause->variants[v].words[w], form))
                    return true;
    }
    return false;
}

/* Keeps only the occurrences that stand for a word of the query. */
static int keep_query_words(struct occurrence_list *occurrences, const struct expansion *expansion,
                            const struct analyzer *analyzer)
{
    enum { UNKNOWN, SOUGHT, OTHER };
    struct occurrence *items = occurrences->items;
    size_t kept = 0;
    unsigned char *known = calloc(analyzer_form_count(analyzer) + 1, 1);
    if (known == NULL)
        return error_memory();
    for (size_t i = 0; i < vector_count(occurrences); i++) {
        unsigned char *form = &known[items[i].form];
        if (*form == UNKNOWN)
            *form = matches_any_word(expansion, analyzer_form(analyzer, items[i].form)) ? SOUGHT
                                                                                        : OTHER;
        if (*form == SOUGHT)
            items[kept++] = items[i];
    }
    free(known);
    vector_truncate(occurrences, kept);
    return 0;
}

/* Returns the occurrence at `position`, searched from number `from`, that the word stands for, or
 * NULL. */
static const struct occurrence *find_word_at(const struct sought_text *text, size_t from,
                                             uint32_t position, const struct expanded_word *word)
{
    for (size_t i = from; i < text->count && text->items[i].position <= position; i++)
        if (text->items[i].position == position &&
            expanded_word_accepts(word, analyzer_form(text->analyzer, text->items[i].form)))
            return &text->items[i];
    return NULL;
}

static void append_word_match(struct match_list *matches, const struct sought_text *text,
                              size_t before, const struct occurrence *found, uint32_t clause)
{
    if (!text->whole || vector_count(matches) == before) {
        vector_append(matches, (struct match){found->start, found->end, clause});
        return;
    }
    struct match *first = &matches->items[before];
    if (found->end > first->end)
        first->end = found->end;
}

/* Appends the words of a sequence that begins at occurrence `first`, if all of them are there. */
static void append_sequence_matches(struct match_list *matches, const struct sought_text *text,
                                    size_t first, const struct expanded_sequence *sequence,
                                    uint32_t clause)
{
    size_t before = vector_count(matches);
    for (size_t i = 0; i < sequence->count; i++) {
        const struct expanded_word *word = &sequence->words[i];
        const struct occurrence *found =
            i == 0
                ? &text->items[first]
                : find_word_at(text, first, text->items[first].position + word->word->offset, word);
        if (found == NULL) {
            vector_truncate(matches, before);
            return;
        }
        append_word_match(matches, text, before, found, clause);
    }
}

/* --- loose clauses --- */

/* Sets *part to the words of one part of a loose phrase, from word `first`; returns where the next
 * part begins. */
static size_t split_part(const struct expanded_sequence *sequence, size_t first,
                         struct expanded_sequence *part)
{
    size_t end = first + 1;
    while (end < sequence->count &&
           sequence->words[end].word->part == sequence->words[first].word->part)
        end++;
    *part = (struct expanded_sequence){end - first, &sequence->words[first]};
    return end;
}

/* Whether all words of a part are at their distances, beginning with occurrence `first`. */
static bool part_begins_at(const struct sought_text *text, size_t first,
                           const struct expanded_sequence *part)
{
    const struct occurrence *one = &text->items[first];
    if (!expanded_word_accepts(&part->words[0], analyzer_form(text->analyzer, one->form)))
        return false;
    for (size_t i = 1; i < part->count; i++)
        if (find_word_at(text, first, one->position + part->words[i].word->offset,
                         &part->words[i]) == NULL)
            return false;
    return true;
}

/* Collects the positions where a part begins, each once. */
static void collect_part_starts(struct position_list *starts, const struct sought_text *text,
                                const struct expanded_sequence *part)
{
    for (size_t i = 0; i < text->count; i++) {
        uint32_t position = text->items[i].position;
        if (part_begins_at(text, i, part) &&
            (vector_count(starts) == 0 || *vector_last(starts) != position))
            vector_append(starts, position);
    }
}

/* Whether a position is in a match that begins at one of `positions`. */
static bool is_within_match(const struct position_list *positions, uint32_t position,
                            uint64_t reach)
{
    const uint32_t *starts = positions->items;
    for (size_t i = 0; i < vector_count(positions); i++)
        if (position >= starts[i] && position <= starts[i] + reach)
            return true;
    return false;
}

static void append_loose_matches(struct match_list *matches, const struct sought_text *text,
                                 const struct expanded_sequence *sequence, uint32_t slack,
                                 uint32_t number)
{
    struct position_list starts[NEAR_PARTS_MAX] = {0}, positions = {0};
    struct near_part parts[NEAR_PARTS_MAX] = {0};
    struct expanded_sequence words[NEAR_PARTS_MAX];
    size_t count = 0;
    uint64_t reach = slack;
    for (size_t word = 0; word < sequence->count && count < NEAR_PARTS_MAX; count++) {
        word = split_part(sequence, word, &words[count]);
        collect_part_starts(&starts[count], text, &words[count]);
        uint32_t extent = words[count].words[words[count].count - 1].word->offset + 1;
        parts[count] =
            (struct near_part){starts[count].items, vector_count(&starts[count]), extent};
        reach += extent;
    }
    near_find(parts, count, slack, &positions);
    for (size_t part = 0; part < count; part++) {
        for (size_t i = 0; i < text->count; i++)
            if (is_within_match(&positions, text->items[i].position, reach - parts[part].extent) &&
                part_begins_at(text, i, &words[part]))
                append_sequence_matches(matches, text, i, &words[part], number);
        matches->buffer.failed |= starts[part].buffer.failed;
        vector_release(&starts[part]);
    }
    matches->buffer.failed |= positions.buffer.failed;
    vector_release(&positions);
}

static void append_clause_matches(struct match_list *matches, const struct sought_text *text,
                                  const struct expanded_clause *clause, uint32_t number)
{
    for (size_t v = 0; v < clause->variant_count; v++) {
        const struct expanded_sequence *sequence = &clause->variants[v];
        if (clause->clause->loose) {
            append_loose_matches(matches, text, sequence, clause->clause->slack, number);
            continue;
        }
        for (size_t i = 0; i < text->count; i++)
            if (expanded_word_accepts(&sequence->words[0],
                                      analyzer_form(text->analyzer, text->items[i].form)))
                append_sequence_matches(matches, text, i, sequence, number);
    }
}

static int compare_matches(const void *one, const void *other)
{
    const struct match *a = one, *b = other;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    return (a->clause > b->clause) - (a->clause < b->clause);
}

/* Keeps at most CLAUSES_DISTINGUISHED matches per place: one per group of clauses that snippets do
 * not distinguish. */
static void thin_matches(struct match_list *matches)
{
    struct match *items = matches->items;
    size_t count = vector_count(matches), kept = 0;
    vector_sort(matches, compare_matches);
    for (size_t i = 0; i < count;) {
        uint64_t seen = 0;
        const struct match place = items[i];
        for (; i < count && items[i].start == place.start && items[i].end == place.end; i++) {
            uint64_t clause = UINT64_C(1) << items[i].clause % CLAUSES_DISTINGUISHED;
            if ((seen & clause) == 0)
                items[kept++] = items[i];
            seen |= clause;
        }
    }
    vector_truncate(matches, kept);
}

static void append_all_matches(struct match_list *matches, const struct expansion *expansion,
                               const struct sought_text *text, bool title)
{
    size_t most = MATCHES_SIZE_MAX;
    for (size_t i = 0; i < expansion->clause_count; i++) {
        const struct query_clause *clause = expansion->clauses[i].clause;
        if (clause->occur == OCCUR_MUST_NOT || clause->occur == OCCUR_SCORE_ONLY ||
            (!title && clause->field == FIELD_TITLE))
            continue;
        append_clause_matches(matches, text, &expansion->clauses[i], (uint32_t)i);
        if (expansion->clause_count > CLAUSES_DISTINGUISHED && matches->buffer.size > most &&
            !matches->buffer.failed) {
            thin_matches(matches);
            most = matches->buffer.size * 2 > MATCHES_SIZE_MAX ? matches->buffer.size * 2
                                                               : MATCHES_SIZE_MAX;
        }
    }
}

int highlight_find(struct match_list *matches, const struct expansion *expansion,
                   struct analyzer *analyzer, struct slice text, struct highlight_mode mode)
{
    struct occurrence_list occurrences = {0};
    int status = occurrences_read(&occurrences, analyzer, text.data, text.size);
    if (status == 0)
        status = keep_query_words(&occurrences, expansion, analyzer);
    const struct sought_text sought = {analyzer, occurrences.items, vector_count(&occurrences),
                                       mode.whole};
    if (status == 0) {
        append_all_matches(matches, expansion, &sought, mode.title);
        status = vector_status(matches);
    }
    vector_release(&occurrences);
    if (status == 0)
        vector_sort(matches, compare_matches);
    return status;
}
