/* Words that a French reader takes for forms of one word, but that Snowball stems differently. They
 * are used only in queries, where a word stands for the terms of those relatives that the index
 * has: so no rule of the analysis changes, and a rule that makes a word which nobody writes does no
 * harm.
 *
 *     -eur / -euse, -teur / -trice          vendeur, vendeuse; actrice, acteur
 *     -if / -ive                            sportif, sportive
 *     -üe / -uë                             ambigüe (1990), ambiguë
 *     XIXe / 19e, Ier / 1er                 except VIe, which is vie
 *     irregular feminines and plurals       blanche, publique, belle, vieille, genoux, cieux
 *     spellings of 1990                     ognon, nénufar; and clé, clef; paie, paye
 *
 * Pairs are left out if one of the two is a frequent word of another meaning: franc / franche,
 * frais / fraîche.
 */
#ifndef FOUILLE_ANALYSIS_RELATIVES_H
#define FOUILLE_ANALYSIS_RELATIVES_H

#include "common/analysis/analyzer.h"

enum { RELATIVES_MAX = 16 };

struct relatives {
    size_t count;
    char surfaces[RELATIVES_MAX][ANALYSIS_WORD_MAX + 1]; /* NUL-terminated */
};

/* Fills `relatives` with the surface forms related to `surface` (normalised, accents kept, at
 * most ANALYSIS_WORD_MAX bytes), each
 * with the endings of number. About 0.3 µs. */
void relatives_find(const char *surface, size_t size, struct relatives *relatives);

#endif
