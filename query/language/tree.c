#include "query/language/tree.h"

struct query_node *tree_create_node(struct arena *arena, enum node_kind kind, size_t number)
{
    struct query_node *node = arena_alloc(arena, sizeof *node);
    if (node != NULL)
        *node = (struct query_node){
            .kind = kind, .filters_only = kind == NODE_FILTER, .number = number};
    return node;
}

bool tree_has_only_filters(const struct query_node *node)
{
    return node->filters_only;
}

static void append_child(struct query_node *group, struct query_node *node, enum occur occur)
{
    group->filters_only = node->filters_only && (group->filters_only || group->first == NULL);
    node->occur = occur;
    node->next = NULL;
    if (group->last == NULL)
        group->first = node;
    else
        group->last->next = node;
    group->last = node;
}

/* Returns what a group of one child is equivalent to. */
static struct query_node *unwrap_node(struct query_node *node)
{
    while (node->kind == NODE_GROUP && node->first != NULL && node->first->next == NULL &&
           node->first->occur != OCCUR_MUST_NOT)
        node = node->first;
    return node;
}

/* Whether the children of a group mean the same in its place. */
static bool can_dissolve(const struct query_node *node, enum occur occur)
{
    if (node->kind != NODE_GROUP)
        return false;
    for (const struct query_node *child = node->first; child != NULL; child = child->next)
        if (child->occur == OCCUR_SCORE_ONLY
                ? occur == OCCUR_MUST_NOT
                : (child->occur == OCCUR_SHOULD) == (occur == OCCUR_MUST))
            return false;
    return true;
}

void tree_add(struct query_node *group, struct query_node *node, enum occur occur)
{
    if (node == NULL || (node->kind == NODE_GROUP && node->first == NULL))
        return;
    node = unwrap_node(node);
    if (!can_dissolve(node, occur)) {
        append_child(group, node, occur);
        return;
    }
    for (struct query_node *child = node->first, *next; child != NULL; child = next) {
        next = child->next;
        append_child(group, child, occur == OCCUR_MUST_NOT ? OCCUR_MUST_NOT : child->occur);
    }
}

static bool is_flat(const struct query_node *group)
{
    for (const struct query_node *child = group->first; child != NULL; child = child->next)
        if (child->kind != NODE_CLAUSE)
            return false;
    return true;
}

static void set_occurs(struct query *query, const struct query_node *group, bool excluded)
{
    for (const struct query_node *child = group->first; child != NULL; child = child->next) {
        bool out = excluded != (child->occur == OCCUR_MUST_NOT);
        if (child->kind == NODE_GROUP)
            set_occurs(query, child, out);
        else if (child->kind == NODE_CLAUSE)
            query->clauses[child->number].occur = out ? OCCUR_MUST_NOT
                                                  : child->occur == OCCUR_SCORE_ONLY
                                                      ? OCCUR_SCORE_ONLY
                                                      : OCCUR_SHOULD;
    }
}

void tree_finish(struct query *query, struct query_node *group)
{
    struct query_node *inner = unwrap_node(group);
    if (inner->kind == NODE_GROUP)
        group = inner;
    if (!is_flat(group)) {
        set_occurs(query, group, false);
        query->root = group;
        return;
    }
    for (const struct query_node *child = group->first; child != NULL; child = child->next)
        query->clauses[child->number].occur = child->occur;
}
