#include "tests/oracle/content.h"

#include <stdlib.h>
#include <string.h>

/* Whether capitals mean something: not everything is in capitals. */
static bool has_small_letters(const char *text)
{
    for (; *text != '\0'; text++) {
        bool latin1 = *text == '\xc3' && (unsigned char)text[1] >= 0x9f;
        if (latin1 || (*text >= 'a' && *text <= 'z'))
            return true;
    }
    return false;
}

/* Whether a clause is a function word without a sign, and not what its capitals make of it (SA). */
static bool is_function_word(const struct oracle_clause *clause, bool mixed)
{
    const struct oracle_word *word = &clause->variants[0].words[0];
    return clause->occur == ORACLE_SHOULD && !clause->quoted && clause->variant_count == 1 &&
           clause->variants[0].count == 1 && word->kind == ORACLE_WORD &&
           words_is_function(word->surface) && !(mixed && clause->in_capitals);
}

/* Whether a clause has content words beside it, or groups, in its list. */
static bool has_content_beside(const struct oracle_query *query, size_t count, size_t number,
                               bool mixed)
{
    const struct oracle_clause *clause = &query->clauses[number];
    for (size_t i = 0; i < count; i++) {
        const struct oracle_clause *other = &query->clauses[i];
        if (i != number && other->list == clause->list && other->occur != ORACLE_MUST_NOT &&
            !is_function_word(other, mixed))
            return true;
    }
    return clause->beside_group;
}

/* Adds the content words of a phrase, each by itself. */
static void add_phrase_words(struct oracle_query *query, const struct oracle_clause *phrase)
{
    const struct oracle_sequence *sequence = &phrase->variants[0];
    for (size_t i = 0; i < sequence->count; i++) {
        const struct oracle_word *word = &sequence->words[i];
        if (word->kind != ORACLE_WORD || words_is_function(word->surface))
            continue;
        if (query->count == ORACLE_CLAUSES)
            abort();
        struct oracle_clause *clause = &query->clauses[query->count++];
        memset(clause, 0, sizeof *clause);
        clause->score_only = true;
        clause->in_title = phrase->in_title;
        clause->boost = phrase->boost;
        clause->variant_count = clause->variants[0].count = 1;
        clause->variants[0].words[0] = *word;
    }
}

/* A hyphen glued before a function word is text: it excludes nothing. */
static void read_hyphens(struct oracle_query *query)
{
    for (size_t i = 0; i < query->count; i++) {
        struct oracle_clause *clause = &query->clauses[i];
        const struct oracle_word *word = &clause->variants[0].words[0];
        if (clause->occur == ORACLE_MUST_NOT && !clause->quoted && !clause->in_title &&
            !clause->elided && clause->boost == 0 && clause->variant_count == 1 &&
            clause->variants[0].count == 1 && word->kind == ORACLE_WORD &&
            words_is_function(word->surface))
            clause->occur = ORACLE_SHOULD;
    }
}

void content_mark(struct oracle_query *query, const char *text)
{
    read_hyphens(query);
    bool mixed = has_small_letters(text);
    size_t typed = query->count;
    for (size_t i = 0; i < typed; i++) {
        struct oracle_clause *clause = &query->clauses[i];
        if (!has_content_beside(query, typed, i, mixed) || clause->occur == ORACLE_MUST_NOT)
            continue;
        if (is_function_word(clause, mixed))
            clause->function_word = clause->score_only = true;
        else if (clause->quoted && !clause->loose && clause->variants[0].count > 1)
            add_phrase_words(query, clause);
    }
}
