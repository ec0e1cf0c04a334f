/* The surface forms of an index with their frequencies. */
#ifndef FOUILLE_PRESENT_WORD_LIST_H
#define FOUILLE_PRESENT_WORD_LIST_H

#include "common/analysis/analyzer.h"
#include "common/index/index.h"
#include "query/present/tally.h"

/* Adds the forms that begin with `text` (valid UTF-8), or match it if it contains * or ? or is a
 * regular expression (/…/); all of them if it is empty. Accents match as in patterns. Sorts them by
 * frequency. Returns 0, ERROR_SYNTAX, ERROR_CORRUPT or ERROR_MEMORY. O(forms visited). */
int word_list_make(struct tally *forms, struct index *index, struct analyzer *analyzer,
                   const char *text, size_t size);

/* Appends the first `limit` forms (0: all): form, occurrences, stem, number of articles with the
 * stem in any form; separated by tabs, or as JSON. Returns 0, ERROR_CORRUPT or ERROR_MEMORY. */
int word_list_write(struct buffer *to, const struct tally *forms, struct index *index, size_t limit,
                    bool json);

#endif
