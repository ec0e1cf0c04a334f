#include "indexer/update/yield.h"

/* Smaller files may be all markup. */
enum { SIZE_MIN = 10000 };

/* Returns how many times the size of its text a file of that kind may have; 0: any. */
static uint64_t ratio_of(const struct input_kind *kind)
{
    enum { MARKDOWN = 20, XML = 100, PAGE = 1000, FILTERED = 2000 };
    if (kind->filter != NULL)
        return FILTERED;
    switch (kind->source.format) {
    case SOURCE_MARKDOWN:
        return MARKDOWN;
    case SOURCE_XML:
        return XML;
    case SOURCE_HTML:
        return PAGE;
    default:
        return 0; /* JSON: the reader looks at each record; plain text: nothing else is in it */
    }
}

bool yield_is_too_small(const struct input_kind *kind, uint64_t text, uint64_t size)
{
    const uint64_t ratio = ratio_of(kind);
    if (text == 0)
        return size > 0 && (kind->source.format != SOURCE_PLAIN || kind->filter != NULL);
    return ratio > 0 && size >= SIZE_MIN && text < size / ratio;
}
