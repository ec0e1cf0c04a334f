#include "common/index/postings/postings_cursor.h"

#include <assert.h>

#include "common/base/error.h"
#include "common/index/codecs/bit_places.h"
#include "common/index/postings/postings_internal.h"

enum { HEADER_ROOM = 4 * VARINT_MAX_BYTES + 1 + IMPACTS_MAX * 2 * VARINT_MAX_BYTES };

uint32_t postings_end_damaged(struct postings_cursor *cursor)
{
    cursor->damaged = true;
    cursor->ended = true;
    cursor->document = POSTINGS_END;
    cursor->block_last = POSTINGS_END;
    return POSTINGS_END;
}

int postings_status(const struct postings_cursor *cursor)
{
    if (!cursor->damaged)
        return 0;
    return error_set(ERROR_CORRUPT, "'%s' is damaged: the posting list of term %u is malformed",
                     cursor->file->display_path, cursor->entry.ordinal);
}

/* Reads `count` varints into `values`; returns a pointer past them, or NULL. */
static const unsigned char *read_varints(const unsigned char *at, const unsigned char *end,
                                         uint64_t *values, unsigned count)
{
    for (unsigned i = 0; i < count && at != NULL; i++)
        at = varint_read(at, end, &values[i]);
    return at;
}

/* A group's header, and the offset past it in the term's postings. */
struct group_header {
    uint64_t last_delta, blocks_size, positions_size, ranks_size;
    struct impacts impacts;
    uint64_t blocks_offset;
};

static int read_group_header(struct segment_file *file, const struct term_entry *entry,
                             uint64_t offset, struct group_header *header)
{
    if (offset > entry->postings_size)
        return -1;
    uint64_t room = entry->postings_size - offset;
    if (room > HEADER_ROOM)
        room = HEADER_ROOM;
    const unsigned char *start =
        segment_file_bytes(file, SECTION_POSTINGS, entry->postings_offset + offset, room);
    if (start == NULL)
        return -1;
    uint64_t values[4];
    const unsigned char *at = read_varints(start, start + room, values, 4);
    if (at != NULL)
        at = impacts_read(&header->impacts, at, start + room);
    if (at == NULL)
        return -1;
    header->last_delta = values[0];
    header->blocks_size = values[1];
    header->positions_size = values[2];
    header->ranks_size = values[3];
    header->blocks_offset = offset + (uint64_t)(at - start);
    return header->blocks_size > entry->postings_size - header->blocks_offset ? -1 : 0;
}

int postings_impacts(struct segment_file *file, const struct term_entry *entry,
                     struct impacts *impacts)
{
    *impacts = (struct impacts){0};
    if (entry->document_count == 1)
        return 0;
    uint64_t offset = 0;
    for (uint32_t blocks = entry->document_count / BLOCK_SIZE; blocks > 0;
         blocks -= blocks < POSTINGS_GROUP_BLOCKS ? blocks : POSTINGS_GROUP_BLOCKS) {
        struct group_header header;
        if (read_group_header(file, entry, offset, &header) != 0)
            return error_set(ERROR_CORRUPT,
                             "'%s' is damaged: the posting list of term %u is malformed",
                             file->display_path, entry->ordinal);
        impacts_merge(impacts, &header.impacts);
        offset = header.blocks_offset + header.blocks_size;
    }
    return 0;
}

static void start_runs(struct postings_cursor *cursor, uint64_t positions, uint64_t positions_size,
                       uint64_t ranks, uint64_t ranks_size)
{
    cursor->positions.offset = positions;
    cursor->positions.size = positions_size;
    cursor->positions.open = false;
    cursor->ranks.offset = ranks;
    cursor->ranks.size = ranks_size;
    cursor->ranks.open = false;
}

int postings_open(struct postings_cursor *cursor, struct segment_file *file,
                  const struct term_entry *entry)
{
    cursor->file = file;
    cursor->entry = *entry;
    cursor->tail_owner = NULL;
    cursor->document = POSTINGS_END; /* before the first: base + 1 wraps to 0 */
    cursor->base = UINT32_MAX;
    cursor->group_last = UINT32_MAX;
    cursor->block_last = POSTINGS_END;
    cursor->block_impacts.count = 0;
    cursor->in_tail = false;
    cursor->decoded = cursor->frequencies_decoded = cursor->ended = cursor->damaged = false;
    cursor->at = cursor->count = 0;
    cursor->work = 0;
    cursor->blocks_left = entry->document_count == 1 ? 0 : entry->document_count / BLOCK_SIZE;
    cursor->group_blocks_left = 0;
    cursor->next_group = 0;
    cursor->group_positions = cursor->group_ranks = 0;
    start_runs(cursor, 0, 0, 0, 0);
    if (entry->document_count == 0 || entry->document_count > file->statistics.document_count ||
        entry->occurrence_count < entry->document_count) {
        cursor->damaged = true;
        return postings_status(cursor);
    }
    return 0;
}

