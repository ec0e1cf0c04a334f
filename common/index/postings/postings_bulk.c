#include "common/index/postings/postings_bulk.h"

#include <assert.h>

#include "common/index/postings/postings_internal.h"

/* The last document of each step of a block, of which BLOCK_SIZE / POSTINGS_STEP are used, and
 * POSTINGS_END after them. */
struct step_ends {
    uint32_t documents[POSTINGS_STEP];
};

static inline void find_step_ends(const struct postings_cursor *cursor, struct step_ends *ends)
{
    for (unsigned i = 0; i < POSTINGS_STEP; i++) {
        const unsigned last = (i + 1) * POSTINGS_STEP - 1;
        ends->documents[i] = last < cursor->count ? cursor->documents[last] : POSTINGS_END;
    }
}

/* Returns the first index whose document is >= target. The documents past the last are
 * POSTINGS_END. Searches for several targets do not depend on each other, and so overlap. */
static inline unsigned search_steps(const struct postings_cursor *cursor,
                                    const struct step_ends *ends, uint32_t target)
{
    const unsigned from = postings_count_below(ends->documents, target) * POSTINGS_STEP;
    return from + postings_count_below(cursor->documents + from, target);
}

/* Returns the first index, from `from` on, whose document is >= target: a linear search, for
 * targets that are near. The documents past the last are POSTINGS_END.
 */
static unsigned search_linear(const uint32_t *documents, unsigned from, uint32_t target)
{
    while (documents[from + POSTINGS_STEP - 1] < target)
        from += POSTINGS_STEP;
    return from + postings_count_below(documents + from, target);
}

/* Whether search_linear ends in the current, decoded block, whatever the target. */
__attribute__((unused)) static bool is_padded(const struct postings_cursor *cursor)
{
    for (unsigned i = 0; i < POSTINGS_STEP; i++)
        if (cursor->documents[cursor->count + i] != POSTINGS_END)
            return false;
    return true;
}

/* Where documents that are looked up would be in the current block. */
struct places_in_block {
    size_t count;
    unsigned char places[BLOCK_SIZE];
};

/* Adds the frequencies (if `ones`, 1 each) of those documents that are at their places in the
 * current block. Without branches: which documents are there cannot be predicted. */
static inline void add_counts_at(const struct postings_cursor *cursor,
                                 const struct places_in_block *in_block, const uint32_t *documents,
                                 uint32_t *found, bool ones)
{
    for (size_t i = 0; i < in_block->count; i++) {
        const unsigned at = in_block->places[i];
        const uint32_t there = cursor->documents[at] == documents[i] ? UINT32_MAX : 0;
        found[i] += there & (ones ? 1 : cursor->frequencies[at]);
    }
}

/* Looks up the first of the documents, as far as the current, decoded block may hold them, and adds
 * their frequencies (if `ones`, 1 each) to found. Returns the number of documents looked up. */
static inline size_t add_block_counts(struct postings_cursor *cursor, const uint32_t *documents,
                                      size_t count, uint32_t *found, bool ones)
{
    const uint32_t last = cursor->documents[cursor->count - 1];
    struct places_in_block in_block;
    struct step_ends ends;
    bool any = false;
    size_t i = 0;
    assert(is_padded(cursor));
    find_step_ends(cursor, &ends);
    for (; i < count && i < BLOCK_SIZE && documents[i] <= last; i++) {
        const unsigned at = search_steps(cursor, &ends, documents[i]);
        in_block.places[i] = (unsigned char)at;
        any |= cursor->documents[at] == documents[i];
    }
    in_block.count = i;
    if (any && !ones && !cursor->frequencies_decoded && !postings_decode_frequencies(cursor)) {
        postings_end_damaged(cursor);
        return count;
    }
    if (any)
        add_counts_at(cursor, &in_block, documents, found, ones);
    if (i > 0)
        cursor->at = in_block.places[i - 1];
    cursor->document = cursor->documents[cursor->at];
    return i;
}

/* Whether the walk, in the current block, is not past `target` yet. */
__attribute__((unused)) static bool is_not_past(const struct postings_cursor *cursor,
                                                uint32_t target)
{
    return cursor->at == 0 || cursor->documents[cursor->at - 1] < target;
}

/* Whether the documents ascend and the walk is not past the first. */
__attribute__((unused)) static bool are_ahead(const struct postings_cursor *cursor,
                                              const uint32_t *documents, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (documents[i] <= documents[i - 1])
            return false;
    return count == 0 || cursor->ended || !cursor->decoded || is_not_past(cursor, documents[0]);
}

static inline void add_counts(struct postings_cursor *cursor, const uint32_t *documents,
                              size_t count, uint32_t *found, bool ones)
{
    assert(are_ahead(cursor, documents, count));
    for (size_t i = 0; i < count;) {
        if (cursor->document == POSTINGS_END || cursor->document < documents[i])
            postings_advance(cursor, documents[i]);
        if (cursor->document == POSTINGS_END)
            return;
        while (i < count && documents[i] < cursor->document)
            i++;
        i += add_block_counts(cursor, documents + i, count - i, found + i, ones);
    }
}

