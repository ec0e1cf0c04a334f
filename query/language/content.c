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

/* --- in a finished query --- */

static bool is_content(const struct query_clause *clause, enum occur occur)
{
    const struct query_sequence *sequence = &clause->variants[0];
    return occur != OCCUR_MUST_NOT && occur != OCCUR_SCORE_ONLY &&
           (clause->quoted || sequence->count > 1 || !is_function_word(sequence->words[0].surface));
}

/* The node of a clause below a group, whose parent *parent becomes; NULL when it is elsewhere. */
static struct query_node *find_clause(struct query_node *group, size_t clause,
                                      struct query_node **parent)
{
    for (struct query_node *node = group->first; node != NULL; node = node->next) {
        struct query_node *found = NULL;
        if (node->kind == NODE_CLAUSE && node->number == clause) {
            *parent = group;
            return node;
        }
        if (node->kind == NODE_GROUP)
            found = find_clause(node, clause, parent);
        if (found != NULL)
            return found;
    }
    return NULL;
}

/* Whether there is something to match beside the node in its group. */
static bool has_content_beside(const struct query *query, const struct query_node *group,
                               const struct query_node *but)
{
    for (const struct query_node *node = group->first; node != NULL; node = node->next)
        if (node != but &&
            (node->kind == NODE_GROUP ? node->occur != OCCUR_MUST_NOT
                                      : node->kind == NODE_CLAUSE &&
                                            is_content(&query->clauses[node->number], node->occur)))
            return true;
    return false;
}

static bool has_content_in_list(const struct query *query, size_t but)
{
    for (size_t i = 0; i < query->clause_count; i++)
        if (i != but && is_content(&query->clauses[i], query->clauses[i].occur))
            return true;
    return false;
}

void content_demote(struct query *query, size_t clause, const struct query_options *options)
{
    struct query_clause *demoted = &query->clauses[clause];
    struct query_node *parent = NULL, *node = NULL;
    if (query->root != NULL)
        node = find_clause(query->root, clause, &parent);
    if (demoted->quoted || demoted->variants[0].count > 1 ||
        (node != NULL ? node->occur : demoted->occur) !=
            (options->all_words ? OCCUR_MUST : OCCUR_SHOULD) ||
        !(node != NULL ? has_content_beside(query, parent, node)
                       : has_content_in_list(query, clause)))
        return;
    if (node != NULL)
        node->occur = OCCUR_SCORE_ONLY;
    demoted->occur = OCCUR_SCORE_ONLY;
    demoted->function_word = true;
    demoted->boost *= options->function_weight;
}
