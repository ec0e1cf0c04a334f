#include "query/terms/repair.h"

#include <string.h>

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "query/language/word_terms.h"

/* Longest first, so that "lorsquil" is read as lorsqu'il rather than l'orsquil. */
static const char *const elided[] = {"lorsqu", "puisqu", "quoiqu", "quelqu", "presqu",
                                     "jusqu",  "qu",     "c",      "d",      "j",
                                     "l",      "m",      "n",      "s",      "t"};

/* Whether a folded spelling begins with a letter that an elision may precede: a vowel or h. */
static bool may_follow_elision(const char *folded)
{
    return folded[0] != '\0' && strchr("aeiouyh", folded[0]) != NULL;
}

struct repairer {
    struct query *query;
    struct expansion *expansion;
    struct analyzer *analyzer;
    const struct repair_notice *notice;
};

/* Fills `rest` with the word without its first `size` bytes. 0 or ERROR_MEMORY. */
static int cut_word(const struct repairer *repairer, const struct query_word *word, size_t size,
                    struct query_word *rest)
{
    *rest = *word;
    rest->surface += size;
    rest->surface_size -= size;
    return word_read_terms(rest, repairer->analyzer, (struct word_style){0},
                           &repairer->query->arena);
}

/* Replaces `word` and its expansion by the word after an elision that the index has in the field,
 * if there is one, and sets *prefix to the elision, else to NULL. 0, ERROR_CORRUPT or
 * ERROR_MEMORY. */
static int repair_word(const struct repairer *repairer, enum term_field field,
                       struct query_word *word, struct expanded_word *expanded, const char **prefix)
{
    *prefix = NULL;
    for (size_t i = 0; i < sizeof elided / sizeof *elided; i++) {
        const size_t size = strlen(elided[i]);
        char folded[ANALYSIS_WORD_MAX + 1];
        if (word->surface_size <= size + 1 || memcmp(word->surface, elided[i], size) != 0)
            continue;
        analyzer_fold(word->surface + size, word->surface_size - size, folded);
        if (!may_follow_elision(folded))
            continue;
        struct query_word rest;
        struct expanded_word found;
        int status = cut_word(repairer, word, size, &rest);
        if (status == 0)
            status = expand_word(repairer->expansion, &rest, field, &found);
        if (status != 0)
            return status;
        if (found.count > 0) {
            *prefix = elided[i];
            *word = rest;
            *expanded = found;
            expanded->word = word;
            return 0;
        }
    }
    return 0;
}

static int repair_clause(const struct repairer *repairer, size_t number)
{
    const struct query_clause *clause = &repairer->query->clauses[number];
    const struct expanded_clause *expanded = &repairer->expansion->clauses[number];
    const enum term_field field = clause_field(clause);
    for (size_t v = 0; v < clause->variant_count; v++)
        for (size_t i = 0; i < clause->variants[v].count; i++) {
            struct query_word *word = &clause->variants[v].words[i];
            if (expanded->variants[v].words[i].count > 0 || word->kind != WORD_TERM)
                continue;
            const char *prefix, *typed = word->surface;
            int status =
                repair_word(repairer, field, word, &expanded->variants[v].words[i], &prefix);
            if (status != 0)
                return status;
            if (prefix != NULL && v == 0)
                repairer->notice->notify(repairer->notice->context, typed, prefix, word->surface);
        }
    return 0;
}

int repair_query(struct query *query, struct expansion *expansion, struct analyzer *analyzer,
                 const struct repair_notice *notice)
{
    const struct repairer repairer = {query, expansion, analyzer, notice};
    int status = 0;
    for (size_t i = 0; i < query->clause_count && status == 0; i++)
        status = repair_clause(&repairer, i);
    return status;
}
