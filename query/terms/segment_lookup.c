#include "query/terms/segment_lookup.h"

#include "common/base/error.h"

/* Segments whose dictionaries are prefetched at a time. */
enum { SEGMENTS_PREFETCHED = 32 };

static const struct key_set *dictionary_of(const struct segment_lookup *lookup, size_t segment)
{
    const struct segment *of = &lookup->index->segments[segment];
    return lookup->dictionary == DICTIONARY_FORMS ? &of->forms : &of->terms;
}

static int look_up_batch(const struct segment_lookup *lookup, size_t first, size_t count,
                         struct key_hint *hint)
{
    uint32_t blocks[SEGMENTS_PREFETCHED];
    bool present[SEGMENTS_PREFETCHED] = {false}, damaged = false;
    for (size_t i = 0; i < count; i++)
        key_set_prefetch(dictionary_of(lookup, first + i), hint);
    for (size_t i = 0; i < count && !damaged; i++)
        present[i] =
            (lookup->wanted == NULL || lookup->wanted(lookup->context, first + i)) &&
            key_set_seek(dictionary_of(lookup, first + i),
                         (struct slice){lookup->key, lookup->size}, hint, &blocks[i], &damaged);
    int status = damaged ? ERROR_CORRUPT : 0;
    for (size_t i = 0; i < count && status >= 0; i++)
        if (present[i])
            status = lookup->find_in_block(lookup->context, first + i, blocks[i]);
    return status < 0 ? status : 0;
}

int segment_lookup_run(const struct segment_lookup *lookup)
{
    const size_t all = lookup->index->segment_count;
    struct key_hint hint = {0};
    int status = 0;
    for (size_t i = 0; i < all && status == 0; i += SEGMENTS_PREFETCHED)
        status = look_up_batch(
            lookup, i, all - i < SEGMENTS_PREFETCHED ? all - i : SEGMENTS_PREFETCHED, &hint);
    return status;
}
