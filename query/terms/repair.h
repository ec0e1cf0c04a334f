/* Words whose apostrophe was removed by the shell: typed without quotes, l'état d'urgence reaches
 * the program as "létat durgence". A word that the index does not have is read without its first
 * letters if these are an elided article, pronoun or conjunction and the rest begins with a vowel
 * or h and is a word that the index has.
 */
#ifndef FOUILLE_TERMS_REPAIR_H
#define FOUILLE_TERMS_REPAIR_H

#include "query/terms/expand.h"

struct analyzer;

/* Called for each repaired word, with the word as typed and its two parts ("l", "état"). */
typedef void (*repair_notice)(void *context, const char *typed, const char *elided,
                              const char *word);

/* Replaces such words in `query`, and makes the expansion again if there was any.
 * 0, ERROR_CORRUPT or ERROR_MEMORY; on failure the expansion is released. */
int repair_query(struct query *query, struct expansion *expansion, struct analyzer *analyzer,
                 repair_notice notice, void *context);

#endif
