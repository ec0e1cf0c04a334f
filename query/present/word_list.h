/* The surface forms of an index with their frequencies. */
#ifndef FOUILLE_PRESENT_WORD_LIST_H
#define FOUILLE_PRESENT_WORD_LIST_H

#include "common/analysis/analyzer.h"
#include "common/index/index.h"
#include "query/present/tally.h"

/* Adds the forms that begin like `text` (valid UTF-8), or fit it where it has a * or a ?, all of
 * them where it is empty; accents as in patterns. Sorted by frequency. 0, ERROR_CORRUPT or
 * ERROR_MEMORY. O(forms that are walked). */
int word_list_make(struct tally *forms, struct index *index, struct analyzer *analyzer,
                   const char *text, size_t size);

/* Appends the first `limit` forms (0: all): form, occurrences, stem, articles with the stem in any
 * form; tabs between, or JSON. 0, ERROR_CORRUPT or ERROR_MEMORY. */
int word_list_write(struct buffer *to, const struct tally *forms, struct index *index, size_t limit,
                    bool json);

#endif