/* The entry is not verified: only its place is checked here, the bytes when they are read. */
void postings_prefetch(const struct segment_file *file, const struct term_entry *entry)
{
    enum { LINE = 64, LINES = 4 };
    const uint64_t size = file->sections[SECTION_POSTINGS].size;
    const unsigned char *bytes = file->map.data + file->sections[SECTION_POSTINGS].offset;
    if (entry->postings_offset > size || entry->postings_size > size - entry->postings_offset)
        return;
    for (uint64_t i = 0; i < LINES && i * LINE < entry->postings_size; i++)
        __builtin_prefetch(bytes + entry->postings_offset + i * LINE);
}

/* Makes the tail (or the single document) the current block. */
static bool enter_tail(struct postings_cursor *cursor)
{
    if (cursor->in_tail)
        return false;
    cursor->in_tail = true;
    cursor->base = cursor->group_last;
    cursor->block_last = POSTINGS_END;
    cursor->block_impacts.count = 0;
    cursor->decoded = cursor->frequencies_decoded = false;
    cursor->count = cursor->entry.document_count % BLOCK_SIZE;
    if (cursor->group_positions > cursor->entry.positions_size ||
        cursor->group_ranks > cursor->entry.ranks_size) {
        postings_end_damaged(cursor);
        return false;
    }
    start_runs(cursor, cursor->group_positions,
               cursor->entry.positions_size - cursor->group_positions, cursor->group_ranks,
               cursor->entry.ranks_size - cursor->group_ranks);
    return cursor->count > 0;
}

/* Whether a group or block whose last document lies `delta` after `last` ends by `end`. A walk from
 * header to header must always advance, even in forged postings, and what follows a group begins
 * after all of its blocks. */
static inline bool is_step(uint32_t last, uint64_t delta, uint64_t end)
{
    const uint64_t first = (uint32_t)(last + 1); /* 0 before the first document */
    return delta > 0 && first <= end && delta <= end - first;
}

/* Moves before the first block of the next group that does not end before target. False past the
 * last group. */
static bool enter_group(struct postings_cursor *cursor, uint32_t target)
{
    while (cursor->blocks_left > 0) {
        uint32_t blocks = cursor->blocks_left < POSTINGS_GROUP_BLOCKS ? cursor->blocks_left
                                                                      : POSTINGS_GROUP_BLOCKS;
        struct group_header header;
        if (read_group_header(cursor->file, &cursor->entry, cursor->next_group, &header) != 0 ||
            !is_step(cursor->group_last, header.last_delta,
                     cursor->file->statistics.document_count)) {
            postings_end_damaged(cursor);
            return false;
        }
        uint64_t positions = cursor->group_positions, ranks = cursor->group_ranks;
        cursor->base = cursor->group_last;
        cursor->group_last += (uint32_t)header.last_delta;
        cursor->next_group = header.blocks_offset + header.blocks_size;
        cursor->group_positions += header.positions_size;
        cursor->group_ranks += header.ranks_size;
        if (cursor->group_last < target) {
            cursor->blocks_left -= blocks;
            continue;
        }
        cursor->next_block = segment_file_bytes(
            cursor->file, SECTION_POSTINGS, cursor->entry.postings_offset + header.blocks_offset,
            header.blocks_size);
        if (cursor->next_block == NULL) {
            postings_end_damaged(cursor);
            return false;
        }
        cursor->group_end = cursor->next_block + header.blocks_size;
        cursor->group_blocks_left = blocks;
        cursor->block_last = cursor->base;
        start_runs(cursor, positions, 0, ranks, 0);
        return true;
    }
    return false;
}

