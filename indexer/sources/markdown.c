#include "sources/markdown.h"

#include "analysis/decode.h"

/* Not written yet: the marks are read as text. */
int markdown_read(struct draft *draft, const char *bytes, size_t size)
{
    return decode_text(&draft->body, bytes, size, NULL);
}
