/* Words that have lost an apostrophe: the shell eats it (typed without quotes, l'état d'urgence
 * reaches the program as "létat durgence"), or it was not typed (lassemblée, quil, jai). A word
 * that the index does not have is read as the word after its elision, if the index has that; one
 * that a few articles misspell so, and the lexicon does not have, stands for both.
 */
#ifndef FOUILLE_TERMS_REPAIR_H
#define FOUILLE_TERMS_REPAIR_H

#include "query/terms/expand.h"

/* A repaired word: as typed, and its two parts ("l", "état"). */
struct repair {
    const char *typed, *elision, *word;
    bool also; /* articles have it as typed, too, and it stands for that as well */
};

/* Receives each repaired word. */
struct repair_notice {
    void (*notify)(void *context, const struct repair *repair);
    void *context;
};

/* Replaces such words in `query`, which was read with the options, and in its expansion. A function
 * word that comes of it only adds to scores beside content words, as function words do, and is
 * weighed so. 0, ERROR_CORRUPT or ERROR_MEMORY. Looks up one word per elision that fits. */
int repair_query(struct query *query, struct expansion *expansion, struct analyzer *analyzer,
                 const struct query_options *options, const struct repair_notice *notice);

#endif
