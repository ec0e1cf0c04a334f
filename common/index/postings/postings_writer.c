#include "common/index/postings/postings_writer.h"

#include <assert.h>

#include "common/base/error.h"
#include "common/index/codecs/position_code.h"
#include "common/index/codecs/rice_block.h"
#include "common/index/postings/postings_internal.h"

void postings_writer_init(struct postings_writer *writer)
{
    *writer = (struct postings_writer){0};
    bit_ends_writer_init(&writer->run);
}

void postings_writer_release(struct postings_writer *writer)
{
    bit_ends_writer_release(&writer->run);
    buffer_release(&writer->postings);
    buffer_release(&writer->positions);
    buffer_release(&writer->ranks);
    buffer_release(&writer->group);
}

/* The unwritten rest of a list; the writer moves through it block by block. */
struct list_rest {
    const uint32_t *documents, *frequencies, *positions, *ranks;
    const struct document_lengths *lengths;
};

static struct list_rest list_rest_of(const struct posting_list *list,
                                     const struct document_lengths *lengths)
{
    return (struct list_rest){list->documents, list->frequencies, list->positions, list->ranks,
                              lengths};
}

static uint64_t sum_values(const uint32_t *values, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum;
}

uint32_t document_lengths_average(const uint32_t *lengths, size_t count)
{
    return count == 0 ? 0 : (uint32_t)(sum_values(lengths, count) / count);
}

/* Whether the documents ascend, past the last one written, and are there. */
__attribute__((unused)) static bool is_valid_block(const struct postings_writer *writer,
                                                   const struct list_rest *list_rest,
                                                   uint32_t count)
{
    uint32_t next = writer->base + 1; /* wraps to 0 before the first */
    for (uint32_t i = 0; i < count; i++) {
        if (list_rest->documents[i] < next || list_rest->documents[i] == UINT32_MAX ||
            list_rest->frequencies[i] == 0)
            return false;
        next = list_rest->documents[i] + 1;
    }
    return true;
}

static int write_positions(struct postings_writer *writer, struct list_rest *list_rest,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t document = list_rest->documents[i];
        int status = positions_append(&writer->run, list_rest->lengths->lengths[document],
                                      list_rest->lengths->title_lengths[document],
                                      list_rest->positions, list_rest->frequencies[i]);
        if (status != 0)
            return status;
        list_rest->positions += list_rest->frequencies[i];
    }
    bit_ends_write(&writer->run, &writer->positions);
    return 0;
}

static void write_ranks(struct postings_writer *writer, struct list_rest *list_rest, size_t count)
{
    uint64_t occurrences = sum_values(list_rest->frequencies, count);
    value_run_write(&writer->ranks, list_rest->ranks, occurrences);
    list_rest->ranks += occurrences;
}

static void write_occurrences(struct postings_writer *writer, struct list_rest *list_rest,
                              size_t count)
{
    if (list_rest->positions != NULL && writer->status == 0)
        writer->status = write_positions(writer, list_rest, count);
    if (list_rest->ranks != NULL)
        write_ranks(writer, list_rest, count);
}

static size_t encode_bitset(const uint32_t *documents, uint32_t base, unsigned char *out)
{
    size_t bytes = (documents[BLOCK_SIZE - 1] - base + 7) / 8;
    out[0] = POSTINGS_BITSET;
    memset(out + 1, 0, bytes);
    for (unsigned i = 0; i < BLOCK_SIZE; i++) {
        uint32_t bit = documents[i] - base - 1;
        out[1 + bit / 8] = (unsigned char)(out[1 + bit / 8] | 1U << bit % 8);
    }
    return 1 + bytes;
}

static size_t encode_documents(const uint32_t *documents, uint32_t base, unsigned char *out)
{
    uint32_t deltas[BLOCK_SIZE];
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        deltas[i] = documents[i] - (i == 0 ? base : documents[i - 1]) - 1;
    size_t size = block_encode(deltas, out);
    if ((documents[BLOCK_SIZE - 1] - base + 7) / 8 + 1 < size)
        size = encode_bitset(documents, base, out);
    return size;
}

static size_t encode_frequencies(const uint32_t *frequencies, unsigned char *out)
{
    uint32_t less_one[BLOCK_SIZE];
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        less_one[i] = frequencies[i] - 1;
    return block_encode(less_one, out);
}

