#include "query/terms/repair.h"

#include <string.h>

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "query/language/content.h"
#include "query/language/word_terms.h"
#include "query/terms/elided.h"

struct repairer {
    struct query *query;
    struct expansion *expansion;
    struct analyzer *analyzer;
    const struct query_options *options;
    const struct repair_notice *notice;
};

/* One word of the query that may be repaired. */
struct repaired_word {
    size_t clause;
    struct query_word *word;
    struct expanded_word *expanded;
};

/* Fills `rest` with the word without its elision. 0 or ERROR_MEMORY. */
static int cut_word(const struct repairer *repairer, const struct query_word *word, size_t size,
                    struct query_word *rest)
{
    *rest = *word;
    rest->surface += size;
    rest->surface_size -= size;
    return word_read_terms(rest, repairer->analyzer, (struct word_style){0},
                           &repairer->query->arena);
}

/* Adds to the terms of `rest` those that the index has for the word as typed. 0 or ERROR_MEMORY. */
static int add_typed_terms(const struct repairer *repairer, const struct expanded_word *typed,
                           struct query_word *rest)
{
    const size_t count = rest->term_count + typed->count;
    struct slice *terms = arena_alloc(&repairer->query->arena, count * sizeof *terms);
    if (terms == NULL)
        return error_memory();
    memcpy(terms, rest->terms, rest->term_count * sizeof *terms);
    for (size_t i = 0; i < typed->count; i++)
        terms[rest->term_count + i] =
            (struct slice){typed->alternatives[i].term, typed->alternatives[i].size};
    rest->terms = terms;
    rest->term_count = count;
    return 0;
}

/* Replaces a word by the word after its elision. 0, ERROR_CORRUPT or ERROR_MEMORY. */
static int replace_word(const struct repairer *repairer, const struct repaired_word *repaired,
                        const struct query_word *rest, const struct elided_spelling *spelling)
{
    struct query *query = repairer->query;
    const struct query_clause *clause = &query->clauses[repaired->clause];
    struct expanded_clause *expanded = &repairer->expansion->clauses[repaired->clause];
    const struct repair repair = {repaired->word->surface, spelling->elision, rest->surface,
                                  repaired->expanded->count > 0};
    *repaired->word = *rest;
    int status =
        expand_word(repairer->expansion, repaired->word, clause_field(clause), repaired->expanded);
    if (status != 0)
        return status;
    if (spelling->function_word)
        content_demote(query, repaired->clause, repairer->options);
    if (repaired->word == &clause->variants[0].words[0])
        status = expand_clause_family(repairer->expansion, expanded);
    if (repaired->word >= clause->variants[0].words &&
        repaired->word < clause->variants[0].words + clause->variants[0].count)
        repairer->notice->notify(repairer->notice->context, &repair);
    return status;
}

/* Whether a word can be a misspelling at all: it is no word of the lexicon, and no name that
 * articles have. */
static bool may_be_misspelt(const struct repaired_word *repaired,
                            const struct elided_spelling *spelling)
{
    if (repaired->word->capital && repaired->expanded->count > 0 && !spelling->function_word)
        return false;
    return !repaired->word->known || (repaired->expanded->count == 0 && !spelling->function_word);
}

/* Reads a word as an elision and a word that the index has, if it can be. 0, ERROR_CORRUPT or
 * ERROR_MEMORY. */
static int repair_word(const struct repairer *repairer, const struct repaired_word *repaired)
{
    const struct query_word *word = repaired->word;
    const struct slice surface = {word->surface, word->surface_size};
    const enum term_field field = clause_field(&repairer->query->clauses[repaired->clause]);
    struct elided_spelling spelling;
    for (unsigned way = 0; way < ELIDED_MAX; way++) {
        struct query_word rest;
        struct expanded_word found;
        if (!elided_read(surface, way, &spelling) || !may_be_misspelt(repaired, &spelling))
            continue;
        int status = cut_word(repairer, word, spelling.size, &rest);
        if (status == 0)
            status = expand_word(repairer->expansion, &rest, field, &found);
        if (status != 0)
            return status;
        const uint64_t typed = repaired->expanded->document_count;
        if (found.count == 0 ||
            (typed > 0 && !elided_is_misspelling(&spelling, typed, found.document_count)))
            continue;
        status = add_typed_terms(repairer, repaired->expanded, &rest);
        return status == 0 ? replace_word(repairer, repaired, &rest, &spelling) : status;
    }
    return 0;
}

static bool is_suspect(const struct repairer *repairer, const struct repaired_word *repaired)
{
    const struct query_word *word = repaired->word;
    return word->kind == WORD_TERM && (repaired->expanded->count == 0 || !word->known) &&
           elided_may_be_misspelling((struct slice){word->surface, word->surface_size},
                                     repaired->expanded->document_count,
                                     repairer->expansion->index->document_count);
}

static int repair_clause(const struct repairer *repairer, size_t number)
{
    const struct query_clause *clause = &repairer->query->clauses[number];
    const struct expanded_clause *expanded = &repairer->expansion->clauses[number];
    int status = 0;
    for (size_t v = 0; v < clause->variant_count; v++)
        for (size_t i = 0; i < clause->variants[v].count && status == 0; i++) {
            const struct repaired_word repaired = {number, &clause->variants[v].words[i],
                                                   &expanded->variants[v].words[i]};
            if (is_suspect(repairer, &repaired))
                status = repair_word(repairer, &repaired);
        }
    return status;
}

int repair_query(struct query *query, struct expansion *expansion, struct analyzer *analyzer,
                 const struct query_options *options, const struct repair_notice *notice)
{
    const struct repairer repairer = {query, expansion, analyzer, options, notice};
    int status = 0;
    for (size_t i = 0; i < query->clause_count && status == 0; i++)
        status = repair_clause(&repairer, i);
    return status;
}