void postings_add_frequencies(struct postings_cursor *cursor, const uint32_t *documents,
                              size_t count, uint32_t *frequencies)
{
    add_counts(cursor, documents, count, frequencies, false);
}

void postings_add_matches(struct postings_cursor *cursor, const uint32_t *documents, size_t count,
                          uint32_t *found)
{
    add_counts(cursor, documents, count, found, true);
}

/* Marks whole blocks from the next one on, as long as they are stored as bitsets and end before
 * `end`, so that nothing needs decoding. False past the last block, or damaged. */
static bool mark_bitset_blocks(struct postings_cursor *cursor, uint32_t start, uint32_t end,
                               uint64_t *marks)
{
    do {
        if (!postings_enter_next(cursor))
            return false;
    } while (postings_mark_bitset(cursor, start, end, marks));
    return !cursor->damaged;
}

void postings_mark(struct postings_cursor *cursor, uint32_t start, uint32_t end, uint64_t *marks)
{
    assert(cursor->document >= start);
    while (cursor->document < end) {
        unsigned from = cursor->at, to = cursor->count;
        if (cursor->documents[to - 1] >= end)
            to = postings_search(cursor->documents, from, to, end);
        for (unsigned i = from; i < to; i++) {
            uint32_t place = cursor->documents[i] - start;
            marks[place / 64] |= UINT64_C(1) << place % 64;
        }
        cursor->at = to - 1;
        if (to < cursor->count || mark_bitset_blocks(cursor, start, end, marks))
            postings_next(cursor);
        else
            postings_end_walk(cursor);
    }
}

size_t postings_gather(struct postings_cursor *cursor, uint32_t end, uint32_t *documents,
                       uint32_t *frequencies)
{
    size_t posting_batch = 0;
    while (cursor->document < end) {
        if (!cursor->frequencies_decoded && !postings_decode_frequencies(cursor)) {
            postings_end_damaged(cursor);
            break;
        }
        unsigned from = cursor->at, to = cursor->count;
        if (cursor->documents[to - 1] >= end)
            to = postings_search(cursor->documents, from, to, end);
        memcpy(documents + posting_batch, cursor->documents + from,
               (to - from) * sizeof *documents);
        memcpy(frequencies + posting_batch, cursor->frequencies + from,
               (to - from) * sizeof *frequencies);
        posting_batch += to - from;
        cursor->at = to - 1;
        postings_next(cursor);
    }
    return posting_batch;
}

/* Whether the current block, which it decodes, may have a document >= target. */
static bool decode_block_for(struct postings_cursor *cursor, uint32_t target)
{
    if (cursor->ended || cursor->count == 0 || (!cursor->in_tail && cursor->block_last < target))
        return false;
    return cursor->decoded || postings_decode(cursor);
}

bool postings_has(struct postings_cursor *cursor, uint32_t target)
{
    if (cursor->base + 1 > target || !decode_block_for(cursor, target))
        return false;
    assert(is_padded(cursor) && is_not_past(cursor, target));
    unsigned at = search_linear(cursor->documents, cursor->at, target);
    if (at == cursor->count)
        return false;
    cursor->at = at;
    cursor->document = cursor->documents[at];
    return cursor->document == target;
}

size_t postings_in_block(struct postings_cursor *cursor, uint32_t start, uint32_t end,
                         uint32_t *documents, uint32_t *frequencies)
{
    if (!decode_block_for(cursor, start))
        return 0;
    if (!cursor->frequencies_decoded && !postings_decode_frequencies(cursor)) {
        postings_end_damaged(cursor);
        return 0;
    }
    assert(start <= end && is_not_past(cursor, start));
    unsigned from = postings_search(cursor->documents, cursor->at, cursor->count, start);
    unsigned to = postings_search(cursor->documents, from, cursor->count, end);
    memcpy(documents, cursor->documents + from, (to - from) * sizeof *documents);
    memcpy(frequencies, cursor->frequencies + from, (to - from) * sizeof *frequencies);
    return to - from;
}

void postings_find_places(const struct postings_cursor *cursor, const uint32_t *documents,
                          size_t count, unsigned char *places)
{
    struct step_ends ends;
    assert(cursor->decoded && is_padded(cursor));
    find_step_ends(cursor, &ends);
    for (size_t i = 0; i < count; i++)
        places[i] = (unsigned char)search_steps(cursor, &ends, documents[i]);
}

struct postings_block postings_current_block(const struct postings_cursor *cursor)
{
    assert(cursor->count > 0 && !cursor->in_tail);
    return (struct postings_block){cursor->documents_at, cursor->block_end, cursor->base,
                                   cursor->block_last};
}

bool postings_open_block(struct postings_cursor *cursor, const struct postings_block *block)
{
    cursor->documents_at = block->documents_at;
    cursor->block_end = block->end;
    cursor->base = block->base;
    cursor->block_last = block->last;
    cursor->count = BLOCK_SIZE;
    if (cursor->damaged || !postings_decode(cursor))
        return false;
    if (postings_decode_frequencies(cursor))
        return true;
    postings_end_damaged(cursor);
    return false;
}