static struct impacts impacts_of(const struct list_rest *list_rest)
{
    struct impacts impacts;
    uint32_t lengths[BLOCK_SIZE];
    for (unsigned i = 0; i < BLOCK_SIZE; i++)
        lengths[i] = list_rest->lengths->scored[list_rest->documents[i]];
    impacts_of_block(&impacts, list_rest->frequencies, lengths, list_rest->lengths->average);
    return impacts;
}

static uint64_t positions_so_far(const struct postings_writer *writer)
{
    return writer->positions_flushed + writer->positions.size;
}

static uint64_t ranks_so_far(const struct postings_writer *writer)
{
    return writer->ranks_flushed + writer->ranks.size;
}

static void open_group(struct postings_writer *writer)
{
    buffer_clear(&writer->group);
    writer->group_blocks = 0;
    writer->group_impacts.count = 0;
    writer->group_positions = positions_so_far(writer);
    writer->group_ranks = ranks_so_far(writer);
    writer->group_base = writer->base;
}

static void close_group(struct postings_writer *writer)
{
    struct buffer *to = &writer->postings;
    if (writer->group_blocks == 0)
        return;
    buffer_append_varint(to, writer->base - writer->group_base);
    buffer_append_varint(to, writer->group.size);
    buffer_append_varint(to, positions_so_far(writer) - writer->group_positions);
    buffer_append_varint(to, ranks_so_far(writer) - writer->group_ranks);
    impacts_write(to, &writer->group_impacts);
    buffer_append(to, writer->group.data, writer->group.size);
    to->failed = to->failed || writer->group.failed;
    open_group(writer);
}

static void write_postings_block(struct postings_writer *writer, struct list_rest *list_rest)
{
    unsigned char documents[BLOCK_MAX_BYTES], frequencies[BLOCK_MAX_BYTES];
    assert(is_valid_block(writer, list_rest, BLOCK_SIZE));
    size_t documents_size = encode_documents(list_rest->documents, writer->base, documents);
    size_t frequencies_size = encode_frequencies(list_rest->frequencies, frequencies);
    struct impacts impacts = impacts_of(list_rest);
    impacts_merge(&writer->group_impacts, &impacts);

    uint64_t positions_before = writer->positions.size, ranks_before = writer->ranks.size;
    write_occurrences(writer, list_rest, BLOCK_SIZE);
    uint32_t last = list_rest->documents[BLOCK_SIZE - 1];
    struct buffer *to = &writer->group;
    buffer_append_varint(to, last - writer->base);
    buffer_append_varint(to, documents_size + frequencies_size);
    buffer_append_varint(to, writer->positions.size - positions_before);
    buffer_append_varint(to, writer->ranks.size - ranks_before);
    impacts_write(to, &impacts);
    buffer_append(to, documents, documents_size);
    buffer_append(to, frequencies, frequencies_size);
    writer->base = last;
    list_rest->documents += BLOCK_SIZE;
    list_rest->frequencies += BLOCK_SIZE;
    if (++writer->group_blocks == POSTINGS_GROUP_BLOCKS)
        close_group(writer);
}

/* Writes fewer than 128 documents: gaps and frequencies, each in the Golomb-Rice width that takes
 * the fewest bits. */
static void write_tail(struct postings_writer *writer, struct list_rest *list_rest, uint32_t count)
{
    assert(is_valid_block(writer, list_rest, count));
    write_occurrences(writer, list_rest, count);
    uint32_t gaps[BLOCK_SIZE], more[BLOCK_SIZE];
    for (uint32_t i = 0; i < count; i++) {
        gaps[i] = list_rest->documents[i] - writer->base - 1;
        more[i] = list_rest->frequencies[i] - 1;
        writer->base = list_rest->documents[i];
    }
    uint64_t gap_bits, more_bits;
    unsigned gap_width = rice_width(gaps, count, TAIL_GAP_WIDTH_MAX, &gap_bits);
    unsigned more_width = rice_width(more, count, TAIL_FREQUENCY_WIDTH_MAX, &more_bits);
    if (bit_ends_reserve(&writer->run, (uint64_t)count * (gap_width + more_width),
                         gap_bits + more_bits) != 0) {
        writer->postings.failed = true;
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        bit_ends_append_field(&writer->run, gaps[i] & ((UINT32_C(1) << gap_width) - 1), gap_width);
        bit_ends_append_field(&writer->run, more[i] & ((UINT32_C(1) << more_width) - 1),
                              more_width);
        bit_ends_append_unary(&writer->run, gaps[i] >> gap_width);
        bit_ends_append_unary(&writer->run, more[i] >> more_width);
    }
    buffer_append_byte(&writer->postings,
                       (unsigned char)(gap_width + more_width * (TAIL_GAP_WIDTH_MAX + 1)));
    bit_ends_write(&writer->run, &writer->postings);
}