/* Reads the next block's header in the current group. */
static bool enter_block(struct postings_cursor *cursor)
{
    uint64_t values[4];
    const unsigned char *end = cursor->group_end;
    const unsigned char *at = read_varints(cursor->next_block, end, values, 4);
    if (at != NULL)
        at = impacts_read(&cursor->block_impacts, at, end);
    if (at == NULL || values[0] > UINT32_MAX || values[1] > (uint64_t)(end - at)) {
        postings_end_damaged(cursor);
        return false;
    }
    if (!is_step(cursor->block_last, values[0], (uint64_t)cursor->group_last + 1)) {
        postings_end_damaged(cursor);
        return false;
    }
    cursor->base = cursor->block_last;
    cursor->block_last += (uint32_t)values[0];
    cursor->documents_at = at;
    cursor->block_end = at + values[1];
    cursor->next_block = cursor->block_end;
    start_runs(cursor, cursor->positions.offset + cursor->positions.size, values[2],
               cursor->ranks.offset + cursor->ranks.size, values[3]);
    cursor->decoded = cursor->frequencies_decoded = false;
    cursor->count = BLOCK_SIZE;
    cursor->group_blocks_left--;
    cursor->blocks_left--;
    return true;
}

/* Moves to the next block that may hold target; the tail may hold any. */
static bool enter_next(struct postings_cursor *cursor, uint32_t target)
{
    if (cursor->damaged)
        return false;
    if (cursor->group_blocks_left > 0 && cursor->group_last < target) {
        cursor->blocks_left -= cursor->group_blocks_left;
        cursor->group_blocks_left = 0;
    }
    do {
        if (cursor->group_blocks_left == 0 && !enter_group(cursor, target))
            return !cursor->damaged && enter_tail(cursor);
        if (!enter_block(cursor))
            return false;
    } while (cursor->block_last < target);
    return true;
}

bool postings_enter_next(struct postings_cursor *cursor)
{
    return enter_next(cursor, 0);
}

bool postings_seek_block(struct postings_cursor *cursor, uint32_t target)
{
    if (cursor->count > 0 && (cursor->in_tail || cursor->block_last >= target))
        return !cursor->damaged;
    return enter_next(cursor, target);
}

/* Returns the bitset of the current block, and its size; NULL when the block is not stored as one.
 */
static const unsigned char *block_bitset(const struct postings_cursor *cursor, size_t *bytes)
{
    const unsigned char *at = cursor->documents_at;
    if (cursor->in_tail || at == cursor->block_end || *at != POSTINGS_BITSET)
        return NULL;
    /* base + 1 wraps to 0 before the first block */
    *bytes = ((size_t)cursor->block_last - (uint32_t)(cursor->base + 1)) / 8 + 1;
    return *bytes > (size_t)(cursor->block_end - at - 1) ? NULL : at + 1;
}

/* Bytes of a bitset that are decoded at a time. */
enum { BITSET_STEP = 64 };

/* Decodes the documents of a bitset and sets frequencies_at past it. */
static bool decode_bitset(struct postings_cursor *cursor)
{
    uint32_t document = cursor->base + 1;
    size_t bytes;
    const unsigned char *at = block_bitset(cursor, &bytes);
    if (at == NULL)
        return false;
    cursor->frequencies_at = at + bytes;
    unsigned count = 0;
    for (size_t left = bytes; left > 0;) {
        uint16_t places[BIT_PLACES_ROOM];
        const unsigned size = left < BITSET_STEP ? (unsigned)left : BITSET_STEP;
        const unsigned ones = bit_places(at, size, places);
        if (count + ones > BLOCK_SIZE)
            return false;
        for (unsigned i = 0; i < ones; i++)
            cursor->documents[count + i] = document + places[i];
        count += ones;
        at += size;
        left -= size;
        document += 8 * BITSET_STEP;
    }
    return count == BLOCK_SIZE;
}

bool postings_mark_bitset(struct postings_cursor *cursor, uint32_t start, uint32_t end,
                          uint64_t *marks)
{
    size_t bytes;
    const unsigned char *at = block_bitset(cursor, &bytes);
    if (at == NULL || cursor->block_last >= end)
        return false;
    assert((uint32_t)(cursor->base + 1) >= start);
    uint32_t place = cursor->base + 1 - start, last = cursor->block_last - start;
    if (at[bytes - 1] >> (last - place) % 8 != 1)
        return false;
    unsigned count = 0;
    for (size_t i = 0; i < bytes; i++)
        count += bit_ends_count_ones(at[i]);
    if (count != BLOCK_SIZE || cursor->block_last >= cursor->file->statistics.document_count)
        return false;
    for (size_t i = 0; i < bytes; i++, place += 8) {
        marks[place / 64] |= (uint64_t)at[i] << place % 64;
        if (place % 64 > 56 && place / 64 < last / 64)
            marks[place / 64 + 1] |= (uint64_t)at[i] >> (64 - place % 64);
    }
    cursor->work += BLOCK_SIZE;
    return true;
}

