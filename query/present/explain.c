#include "query/present/explain.h"

#include <inttypes.h>
#include <string.h>

#include "common/analysis/safe.h"
#include "common/analysis/term.h"
#include "common/base/message.h"
#include "common/json/json_write.h"

/* Lines name at most this many terms of a word; JSON has all of them. */
enum { TERMS_SHOWN = 20 };

static const char *occur_name(enum occur occur)
{
    switch (occur) {
    case OCCUR_MUST:
        return N_("must");
    case OCCUR_MUST_NOT:
        return N_("must not");
    case OCCUR_SCORE_ONLY:
        return N_("adds to the score");
    default:
        return N_("may");
    }
}

static const char *field_name(enum term_field field)
{
    return field == FIELD_TITLE ? "title" : "text";
}

/* --- lines --- */

static void append_term(struct buffer *to, struct slice term)
{
    char name[TERM_NAME_MAX + 1];
    size_t size = term_name(term, name);
    safe_append_text(to, name, size);
}

static void explain_word(struct buffer *to, const struct expanded_word *word)
{
    buffer_append_string(to, "#      ");
    safe_append_text(to, word->word->surface, word->word->surface_size);
    buffer_append_string(to, " → ");
    if (word->count == 0) {
        for (size_t i = 0; i < word->word->term_count && i < TERMS_SHOWN; i++) {
            buffer_append_string(to, i == 0 ? "" : ", ");
            append_term(to, word->word->terms[i]);
        }
        buffer_append_string(to, _(" (in no article)"));
    }
    for (size_t i = 0; i < word->count && i < TERMS_SHOWN; i++) {
        buffer_append_string(to, i == 0 ? "" : ", ");
        append_term(to, (struct slice){word->alternatives[i].term, word->alternatives[i].size});
        buffer_append_format(to, " (df %" PRIu64 ")", word->alternatives[i].document_count);
    }
    if (word->count > TERMS_SHOWN)
        buffer_append_format(to, _(" and %zu others"), word->count - TERMS_SHOWN);
    buffer_append_byte(to, '\n');
}

static void explain_clause(struct buffer *to, const struct expanded_clause *clause, size_t number)
{
    buffer_append_format(to, "# %2zu. %s, %s", number, _(occur_name(clause->clause->occur)),
                         clause->clause->field == FIELD_TITLE ? _("in the title: ")
                                                              : _("in the text: "));
    safe_append_text(to, clause->clause->text, strlen(clause->clause->text));
    if (clause->clause->loose)
        buffer_append_format(to, _(" (in any order, at most %u words in between)"),
                             clause->clause->slack);
    buffer_append_byte(to, '\n');
    for (size_t v = 0; v < clause->variant_count; v++) {
        if (v > 0)
            buffer_append_string(to, _("#     or\n"));
        for (size_t w = 0; w < clause->variants[v].count; w++)
            explain_word(to, &clause->variants[v].words[w]);
    }
}

static const char *filter_name(enum filter_kind kind)
{
    static const char *const names[] = {"", "date", "site", "url", "path"};
    return names[kind];
}

static void explain_filter(struct buffer *to, const struct query_filter *filter)
{
    buffer_append_format(to, _("# filter, %s: "), filter_name(filter->kind));
    safe_append_text(to, filter->text, strlen(filter->text));
    buffer_append_byte(to, '\n');
}

/* Appends the tree: clauses by number, filters by text. */
static void explain_group(struct buffer *to, const struct query *query,
                          const struct query_node *group)
{
    static const char *const signs[] = {"", "+", "-", "~"};
    for (const struct query_node *node = group->first; node != NULL; node = node->next) {
        buffer_append_format(to, "%s%s", node == group->first ? "" : " ", signs[node->occur]);
        if (node->kind == NODE_CLAUSE) {
            buffer_append_format(to, "%zu", node->number + 1);
        } else if (node->kind == NODE_FILTER) {
            const struct query_filter *filter = &query->filters[node->number];
            buffer_append_format(to, "%s:", filter_name(filter->kind));
            safe_append_text(to, filter->text, strlen(filter->text));
        } else {
            buffer_append_byte(to, '(');
            explain_group(to, query, node);
            buffer_append_byte(to, ')');
        }
    }
}

void explain_query(struct buffer *to, const struct expansion *expansion)
{
    buffer_append_format(to, _("# articles: %s, segments: %s\n"),
                         message_count(expansion->index->document_count).text,
                         message_count(expansion->index->segment_count).text);
    for (size_t i = 0; i < expansion->clause_count; i++)
        explain_clause(to, &expansion->clauses[i], i + 1);
    for (size_t i = 0; i < expansion->query->filter_count; i++)
        explain_filter(to, &expansion->query->filters[i]);
    if (expansion->query->root != NULL) {
        buffer_append_string(to, _("# together: "));
        explain_group(to, expansion->query, expansion->query->root);
        buffer_append_byte(to, '\n');
    }
}

