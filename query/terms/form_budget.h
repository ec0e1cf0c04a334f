/* What all words of a query together that stand for surface forms (patterns, nearly spelt words)
 * may cost. Up to FORM_WORDS_FREE of them have what one has by itself; more share what so many
 * have, in equal parts, so that nothing depends on their order. */
#ifndef FOUILLE_MATCH_FORM_BUDGET_H
#define FOUILLE_MATCH_FORM_BUDGET_H

#include "common/index/index.h"
#include "query/language/query.h"

/* A word stands for at most so many terms, those whose forms that fit occur most. */
enum { FORM_TERMS_MAX = 1000 };

/* So many words share nothing. More have together the terms of so many, and so many postings for
 * each article of the index, each word one term at least; and so many forms may be looked at for
 * them, or all forms of the index for so many words. */
enum { FORM_WORDS_FREE = 16, FORM_POSTINGS = 1024, FORM_LOOKS = 1 << 26 };

struct form_budget {
    size_t words;
    size_t terms;      /* a word's share */
    uint64_t postings; /* a word's share */
    uint64_t looks;    /* of all words together */
    uint64_t looked;   /* so far */
};

void form_budget_init(struct form_budget *budget, const struct index *index,
                      const struct query *query);

/* 0, or ERROR_SYNTAX when more was looked at than the words may. */
int form_budget_check(const struct form_budget *budget);

#endif
