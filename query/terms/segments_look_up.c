#include "query/terms/segments_look_up.h"

#include "common/base/error.h"

/* Segments whose dictionaries are prefetched at a time. */
enum { TOGETHER = 32 };

static const struct key_set *set_of(const struct segments_look_up *look_up, size_t segment)
{
    const struct segment *of = &look_up->index->segments[segment];
    switch (look_up->dictionary) {
    case DICTIONARY_FORMS:
        return &of->forms;
    case DICTIONARY_FOLDS:
        return &of->folds;
    case DICTIONARY_TERMS:
    default:
        return &of->terms;
    }
}

static int look_up_some(const struct segments_look_up *look_up, size_t first, size_t count,
                        struct key_hint *hint)
{
    uint32_t blocks[TOGETHER];
    bool there[TOGETHER] = {false}, damaged = false;
    for (size_t i = 0; i < count; i++)
        key_set_fetch(set_of(look_up, first + i), hint);
    for (size_t i = 0; i < count && !damaged; i++)
        there[i] = (look_up->wanted == NULL || look_up->wanted(look_up->context, first + i)) &&
                   key_set_seek(set_of(look_up, first + i), look_up->key, look_up->size, hint,
                                &blocks[i], &damaged);
    int status = damaged ? ERROR_CORRUPT : 0;
    for (size_t i = 0; i < count && status >= 0; i++)
        if (there[i])
            status = look_up->look(look_up->context, first + i, blocks[i]);
    return status < 0 ? status : 0;
}

int segments_look_up(const struct segments_look_up *look_up)
{
    const size_t all = look_up->index->segment_count;
    struct key_hint hint = {0};
    int status = 0;
    for (size_t i = 0; i < all && status == 0; i += TOGETHER)
        status = look_up_some(look_up, i, all - i < TOGETHER ? all - i : TOGETHER, &hint);
    return status;
}
