/* Words that lack accents and could be several words: eleve is élève or élevé. */
#ifndef FOUILLE_TOOLS_LEXICON_LOST_H
#define FOUILLE_TOOLS_LEXICON_LOST_H

#include "tools/lexicon/lemmas.h"

struct lost_words {
    struct arena arena;
    VECTOR(struct slice) words; /* ascending, distinct */
};

/* Finds the spellings, no words themselves, that forms with different lemmas have if any of their
 * letters lose their accents. Returns 0 or ERROR_MEMORY; the caller releases, also after failure.
 */
int lost_words_find(struct lost_words *lost, const struct lemmas *lemmas);
void lost_words_release(struct lost_words *lost);

#endif
