/* Words whose apostrophe the shell has eaten: typed without quotes, l'état d'urgence reaches the
 * program as "létat durgence". A word that the index does not know, and that is an elided article,
 * pronoun or conjunction before a vowel and a word that it does know, is read as that word.
 */
#ifndef FOUILLE_MATCH_REPAIR_H
#define FOUILLE_MATCH_REPAIR_H

#include "query/terms/expand.h"

struct analyzer;

/* Called for each word read otherwise: as typed, and the two parts ("l", "état"). */
typedef void (*repair_notice)(void *context, const char *typed, const char *elided,
                              const char *word);

/* Replaces such words in `query` (and its expansion, which is made anew when there was any).
 * 0, ERROR_CORRUPT or ERROR_MEMORY; on failure the expansion is released. */
int repair_query(struct query *query, struct expansion *expansion, struct analyzer *analyzer,
                 repair_notice notice, void *context);

#endif
