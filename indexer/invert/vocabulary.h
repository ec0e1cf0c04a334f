/* Turns the streams of a segment into its postings and its three dictionaries. */
#ifndef FOUILLE_INVERT_VOCABULARY_H
#define FOUILLE_INVERT_VOCABULARY_H

#include "common/analysis/analyzer.h"
#include "common/index/dictionary/form_dictionary.h"
#include "common/index/dictionary/term_dictionary.h"
#include "common/index/postings/postings.h"
#include "indexer/invert/streams.h"

/* Everything that the sections of postings and dictionaries are written from. */
struct vocabulary {
    struct analyzer *analyzer;
    struct segment_writer *segment; /* its section of positions must be open */
    struct postings_writer postings;
    struct key_writer terms, forms, folds;
    struct buffer form_list; /* struct vocabulary_form: of the terms written so far */
    struct buffer fold_list; /* struct vocabulary_fold */
    struct arena keys;       /* their keys */
    struct buffer documents, frequencies, positions, ranks; /* uint32_t: one term's list */
    struct buffer form_counts;  /* struct form_count: one term's forms */
    struct buffer rank_of_form; /* uint32_t */
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

/* Writes the form and fold dictionaries, after the last field. 0 or ERROR_MEMORY. */
int vocabulary_write_forms(struct vocabulary *vocabulary);

#endif
