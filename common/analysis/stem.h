/* Stems: Snowball's French stemmer, and the plurals that it cannot know. */
#ifndef FOUILLE_ANALYSIS_STEM_H
#define FOUILLE_ANALYSIS_STEM_H

#include <stddef.h>

struct sb_stemmer;

struct sb_stemmer *stem_create(void); /* NULL with a message on failure */
void stem_destroy(struct sb_stemmer *stemmer);

/* Writes the stem of a surface form, of at most ANALYSIS_WORD_MAX bytes, and a NUL. Returns its
 * size without the NUL. */
size_t stem_word(struct sb_stemmer *stemmer, const char *surface, size_t size, char *term);

/* Returns the singular whose stem an irregular plural has (travaux → travail), or NULL. */
const char *stem_exception(const char *surface, size_t size);

#endif
