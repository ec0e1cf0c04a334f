/* Lists of postings as plain arrays, made at random, and their bytes in a file. */
#ifndef FOUILLE_UNIT_POSTING_LISTS_H
#define FOUILLE_UNIT_POSTING_LISTS_H

#include "tests/unit/container/sections.h"

#include "common/index/codecs/position_code.h"
#include "common/index/postings/postings.h"
#include "common/index/postings/postings_writer.h"

/* A term's list as plain arrays, and its postings in a file. */
struct made {
    uint32_t count, documents_there; /* of the list; of the segment */
    uint32_t *documents, *frequencies, *positions, *distances, *ranks, *lengths, *title_lengths;
    uint64_t *first; /* occurrence of each document */
    struct term_entry entry;
    struct postings_writer writer;
    struct buffer length_column, title_length_column;
    struct segment_file file;
};

static struct scratch scratch;

static inline int setup(void **state)
{
    (void)state;
    scratch_make(&scratch);
    return 0;
}

static inline int teardown(void **state)
{
    (void)state;
    scratch_remove(&scratch);
    return 0;
}

/* --- making lists --- */

enum density { EVERY_DOCUMENT, DENSE, SPARSE, CLUSTERED, DENSITIES };

static inline uint32_t random_gap(uint64_t *random, enum density density)
{
    switch (density) {
    case EVERY_DOCUMENT:
        return 1;
    case DENSE:
        return 1 + random_below(random, 3);
    case SPARSE:
        return 1 + random_below(random, 400);
    default:
        return random_below(random, 60) == 0 ? 1 + random_below(random, 5000) : 1;
    }
}

static inline uint32_t random_frequency(uint64_t *random)
{
    uint32_t kind = random_below(random, 100);
    if (kind < 60)
        return 1;
    return kind < 98 ? 1 + random_below(random, 9) : 1 + random_below(random, 400);
}

static inline void *array(size_t count, size_t item)
{
    void *made = calloc(count + 1, item);
    assert_non_null(made);
    return made;
}

static inline uint64_t random_list(struct made *made, uint64_t *random, uint32_t count,
                                   enum density density)
{
    made->count = count;
    made->documents = array(count, sizeof(uint32_t));
    made->frequencies = array(count, sizeof(uint32_t));
    made->first = array(count + 1, sizeof(uint64_t));
    uint32_t document = random_below(random, 2) ? 0 : random_gap(random, SPARSE);
    for (uint32_t i = 0; i < count; i++, document += random_gap(random, density)) {
        made->documents[i] = document;
        made->frequencies[i] = random_frequency(random);
        made->first[i + 1] = made->first[i] + made->frequencies[i];
    }
    made->documents_there = made->documents[count - 1] + 1 + random_below(random, 3);
    made->lengths = array(made->documents_there, sizeof(uint32_t));
    made->title_lengths = array(made->documents_there, sizeof(uint32_t));
    for (uint32_t i = 0; i < made->documents_there; i++) {
        made->title_lengths[i] = random_below(random, 3) ? random_below(random, 20) : 0;
        made->lengths[i] = made->title_lengths[i] + 1 + random_below(random, 400);
    }
    return made->first[count];
}

/* A position that is one: of the title, or after the gap. */
static inline uint32_t beside_gap(uint32_t position, uint32_t title_length)
{
    return position < title_length || position >= title_length + POSITION_TITLE_GAP
               ? position
               : title_length + POSITION_TITLE_GAP;
}

/* The document is at least as long as its last position asks for, and often just so long. */
static inline void stretch(struct made *made, uint64_t *random, uint32_t document, uint32_t last)
{
    if (last >= made->title_lengths[document])
        last -= POSITION_TITLE_GAP;
    if (made->lengths[document] <= last)
        made->lengths[document] = last + 1 + random_below(random, 2) * random_below(random, 1000);
}

static inline void random_positions(struct made *made, uint64_t *random, uint64_t occurrences)
{
    made->positions = array(occurrences, sizeof(uint32_t));
    made->distances = array(occurrences, sizeof(uint32_t));
    made->ranks = array(occurrences, sizeof(uint32_t));
    for (uint32_t i = 0; i < made->count; i++) {
        uint32_t position = random_below(random, 300), document = made->documents[i];
        for (uint64_t k = made->first[i]; k < made->first[i + 1]; k++) {
            position = beside_gap(position, made->title_lengths[document]);
            made->positions[k] = position;
            made->distances[k] = position - (k == made->first[i] ? 0 : made->positions[k - 1]);
            made->ranks[k] = random_below(random, 10) ? 0 : random_below(random, 5);
            position += 1 + random_below(random, random_below(random, 20) ? 100 : 100000);
        }
        stretch(made, random, document, made->positions[made->first[i + 1] - 1]);
    }
}

static inline void fill_columns(struct made *made)
{
    for (uint32_t i = 0; i < made->documents_there; i++) {
        buffer_append_u32(&made->length_column, made->lengths[i]);
        buffer_append_u16(&made->title_length_column, (uint16_t)made->title_lengths[i]);
    }
}

static inline void open_made_file(struct made *made)
{
    struct sections sections = {.statistics = {.document_count = made->documents_there},
                                .bytes = {[SECTION_POSTINGS] = &made->writer.postings,
                                          [SECTION_POSITIONS] = &made->writer.positions,
                                          [SECTION_RANKS] = &made->writer.ranks,
                                          [SECTION_LENGTHS] = &made->length_column,
                                          [SECTION_TITLE_LENGTHS] = &made->title_length_column}};
    sections_open(&sections, &scratch, &made->file);
}

/* Something stands before and after the term's bytes, as in a real segment. */
static inline void make_list(struct made *made, uint64_t *random, uint32_t count,
                             enum density density, bool several_forms)
{
    *made = (struct made){0};
    uint64_t occurrences = random_list(made, random, count, density);
    random_positions(made, random, occurrences);
    made->entry = (struct term_entry){.form_count = several_forms ? 5 : 1};
    postings_writer_init(&made->writer);
    buffer_append_string(&made->writer.postings, "avant");
    buffer_append_string(&made->writer.positions, "devant");
    buffer_append_string(&made->writer.ranks, "plus tôt");
    struct posting_list list = {count, made->documents, made->frequencies, made->distances,
                                several_forms ? made->ranks : NULL};
    const struct document_lengths lengths = {made->lengths, made->title_lengths, made->lengths,
                                             200};
    assert_int_equal(postings_write(&made->writer, &list, &lengths, &made->entry), 0);
    assert_int_equal(made->entry.document_count, count);
    assert_true(made->entry.occurrence_count == occurrences);
    assert_true(count > 1 || made->entry.postings_size == 0);
    buffer_append_string(&made->writer.postings, "après");
    if (!several_forms)
        memset(made->ranks, 0, occurrences * sizeof *made->ranks);
    fill_columns(made);
    open_made_file(made);
}

static inline void release_list(struct made *made)
{
    segment_file_close(&made->file);
    postings_writer_release(&made->writer);
    free(made->documents);
    free(made->frequencies);
    free(made->positions);
    free(made->distances);
    free(made->ranks);
    free(made->lengths);
    free(made->title_lengths);
    free(made->first);
    buffer_release(&made->length_column);
    buffer_release(&made->title_length_column);
}

#endif
