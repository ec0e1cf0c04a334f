#include "query/evaluate/match_bitmap.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/clones.h"
#include "common/base/error.h"

/* In a list this many times longer than the rarest, only the marked documents are looked up. */
enum { LOOKUP_RATIO = 4 };

static bool is_word_clause(const struct scored_clause *scored)
{
    return scored->cursor.kind == CLAUSE_WORD;
}

static int compare_clauses(const void *one, const void *other)
{
    static const int ranks[] = {[OCCUR_SHOULD] = 1, [OCCUR_MUST] = 0, [OCCUR_MUST_NOT] = 2};
    const struct scored_clause *a = *(struct scored_clause *const *)one;
    const struct scored_clause *b = *(struct scored_clause *const *)other;
    if (a->occur != b->occur)
        return ranks[a->occur] - ranks[b->occur];
    if (is_word_clause(a) != is_word_clause(b))
        return is_word_clause(a) ? -1 : 1;
    if (a->cursor.document_count != b->cursor.document_count)
        return a->cursor.document_count < b->cursor.document_count ? -1 : 1;
    return (a > b) - (a < b);
}

struct match_bitmap *match_bitmap_open(struct evaluation *evaluation)
{
    size_t count = evaluation->clause_count;
    struct match_bitmap *bitmap = malloc(sizeof *bitmap);
    struct scored_clause **order = malloc((count + 1) * sizeof(void *));
    if (bitmap == NULL || order == NULL) {
        free(bitmap);
        free(order);
        error_memory();
        return NULL;
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (evaluation->clauses[i].occur != OCCUR_SCORE_ONLY)
            order[kept++] = &evaluation->clauses[i];
    if (kept > 1)
        qsort(order, kept, sizeof(void *), compare_clauses);
    bitmap->evaluation = evaluation;
    bitmap->order = order;
    bitmap->count = kept;
    bitmap->start = bitmap->end = 0;
    return bitmap;
}

void match_bitmap_close(struct match_bitmap *bitmap)
{
    if (bitmap != NULL)
        free(bitmap->order);
    free(bitmap);
}

/* --- one clause --- */

static uint32_t advance_marked_clause(struct scored_clause *scored, uint32_t document)
{
    struct clause_cursor *cursor = &scored->cursor;
    if (cursor->document != POSTINGS_END && cursor->document >= document)
        return cursor->document;
    if (is_word_clause(scored))
        return cursor->document = word_cursor_advance_only(&cursor->word, document);
    return clause_cursor_advance(cursor, document);
}

static bool is_marked(const uint64_t *marks, uint32_t bit)
{
    return (marks[bit / 64] >> bit % 64 & 1) != 0;
}

static void mark_word(struct match_bitmap *bitmap, struct scored_clause *scored, uint64_t *marks)
{
    word_cursor_mark_documents(&scored->cursor.word, bitmap->start, bitmap->end, marks);
    scored->cursor.document = scored->cursor.word.document;
}

static void mark_clause(struct match_bitmap *bitmap, struct scored_clause *scored)
{
    struct clause_cursor *cursor = &scored->cursor;
    if (is_word_clause(scored)) {
        mark_word(bitmap, scored, bitmap->marks);
        return;
    }
    for (uint32_t document = advance_marked_clause(scored, bitmap->start); document < bitmap->end;
         document = clause_cursor_next(cursor)) {
        uint32_t bit = document - bitmap->start;
        if (!is_marked(bitmap->marks, bit) && clause_cursor_matches(cursor))
            bitmap->marks[bit / 64] |= UINT64_C(1) << bit % 64;
    }
}

/* Stores the marked documents in `documents` and returns their number. */
static size_t list_marked(struct match_bitmap *bitmap)
{
    size_t count = 0;
    for (uint32_t word = 0; word < MATCH_BITMAP_WORDS; word++)
        for (uint64_t bits = bitmap->marks[word]; bits != 0; bits &= bits - 1)
            bitmap->documents[count++] =
                bitmap->start + word * 64 + (uint32_t)__builtin_ctzll(bits);
    return count;
}

static void clear_mark(struct match_bitmap *bitmap, uint32_t document)
{
    uint32_t bit = document - bitmap->start;
    bitmap->marks[bit / 64] &= ~(UINT64_C(1) << bit % 64);
}

/* Keeps the marks of documents that have the clause or, if not `wanted`, of those that do not. */
static void filter_by_bitmap(struct match_bitmap *bitmap, struct scored_clause *scored, bool wanted)
{
    memset(bitmap->scratch, 0, sizeof bitmap->scratch);
    mark_word(bitmap, scored, bitmap->scratch);
    for (size_t i = 0; i < MATCH_BITMAP_WORDS; i++)
        bitmap->marks[i] &= wanted ? bitmap->scratch[i] : ~bitmap->scratch[i];
}

static void filter_by_lookup(struct match_bitmap *bitmap, struct scored_clause *scored, bool wanted)
{
    struct clause_cursor *cursor = &scored->cursor;
    size_t count = list_marked(bitmap);
    if (is_word_clause(scored)) {
        word_cursor_test_documents(&cursor->word, bitmap->documents, count, bitmap->found);
        cursor->document = cursor->word.document;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t document = bitmap->documents[i];
        bool found = is_word_clause(scored) ? bitmap->found[i] > 0
                                            : advance_marked_clause(scored, document) == document &&
                                                  clause_cursor_matches(cursor);
        if (found != wanted)
            clear_mark(bitmap, document);
    }
}

/* --- the window --- */

/* When all MUST clauses are phrases or unions, the rarest leads; positions are read only where all
 * clauses may match. */
static void mark_must_phrases(struct match_bitmap *bitmap)
{
    struct scored_clause **musts = bitmap->order;
    size_t count = bitmap->evaluation->must_count;
    struct clause_cursor *leader = &musts[0]->cursor;
    for (uint32_t document = advance_marked_clause(musts[0], bitmap->start); document < bitmap->end;
         document = clause_cursor_next(leader)) {
        bool all = true;
        for (size_t i = 1; i < count && all; i++)
            all = advance_marked_clause(musts[i], document) == document;
        for (size_t i = 0; i < count && all; i++)
            all = clause_cursor_matches(&musts[i]->cursor);
        uint32_t bit = document - bitmap->start;
        bitmap->marks[bit / 64] |= (uint64_t)all << bit % 64;
    }
}

static void mark_must_clauses(struct match_bitmap *bitmap)
{
    struct scored_clause **musts = bitmap->order;
    if (!is_word_clause(musts[0])) {
        mark_must_phrases(bitmap);
        return;
    }
    mark_word(bitmap, musts[0], bitmap->marks);
    for (size_t i = 1; i < bitmap->evaluation->must_count; i++) {
        bool longer =
            musts[i]->cursor.document_count / LOOKUP_RATIO > musts[0]->cursor.document_count;
        if (is_word_clause(musts[i]) && !longer)
            filter_by_bitmap(bitmap, musts[i], true);
        else
            filter_by_lookup(bitmap, musts[i], true);
    }
}

/* Clears the marks of deleted documents. */
static void clear_deleted(struct match_bitmap *bitmap)
{
    const struct segment *segment = bitmap->evaluation->segment;
    if (segment->file.deleted == NULL)
        return;
    const unsigned char *deleted = segment->file.deleted + bitmap->start / 8;
    size_t bytes = ((size_t)(bitmap->end - bitmap->start) + 7) / 8;
    memset(bitmap->scratch, 0, sizeof bitmap->scratch);
    memcpy(bitmap->scratch, deleted, bytes);
    for (size_t i = 0; i < MATCH_BITMAP_WORDS; i++)
        bitmap->marks[i] &= ~bitmap->scratch[i];
}

static void mark_window(struct match_bitmap *bitmap)
{
    const struct evaluation *evaluation = bitmap->evaluation;
    size_t positive = evaluation->must_count + evaluation->should_count;
    memset(bitmap->marks, 0, sizeof bitmap->marks);
    if (evaluation->must_count > 0)
        mark_must_clauses(bitmap);
    for (size_t i = 0; i < evaluation->should_count && evaluation->must_count == 0; i++)
        mark_clause(bitmap, bitmap->order[i]);
    clear_deleted(bitmap);
    for (size_t i = positive; i < bitmap->count; i++)
        if (is_word_clause(bitmap->order[i]))
            filter_by_bitmap(bitmap, bitmap->order[i], false);
        else
            filter_by_lookup(bitmap, bitmap->order[i], false);
}

/* A lower bound (≥ from) on the next match. */
static uint32_t next_candidate_document(struct match_bitmap *bitmap, uint32_t from)
{
    const struct evaluation *evaluation = bitmap->evaluation;
    size_t lead_count = evaluation->must_count > 0 ? 1 : evaluation->should_count;
    uint32_t first = POSTINGS_END;
    for (size_t i = 0; i < lead_count; i++) {
        uint32_t document = advance_marked_clause(bitmap->order[i], from);
        if (document < first)
            first = document;
    }
    return first;
}

bool match_bitmap_next(struct match_bitmap *bitmap)
{
    uint32_t documents = segment_document_count(bitmap->evaluation->segment);
    if (bitmap->end >= documents && documents > 0)
        return false;
    uint32_t first = next_candidate_document(bitmap, bitmap->end);
    if (first >= documents)
        return false;
    bitmap->start = first / 64 * 64;
    bitmap->end = documents - bitmap->start < MATCH_BITMAP_WINDOW
                      ? documents
                      : bitmap->start + MATCH_BITMAP_WINDOW;
    mark_window(bitmap);
    return true;
}

CLONED("popcnt")
static uint64_t count_marks(const uint64_t marks[MATCH_BITMAP_WORDS])
{
    uint64_t count = 0;
    for (size_t i = 0; i < MATCH_BITMAP_WORDS; i++)
        count += (uint64_t)__builtin_popcountll(marks[i]);
    return count;
}

int evaluate_count(struct evaluation *evaluation)
{
    struct match_bitmap *bitmap = match_bitmap_open(evaluation);
    if (bitmap == NULL)
        return ERROR_MEMORY;
    while (match_bitmap_next(bitmap))
        evaluation->counted += count_marks(bitmap->marks);
    match_bitmap_close(bitmap);
    return 0;
}
