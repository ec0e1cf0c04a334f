#include "query/evaluate/marking.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/clones.h"
#include "common/base/error.h"

/* In a list this many times longer than the rarest, only the marked documents are looked up. */
enum { MUCH_LONGER = 4 };

static bool is_word(const struct scored_clause *scored)
{
    return !scored->cursor.is_phrase && !scored->cursor.is_union;
}

static int compare_clauses(const void *one, const void *other)
{
    static const int ranks[] = {[OCCUR_SHOULD] = 1, [OCCUR_MUST] = 0, [OCCUR_MUST_NOT] = 2};
    const struct scored_clause *a = *(struct scored_clause *const *)one;
    const struct scored_clause *b = *(struct scored_clause *const *)other;
    if (a->occur != b->occur)
        return ranks[a->occur] - ranks[b->occur];
    if (is_word(a) != is_word(b))
        return is_word(a) ? -1 : 1;
    if (a->cursor.document_count != b->cursor.document_count)
        return a->cursor.document_count < b->cursor.document_count ? -1 : 1;
    return (a > b) - (a < b);
}

struct marking *marking_open(struct evaluation *evaluation)
{
    size_t count = evaluation->clause_count;
    struct marking *marking = malloc(sizeof *marking);
    struct scored_clause **order = malloc((count + 1) * sizeof(void *));
    if (marking == NULL || order == NULL) {
        free(marking);
        free(order);
        error_memory();
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        order[i] = &evaluation->clauses[i];
    qsort(order, count, sizeof(void *), compare_clauses);
    marking->evaluation = evaluation;
    marking->order = order;
    marking->start = marking->end = 0;
    return marking;
}

void marking_close(struct marking *marking)
{
    if (marking != NULL)
        free(marking->order);
    free(marking);
}

/* --- one clause --- */

static uint32_t bring_to(struct scored_clause *scored, uint32_t document)
{
    struct clause_cursor *cursor = &scored->cursor;
    if (cursor->document != POSTINGS_END && cursor->document >= document)
        return cursor->document;
    if (is_word(scored))
        return cursor->document = word_cursor_reach(&cursor->word, document);
    return clause_cursor_advance(cursor, document);
}

static bool is_marked(const uint64_t *marks, uint32_t place)
{
    return (marks[place / 64] >> place % 64 & 1) != 0;
}

static void mark_word(struct marking *marking, struct scored_clause *scored, uint64_t *marks)
{
    word_cursor_mark(&scored->cursor.word, marking->start, marking->end, marks);
    scored->cursor.document = scored->cursor.word.document;
}

static void add_clause(struct marking *marking, struct scored_clause *scored)
{
    struct clause_cursor *cursor = &scored->cursor;
    if (is_word(scored)) {
        mark_word(marking, scored, marking->marks);
        return;
    }
    for (uint32_t document = bring_to(scored, marking->start); document < marking->end;
         document = clause_cursor_next(cursor)) {
        uint32_t place = document - marking->start;
        if (!is_marked(marking->marks, place) && clause_cursor_matches(cursor))
            marking->marks[place / 64] |= UINT64_C(1) << place % 64;
    }
}

/* Stores the marked documents in `documents` and returns their number. */
static size_t list_marked(struct marking *marking)
{
    size_t count = 0;
    for (uint32_t word = 0; word < MARKING_WORDS; word++)
        for (uint64_t bits = marking->marks[word]; bits != 0; bits &= bits - 1)
            marking->documents[count++] =
                marking->start + word * 64 + (uint32_t)__builtin_ctzll(bits);
    return count;
}

static void unmark(struct marking *marking, uint32_t document)
{
    uint32_t place = document - marking->start;
    marking->marks[place / 64] &= ~(UINT64_C(1) << place % 64);
}

/* Keeps the marks of documents that have the clause or, if not `wanted`, of those that do not. */
static void keep_by_all(struct marking *marking, struct scored_clause *scored, bool wanted)
{
    memset(marking->others, 0, sizeof marking->others);
    mark_word(marking, scored, marking->others);
    for (size_t i = 0; i < MARKING_WORDS; i++)
        marking->marks[i] &= wanted ? marking->others[i] : ~marking->others[i];
}

static void keep_by_each(struct marking *marking, struct scored_clause *scored, bool wanted)
{
    struct clause_cursor *cursor = &scored->cursor;
    size_t count = list_marked(marking);
    if (is_word(scored)) {
        word_cursor_find(&cursor->word, marking->documents, count, marking->found);
        cursor->document = cursor->word.document;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t document = marking->documents[i];
        bool found = is_word(scored)
                         ? marking->found[i] > 0
                         : bring_to(scored, document) == document && clause_cursor_matches(cursor);
        if (found != wanted)
            unmark(marking, document);
    }
}

/* --- the window --- */

/* When all MUST clauses are phrases or unions, the rarest leads; positions are read only where all
 * clauses may match. */
static void mark_common(struct marking *marking)
{
    struct scored_clause **musts = marking->order;
    size_t count = marking->evaluation->must_count;
    struct clause_cursor *leader = &musts[0]->cursor;
    for (uint32_t document = bring_to(musts[0], marking->start); document < marking->end;
         document = clause_cursor_next(leader)) {
        bool all = true;
        for (size_t i = 1; i < count && all; i++)
            all = bring_to(musts[i], document) == document;
        for (size_t i = 0; i < count && all; i++)
            all = clause_cursor_matches(&musts[i]->cursor);
        uint32_t place = document - marking->start;
        marking->marks[place / 64] |= (uint64_t)all << place % 64;
    }
}

static void mark_all(struct marking *marking)
{
    struct scored_clause **musts = marking->order;
    if (!is_word(musts[0])) {
        mark_common(marking);
        return;
    }
    mark_word(marking, musts[0], marking->marks);
    for (size_t i = 1; i < marking->evaluation->must_count; i++) {
        bool longer =
            musts[i]->cursor.document_count / MUCH_LONGER > musts[0]->cursor.document_count;
        if (is_word(musts[i]) && !longer)
            keep_by_all(marking, musts[i], true);
        else
            keep_by_each(marking, musts[i], true);
    }
}

/* Clears the marks of deleted documents. */
static void drop_deleted(struct marking *marking)
{
    const struct segment *segment = marking->evaluation->segment;
    if (segment->file.deleted == NULL)
        return;
    const unsigned char *deleted = segment->file.deleted + marking->start / 8;
    size_t bytes = ((size_t)(marking->end - marking->start) + 7) / 8;
    memset(marking->others, 0, sizeof marking->others);
    memcpy(marking->others, deleted, bytes);
    for (size_t i = 0; i < MARKING_WORDS; i++)
        marking->marks[i] &= ~marking->others[i];
}

static void mark_window(struct marking *marking)
{
    const struct evaluation *evaluation = marking->evaluation;
    size_t positive = evaluation->must_count + evaluation->should_count;
    memset(marking->marks, 0, sizeof marking->marks);
    if (evaluation->must_count > 0)
        mark_all(marking);
    for (size_t i = 0; i < evaluation->should_count && evaluation->must_count == 0; i++)
        add_clause(marking, marking->order[i]);
    drop_deleted(marking);
    for (size_t i = positive; i < evaluation->clause_count; i++)
        if (is_word(marking->order[i]))
            keep_by_all(marking, marking->order[i], false);
        else
            keep_by_each(marking, marking->order[i], false);
}

/* A lower bound (≥ from) on the next match. */
static uint32_t next_document(struct marking *marking, uint32_t from)
{
    const struct evaluation *evaluation = marking->evaluation;
    size_t leading = evaluation->must_count > 0 ? 1 : evaluation->should_count;
    uint32_t first = POSTINGS_END;
    for (size_t i = 0; i < leading; i++) {
        uint32_t document = bring_to(marking->order[i], from);
        if (document < first)
            first = document;
    }
    return first;
}

bool marking_next(struct marking *marking)
{
    uint32_t documents = segment_documents(marking->evaluation->segment);
    if (marking->end >= documents && documents > 0)
        return false;
    uint32_t first = next_document(marking, marking->end);
    if (first >= documents)
        return false;
    marking->start = first / 64 * 64;
    marking->end =
        documents - marking->start < MARKING_WINDOW ? documents : marking->start + MARKING_WINDOW;
    mark_window(marking);
    return true;
}

CLONED("popcnt")
static uint64_t count_marks(const uint64_t marks[MARKING_WORDS])
{
    uint64_t count = 0;
    for (size_t i = 0; i < MARKING_WORDS; i++)
        count += (uint64_t)__builtin_popcountll(marks[i]);
    return count;
}

int evaluate_count(struct evaluation *evaluation)
{
    struct marking *marking = marking_open(evaluation);
    if (marking == NULL)
        return ERROR_MEMORY;
    while (marking_next(marking))
        evaluation->counted += count_marks(marking->marks);
    marking_close(marking);
    return 0;
}
