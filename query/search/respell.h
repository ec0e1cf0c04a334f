/* One word typed as two, and two as one, where the index has the other spelling: what can be told
 * only by counting articles.
 *
 * A rare word that is two words of the lexicon (portemonnaie) is also looked for as these, if any
 * article has them next to each other and not as one word. Two words as one (language/joins.h)
 * count only if any article has the one and not the two: hyphened, it is found by its parts anyway.
 */
#ifndef FOUILLE_SEARCH_RESPELL_H
#define FOUILLE_SEARCH_RESPELL_H

#include "query/terms/expand.h"

/* Receives each word that is also read as two. */
struct respell_notice {
    void (*notify)(void *context, const char *typed, const char *one, const char *other);
    void *context;
};

/* Changes the query, whose expansion it is, so. 0, ERROR_SYNTAX, ERROR_CORRUPT or ERROR_MEMORY.
 * Counts the articles of a phrase for each rare word that can be two, and those of two words for
 * each pair that can be one. */
int respell_query(struct query *query, struct expansion *expansion, struct analyzer *analyzer,
                  const struct respell_notice *notice);

#endif
