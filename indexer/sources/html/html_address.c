#include "indexer/sources/html/html_address.h"

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"

/* Size of "https://" or "http://" at the start; 0 if there is neither. */
static size_t scheme_size(struct text_span address)
{
    static const char *const schemes[] = {"https://", "http://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t size = strlen(schemes[i]);
        if (address.size > size &&
            span_equals_ignore_case((struct text_span){address.bytes, size}, schemes[i]))
            return size;
    }
    return 0;
}

/* Bytes before the first that is one of `ends`. */
static size_t size_until(struct text_span text, const char *ends)
{
    size_t size = 0;
    while (size < text.size && (text.bytes[size] == '\0' || strchr(ends, text.bytes[size]) == NULL))
        size++;
    return size;
}

static struct text_span authority_of(struct text_span address)
{
    struct text_span rest = span_after(address, scheme_size(address));
    return (struct text_span){rest.bytes, size_until(rest, "/?#")};
}

bool html_address_is_absolute(struct text_span address)
{
    return scheme_size(address) > 0 && authority_of(address).size > 0;
}

struct text_span html_address_host(struct text_span address)
{
    if (!html_address_is_absolute(address))
        return (struct text_span){"", 0};
    struct text_span host = authority_of(address);
    const char *at = memchr(host.bytes, '@', host.size);
    if (at != NULL)
        host = span_between(at + 1, span_end(host));
    host.size = size_until(host, ":");
    return span_starts_with(host, "www.") ? span_after(host, strlen("www.")) : host;
}

/* Whether it begins with the name of a scheme and a colon. */
static bool has_scheme(struct text_span address)
{
    size_t size = size_until(address, ":/?#");
    return size > 0 && size < address.size && address.bytes[size] == ':' &&
           ascii_is_letter(*address.bytes);
}

/* Appends a path without its . and .. segments; those before `root` bytes of `into` stay. */
static void append_path(struct buffer *into, size_t root, struct text_span path)
{
    while (path.size > 0) {
        size_t size = size_until(path, "/");
        struct text_span segment = {path.bytes, size};
        bool last = size == path.size;
        path = span_after(path, last ? size : size + 1);
        if (span_equals(segment, "."))
            continue;
        if (!span_equals(segment, "..")) {
            buffer_append(into, segment.bytes, segment.size);
            if (!last)
                buffer_append_byte(into, '/');
            continue;
        }
        if (into->size > root && into->size > 0)
            into->size--; /* the slash after the segment that goes */
        while (into->size > root && into->data[into->size - 1] != '/')
            into->size--;
    }
}

bool html_address_resolve(struct buffer *into, struct text_span base, struct text_span address)
{
    address = span_trim(address);
    if (html_address_is_absolute(address)) {
        buffer_append(into, address.bytes, address.size);
        return true;
    }
    if (!html_address_is_absolute(base) || has_scheme(address) || address.size == 0)
        return false;
    if (span_starts_with(address, "//")) {
        buffer_append(into, base.bytes, scheme_size(base) - strlen("//"));
        buffer_append(into, address.bytes, address.size);
        return true;
    }
    struct text_span authority = authority_of(base),
                     path = span_between(span_end(authority), span_end(base));
    bool query_only = *address.bytes == '?', fragment_only = *address.bytes == '#';
    buffer_append(into, base.bytes, (size_t)(span_end(authority) - base.bytes));
    buffer_append_byte(into, '/');
    size_t root = into->size;
    path.size = size_until(path, fragment_only ? "#" : "?#");
    if (!query_only && !fragment_only)
        while (path.size > 0 && path.bytes[path.size - 1] != '/')
            path.size--;
    if (*address.bytes == '/')
        address = span_after(address, 1);
    else if (path.size > 1)
        append_path(into, root, span_after(path, 1));
    size_t path_size = size_until(address, "?#");
    append_path(into, root, (struct text_span){address.bytes, path_size});
    buffer_append(into, address.bytes + path_size, address.size - path_size);
    return true;
}
