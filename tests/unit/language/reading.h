/* How a query was read, as a line that a test can state:
 *
 *     +titre:porte|b    sign, field, then the variants; -, + or nothing; & before what only adds to
 *                       scores; quotes do not show
 *     [porte parole]    a sequence; a word that is not at the position after the word before it
 *                       has @ and its offset
 *     =mot mot~2        exact and fuzzy words; patterns have their wildcards, expressions slashes
 *     [a, b c]~5        the parts of a loose clause, and its slack
 *     (a +b)^2          groups as they are in the tree; after a clause its boost, if it is not 1
 *     {site x}          a filter; {date 0 30} has days since 1970-01-01
 */
#ifndef FOUILLE_TESTS_READING_H
#define FOUILLE_TESTS_READING_H

#include "tests/unit/base/property.h"

#include "common/analysis/analyzer.h"
#include "common/base/buffer.h"
#include "common/base/error.h"
#include "query/language/query.h"

static inline void write_sequence(struct buffer *to, const struct query_sequence *sequence)
{
    uint32_t expected = 0;
    if (sequence->count != 1)
        buffer_append_byte(to, '[');
    for (size_t i = 0; i < sequence->count; i++) {
        const struct query_word *word = &sequence->words[i];
        bool parts = i > 0 && word->part != sequence->words[i - 1].part;
        if (parts)
            expected = 0;
        buffer_append_format(to, "%s%s%s",
                             i == 0  ? ""
                             : parts ? ", "
                                     : " ",
                             word->kind == WORD_EXACT ? "=" : "", word->surface);
        if (word->kind == WORD_FUZZY)
            buffer_append_format(to, "~%u", word->edits);
        if (word->offset != expected)
            buffer_append_format(to, "@%u", word->offset);
        expected = word->offset + 1;
    }
    if (sequence->count != 1)
        buffer_append_byte(to, ']');
}

static inline void write_clause(struct buffer *to, const struct query_clause *clause)
{
    if (clause->field == FIELD_TITLE)
        buffer_append_string(to, "titre:");
    for (size_t v = 0; v < clause->variant_count; v++) {
        buffer_append_string(to, v == 0 ? "" : "|");
        write_sequence(to, &clause->variants[v]);
    }
    if (clause->loose)
        buffer_append_format(to, "~%u", clause->slack);
    if (clause->boost != 1)
        buffer_append_format(to, "^%g", clause->boost);
}

static inline void write_filter(struct buffer *to, const struct query_filter *filter)
{
    static const char *const names[] = {"", "date", "site", "url", "path"};
    if (filter->kind == FILTER_DATE)
        buffer_append_format(to, "{date %d %d}", filter->first, filter->last);
    else
        buffer_append_format(to, "{%s %s}", names[filter->kind], filter->text);
}

static const char *const signs[] = {"", "+", "-", "&"};

static inline void write_nodes(struct buffer *to, const struct query *query,
                               const struct query_node *group)
{
    for (const struct query_node *node = group->first; node != NULL; node = node->next) {
        buffer_append_string(to, node == group->first ? "" : " ");
        buffer_append_string(to, signs[node->occur]);
        if (node->kind == NODE_CLAUSE) {
            write_clause(to, &query->clauses[node->number]);
        } else if (node->kind == NODE_FILTER) {
            write_filter(to, &query->filters[node->number]);
        } else {
            buffer_append_byte(to, '(');
            write_nodes(to, query, node);
            buffer_append_byte(to, ')');
        }
    }
}

static inline void write_query(struct buffer *to, const struct query *query)
{
    if (query->root != NULL) {
        write_nodes(to, query, query->root);
        return;
    }
    for (size_t i = 0; i < query->clause_count; i++) {
        buffer_append_format(to, "%s%s", i == 0 ? "" : " ", signs[query->clauses[i].occur]);
        write_clause(to, &query->clauses[i]);
    }
}

/* Whether `text`, read with the options, is what `expected` says; says what it is otherwise. */
static inline bool reads_as(struct analyzer *analyzer, const char *text,
                            struct query_options options, const char *expected)
{
    struct query query;
    struct buffer got;
    options.function_weight = 1;
    if (query_parse(&query, analyzer, text, strlen(text), &options) != 0) {
        print_error("%s: %s\n", text, error_message());
        return false;
    }
    buffer_init(&got);
    write_query(&got, &query);
    bool equal = strcmp(buffer_string(&got), expected) == 0;
    if (!equal)
        print_error("%s\n  expected  %s\n  got       %s\n", text, expected, buffer_string(&got));
    buffer_release(&got);
    query_release(&query);
    return equal;
}

/* What a query says, as reads_as writes it. */
struct row {
    const char *text, *expected;
};

/* Expects every row to hold under the options. */
static inline void check_rows(struct analyzer *analyzer, const struct row *rows, size_t count,
                              struct query_options options)
{
    bool all = true;
    for (size_t i = 0; i < count; i++)
        all &= reads_as(analyzer, rows[i].text, options, rows[i].expected);
    assert_true(all);
}

#endif
