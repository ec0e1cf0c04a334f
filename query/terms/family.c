#include "query/terms/family.h"

#include "common/base/error.h"
#include "query/terms/entries.h"

/* Whether the word stands for a term: by its reading, or by forms of the index that lost accents.
 */
static bool is_own_term(const struct expanded_word *own, struct slice term)
{
    for (size_t i = 0; i < own->word->term_count; i++)
        if (slice_equals(own->word->terms[i], term))
            return true;
    for (size_t i = 0; i < own->count; i++)
        if (slice_equals((struct slice){own->alternatives[i].term, own->alternatives[i].size},
                         term))
            return true;
    return false;
}

int family_expand(const struct stem_terms *stems, const struct expanded_word *own,
                  struct expanded_word *family)
{
    const size_t count = vector_count(&stems->terms);
    *family = (struct expanded_word){.word = own->word};
    if (count == 0)
        return 0;
    family->alternatives =
        arena_alloc(&stems->expansion->arena, count * sizeof *family->alternatives);
    if (family->alternatives == NULL)
        return error_memory();
    for (size_t i = 0; i < count; i++) {
        const struct alternative *item = &stems->terms.items[i];
        if (!is_own_term(own, (struct slice){item->term, item->size}))
            family->alternatives[family->count++] = *item;
    }
    if (family->count > 1)
        alternatives_sort(family->alternatives, family->count);
    if (family->count > FAMILY_MAX)
        family->count = FAMILY_MAX;
    if (family->count > 0)
        family->document_count = family->alternatives[0].document_count;
    return 0;
}
