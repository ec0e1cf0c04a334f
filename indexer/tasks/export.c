#include "indexer/tasks/export.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "common/base/message.h"
#include "common/index/index.h"
#include "indexer/commit/sharing.h"
#include "indexer/tasks/bulk.h"

struct bulk_export {
    struct report *report;
    struct index index;
    struct bulk bulk;
    struct buffer path, text;
};

/* Makes the article's path from its root as the manifest records it, so that the path does not
 * depend on the current directory. */
static int format_article_path(struct bulk_export *bulk_export, const struct document *document)
{
    const char *root;
    int status = manifest_root(&bulk_export->index.manifest, document->root, &root);
    if (status != 0)
        return status;
    buffer_clear(&bulk_export->path);
    buffer_append_string(&bulk_export->path, root);
    if (document->path.size > 0 && root[strlen(root) - 1] != '/')
        buffer_append_byte(&bulk_export->path, '/');
    buffer_append(&bulk_export->path, document->path.data, document->path.size);
    return buffer_status(&bulk_export->path);
}

static int export_article(struct bulk_export *bulk_export, struct store_reader *store,
                          const struct document *document)
{
    bool cut = false;
    buffer_clear(&bulk_export->text);
    int status = format_article_path(bulk_export, document);
    if (status == 0)
        status = store_read(store, document->text_offset, document->text_size, &bulk_export->text);
    if (status == 0)
        status = bulk_add(&bulk_export->bulk, document,
                          (struct slice){bulk_export->path.data, bulk_export->path.size},
                          (struct slice){bulk_export->text.data, bulk_export->text.size}, &cut);
    if (status == 0 && cut) {
        char message[80];
        snprintf(message, sizeof message, _("longer than %zu bytes; truncated"),
                 (size_t)BULK_BATCH_MAX);
        report_complaint(bulk_export->report, COMPLAINT_ARTICLE, buffer_string(&bulk_export->path),
                         0, message);
    }
    bulk_export->report->articles += status == 0;
    return status;
}

static int export_documents(struct bulk_export *bulk_export, struct segment *segment,
                            struct document_reader *reader, struct store_reader *store)
{
    struct document document;
    int status = 0;
    for (uint32_t i = 0; i < segment_document_count(segment) && status == 0; i++) {
        if (segment_is_deleted(segment, i))
            continue;
        status = document_read(reader, i, &document);
        if (status == 0)
            status = export_article(bulk_export, store, &document);
    }
    return status;
}

static int export_segment(struct bulk_export *bulk_export, struct segment *segment)
{
    struct document_reader reader;
    struct store_reader store;
    int status = document_reader_init(&reader, &segment->file);
    if (status != 0)
        return status;
    status = store_reader_init(&store, &segment->file);
    if (status == 0) {
        status = export_documents(bulk_export, segment, &reader, &store);
        store_reader_release(&store);
    }
    document_reader_release(&reader);
    return status;
}

static int check_stored(const struct index *index)
{
    for (size_t i = 0; i < index->segment_count; i++)
        if (!index->segments[i].file.statistics.stored)
            return error_set(
                ERROR_INPUT,
                "'%s' does not store texts (--no-store); to export them, index without that option",
                index->directory);
    return 0;
}

/* The export of a private index is private, too. */
static int set_private_umask(const struct index *index)
{
    int directory = open(index->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return error_system("cannot open '%s'", index->directory);
    if (sharing_of(directory) == SHARING_PRIVATE)
        umask(0077);
    close(directory);
    return 0;
}

static int export_into(struct bulk_export *bulk_export, const char *folder)
{
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return error_system("cannot create '%s'", folder);
    int directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return error_system("cannot open '%s'", folder);
    bulk_init(&bulk_export->bulk, directory, folder);
    int status = bulk_write_mapping(directory, folder);
    for (size_t i = 0; i < bulk_export->index.segment_count && status == 0; i++)
        status = export_segment(bulk_export, &bulk_export->index.segments[i]);
    if (status == 0)
        status = bulk_finish(&bulk_export->bulk);
    if (status == 0)
        report_exported(bulk_export->report, folder, bulk_export->bulk.batches);
    bulk_release(&bulk_export->bulk);
    close(directory);
    return status;
}

int export_bulk(const struct options *options, struct report *report)
{
    struct bulk_export bulk_export = {.report = report};
    char *path = NULL;
    int status = index_locate(options->index, &path);
    if (status == 0)
        status = index_open(&bulk_export.index, path, analysis_fingerprint());
    free(path);
    if (status != 0)
        return status;
    status = check_stored(&bulk_export.index);
    if (status == 0)
        status = set_private_umask(&bulk_export.index);
    if (status == 0)
        status = export_into(&bulk_export, options->operand);
    buffer_release(&bulk_export.path);
    buffer_release(&bulk_export.text);
    index_close(&bulk_export.index);
    return status;
}
