/* The lemmas of a form, by name: what the lexicon says of it, and of the words that it could be
 * where accents were lost. */
#ifndef FOUILLE_ORACLE_LEMMAS_H
#define FOUILLE_ORACLE_LEMMAS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/lexicon/lexicon.h"

/* The digit of a class, then the headword: names sort by class and headword. */
struct lemma_label {
    char text[LEXICON_WORD_MAX + 2];
};

enum { LEMMA_LIST_MAX = 24 };

struct lemma_list {
    size_t count; /* 0: the form is unknown */
    struct lemma_label items[LEMMA_LIST_MAX];
};

/* Of a form; of the words that it could be, if it is none. */
void lemmas_of_form(struct lemma_list *list, const char *surface);

/* Those of which a reader takes a word of a query for a form. `capital`: it is spelt as names are.
 */
void lemmas_meant(struct lemma_list *list, const char *surface, bool capital);

bool lemmas_have_common(const struct lemma_list *one, const struct lemma_list *other);
bool lemmas_are_same(const struct lemma_list *one, const struct lemma_list *other);

/* Calls `visit` with each form of the lemmas of which a reader takes the word for a form, and with
 * what is left of it where any of its accents are lost, if that is no word. */
void lemmas_each_form(const char *surface, bool capital,
                      void (*visit)(void *context, const char *form), void *context);

#endif
