/* Which of many rules can speak of a path, so that not all of them are tried (ignore.h).
 *
 * A rule without wildcards is found by the hash of the whole name, or path, that it is; one with
 * wildcards by three bytes of it that stand next to each other, which any path that it matches
 * holds: those that the fewest rules before it were filed under. The first rules, and those without
 * three such bytes, are tried for each path. Rules come and go as on a stack.
 *
 * Memory: 28 bytes a rule. A rule is filed in O(its bytes), and a path looked up in O(its bytes),
 * beside the rules that are tried.
 */
#ifndef FOUILLE_SOURCES_IGNORE_INDEX_H
#define FOUILLE_SOURCES_IGNORE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

struct ignore_index_slot;

/* All zeros: empty. */
struct ignore_index {
    struct buffer links; /* struct ignore_index_link, one a rule */
    struct buffer bases; /* struct ignore_index_base, of whole paths that are filed */
    struct ignore_index_slot *slots;
    size_t capacity; /* of them: a power of two, or 0 */
    int64_t
        tried;    /* newest of the rules that are tried for each path, or -1 when there are links */
    size_t grams; /* rules that are filed by three bytes */
};

struct ignore_index_rule {
    struct text_span pattern;
    size_t base;   /* the bytes of a path that an anchored rule passes over */
    bool anchored; /* it is for what stands there, not for the last name */
};

void ignore_index_release(struct ignore_index *index);

/* Files the next rule, whose number is that of the rules before it. 0 or ERROR_MEMORY. */
int ignore_index_add(struct ignore_index *index, const struct ignore_index_rule *rule);

/* Takes the newest rules out, down to so many. */
void ignore_index_cut(struct ignore_index *index, size_t count);

/* The newest rule that `matches`, of those that can speak of the path, whose last name is `name`;
 * -1: none. */
int64_t ignore_index_find(const struct ignore_index *index, struct text_span path,
                          struct text_span name, bool (*matches)(const void *context, size_t rule),
                          const void *context);

#endif
