#include "query/language/content.h"

#include "common/base/error.h"
#include "query/language/function_words.h"
#include "query/language/tree.h"
#include "query/language/word_terms.h"

/* Testing clauses of one word is enough: a word that the analysis splits (est-ce, puisqu'on)
 * becomes several clauses. */
static bool is_function_clause(const struct query_clause *clause, const struct content_rules *rules)
{
    const struct query_word *word = &clause->variants[0].words[0];
    return clause->occur == OCCUR_SHOULD && !clause->quoted && clause->variant_count == 1 &&
           clause->variants[0].count == 1 && word->kind == WORD_TERM &&
           is_function_word(word->surface) &&
           !(rules->mixed_case && word_is_in_capitals(clause->text));
}

/* The clause of a node; NULL for a group, and for what came from a list inside this one, where it
 * was decided already: in (a OU b) words, both a and b are meant. Clauses move when one is added.
 */
static struct query_clause *clause_of(struct clause_builder *builder, const struct query_node *node)
{
    return node->kind == NODE_CLAUSE && !node->split ? &builder->clauses.items[node->number] : NULL;
}

static bool has_content(struct clause_builder *builder, const struct query_node *list,
                        const struct content_rules *rules, const struct query_node *but)
{
    for (const struct query_node *node = list->first; node != NULL; node = node->next) {
        const struct query_clause *clause = clause_of(builder, node);
        if (node != but && node->occur != OCCUR_MUST_NOT && node->occur != OCCUR_SCORE_ONLY &&
            (clause == NULL || !is_function_clause(clause, rules)))
            return true;
    }
    return false;
}

static void add_phrase_word(struct clause_builder *builder, struct query_node *list, size_t phrase,
                            const struct query_word *word)
{
    struct query_word *kept = clauses_copy(builder, word, sizeof *word);
    if (kept == NULL)
        return;
    kept->offset = 0;
    struct query_sequence *variant =
        clauses_copy(builder, &(struct query_sequence){1, kept}, sizeof *variant);
    const struct query_clause *of = &builder->clauses.items[phrase];
    const struct piece piece = {.sign = OCCUR_SCORE_ONLY, .field = of->field, .boost = of->boost};
    if (variant == NULL || vector_count(&builder->clauses) == QUERY_CLAUSES_MAX)
        return;
    clauses_append(builder, &piece, (struct slice){word->surface, word->surface_size}, variant, 1);
    if (builder->status == 0)
        tree_add(list,
                 tree_create_node(&builder->query->arena, NODE_CLAUSE,
                                  vector_count(&builder->clauses) - 1),
                 OCCUR_SCORE_ONLY);
}

/* Adds the content words of a quoted phrase. */
static void add_phrase_words(struct clause_builder *builder, struct query_node *list, size_t phrase)
{
    const struct query_clause *clause = &builder->clauses.items[phrase];
    const struct query_sequence sequence = clause->variants[0];
    for (size_t i = 0; i < sequence.count && builder->status == 0; i++)
        if (sequence.words[i].kind == WORD_TERM && !is_function_word(sequence.words[i].surface))
            add_phrase_word(builder, list, phrase, &sequence.words[i]);
}

static bool is_phrase(const struct query_clause *clause)
{
    return clause->quoted && !clause->loose && clause->variants[0].count > 1;
}

static void split_list(struct clause_builder *builder, struct query_node *list,
                       const struct content_rules *rules)
{
    const struct query_node *last = list->last;
    for (struct query_node *node = list->first; node != NULL && builder->status == 0;
         node = node == last ? NULL : node->next) {
        struct query_clause *clause = clause_of(builder, node);
        if (clause == NULL || node->occur == OCCUR_MUST_NOT)
            continue;
        if (is_function_clause(clause, rules)) {
            node->occur = clause->occur = OCCUR_SCORE_ONLY;
            clause->function_word = true;
            clause->boost *= rules->function_weight;
        } else if (is_phrase(clause) && has_content(builder, list, rules, node)) {
            add_phrase_words(builder, list, node->number);
        }
    }
}

void content_split(struct clause_builder *builder, struct query_node *list,
                   const struct content_rules *rules)
{
    if (has_content(builder, list, rules, NULL))
        split_list(builder, list, rules);
    for (struct query_node *node = list->first; node != NULL; node = node->next)
        node->split = true;
}
