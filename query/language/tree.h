/* Groups of a query under construction, put together so that as many queries as can be are plain
 * lists of clauses: groups that say nothing of their own dissolve. */
#ifndef FOUILLE_LANGUAGE_TREE_H
#define FOUILLE_LANGUAGE_TREE_H

#include "query/language/query.h"

/* A new node; NULL when memory ran out. */
struct query_node *tree_node(struct arena *arena, enum node_kind kind, size_t number);

/* Puts `node` (NULL: nothing) behind the other children of `group`. A group with one child that is
 * not excluded stands for that child; one whose children can stand in `group` by themselves with
 * the same meaning is replaced by them. */
void tree_add(struct query_node *group, struct query_node *node, enum occur occur);

/* Whether nothing but filters stands below a node. */
bool tree_is_filters(const struct query_node *node);

/* Ends the construction: sets the occur of the query's clauses, and the root if it needs one. */
void tree_finish(struct query *query, struct query_node *group);

#endif
