/* Finds the rules, among many, that can match a path, so that not all of them are tried (ignore.h).
 *
 * A rule without wildcards is filed under the hash of its whole name or path; one with wildcards
 * under three adjacent bytes of it, which every path that it matches contains: the three under
 * which the fewest earlier rules are filed. The first rules, and those without three such bytes,
 * are tried for each path. Rules are added and removed as on a stack.
 *
 * Memory: 28 bytes per rule. Filing a rule takes O(its bytes); looking a path up takes O(its
 * bytes), plus the rules that are tried.
 */
#ifndef FOUILLE_WALK_IGNORE_INDEX_H
#define FOUILLE_WALK_IGNORE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/vector.h"
#include "indexer/sources/article/article.h"

struct ignore_index_slot;
struct ignore_index_link;
struct ignore_index_base;

/* All zeros: empty. */
struct ignore_index {
    VECTOR(struct ignore_index_link) links; /* one per rule */
    VECTOR(struct ignore_index_base) bases; /* of the rules filed by whole path */
    struct ignore_index_slot *slots;
    size_t capacity;   /* number of slots: a power of two, or 0 */
    int64_t unindexed; /* newest rule tried for each path, or -1; unset while empty */
    size_t grams;      /* number of rules filed by three bytes */
};

struct ignore_index_rule {
    struct text_span pattern;
    size_t base;   /* bytes at the start of a path that an anchored rule skips */
    bool anchored; /* matches the rest of the path, not its last name */
};

void ignore_index_release(struct ignore_index *index);

/* Files the next rule; its number is the number of rules before it. 0 or ERROR_MEMORY. */
int ignore_index_add(struct ignore_index *index, const struct ignore_index_rule *rule);

/* Removes the newest rules until `count` are left. */
void ignore_index_truncate(struct ignore_index *index, size_t count);

/* Returns the newest rule that `matches`, among those that can match the path, whose last name is
 * `name`; -1 if there is none. */
int64_t ignore_index_find(const struct ignore_index *index, struct text_span path,
                          struct text_span name, bool (*matches)(const void *context, size_t rule),
                          const void *context);

#endif
