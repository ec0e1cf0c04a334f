/* The words of invented articles, and of queries. */
#ifndef FOUILLE_ORACLE_VOCABULARY_H
#define FOUILLE_ORACLE_VOCABULARY_H

#include <stddef.h>
#include <stdint.h>

/* Frequent words first: the n-th is drawn about 1/n as often as the first. */
extern const char *const vocabulary[];
extern const size_t vocabulary_size;

const char *draw_word(uint64_t *random);

/* Any word alike: queries ask for rare words too. */
const char *draw_any(uint64_t *random);

#endif
