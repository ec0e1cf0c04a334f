#include "common/index/postings/postings_occurrences.h"

#include <assert.h>

#include "common/index/codecs/position_code.h"
#include "common/index/postings/postings_internal.h"

/* Opens the current block's run; returns its bytes, or NULL when they lie outside the term's part
 * of the section (`offset`, `size`). */
static const unsigned char *run_bytes(struct postings_cursor *cursor, struct occurrence_run *run,
                                      enum section section, uint64_t offset, uint64_t size)
{
    if (cursor->damaged || run->offset > size || run->size > size - run->offset)
        return NULL;
    run->open = true;
    run->done = 0;
    return segment_file_bytes(cursor->file, section, offset + run->offset, run->size);
}

static bool open_positions(struct postings_cursor *cursor)
{
    const struct term_entry *entry = &cursor->entry;
    const unsigned char *at = run_bytes(cursor, &cursor->positions, SECTION_POSITIONS,
                                        entry->positions_offset, entry->positions_size);
    if (at != NULL)
        bit_ends_open(&cursor->position_run, at, at + cursor->positions.size);
    return at != NULL;
}

/* Prefetches the first and the last cache lines of a run in a term's part of a section, which
 * begins at `offset`. Prefetching an address outside the mapping does no harm. */
static void prefetch_run(const struct postings_cursor *cursor, enum section section,
                         uint64_t offset, const struct occurrence_run *run)
{
    enum { LINE = 64, LINES = 3 };
    const struct segment_file *file = cursor->file;
    uintptr_t at =
        (uintptr_t)file->map.data + file->sections[section].offset + offset + run->offset;
    for (unsigned i = 0; i < LINES; i++) { /* integers: pointers must not leave the mapping */
        __builtin_prefetch((const void *)(at + (uintptr_t)i * LINE)); /* NOLINT(performance-*) */
        __builtin_prefetch((const void *)(at + (uintptr_t)run->size - /* NOLINT(performance-*) */
                                          (uintptr_t)i * LINE));
    }
}

void postings_prefetch_positions(const struct postings_cursor *cursor)
{
    prefetch_run(cursor, SECTION_POSITIONS, cursor->entry.positions_offset, &cursor->positions);
}

void postings_prefetch_ranks(const struct postings_cursor *cursor)
{
    prefetch_run(cursor, SECTION_RANKS, cursor->entry.ranks_offset, &cursor->ranks);
}

static bool load_length(struct postings_cursor *cursor, uint32_t document, uint32_t *length)
{
    const unsigned char *at =
        segment_file_bytes(cursor->file, SECTION_LENGTHS, (uint64_t)document * 4, 4);
    if (at != NULL)
        *length = load_u32(at);
    return at != NULL;
}

static bool load_title_length(struct postings_cursor *cursor, uint32_t *length)
{
    const unsigned char *at =
        segment_file_bytes(cursor->file, SECTION_TITLE_LENGTHS, (uint64_t)cursor->document * 2, 2);
    if (at != NULL)
        *length = load_u16(at);
    return at != NULL;
}

/* Loads the lengths of the block's documents [from, to). When these are close together, their pages
 * are verified in one call. */
static bool load_lengths(struct postings_cursor *cursor, unsigned from, unsigned to,
                         uint32_t *lengths)
{
    uint32_t first = cursor->documents[from], range = cursor->documents[to - 1] - first + 1;
    if (range > SEGMENT_PAGE_SIZE) {
        for (unsigned i = from; i < to; i++)
            if (!load_length(cursor, cursor->documents[i], lengths++))
                return false;
        return true;
    }
    const unsigned char *column =
        segment_file_bytes(cursor->file, SECTION_LENGTHS, (uint64_t)first * 4, (uint64_t)range * 4);
    if (column == NULL)
        return false;
    for (unsigned i = from; i < to; i++)
        *lengths++ = load_u32(column + (size_t)(cursor->documents[i] - first) * 4);
    return true;
}

/* Skips the positions of the documents before the current one, and loads its length. */
static bool skip_positions(struct postings_cursor *cursor, uint32_t *length)
{
    struct occurrence_run *run = &cursor->positions;
    uint32_t lengths[BLOCK_SIZE + POSITIONS_LANES];
    if (run->done < cursor->at) {
        if (!load_lengths(cursor, run->done, cursor->at, lengths))
            return false;
        positions_skip(&cursor->position_run, lengths, cursor->frequencies + run->done,
                       cursor->at - run->done);
    }
    run->done = cursor->at;
    return load_length(cursor, cursor->document, length);
}

static bool read_single(struct postings_cursor *cursor, uint32_t *out)
{
    uint32_t title_length, length, position = cursor->entry.single_position;
    if (!load_length(cursor, cursor->document, &length) ||
        !load_title_length(cursor, &title_length) || position >= length)
        return false;
    *out = position_with_gap(position, title_length);
    return true;
}