/* Stores the position of a term's only occurrence in its entry. */
static int set_single_position(const struct list_rest *list_rest, struct term_entry *entry)
{
    uint32_t position = list_rest->positions[0], document = list_rest->documents[0];
    uint32_t title_length = list_rest->lengths->title_lengths[document];
    if (position >= title_length) {
        if (position < title_length + POSITION_TITLE_GAP)
            return position_outside_error();
        position -= POSITION_TITLE_GAP;
    }
    if (position >= list_rest->lengths->lengths[document])
        return position_outside_error();
    entry->single_position = position;
    return 0;
}

static void write_single(struct postings_writer *writer, struct list_rest *list_rest,
                         struct term_entry *entry)
{
    if (entry->occurrence_count > 1 || list_rest->positions == NULL) {
        write_occurrences(writer, list_rest, 1);
        return;
    }
    writer->status = set_single_position(list_rest, entry);
    if (list_rest->ranks != NULL)
        write_ranks(writer, list_rest, 1);
}

void postings_begin(struct postings_writer *writer, struct term_entry *entry)
{
    entry->postings_offset = writer->postings_flushed + writer->postings.size;
    entry->positions_offset = positions_so_far(writer);
    entry->ranks_offset = ranks_so_far(writer);
    entry->single_document = entry->single_position = 0;
    writer->base = UINT32_MAX;
    writer->status = 0;
    open_group(writer);
}

void postings_add_block(struct postings_writer *writer, const struct posting_list *block,
                        const struct document_lengths *lengths)
{
    struct list_rest list_rest = list_rest_of(block, lengths);
    assert(block->document_count == BLOCK_SIZE);
    write_postings_block(writer, &list_rest);
}

int postings_end(struct postings_writer *writer, const struct posting_list *list,
                 const struct document_lengths *lengths, struct term_entry *entry)
{
    struct list_rest list_rest = list_rest_of(list, lengths);
    assert(entry->document_count > 0 && entry->occurrence_count >= entry->document_count);
    assert(list->document_count == entry->document_count % BLOCK_SIZE);
    close_group(writer);
    if (entry->document_count == 1) {
        entry->single_document = list->documents[0];
        write_single(writer, &list_rest, entry);
    } else if (list->document_count > 0) {
        write_tail(writer, &list_rest, list->document_count);
    }
    entry->postings_size =
        writer->postings_flushed + writer->postings.size - entry->postings_offset;
    entry->positions_size = positions_so_far(writer) - entry->positions_offset;
    entry->ranks_size = ranks_so_far(writer) - entry->ranks_offset;
    if (writer->postings.failed || writer->positions.failed || writer->ranks.failed)
        return error_memory();
    return writer->status;
}

int postings_write(struct postings_writer *writer, const struct posting_list *list,
                   const struct document_lengths *lengths, struct term_entry *entry)
{
    struct list_rest list_rest = list_rest_of(list, lengths);
    postings_begin(writer, entry);
    for (uint32_t left = list->document_count; left >= BLOCK_SIZE; left -= BLOCK_SIZE)
        write_postings_block(writer, &list_rest);
    const struct posting_list tail = {list->document_count % BLOCK_SIZE, list_rest.documents,
                                      list_rest.frequencies, list_rest.positions, list_rest.ranks};
    entry->document_count = list->document_count;
    entry->occurrence_count = sum_values(list->frequencies, list->document_count);
    return postings_end(writer, &tail, lengths, entry);
}

void postings_writer_flush_positions(struct postings_writer *writer, struct segment_writer *segment)
{
    assert(segment->open_section == SECTION_POSITIONS);
    segment_writer_append(segment, writer->positions.data, writer->positions.size);
    writer->positions_flushed += writer->positions.size;
    writer->positions.size = 0;
}