/* Whether the gaps of a block add up to a distance: those of a forged block could wrap around 2^32,
 * and so go backwards. Small ones cannot, and the block's last document is compared later. */
static inline bool gaps_lead_to(const uint32_t gaps[BLOCK_SIZE], uint32_t distance)
{
    uint32_t all = 0;
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        all |= gaps[i];
    if (all < UINT32_MAX / BLOCK_SIZE)
        return true;
    uint64_t sum = BLOCK_SIZE;
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        sum += gaps[i];
    return sum == distance;
}

static bool decode_block(struct postings_cursor *cursor)
{
    if (cursor->documents_at == cursor->block_end)
        return false;
    if (*cursor->documents_at == POSTINGS_BITSET) {
        if (!decode_bitset(cursor))
            return false;
    } else {
        cursor->frequencies_at =
            block_decode(cursor->documents_at, cursor->block_end, cursor->documents);
        if (cursor->frequencies_at == NULL)
            return false;
        if (!gaps_lead_to(cursor->documents, cursor->block_last - cursor->base))
            return false;
        block_prefix_sum(cursor->documents, cursor->base);
    }
    return cursor->documents[BLOCK_SIZE - 1] == cursor->block_last &&
           cursor->block_last < cursor->file->statistics.document_count;
}

static bool decode_single(struct postings_cursor *cursor)
{
    cursor->documents[0] = cursor->entry.single_document;
    cursor->frequencies[0] = (uint32_t)cursor->entry.occurrence_count;
    return cursor->entry.single_document < cursor->file->statistics.document_count &&
           cursor->entry.occurrence_count <= UINT32_MAX;
}

/* Reads the two unary numbers of a document of the tail, for its gap and for its frequency. False
 * when they do not end within the run. */
static inline bool read_two_unary(struct bit_ends *run, uint64_t *gap, uint64_t *more)
{
    unsigned count;
    uint64_t word = bit_ends_peek_back(run, &count);
    const uint64_t after_first = word & (word - 1); /* both nearly always end in the word */
    if (after_first == 0) {
        *gap = bit_ends_read_unary(run);
        *more = bit_ends_read_unary(run);
        return !run->damaged;
    }
    *gap = (unsigned)__builtin_clzll(word);
    word = word << *gap << 1;
    *more = (unsigned)__builtin_clzll(word);
    run->back += *gap + *more + 2;
    return run->front + run->back <= run->bits;
}

/* All fields precede the unary numbers, so one check up front covers them. */
static bool decode_tail_run(struct postings_cursor *cursor, struct bit_ends *run,
                            unsigned gap_width, unsigned more_width)
{
    const uint64_t gap_mask = (UINT64_C(1) << gap_width) - 1;
    const uint64_t more_mask = (UINT64_C(1) << more_width) - 1;
    const uint64_t document_count = cursor->file->statistics.document_count;
    uint64_t document = cursor->base == UINT32_MAX ? 0 : (uint64_t)cursor->base + 1;
    uint64_t front = 0, too_often = 0;
    bit_ends_skip_fields(run, (uint64_t)cursor->count * (gap_width + more_width));
    if (run->damaged)
        return false;
    for (unsigned i = 0; i < cursor->count; i++, document++) {
        uint64_t fields, gap, more;
        memcpy(&fields, run->start + front / 8, sizeof fields);
        fields >>= front % 8;
        front += gap_width + more_width;
        if (!read_two_unary(run, &gap, &more))
            return false;
        document += (fields & gap_mask) | gap << gap_width;
        more = (fields >> gap_width & more_mask) | more << more_width;
        if (document >= document_count)
            return false;
        too_often |= more + 1;
        cursor->documents[i] = (uint32_t)document;
        cursor->frequencies[i] = (uint32_t)more + 1;
    }
    return too_often <= UINT32_MAX && bit_ends_finished(run);
}

