#include "indexer/tasks/bulk.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/file.h"
#include "common/base/utf8.h"
#include "common/json/json_write.h"
#include "indexer/sources/article/hash.h"

/* OpenSearch's own limit is 512 bytes. */
enum { ID_SIZE_MAX = 400 };

/* Bytes kept free in a batch for the end of the line, and for the last character of a text, which
 * may exceed the limit. The fields before the text always fit: escaped, a field takes at most six
 * times DOCUMENT_FIELD_MAX bytes. */
enum { TEXT_RESERVE = 64 };

void bulk_init(struct bulk *bulk, int directory, const char *display_path)
{
    *bulk = (struct bulk){.directory = directory, .display_path = display_path};
}

void bulk_release(struct bulk *bulk)
{
    buffer_release(&bulk->batch);
    buffer_release(&bulk->line);
    buffer_release(&bulk->id);
}

/* --- JSON --- */

static void append_field(struct buffer *to, const char *name, struct slice value)
{
    if (value.size == 0)
        return;
    buffer_append_format(to, "\"%s\":", name);
    json_string(to, value.data, value.size);
    buffer_append_byte(to, ',');
}

static void append_moment(struct buffer *to, const char *name, const struct moment *moment)
{
    char text[MOMENT_TEXT_SIZE];
    if (moment->precision != MOMENT_NONE)
        buffer_append_format(to, "\"%s\":\"%s\",", name, moment_print(moment, text));
}

/* --- batches --- */

static int write_exclusively(int directory, const char *name, const struct buffer *bytes,
                             const char *display_path)
{
    int file = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        return error_system("cannot create '%s'", display_path);
    int status = file_write_all(file, bytes->data, bytes->size, display_path);
    if (close(file) != 0 && status == 0)
        status = error_system("cannot write '%s'", display_path);
    return status;
}

static int write_bulk_file(const struct bulk *bulk, const char *name, const struct buffer *bytes)
{
    struct buffer display_path;
    buffer_init(&display_path);
    buffer_append_format(&display_path, "%s/%s", bulk->display_path, name);
    int status = buffer_status(bytes);
    if (status == 0)
        status = buffer_status(&display_path);
    if (status == 0)
        status = write_exclusively(bulk->directory, name, bytes, buffer_string(&display_path));
    buffer_release(&display_path);
    return status;
}

static int write_batch(struct bulk *bulk)
{
    char name[48];
    if (bulk->batch.size == 0)
        return 0;
    snprintf(name, sizeof name, "bulk-%06" PRIu64 ".ndjson", ++bulk->batches);
    int status = write_bulk_file(bulk, name, &bulk->batch);
    buffer_clear(&bulk->batch);
    return status;
}

/* --- articles --- */

static void format_id(struct buffer *id, const struct document *document, struct slice path)
{
    buffer_clear(id);
    buffer_append(id, path.data, path.size);
    if (document->id.size > 0) {
        buffer_append_byte(id, '#');
        buffer_append(id, document->id.data, document->id.size);
    }
    if (id->failed ||
        (id->size <= ID_SIZE_MAX && utf8_valid_prefix(id->data, id->size) == id->size))
        return;
    uint64_t hash = hash_bytes(id->data, id->size);
    size_t kept = utf8_valid_prefix(id->data, id->size < ID_SIZE_MAX ? id->size : ID_SIZE_MAX);
    id->size = kept;
    buffer_append_format(id, "~%016" PRIx64, hash);
}

static void format_lines(struct bulk *bulk, const struct document *document, struct slice path,
                         struct slice text, bool *cut)
{
    struct buffer *line = &bulk->line;
    buffer_clear(line);
    format_id(&bulk->id, document, path);
    buffer_append_string(line, "{\"index\":{\"_id\":");
    json_string(line, bulk->id.data, bulk->id.size);
    buffer_append_string(line, "}}\n{");
    append_field(line, "path", path);
    append_field(line, "id", document->id);
    append_field(line, "title", document->title);
    append_field(line, "url", document->url);
    append_moment(line, "published", &document->published);
    append_moment(line, "modified", &document->modified);
    buffer_append_string(line, "\"text\":");
    *cut = !json_string_cut(line, text.data, text.size, BULK_BATCH_MAX - TEXT_RESERVE - line->size);
    buffer_append_string(line, "}\n");
}

int bulk_add(struct bulk *bulk, const struct document *document, struct slice path,
             struct slice text, bool *cut)
{
    format_lines(bulk, document, path, text, cut);
    int status = buffer_status(&bulk->line);
    if (status == 0)
        status = buffer_status(&bulk->id);
    if (status == 0 && bulk->batch.size + bulk->line.size >= BULK_BATCH_MAX)
        status = write_batch(bulk);
    buffer_append(&bulk->batch, bulk->line.data, bulk->line.size);
    return status == 0 ? buffer_status(&bulk->batch) : status;
}

int bulk_finish(struct bulk *bulk)
{
    return write_batch(bulk);
}

/* --- how to create the OpenSearch index --- */

static const char mapping[] =
    "{\n"
    "  \"settings\": {\n"
    "    \"analysis\": {\n"
    "      \"char_filter\": {\n"
    "        \"apostrophes\": {\"type\": \"mapping\", \"mappings\": [\"\\u2019=>'\", "
    "\"\\u02bc=>'\"]}\n"
    "      },\n"
    "      \"filter\": {\n"
    "        \"elision\": {\n"
    "          \"type\": \"elision\", \"articles_case\": true,\n"
    "          \"articles\": [\"l\", \"d\", \"j\", \"s\", \"n\", \"c\", \"m\", \"t\", \"qu\"]\n"
    "        },\n"
    "        \"french_stemmer\": {\"type\": \"stemmer\", \"language\": \"french\"}\n"
    "      },\n"
    "      \"analyzer\": {\n"
    "        \"default\": {\n"
    "          \"type\": \"custom\", \"char_filter\": [\"apostrophes\"], \"tokenizer\": "
    "\"standard\",\n"
    "          \"filter\": [\"elision\", \"lowercase\", \"french_stemmer\", \"asciifolding\"]\n"
    "        }\n"
    "      }\n"
    "    }\n"
    "  },\n"
    "  \"mappings\": {\n"
    "    \"dynamic\": \"strict\",\n"
    "    \"properties\": {\n"
    "      \"path\": {\"type\": \"keyword\", \"ignore_above\": 8000},\n"
    "      \"id\": {\"type\": \"keyword\", \"ignore_above\": 8000},\n"
    "      \"url\": {\"type\": \"keyword\", \"ignore_above\": 8000},\n"
    "      \"published\": {\"type\": \"date\", \"format\": \"strict_date_optional_time\"},\n"
    "      \"modified\": {\"type\": \"date\", \"format\": \"strict_date_optional_time\"},\n"
    "      \"title\": {\"type\": \"text\", \"copy_to\": \"article\"},\n"
    "      \"text\": {\"type\": \"text\", \"index\": false, \"copy_to\": \"article\"},\n"
    "      \"article\": {\"type\": \"text\", \"position_increment_gap\": 100}\n"
    "    }\n"
    "  }\n"
    "}\n";

int bulk_write_mapping(int directory, const char *display_path)
{
    struct bulk bulk;
    bulk_init(&bulk, directory, display_path);
    buffer_append_string(&bulk.batch, mapping);
    int status = write_bulk_file(&bulk, "mapping.json", &bulk.batch);
    bulk_release(&bulk);
    return status;
}
