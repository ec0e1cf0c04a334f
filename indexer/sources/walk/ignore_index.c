#include "indexer/sources/walk/ignore_index.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "indexer/sources/article/hash.h"

/* Up to UNINDEXED_FIRST rules are faster to try than to look up. */
enum { UNINDEXED_FIRST = 32, GRAM_SIZE = 3, FIRST_CAPACITY = 256 };

#define NO_RULE (-1)

enum link_kind { LINK_UNINDEXED, LINK_NAME, LINK_PATH, LINK_GRAM };

struct ignore_index_slot {
    int64_t newest; /* rule; older ones follow through its link */
    uint32_t count;
};

struct ignore_index_link {
    uint64_t hash;
    int64_t older; /* rule in the same slot, or NONE */
    enum link_kind kind;
};

struct ignore_index_base {
    size_t base;
    size_t first; /* rule that added it */
};

void ignore_index_release(struct ignore_index *index)
{
    vector_release(&index->links);
    vector_release(&index->bases);
    free(index->slots);
    *index = (struct ignore_index){0};
}

static struct ignore_index_link *link_at(const struct ignore_index *index, size_t rule)
{
    return &index->links.items[rule];
}

static size_t link_count(const struct ignore_index *index)
{
    return vector_count(&index->links);
}

static struct ignore_index_base *base_at(const struct ignore_index *index, size_t number)
{
    return &index->bases.items[number];
}

static size_t base_count(const struct ignore_index *index)
{
    return vector_count(&index->bases);
}

/* --- keys --- */

static uint64_t mix_key(uint64_t hash, uint64_t salt)
{
    hash = (hash ^ salt) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 32;
}

static uint64_t hash_name(struct text_span name)
{
    return mix_key(hash_bytes(name.bytes, name.size), 1);
}

static uint64_t hash_path(struct text_span relative_path, size_t base)
{
    return mix_key(hash_bytes(relative_path.bytes, relative_path.size), 2 + ((uint64_t)base << 2));
}

static uint64_t hash_gram(const char *at)
{
    const unsigned char *bytes = (const unsigned char *)at;
    return mix_key((uint64_t)bytes[0] << 16 | (uint64_t)bytes[1] << 8 | bytes[2], 3);
}

static struct ignore_index_slot *rule_slot(const struct ignore_index *index, uint64_t hash)
{
    return &index->slots[hash & (index->capacity - 1)];
}

/* Chooses the trigram under which the fewest rules are filed, from the pattern before its first
 * bracket or backslash. False if there is none. */
static bool choose_gram(const struct ignore_index *index, struct text_span pattern, uint64_t *hash)
{
    uint32_t fewest = UINT32_MAX;
    size_t run = 0;
    for (size_t i = 0; i < pattern.size; i++) {
        char byte = pattern.bytes[i];
        if (byte == '[' || byte == '\\')
            break;
        run = byte == '*' || byte == '?' || byte == '/' ? 0 : run + 1;
        if (run < GRAM_SIZE)
            continue;
        uint64_t gram = hash_gram(pattern.bytes + i + 1 - GRAM_SIZE);
        uint32_t count = rule_slot(index, gram)->count;
        if (count < fewest) {
            fewest = count;
            *hash = gram;
        }
    }
    return fewest < UINT32_MAX;
}

static bool is_literal(struct text_span pattern)
{
    for (size_t i = 0; i < pattern.size; i++)
        if (pattern.bytes[i] == '\0' || strchr("*?[\\", pattern.bytes[i]) != NULL)
            return false;
    return true;
}

static void choose_key(const struct ignore_index *index, const struct ignore_index_rule *rule,
                       struct ignore_index_link *link)
{
    if (link_count(index) < UNINDEXED_FIRST) {
        link->kind = LINK_UNINDEXED;
    } else if (is_literal(rule->pattern)) {
        link->kind = rule->anchored ? LINK_PATH : LINK_NAME;
        link->hash =
            rule->anchored ? hash_path(rule->pattern, rule->base) : hash_name(rule->pattern);
    } else {
        link->kind = choose_gram(index, rule->pattern, &link->hash) ? LINK_GRAM : LINK_UNINDEXED;
    }
}

