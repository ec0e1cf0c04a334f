/* Words whose apostrophe was removed by the shell: typed without quotes, l'état d'urgence reaches
 * the program as "létat durgence". A word that the index does not have is read without its first
 * letters if these are an elided article, pronoun or conjunction and the rest begins with a vowel
 * or h and is a word that the index has.
 */
#ifndef FOUILLE_TERMS_REPAIR_H
#define FOUILLE_TERMS_REPAIR_H

#include "query/terms/expand.h"

/* Receives each repaired word: the word as typed, and its two parts ("l", "état"). */
struct repair_notice {
    void (*notify)(void *context, const char *typed, const char *elided, const char *word);
    void *context;
};

/* Replaces such words in `query` and in its expansion. 0, ERROR_CORRUPT or ERROR_MEMORY. Looks up
 * one word per elision that fits. */
int repair_query(struct query *query, struct expansion *expansion, struct analyzer *analyzer,
                 const struct repair_notice *notice);

#endif