/* Whether the run has not been read past the current document. */
__attribute__((unused)) static bool is_unread(const struct postings_cursor *cursor,
                                              const struct occurrence_run *run)
{
    return !run->open || run->done <= cursor->at;
}

static bool read_positions(struct postings_cursor *cursor, uint32_t frequency, uint32_t *out)
{
    uint32_t length, title_length;
    assert(is_unread(cursor, &cursor->positions));
    if (cursor->entry.occurrence_count == 1)
        return read_single(cursor, out);
    if ((!cursor->positions.open && !open_positions(cursor)) || !skip_positions(cursor, &length) ||
        !load_title_length(cursor, &title_length))
        return false;
    cursor->positions.done++;
    positions_read(&cursor->position_run, length, title_length, frequency, out);
    return !cursor->position_run.damaged;
}

bool postings_occurrences_fit(const struct postings_cursor *cursor, uint32_t frequency,
                              uint32_t length)
{
    return frequency <= length && (frequency <= 1 || (frequency - 1) / 8 < cursor->positions.size);
}

void postings_positions(struct postings_cursor *cursor, uint32_t *out)
{
    uint32_t frequency = postings_frequency(cursor);
    if (cursor->damaged || !read_positions(cursor, frequency, out)) {
        memset(out, 0, frequency * sizeof *out);
        postings_end_damaged(cursor);
    }
}

static bool read_first_position(struct postings_cursor *cursor, uint32_t frequency, uint32_t *first)
{
    uint32_t length;
    assert(is_unread(cursor, &cursor->positions));
    *first = cursor->entry.single_position;
    if (cursor->entry.occurrence_count == 1)
        return load_length(cursor, cursor->document, &length) && *first < length;
    return (cursor->positions.open || open_positions(cursor)) && skip_positions(cursor, &length) &&
           positions_first(&cursor->position_run, length, frequency, first);
}

uint32_t postings_first_position(struct postings_cursor *cursor)
{
    const uint32_t frequency = postings_frequency(cursor);
    uint32_t first = 0;
    if (!cursor->damaged && read_first_position(cursor, frequency, &first))
        return first;
    postings_end_damaged(cursor);
    return 0;
}

static uint64_t sum_block_frequencies(const struct postings_cursor *cursor, unsigned from,
                                      unsigned to)
{
    uint64_t sum = 0;
    for (unsigned i = from; i < to; i++)
        sum += cursor->frequencies[i];
    return sum;
}

static bool open_ranks(struct postings_cursor *cursor)
{
    const struct term_entry *entry = &cursor->entry;
    const unsigned char *at =
        run_bytes(cursor, &cursor->ranks, SECTION_RANKS, entry->ranks_offset, entry->ranks_size);
    if (at != NULL)
        value_run_open(&cursor->rank_run, at, at + cursor->ranks.size,
                       sum_block_frequencies(cursor, 0, cursor->count));
    return at != NULL;
}

/* Moves to the ranks of the current document. */
static bool seek_ranks(struct postings_cursor *cursor)
{
    assert(is_unread(cursor, &cursor->ranks));
    if (!cursor->ranks.open && !open_ranks(cursor))
        return false;
    value_run_skip(&cursor->rank_run,
                   sum_block_frequencies(cursor, cursor->ranks.done, cursor->at));
    cursor->ranks.done = cursor->at + 1;
    return true;
}

void postings_ranks(struct postings_cursor *cursor, uint32_t *out)
{
    uint32_t frequency = postings_frequency(cursor);
    bool good = cursor->entry.form_count <= 1 || (!cursor->damaged && seek_ranks(cursor));
    if (good && cursor->entry.form_count > 1) {
        value_run_read(&cursor->rank_run, out, frequency);
        good = !cursor->rank_run.damaged;
    } else {
        memset(out, 0, frequency * sizeof *out);
    }
    if (!good)
        postings_end_damaged(cursor);
}

uint32_t postings_count_rank(struct postings_cursor *cursor, uint32_t rank)
{
    enum { STEP = 64 };
    uint32_t ranks[STEP], count = 0, left = postings_frequency(cursor);
    if (cursor->entry.form_count <= 1)
        return rank == 0 ? left : 0;
    bool good = !cursor->damaged && seek_ranks(cursor);
    for (uint32_t step; left > 0 && good; left -= step) {
        step = left < STEP ? left : STEP;
        value_run_read(&cursor->rank_run, ranks, step);
        good = !cursor->rank_run.damaged;
        for (uint32_t i = 0; i < step; i++)
            count += ranks[i] == rank;
    }
    if (good)
        return count;
    postings_end_damaged(cursor);
    return 0;
}
