#include "query/match/filter.h"

#include <string.h>

#include "common/analysis/compose.h"
#include "common/base/ascii.h"
#include "common/base/error.h"
#include "query/terms/pattern.h"

void filter_reader_init(struct filter_reader *reader, struct index *index, size_t segment)
{
    *reader = (struct filter_reader){
        .index = index, .segment = &index->segments[segment], .number = UINT32_MAX};
}

void filter_reader_release(struct filter_reader *reader)
{
    if (reader->documents.file != NULL)
        document_reader_release(&reader->documents);
    buffer_release(&reader->path);
    buffer_release(&reader->composed);
}

int filter_reader_status(const struct filter_reader *reader)
{
    return reader->status == 0 && reader->damaged ? ERROR_CORRUPT : reader->status;
}

/* Reads the record into reader->document; false on failure (reader->status). */
static bool read_filter_record(struct filter_reader *reader, uint32_t number)
{
    if (reader->number == number)
        return true;
    if (reader->status == 0 && reader->documents.file == NULL)
        reader->status = document_reader_init(&reader->documents, &reader->segment->file);
    if (reader->status == 0)
        reader->status = document_read(&reader->documents, number, &reader->document);
    reader->number = reader->status == 0 ? number : UINT32_MAX;
    return reader->status == 0;
}

/* Whether `text` in lower case is `with`, which is in lower case already. */
static bool equals_lower(const char *text, const char *with, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (ascii_lower(text[i]) != with[i])
            return false;
    return true;
}

/* --- addresses --- */

static size_t find_byte(const char *text, size_t size, char byte)
{
    const char *found = size == 0 ? NULL : memchr(text, byte, size);
    return found == NULL ? size : (size_t)(found - text);
}

struct slice filter_host(struct slice url)
{
    const char *at = url.data;
    size_t size = url.size, scheme = find_byte(at, size, ':');
    if (size - scheme >= 3 && memcmp(at + scheme, "://", 3) == 0) {
        at += scheme + 3;
        size -= scheme + 3;
    }
    static const char ends[] = "/?#";
    for (size_t i = 0; i < sizeof ends - 1; i++)
        size = find_byte(at, size, ends[i]);
    size_t user = find_byte(at, size, '@');
    if (user < size) {
        at += user + 1;
        size -= user + 1;
    }
    return (struct slice){at, find_byte(at, size, ':')};
}

static bool matches_site(struct slice url, const char *site)
{
    struct slice host = filter_host(url);
    size_t size = strlen(site);
    if (host.size < size || !equals_lower(host.data + host.size - size, site, size))
        return false;
    return host.size == size || host.data[host.size - size - 1] == '.';
}

static bool url_contains(struct filter_reader *reader, struct slice url, const char *text)
{
    size_t size = strlen(text);
    buffer_clear(&reader->path);
    for (size_t i = 0; i < url.size; i++)
        buffer_append_byte(&reader->path, (unsigned char)ascii_lower(url.data[i]));
    const char *lowered = buffer_string(&reader->path);
    if (strchr(text, '*') != NULL)
        return pattern_fits_text(text, size, lowered, reader->path.size);
    return memmem(lowered, reader->path.size, text, size) != NULL;
}

/* --- paths --- */

static bool fits_path(const char *text, size_t size, const char *path, size_t path_size)
{
    while (size > 1 && text[size - 1] == '/')
        size--;
    if (memchr(text, '*', size) != NULL || memchr(text, '?', size) != NULL)
        return pattern_fits_text(text, size, path, path_size);
    return path_size >= size && memcmp(path, text, size) == 0 &&
           (path_size == size || path[size] == '/');
}

/* Whether the path, once composed, fits. */
static bool fits_composed(struct filter_reader *reader, struct slice text, struct slice path)
{
    if (compose_is_plain(path.data, path.size))
        return fits_path(text.data, text.size, path.data, path.size);
    buffer_clear(&reader->composed);
    compose_path(&reader->composed, path.data, path.size);
    const char *composed = buffer_string(&reader->composed);
    if (reader->composed.failed && reader->status == 0)
        reader->status = error_memory();
    return reader->status == 0 && fits_path(text.data, text.size, composed, reader->composed.size);
}

static bool matches_path(struct filter_reader *reader, const struct query_filter *filter)
{
    const struct document *document = &reader->document;
    const char *text = filter->text;
    if (strncmp(text, "./", 2) == 0)
        text += 2;
    const struct slice sought = {text, strlen(text)};
    if (document->path.size > 0 && fits_composed(reader, sought, document->path))
        return true;
    buffer_clear(&reader->path);
    index_document_path(reader->index, document, &reader->path);
    const char *path = buffer_string(&reader->path);
    return fits_composed(reader, sought, (struct slice){path, reader->path.size});
}

/* When memory ran out for the text that was compared, its result means nothing. */
static bool checked_fit(struct filter_reader *reader, bool fit)
{
    if (reader->path.failed)
        reader->status = buffer_status(&reader->path);
    return fit;
}

bool filter_accepts(struct filter_reader *reader, const struct query_filter *filter,
                    uint32_t document)
{
    if (filter->kind == FILTER_DATE) {
        int32_t day = segment_day(reader->segment, document, &reader->damaged);
        return day >= filter->first && day <= filter->last;
    }
    if (!read_filter_record(reader, document))
        return false;
    switch (filter->kind) {
    case FILTER_SITE:
        return matches_site(reader->document.url, filter->text);
    case FILTER_URL:
        return checked_fit(reader, url_contains(reader, reader->document.url, filter->text));
    case FILTER_PATH:
        return checked_fit(reader, matches_path(reader, filter));
    default:
        return false;
    }
}
