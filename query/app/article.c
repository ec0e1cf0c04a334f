#include "query/app/article.h"

#include "common/base/utf8.h"

void article_reader_init(struct article_reader *reader, const struct expansion *expansion)
{
    *reader = (struct article_reader){.index = expansion->index, .documents = expansion->documents};
    body_reader_init(&reader->bodies, expansion->index);
}

void article_reader_release(struct article_reader *reader)
{
    body_reader_release(&reader->bodies);
    buffer_release(&reader->path);
    buffer_release(&reader->body);
}

int article_read(struct article_reader *reader, const struct hit *hit)
{
    int status =
        index_documents_read(reader->documents, hit->segment, hit->document, &reader->document);
    if (status != 0)
        return status;
    reader->segment = hit->segment;
    buffer_clear(&reader->path);
    buffer_clear(&reader->body);
    index_document_path(reader->index, &reader->document, &reader->path);
    buffer_string(&reader->path);
    return buffer_status(&reader->path);
}

int article_read_body(struct article_reader *reader)
{
    return body_read(&reader->bodies, &reader->index->segments[reader->segment], &reader->document,
                     article_path(reader).data, &reader->body);
}

struct slice article_path(const struct article_reader *reader)
{
    return (struct slice){reader->path.data == NULL ? "" : reader->path.data, reader->path.size};
}

struct slice article_body(const struct article_reader *reader)
{
    return (struct slice){reader->body.size == 0 ? "" : reader->body.data, reader->body.size};
}

struct slice article_title(const struct article_reader *reader)
{
    struct slice title = reader->document.title;
    size_t size = title.size == 0 ? 0 : utf8_valid_prefix(title.data, title.size);
    return (struct slice){size == 0 ? "" : title.data, size};
}
