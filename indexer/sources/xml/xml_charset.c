#include "indexer/sources/xml/xml_charset.h"

#include <strings.h>

#include "common/analysis/decode.h"
#include "indexer/sources/article/charset.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/html/html_charset.h"

/* The first bytes of a document, by charset (XML 1.0, appendix F). Longer ones come first. */
static const struct {
    const char *start;
    size_t size;
    const char *charset;
} wide[] = {
    {"\0\0\xfe\xff", 4, "utf-32"}, {"\xff\xfe\0\0", 4, "utf-32"}, {"\0\0\0<", 4, "utf-32be"},
    {"<\0\0\0", 4, "utf-32le"},    {"\xfe\xff", 2, "utf-16"},     {"\xff\xfe", 2, "utf-16"},
    {"\0<", 2, "utf-16be"},        {"<\0", 2, "utf-16le"},
};

/* Returns the charset, or NULL if it is not one of these. */
static const char *wide_charset(struct text_span bytes)
{
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (bytes.size >= wide[i].size && memcmp(bytes.bytes, wide[i].start, wide[i].size) == 0)
            return wide[i].charset;
    return NULL;
}

bool xml_charset_is_wide(struct text_span bytes)
{
    return wide_charset(bytes) != NULL;
}

/* Whether decode_text reads the charset itself, and better than iconv: with what Windows adds, and
 * with bytes of others among its own. */
static bool decode_reads(const char *charset)
{
    static const char *const names[] = {"utf-8",    "utf8",       "utf-16",       "utf-16le",
                                        "utf-16be", "iso-8859-1", "iso8859-1",    "latin-1",
                                        "latin1",   "l1",         "windows-1252", "cp1252",
                                        "us-ascii", "ascii",      "iso-8859-15",  "iso8859-15",
                                        "latin-9",  "latin9",     "l9",           NULL};
    for (size_t i = 0; names[i] != NULL; i++)
        if (strcasecmp(names[i], charset) == 0)
            return true;
    return false;
}

int xml_charset_decode(struct buffer *into, struct text_span bytes, const char *encoding)
{
    char declared[HTML_CHARSET_SIZE];
    const char *charset = wide_charset(bytes);
    if (charset != NULL && strncmp(charset, "utf-32", 6) == 0)
        return charset_convert(into, bytes.bytes, bytes.size, charset);
    if (charset != NULL)
        return decode_text(into, bytes.bytes, bytes.size, charset);
    if (html_find_charset(bytes.bytes, bytes.size, declared))
        charset = declared;
    if (!charset_is_undetermined(bytes.bytes, bytes.size))
        return decode_text(into, bytes.bytes, bytes.size, charset);
    if (charset != NULL && !decode_reads(charset) && charset_is_known(charset))
        return charset_convert(into, bytes.bytes, bytes.size, charset);
    if (charset == NULL && encoding != NULL)
        return charset_convert(into, bytes.bytes, bytes.size, encoding);
    return decode_text(into, bytes.bytes, bytes.size, charset);
}
