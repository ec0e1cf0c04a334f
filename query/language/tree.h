/* Builds the groups of a query such that as many queries as possible are plain lists of clauses:
 * groups that change nothing are dissolved. */
#ifndef FOUILLE_LANGUAGE_TREE_H
#define FOUILLE_LANGUAGE_TREE_H

#include "query/language/query.h"

/* Makes a node; NULL when memory ran out. */
struct query_node *tree_create_node(struct arena *arena, enum node_kind kind, size_t number);

/* Appends `node` (NULL: nothing) to the children of `group`. If `node` is a group with one child
 * that is not excluded, the child replaces it; if its children mean the same directly in `group`,
 * they replace it. */
void tree_add(struct query_node *group, struct query_node *node, enum occur occur);

/* Whether a node has nothing but filters below it. */
bool tree_has_only_filters(const struct query_node *node);

/* Ends the construction: sets the occur of the query's clauses, and the root if it needs one. */
void tree_finish(struct query *query, struct query_node *group);

#endif