/* --- filing --- */

static void link_rule(struct ignore_index *index, size_t rule)
{
    struct ignore_index_link *link = link_at(index, rule);
    if (link->kind == LINK_UNINDEXED) {
        link->older = index->unindexed;
        index->unindexed = (int64_t)rule;
        return;
    }
    struct ignore_index_slot *slot = rule_slot(index, link->hash);
    link->older = slot->newest;
    slot->newest = (int64_t)rule;
    slot->count++;
}

static int grow_index(struct ignore_index *index)
{
    size_t capacity = index->capacity == 0 ? FIRST_CAPACITY : index->capacity * 2;
    struct ignore_index_slot *slots = malloc(capacity * sizeof *slots);
    if (slots == NULL)
        return error_memory();
    for (size_t i = 0; i < capacity; i++)
        slots[i] = (struct ignore_index_slot){NO_RULE, 0};
    free(index->slots);
    index->slots = slots;
    index->capacity = capacity;
    index->unindexed = NO_RULE;
    for (size_t i = 0; i < link_count(index); i++)
        link_rule(index, i);
    return 0;
}

int ignore_index_add(struct ignore_index *index, const struct ignore_index_rule *rule)
{
    struct ignore_index_link link = {.kind = LINK_UNINDEXED};
    size_t number = link_count(index);
    if (number >= index->capacity / 2 && grow_index(index) != 0)
        return ERROR_MEMORY;
    choose_key(index, rule, &link);
    if (link.kind == LINK_PATH &&
        (base_count(index) == 0 || base_at(index, base_count(index) - 1)->base != rule->base)) {
        const struct ignore_index_base base = {rule->base, number};
        vector_append(&index->bases, base);
    }
    vector_append(&index->links, link);
    if (index->links.buffer.failed || index->bases.buffer.failed)
        return error_memory();
    index->grams += link.kind == LINK_GRAM;
    link_rule(index, number);
    return 0;
}

void ignore_index_truncate(struct ignore_index *index, size_t count)
{
    for (size_t rule = link_count(index); rule-- > count;) {
        const struct ignore_index_link *link = link_at(index, rule);
        if (link->kind == LINK_UNINDEXED) {
            index->unindexed = link->older;
        } else {
            rule_slot(index, link->hash)->newest = link->older;
            rule_slot(index, link->hash)->count--;
        }
        index->grams -= link->kind == LINK_GRAM;
        vector_pop(&index->links);
        if (base_count(index) > 0 && base_at(index, base_count(index) - 1)->first == rule)
            vector_pop(&index->bases);
    }
}

/* --- looking up --- */

struct lookup {
    const struct ignore_index *index;
    bool (*matches)(const void *context, size_t rule);
    const void *context;
    int64_t best;
};

/* Chains go from newer rules to older ones, so the first match is the newest. */
static void try_chain(struct lookup *lookup, int64_t rule)
{
    for (; rule > lookup->best; rule = link_at(lookup->index, (size_t)rule)->older)
        if (lookup->matches(lookup->context, (size_t)rule)) {
            lookup->best = rule;
            return;
        }
}

int64_t ignore_index_find(const struct ignore_index *index, struct text_span path,
                          struct text_span name, bool (*matches)(const void *context, size_t rule),
                          const void *context)
{
    struct lookup lookup = {index, matches, context, NO_RULE};
    size_t count = link_count(index);
    if (count == 0)
        return NO_RULE;
    try_chain(&lookup, index->unindexed);
    if (count <= UNINDEXED_FIRST)
        return lookup.best;
    try_chain(&lookup, rule_slot(index, hash_name(name))->newest);
    for (size_t i = 0; i < base_count(index); i++) {
        size_t base = base_at(index, i)->base;
        if (base > path.size)
            continue;
        struct text_span relative_path = {path.bytes + base, path.size - base};
        try_chain(&lookup, rule_slot(index, hash_path(relative_path, base))->newest);
    }
    for (size_t i = 0; index->grams > 0 && i + GRAM_SIZE <= path.size; i++)
        try_chain(&lookup, rule_slot(index, hash_gram(path.bytes + i))->newest);
    return lookup.best;
}
