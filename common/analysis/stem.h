/* Stems: Snowball's French stemmer. */
#ifndef FOUILLE_ANALYSIS_STEM_H
#define FOUILLE_ANALYSIS_STEM_H

#include <stddef.h>

#include "common/words/word_size.h"

struct sb_stemmer;

/* Returns 0; ERROR_MEMORY; or ERROR_SYSTEM when the system's libstemmer has no French. */
int stem_create(struct sb_stemmer **stemmer);
void stem_destroy(struct sb_stemmer *stemmer); /* NULL is allowed */

/* Writes the stem of a surface form, of at most ANALYSIS_WORD_MAX bytes, and a NUL. Returns its
 * size without the NUL. When memory runs out, the stem is the form, and the failure is counted
 * (error_memory_count). */
size_t stem_word(struct sb_stemmer *stemmer, const char *surface, size_t size,
                 char term[ANALYSIS_WORD_MAX + 1]);

#endif
