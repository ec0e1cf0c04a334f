#include "query/terms/form_budget.h"

#include "common/base/error.h"

static size_t count_form_words(const struct query *query)
{
    size_t count = 0;
    for (size_t i = 0; i < query->clause_count; i++)
        for (size_t v = 0; v < query->clauses[i].variant_count; v++) {
            const struct query_sequence *sequence = &query->clauses[i].variants[v];
            for (size_t w = 0; w < sequence->count; w++)
                count += sequence->words[w].kind == WORD_PATTERN ||
                         sequence->words[w].kind == WORD_EXPRESSION ||
                         sequence->words[w].kind == WORD_FUZZY;
        }
    return count;
}

void form_budget_init(struct form_budget *budget, const struct index *index,
                      const struct query *query)
{
    size_t words = count_form_words(query);
    *budget = (struct form_budget){
        .words = words, .terms = FORM_TERMS_MAX, .postings = UINT64_MAX, .forms_max = UINT64_MAX};
    if (words <= FORM_WORDS_FREE)
        return;
    uint64_t forms = 0;
    for (size_t i = 0; i < index->segment_count; i++)
        forms += index->segments[i].forms.count;
    budget->terms = (size_t)FORM_WORDS_FREE * FORM_TERMS_MAX / words;
    budget->postings = index->document_count * FORM_POSTINGS_PER_ARTICLE / words;
    budget->forms_max = forms * FORM_WORDS_FREE;
    if (budget->forms_max < FORM_VISITS_MAX)
        budget->forms_max = FORM_VISITS_MAX;
}

int form_budget_check(const struct form_budget *budget)
{
    if (budget->forms_visited <= budget->forms_max)
        return 0;
    return error_set(ERROR_SYNTAX, "the words with * ? or ~ in this query are too expensive; begin "
                                   "them with more letters, or use fewer");
}
