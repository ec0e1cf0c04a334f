/* The terms of a word of a query: its reading (common/analysis/reading.h). A function word stands
 * for the forms with its lemmas alone: est is not sont, nor des de; but être, an infinitive, is all
 * its forms. */
#ifndef FOUILLE_LANGUAGE_WORD_TERMS_H
#define FOUILLE_LANGUAGE_WORD_TERMS_H

#include "common/analysis/analyzer.h"
#include "common/base/arena.h"
#include "query/language/query.h"

/* Whether a word was typed with a capital first and small letters after it, as names are. */
bool word_is_capitalised(struct slice typed);

/* Whether a text, NUL-terminated, has two letters or more, all of them capitals. */
bool word_is_in_capitals(const char *text);

/* How a word was typed. */
struct word_style {
    bool capital;     /* word_is_capitalised */
    bool any_accents; /* it also stands for words that differ in accents */
};

/* Sets a word's terms, which the arena owns, `known` and `capital`, from its surface. 0 or
 * ERROR_MEMORY. */
int word_read_terms(struct query_word *word, struct analyzer *analyzer, struct word_style style,
                    struct arena *arena);

/* Sets them to the term of the surface, read as a form. 0 or ERROR_MEMORY. */
int word_read_form(struct query_word *word, struct analyzer *analyzer, struct arena *arena);

/* Sets them to one term. 0 or ERROR_MEMORY. */
int word_set_term(struct query_word *word, struct slice term, struct arena *arena);

#endif
