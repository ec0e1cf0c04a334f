/* Spellings that have lost an apostrophe: where the elision ends, and whether French elides so. */
#ifndef FOUILLE_TERMS_ELIDED_H
#define FOUILLE_TERMS_ELIDED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/slice.h"

/* A surface form as an elision and the word after it: "lassemblée" as "l", "assemblée". */
struct elided_spelling {
    const char *elision; /* NUL-terminated */
    size_t size;         /* of the elision */
    bool function_word;  /* the word after it is one */
    bool name;           /* it is a name and nothing else */
};

/* How many ways there are to read a spelling. */
enum { ELIDED_MAX = 15 };

/* Reads the surface form, which is NUL-terminated, in way number `way`, from 0; false if French
 * does not elide so: after qu and c there are words of grammar, after j, m, n, s and t verbs, after
 * d and l other words. */
bool elided_read(struct slice surface, unsigned way, struct elided_spelling *spelling);

/* Whether a surface form in `typed` articles of `articles` can be a misspelling of anything. O(1),
 * so that other words cost nothing. */
bool elided_may_be_misspelling(struct slice surface, uint64_t typed, uint64_t articles);

/* Whether a spelling in `typed` articles, which can be a misspelling, is one of a word in `meant`
 * articles: much rarer than that. */
bool elided_is_misspelling(const struct elided_spelling *spelling, uint64_t typed, uint64_t meant);

#endif
