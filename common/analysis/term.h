/* The index term of a surface form: a stem, which conflates, and what separates the words that it
 * conflates.
 *
 * A known form's term is its *atom*, the set of its lemmas (common/lexicon/lexicon.h): Snowball's
 * stem of the first lemma's headword, then for each lemma, in order of class and headword, a byte
 * for its class and the headword without that stem:
 *
 *     ports              port 01              porte, portes      port 01 "e" 02 "er"
 *     port, also a name  port 01 03           porter, portons    port 02 "er"
 *
 * So all forms with the same lemmas share a term, and the terms of one stem are neighbours in a
 * dictionary. A form that is no word, but would be with accents that it may have lost, has the
 * lemmas of all words that it could be (Elysée, evenement; eleve: élève, élevé). Any other form, a
 * name or a misspelling, is reduced to what regular number and gender leave, the *base*: its term
 * is the stem of that and, where the stem is shorter, 05 and the rest. Roman ordinals have the
 * digits: XIXe is 19e.
 */
#ifndef FOUILLE_ANALYSIS_TERM_H
#define FOUILLE_ANALYSIS_TERM_H

#include "common/base/slice.h"
#include "common/lexicon/lexicon.h"
#include "common/words/word_size.h"

struct sb_stemmer;

/* The bytes after a stem: below all letters and digits, so that a stem's terms come before longer
 * stems. TERM_CLASS + enum lexicon_class precedes the rest of a headword; a headword that does not
 * begin with the stem follows TERM_WHOLE. */
enum { TERM_CLASS = 1, TERM_WHOLE = 4, TERM_REST = 5, TERM_WHOLE_REST = 6, TERM_MARK_END = 0x10 };

/* The lemmas of a form, without repetition, in order of class and headword. */
enum { TERM_LEMMAS_MAX = 8 };

struct lemma_set {
    size_t count;
    struct lemma_name {
        enum lexicon_class class;
        unsigned char size;
        char headword[LEXICON_WORD_MAX];
    } items[TERM_LEMMAS_MAX];
};

/* Adds lemmas to a set, as many as there is room for. */
void lemma_set_add(struct lemma_set *set, const struct lexicon_lemma *lemmas, size_t count);

/* The lemmas of a surface form, or of the words that it could be with lost accents; none for other
 * forms. */
void lemma_set_of(struct lemma_set *set, struct slice surface);

/* Writes the term of a set that is not empty, and a NUL; returns its size. A failure of memory is
 * counted (error_memory_count). */
size_t term_of_lemmas(struct sb_stemmer *stemmer, const struct lemma_set *set,
                      char term[ANALYSIS_WORD_MAX + 1]);

/* Writes the term of a surface form of at most ANALYSIS_WORD_MAX bytes, and a NUL; returns its
 * size. As term_of_lemmas. About 1 µs. */
size_t term_of_form(struct sb_stemmer *stemmer, struct slice surface,
                    char term[ANALYSIS_WORD_MAX + 1]);

/* The size of a term's stem. */
size_t term_stem_size(struct slice term);

/* Writes what a term stands for, for people: its headwords, or the base of a form that the lexicon
 * does not have, and a NUL: porte+porter; covid. Returns the size. Terms may come from a damaged
 * index. */
enum { TERM_NAME_MAX = TERM_LEMMAS_MAX * ANALYSIS_WORD_MAX };
size_t term_name(struct slice term, char name[TERM_NAME_MAX + 1]);

#endif
