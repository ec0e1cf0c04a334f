/* Stems: Snowball's French stemmer, and the plurals that it cannot know. */
#ifndef FOUILLE_ANALYSIS_STEM_H
#define FOUILLE_ANALYSIS_STEM_H

#include <stddef.h>

struct sb_stemmer;

struct sb_stemmer *stem_create(void); /* NULL with a message when it cannot be had */
void stem_destroy(struct sb_stemmer *stemmer);

/* Writes the stem of a surface form, at most ANALYSIS_WORD_MAX bytes and a NUL; its size. */
size_t stem_word(struct sb_stemmer *stemmer, const char *surface, size_t size, char *term);

/* The singular whose stem an irregular plural takes (travaux → travail), or NULL. */
const char *stem_exception(const char *surface, size_t size);

#endif
