/* The lemmas of a dictionary: headwords with their forms, spelt as the analysis spells surface
 * forms (lower case, ligatures opened, apostrophes and hyphens left out: e-mail is email, as the
 * analysis joins it). Entries with the same headword and class are one lemma: to a reader, `livre`
 * is one word, whatever its genders. Entries with digits, dots or spaces are left out.
 *
 * Lemmas whose headwords are spellings of one word form a group: événement and évènement, œil and
 * the dictionary's entry for yeux.
 */
#ifndef FOUILLE_TOOLS_LEXICON_LEMMAS_H
#define FOUILLE_TOOLS_LEXICON_LEMMAS_H

#include "common/base/arena.h"
#include "common/base/slice.h"
#include "common/base/vector.h"
#include "common/lexicon/lexicon.h"

struct lemma {
    struct slice head;
    enum lexicon_class class;
    unsigned genders;          /* what the entries say, to compare */
    size_t form_count;         /* with the headword */
    const struct slice *forms; /* ascending, distinct */
    size_t same_word;          /* number of a lemma that is the same word, or of itself */
};

struct lemmas {
    struct arena arena;         /* owns the spellings and forms */
    VECTOR(struct lemma) items; /* by headword, then class */
};

/* Reads a dictionary. Returns 0, ERROR_SYNTAX or ERROR_MEMORY; the caller releases, also after
 * failure. */
int lemmas_read(struct lemmas *lemmas, struct slice affixes, struct slice dictionary);
void lemmas_release(struct lemmas *lemmas);

/* Returns the lemma with this headword and class, or NULL. O(log n). */
struct lemma *lemmas_find(const struct lemmas *lemmas, struct slice head, enum lexicon_class class);

/* The lemma that stands for the group of a lemma. */
struct lemma *lemmas_group(const struct lemmas *lemmas, const struct lemma *lemma);

/* Makes two lemmas the same word; the first in order stands for the group. */
void lemmas_join(struct lemmas *lemmas, const struct lemma *one, const struct lemma *other);

/* Joins the lemmas whose headwords differ as spellings before and after the rectifications of 1990
 * do, or as the other rules of variants.c say. */
void lemmas_join_variants(struct lemmas *lemmas);

#endif
