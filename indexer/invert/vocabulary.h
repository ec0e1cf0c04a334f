/* Turns the streams of a segment into its postings and its two dictionaries. */
#ifndef FOUILLE_INVERT_VOCABULARY_H
#define FOUILLE_INVERT_VOCABULARY_H

#include "common/analysis/analyzer.h"
#include "common/base/vector.h"
#include "common/index/dictionary/form_dictionary.h"
#include "common/index/dictionary/term_dictionary.h"
#include "common/index/postings/postings_writer.h"
#include "indexer/invert/streams.h"

/* A surface form of the segment. */
struct vocabulary_form {
    const char *key;
    uint32_t size;
    uint32_t term; /* ordinal */
    uint32_t rank;
    uint32_t count;
};

/* Occurrences of a form within its term; sorted to give ranks. */
struct form_count {
    uint32_t count;
    uint32_t number; /* within the term */
    uint32_t form;   /* analyser's */
};

/* Everything that the sections of postings and dictionaries are written from. */
struct vocabulary {
    struct analyzer *analyzer;
    struct segment_writer *segment; /* its section of positions must be open */
    struct postings_writer postings;
    struct key_writer terms, forms;
    VECTOR(struct vocabulary_form) form_list;                  /* of the terms written so far */
    struct arena keys;                                         /* their keys */
    VECTOR(uint32_t) documents, frequencies, positions, ranks; /* one term's list */
    VECTOR(struct form_count) form_counts;                     /* one term's forms */
    VECTOR(uint32_t) rank_of_form;                             /* by number within the term */
};

void vocabulary_init(struct vocabulary *vocabulary, struct analyzer *analyzer,
                     struct segment_writer *segment);
void vocabulary_release(struct vocabulary *vocabulary);

/* Writes the postings and term entries of all terms of a field, in byte order; call it for fields
 * in the order of their bytes. Positions go straight to the segment. With `with_positions`,
 * positions, ranks and surface forms are kept too. 0, ERROR_MEMORY, or an error of postings_write.
 * O(occurrences + terms log terms). */
int vocabulary_write_field(struct vocabulary *vocabulary, enum term_field field,
                           const struct streams *streams, const struct document_lengths *lengths,
                           bool with_positions);

/* Writes the dictionary of forms, after the last field. 0 or ERROR_MEMORY. */
int vocabulary_write_forms(struct vocabulary *vocabulary);

#endif
