#include "common/index/documents/document_place.h"

#include "common/base/error.h"

bool document_may_follow(const struct document *previous, const struct document *next)
{
    int order = document_compare(previous, next);
    return order < 0 || (order == 0 && !slice_equals(previous->id, next->id));
}

bool document_place_precedes(const struct document_place *place, const struct document *next)
{
    return !place->known || document_may_follow(&place->document, next);
}

int document_place_keep(struct document_place *place, const struct document *document)
{
    size_t path_size = document->path.size;
    buffer_clear(&place->bytes);
    buffer_append(&place->bytes, document->path.data, path_size);
    buffer_append(&place->bytes, document->id.data, document->id.size);
    if (buffer_status(&place->bytes) != 0)
        return ERROR_MEMORY;
    place->document = (struct document){.root = document->root, .ordinal = document->ordinal};
    if (place->bytes.size > 0) {
        place->document.path = (struct slice){place->bytes.data, path_size};
        place->document.id = (struct slice){place->bytes.data + path_size, document->id.size};
    }
    place->known = true;
    return 0;
}

void document_place_release(struct document_place *place)
{
    buffer_release(&place->bytes);
}