/* Appends the second stage's parts of a clause. */
static void explain_second_parts(struct buffer *to, const struct score_part *part,
                                 const struct search_options *options)
{
    if (part->family > 0)
        buffer_append_format(to, _("#     + %.6f, words of the same family, tf %u, weight %g\n"),
                             part->family, part->family_frequency,
                             part->clause->expansion->query->family_weight);
    if (part->early > 0)
        buffer_append_format(to, _("#     + %.6f, first at word %u, weight %g\n"), part->early,
                             part->first + 1, options->early);
    if (part->form > 0)
        buffer_append_format(to, _("#     + %.6f, %u as typed, weight %g\n"), part->form,
                             part->exact, options->form);
}

void explain_hit(struct buffer *to, const struct explanation *explanation)
{
    double total = 0;
    for (size_t i = 0; i < explanation->expansion->clause_count; i++) {
        const struct score_part *part = &explanation->parts[i];
        if (part->clause->clause->occur == OCCUR_MUST_NOT)
            continue;
        total += part->score + part->family + part->early + part->form;
        if (part->frequency > 0)
            buffer_append_format(
                to,
                _("# %2zu. %.6f = idf %.6f × tf %.0f × (k1 + 1) / (tf + k1 × (1 − b + b × length "
                  "%.0f / %.2f)), k1 %g, b %g"),
                i + 1, part->score, part->idf, part->frequency, part->length, part->average,
                explanation->options->k1, explanation->options->b);
        else
            buffer_append_format(to, _("# %2zu. 0: not in the article"), i + 1);
        if (part->frequency > 0 && part->clause->clause->boost != 1)
            buffer_append_format(to, _(", weight %g"), part->clause->clause->boost);
        buffer_append_byte(to, '\n');
        explain_second_parts(to, part, explanation->options);
    }
    buffer_append_format(to, "#   = %.6f\n", total);
}

/* --- JSON --- */

static void json_word(struct buffer *to, const struct expanded_word *word)
{
    buffer_append_string(to, "{\"word\":");
    json_string(to, word->word->surface, word->word->surface_size);
    buffer_append_format(to, ",\"offset\":%u,\"terms\":[", word->word->offset);
    for (size_t i = 0; i < word->count; i++) {
        buffer_append_string(to, i == 0 ? "{\"term\":" : ",{\"term\":");
        char name[TERM_NAME_MAX + 1];
        size_t size =
            term_name((struct slice){word->alternatives[i].term, word->alternatives[i].size}, name);
        json_string(to, name, size);
        buffer_append_format(to, ",\"df\":%" PRIu64 "}", word->alternatives[i].document_count);
    }
    buffer_append_string(to, "]}");
}

static void json_variants(struct buffer *to, const struct expanded_clause *clause)
{
    buffer_append_string(to, ",\"variants\":[");
    for (size_t v = 0; v < clause->variant_count; v++) {
        buffer_append_string(to, v == 0 ? "[" : ",[");
        for (size_t w = 0; w < clause->variants[v].count; w++) {
            buffer_append_string(to, w == 0 ? "" : ",");
            json_word(to, &clause->variants[v].words[w]);
        }
        buffer_append_byte(to, ']');
    }
    buffer_append_byte(to, ']');
}

static void json_part(struct buffer *to, const struct score_part *part)
{
    const struct query_clause *clause = part->clause->clause;
    buffer_append_string(to, "{\"clause\":");
    json_string(to, clause->text, strlen(clause->text));
    buffer_append_format(to, ",\"occur\":\"%s\",\"field\":\"%s\",\"weight\":%.9g",
                         occur_name(clause->occur), field_name(clause->field), clause->boost);
    if (clause->loose)
        buffer_append_format(to, ",\"between\":%u", clause->slack);
    json_variants(to, part->clause);
    buffer_append_format(
        to, ",\"idf\":%.9g,\"tf\":%.0f,\"length\":%.0f,\"average_length\":%.9g,\"score\":%.9g",
        part->idf, part->frequency, part->length, part->average, part->score);
    if (part->family > 0)
        buffer_append_format(to, ",\"family_tf\":%u,\"family\":%.9g", part->family_frequency,
                             part->family);
    if (part->early > 0)
        buffer_append_format(to, ",\"first\":%u,\"early\":%.9g", part->first, part->early);
    if (part->form > 0)
        buffer_append_format(to, ",\"exact\":%u,\"form\":%.9g", part->exact, part->form);
    buffer_append_byte(to, '}');
}

void explain_json(struct buffer *to, const struct explanation *explanation)
{
    const struct expansion *expansion = explanation->expansion;
    buffer_append_format(to, "{\"articles\":%" PRIu64 ",\"k1\":%.9g,\"b\":%.9g,\"clauses\":[",
                         expansion->index->document_count, explanation->options->k1,
                         explanation->options->b);
    for (size_t i = 0; i < expansion->clause_count; i++) {
        buffer_append_string(to, i == 0 ? "" : ",");
        json_part(to, &explanation->parts[i]);
    }
    buffer_append_string(to, "]");
    for (size_t i = 0; i < expansion->query->filter_count; i++) {
        const struct query_filter *filter = &expansion->query->filters[i];
        buffer_append_format(to, "%s{\"kind\":\"%s\",\"value\":", i == 0 ? ",\"filters\":[" : ",",
                             filter_name(filter->kind));
        json_string(to, filter->text, strlen(filter->text));
        buffer_append_byte(to, '}');
    }
    buffer_append_string(to, expansion->query->filter_count > 0 ? "]}" : "}");
}
