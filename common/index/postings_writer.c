#include "index/postings.h"

#include "platform/error.h"

/* A document block is a patched block of deltas, or the set of bits of its span behind this byte,
 * which no patched block begins with. */
enum { BITSET_MARK = 0xff };

void postings_writer_init(struct postings_writer *writer)
{
    *writer = (struct postings_writer){0};
}

void postings_writer_release(struct postings_writer *writer)
{
    buffer_release(&writer->postings);
    buffer_release(&writer->positions);
    buffer_release(&writer->ranks);
    buffer_release(&writer->group);
}

/* What is left of a list: the writer moves through it block by block. */
struct rest {
    const uint32_t *documents, *frequencies, *positions, *ranks;
    uint32_t base;       /* last document written, UINT32_MAX before the first */
    uint32_t group_base; /* the same, of the last group */
};

static uint64_t occurrences_of(const uint32_t *frequencies, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += frequencies[i];
    return sum;
}

static void write_occurrences(struct postings_writer *writer, struct rest *rest, size_t count)
{
    uint64_t occurrences = occurrences_of(rest->frequencies, count);
    if (rest->positions != NULL) {
        run_write(&writer->positions, RUN_VARINT, rest->positions, occurrences);
        rest->positions += occurrences;
    }
    if (rest->ranks != NULL) {
        run_write(&writer->ranks, RUN_PACKED, rest->ranks, occurrences);
        rest->ranks += occurrences;
    }
}

static size_t encode_bitset(const uint32_t *documents, uint32_t base, unsigned char *out)
{
    size_t bytes = (documents[BLOCK_SIZE - 1] - base + 7) / 8;
    out[0] = BITSET_MARK;
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

static struct impacts impacts_of(const struct rest *rest, const uint32_t *lengths, size_t count)
{
    struct impacts impacts = {0};
    for (size_t i = 0; i < count; i++)
        impacts_add(&impacts, rest->frequencies[i], lengths[rest->documents[i]]);
    return impacts;
}

static void write_block(struct postings_writer *writer, struct rest *rest, const uint32_t *lengths,
                        struct impacts *group_impacts)
{
    unsigned char documents[BLOCK_MAX_BYTES], frequencies[BLOCK_MAX_BYTES];
    size_t documents_size = encode_documents(rest->documents, rest->base, documents);
    size_t frequencies_size = encode_frequencies(rest->frequencies, frequencies);
    struct impacts impacts = impacts_of(rest, lengths, BLOCK_SIZE);
    impacts_merge(group_impacts, &impacts);

    uint64_t positions_before = writer->positions.size, ranks_before = writer->ranks.size;
    write_occurrences(writer, rest, BLOCK_SIZE);
    uint32_t last = rest->documents[BLOCK_SIZE - 1];
    struct buffer *to = &writer->group;
    buffer_append_varint(to, last - rest->base);
    buffer_append_varint(to, documents_size);
    buffer_append_varint(to, frequencies_size);
    buffer_append_varint(to, writer->positions.size - positions_before);
    buffer_append_varint(to, writer->ranks.size - ranks_before);
    impacts_write(to, &impacts);
    buffer_append(to, documents, documents_size);
    buffer_append(to, frequencies, frequencies_size);
    rest->base = last;
    rest->documents += BLOCK_SIZE;
    rest->frequencies += BLOCK_SIZE;
}

static void write_group(struct postings_writer *writer, struct rest *rest, uint32_t blocks,
                        const uint32_t *lengths)
{
    struct impacts impacts = {0};
    uint64_t positions_before = writer->positions.size, ranks_before = writer->ranks.size;
    buffer_clear(&writer->group);
    for (uint32_t i = 0; i < blocks; i++)
        write_block(writer, rest, lengths, &impacts);
    struct buffer *to = &writer->postings;
    buffer_append_varint(to, rest->base - rest->group_base);
    buffer_append_varint(to, writer->group.size);
    buffer_append_varint(to, writer->positions.size - positions_before);
    buffer_append_varint(to, writer->ranks.size - ranks_before);
    impacts_write(to, &impacts);
    buffer_append(to, writer->group.data, writer->group.size);
    to->failed = to->failed || writer->group.failed;
    rest->group_base = rest->base;
}

static void write_tail(struct postings_writer *writer, struct rest *rest, uint32_t count)
{
    write_occurrences(writer, rest, count);
    struct buffer *to = &writer->postings;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t delta = rest->documents[i] - rest->base;
        uint32_t frequency = rest->frequencies[i];
        buffer_append_varint(to, delta * 2 + (frequency == 1));
        if (frequency != 1)
            buffer_append_varint(to, frequency - 2);
        rest->base = rest->documents[i];
    }
}

int postings_write(struct postings_writer *writer, const struct posting_list *list,
                   const uint32_t *lengths, struct term_entry *entry)
{
    entry->document_count = list->document_count;
    entry->occurrence_count = occurrences_of(list->frequencies, list->document_count);
    entry->single_document = list->documents[0];
    entry->postings_offset = writer->postings.size;
    entry->positions_offset = writer->positions.size;
    entry->ranks_offset = writer->ranks.size;

    struct rest rest = {list->documents, list->frequencies, list->positions,
                        list->ranks,     UINT32_MAX,        UINT32_MAX};
    if (list->document_count == 1) {
        write_occurrences(writer, &rest, 1);
    } else {
        uint32_t blocks = list->document_count / BLOCK_SIZE;
        for (; blocks > 0;
             blocks -= blocks < POSTINGS_GROUP_BLOCKS ? blocks : POSTINGS_GROUP_BLOCKS)
            write_group(writer, &rest,
                        blocks < POSTINGS_GROUP_BLOCKS ? blocks : POSTINGS_GROUP_BLOCKS, lengths);
        write_tail(writer, &rest, list->document_count % BLOCK_SIZE);
    }
    entry->postings_size = writer->postings.size - entry->postings_offset;
    entry->positions_size = writer->positions.size - entry->positions_offset;
    entry->ranks_size = writer->ranks.size - entry->ranks_offset;
    if (writer->postings.failed || writer->positions.failed || writer->ranks.failed)
        return error_memory();
    return 0;
}
