#include "query/terms/repair.h"

#include <string.h>

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "query/language/spellings.h"

/* Longest first, so that "lorsquil" is read as lorsqu'il rather than l'orsquil. */
static const char *const elided[] = {"lorsqu", "puisqu", "quoiqu", "quelqu", "presqu",
                                     "jusqu",  "qu",     "c",      "d",      "j",
                                     "l",      "m",      "n",      "s",      "t"};

/* Whether a folded spelling begins with a letter that an elision may precede: a vowel or h. */
static bool may_follow_elision(const char *folded)
{
    return folded[0] != '\0' && strchr("aeiouyh", folded[0]) != NULL;
}

/* Sets *is_known to whether the index has the word. 0 or an error. */
static int look_up_word(struct expansion *expansion, const struct query_word *word,
                        enum term_field field, bool *is_known)
{
    struct query_sequence sequence = {1, (struct query_word *)word};
    struct query_clause clause = {.field = field, .variant_count = 1, .variants = &sequence};
    const struct query query = {.clause_count = 1, .clauses = &clause};
    struct expansion trial;
    int status = expand_query(&trial, expansion->index, &query);
    if (status != 0)
        return status;
    *is_known = trial.clauses[0].variants[0].words[0].count > 0;
    expansion_release(&trial);
    return 0;
}

/* Replaces `word` by the known word after an elision, if it is one, and sets *prefix to the
 * elision. Returns 1 if it did, 0 if not, or an error. */
static int repair_word(struct query *query, struct expansion *expansion, struct analyzer *analyzer,
                       enum term_field field, struct query_word *word, const char **prefix)
{
    for (size_t i = 0; i < sizeof elided / sizeof *elided; i++) {
        size_t size = strlen(elided[i]);
        if (word->surface_size <= size + 1 || memcmp(word->surface, elided[i], size) != 0)
            continue;
        struct query_word rest = *word;
        char folded[ANALYSIS_WORD_MAX + 1], term[ANALYSIS_WORD_MAX + 1];
        rest.surface += size;
        rest.surface_size -= size;
        analyzer_fold(rest.surface, rest.surface_size, folded);
        if (!may_follow_elision(folded))
            continue;
        rest.term_size = analyzer_stem(analyzer, rest.surface, rest.surface_size, term);
        rest.term = arena_copy(&query->arena, term, rest.term_size);
        if (rest.term == NULL || spellings_unaccent(&rest, analyzer, &query->arena) != 0)
            return error_memory();
        bool is_known;
        int status = look_up_word(expansion, &rest, field, &is_known);
        if (status != 0)
            return status;
        if (is_known) {
            *prefix = elided[i];
            *word = rest;
            return 1;
        }
    }
    return 0;
}

static int repair_clause(struct query *query, struct expansion *expansion,
                         struct analyzer *analyzer, size_t number, repair_notice notice,
                         void *context)
{
    struct query_clause *clause = &query->clauses[number];
    int repaired = 0;
    for (size_t v = 0; v < clause->variant_count; v++) {
        struct query_sequence *sequence = &clause->variants[v];
        for (size_t i = 0; i < sequence->count; i++) {
            if (expansion->clauses[number].variants[v].words[i].count > 0 ||
                sequence->words[i].kind != WORD_TERM)
                continue;
            const char *prefix, *typed = sequence->words[i].surface;
            int status = repair_word(query, expansion, analyzer, clause->field, &sequence->words[i],
                                     &prefix);
            if (status < 0)
                return status;
            repaired += status;
            if (status > 0 && v == 0)
                notice(context, typed, prefix, sequence->words[i].surface);
        }
    }
    return repaired;
}

int repair_query(struct query *query, struct expansion *expansion, struct analyzer *analyzer,
                 repair_notice notice, void *context)
{
    int repaired = 0, status = 0;
    for (size_t i = 0; i < query->clause_count && status >= 0; i++) {
        status = repair_clause(query, expansion, analyzer, i, notice, context);
        repaired += status > 0;
    }
    if (status >= 0 && repaired == 0)
        return 0;
    struct index *index = expansion->index;
    expansion_release(expansion);
    return status < 0 ? status : expand_query(expansion, index, query);
}