static bool copy_tail(struct postings_cursor *cursor)
{
    const struct postings_cursor *tail_owner = cursor->tail_owner;
    if (tail_owner == NULL || !tail_owner->in_tail || !tail_owner->decoded ||
        tail_owner->count != cursor->count)
        return false;
    memcpy(cursor->documents, tail_owner->documents, cursor->count * sizeof *cursor->documents);
    memcpy(cursor->frequencies, tail_owner->frequencies,
           cursor->count * sizeof *cursor->frequencies);
    return true;
}

static bool decode_tail(struct postings_cursor *cursor)
{
    if (copy_tail(cursor))
        return true;
    if (cursor->entry.document_count == 1)
        return decode_single(cursor);
    if (cursor->next_group >= cursor->entry.postings_size)
        return false;
    uint64_t size = cursor->entry.postings_size - cursor->next_group;
    const unsigned char *at = segment_file_bytes(
        cursor->file, SECTION_POSTINGS, cursor->entry.postings_offset + cursor->next_group, size);
    if (at == NULL)
        return false;
    struct bit_ends run;
    bit_ends_open(&run, at + 1, at + size);
    return decode_tail_run(cursor, &run, at[0] % (TAIL_GAP_WIDTH_MAX + 1),
                           at[0] / (TAIL_GAP_WIDTH_MAX + 1));
}

bool postings_decode(struct postings_cursor *cursor)
{
    bool good = cursor->in_tail ? decode_tail(cursor) : decode_block(cursor);
    if (!good) {
        postings_end_damaged(cursor);
        return false;
    }
    for (unsigned i = 0; i < POSTINGS_STEP; i++)
        cursor->documents[cursor->count + i] = POSTINGS_END;
    cursor->decoded = true;
    cursor->work += cursor->count;
    cursor->frequencies_decoded = cursor->in_tail;
    cursor->at = 0;
    return true;
}

uint32_t postings_end_walk(struct postings_cursor *cursor)
{
    cursor->ended = true;
    return cursor->document = POSTINGS_END;
}

uint32_t postings_next(struct postings_cursor *cursor)
{
    if (cursor->ended)
        return POSTINGS_END;
    if (cursor->decoded && cursor->at + 1 < cursor->count)
        return cursor->document = cursor->documents[++cursor->at];
    if ((cursor->decoded || cursor->count == 0) && !enter_next(cursor, 0))
        return postings_end_walk(cursor);
    if (!postings_decode(cursor))
        return POSTINGS_END;
    return cursor->document = cursor->documents[0];
}

uint32_t postings_advance(struct postings_cursor *cursor, uint32_t target)
{
    if (cursor->decoded && cursor->document != POSTINGS_END && cursor->document >= target)
        return cursor->document;
    if (cursor->ended)
        return POSTINGS_END;
    if ((cursor->count == 0 || (!cursor->in_tail && cursor->block_last < target)) &&
        !enter_next(cursor, target))
        return postings_end_walk(cursor);
    for (;;) {
        if (!cursor->decoded && !postings_decode(cursor))
            return POSTINGS_END;
        cursor->at = postings_search_near(cursor, target);
        if (cursor->at < cursor->count)
            return cursor->document = cursor->documents[cursor->at];
        cursor->at = cursor->count - 1;
        if (!enter_next(cursor, target))
            return postings_end_walk(cursor);
    }
}

bool postings_decode_frequencies(struct postings_cursor *cursor)
{
    if (block_decode(cursor->frequencies_at, cursor->block_end, cursor->frequencies) !=
        cursor->block_end)
        return false;
    uint32_t none_fits = 0; /* not 0 if a frequency overflows; a word, so the loop vectorises */
    for (unsigned i = 0; i < BLOCK_SIZE; i++) {
        uint32_t frequency = cursor->frequencies[i] + 1;
        none_fits |= frequency == 0 ? UINT32_MAX : 0;
        cursor->frequencies[i] = frequency;
    }
    cursor->frequencies_decoded = none_fits == 0;
    return cursor->frequencies_decoded;
}

uint32_t postings_frequency(struct postings_cursor *cursor)
{
    assert(cursor->damaged || (cursor->decoded && cursor->document != POSTINGS_END));
    if (!cursor->frequencies_decoded && !postings_decode_frequencies(cursor)) {
        postings_end_damaged(cursor);
        return 1;
    }
    return cursor->frequencies[cursor->at];
}
