/* The lexicon: which words a surface form is a form of. Made at build time from a Hunspell
 * dictionary (tools/lexicon), which groups forms as French grammars do: 83,000 words, 466,000
 * forms.
 *
 * A *lemma* is a headword with its class and forms. Forms are spelt as the analysis spells them:
 * lower case, NFC, ligatures opened.
 */
#ifndef FOUILLE_LEXICON_LEXICON_H
#define FOUILLE_LEXICON_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/slice.h"

/* Bytes of the longest form; lemmas that one form has at most. */
enum { LEXICON_WORD_MAX = 64, LEXICON_LEMMAS_MAX = 8 };

enum lexicon_class {
    LEXICON_NOMINAL, /* nouns, adjectives, and what is neither verb nor name */
    LEXICON_VERB,
    LEXICON_PROPER /* names: words that begin with a capital */
};

/* A lemma as it was found by one of its forms. */
struct lexicon_lemma {
    enum lexicon_class class;
    bool is_head; /* the form is the headword, or a spelling of it */
    uint16_t paradigm;
    uint16_t group; /* LEXICON_NO_GROUP: its forms are one part */
    struct slice base;
};

enum { LEXICON_NO_GROUP = 0xffff };

/* Finds the lemmas of a form; `form` must outlive them. *lost, if not NULL, is set to whether the
 * form lacks accents and could be several words. Returns their number, 0 for a form that is no
 * word. About 0.1 µs. */
size_t lexicon_find(struct slice form, struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX], bool *lost);

/* Whether a form is a word. */
bool lexicon_has(struct slice form);

/* Writes the headword that stands for a lemma, the same for all its forms and spellings; returns
 * its size. */
size_t lexicon_headword(const struct lexicon_lemma *lemma, char headword[LEXICON_WORD_MAX]);

/* Calls `visit` with each form of a lemma, in all its spellings. Forms are valid during the call.
 */
void lexicon_each_form(const struct lexicon_lemma *lemma,
                       void (*visit)(void *context, struct slice form), void *context);

/* Calls `visit` with each word that `form` could be if some of its letters had lost their accents;
 * not with the form itself. About 1 µs. */
void lexicon_each_accented(struct slice form, void (*visit)(void *context, struct slice word),
                           void *context);

/* Calls `visit` with each spelling of a word without some of its accents that could also be another
 * word: those for which lexicon_find sets *lost. About 0.1 µs for a word with accents. */
void lexicon_each_lost(struct slice word, void (*visit)(void *context, struct slice form),
                       void *context);

/* Changes with every change of the lexicon. */
extern const uint64_t lexicon_checksum;

#endif
