/* A limit on the total cost of a query's patterns and fuzzy words, which stand for surface forms.
 * Up to FORM_WORDS_FREE of them each have the limits of a single one; more of them share what
 * FORM_WORDS_FREE words may have, in equal parts, so that nothing depends on their order. */
#ifndef FOUILLE_TERMS_FORM_BUDGET_H
#define FOUILLE_TERMS_FORM_BUDGET_H

#include "common/index/index.h"
#include "query/language/query.h"

/* The most terms that a word stands for: those whose fitting forms occur most. */
enum { FORM_TERMS_MAX = 1000 };

/* Up to FORM_WORDS_FREE words share nothing. More of them have, together, the terms of
 * FORM_WORDS_FREE words and FORM_POSTINGS_PER_ARTICLE postings per article of the index, but each
 * word has at least one term; and the number of forms looked at for them is at most
 * FORM_VISITS_MAX, or all forms of the index FORM_WORDS_FREE times, whichever is more. */
enum { FORM_WORDS_FREE = 16, FORM_POSTINGS_PER_ARTICLE = 1024, FORM_VISITS_MAX = 1 << 26 };

struct form_budget {
    size_t words;
    size_t terms;           /* a word's share */
    uint64_t postings;      /* a word's share */
    uint64_t forms_max;     /* of all words together */
    uint64_t forms_visited; /* so far */
};

void form_budget_init(struct form_budget *budget, const struct index *index,
                      const struct query *query);

/* 0, or ERROR_SYNTAX when more forms were looked at than the budget allows. */
int form_budget_check(const struct form_budget *budget);

#endif
