/* What the two programs of this folder share: a small index in a folder of its own, and a reader
 * that touches all of it. */
#ifndef FOUILLE_TESTS_SAMPLE_H
#define FOUILLE_TESTS_SAMPLE_H

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/slice.h"
#include "common/index/index.h"
#include "common/index/index_check.h"
#include "common/index/index_folder.h"
#include "indexer/commit/transaction.h"
#include "indexer/invert/builder.h"

struct sample {
    char path[4200]; /* of the index directory */
    int directory;
};

static inline void sample_fail(const char *what)
{
    fprintf(stderr, "corrupt: %s: %s\n", what, error_message());
    exit(1);
}

/* --- making one --- */

static inline void sample_folder(struct sample *sample)
{
    strcpy(sample->path, "/dev/shm/fouille-corrupt-XXXXXX");
    if (mkdtemp(sample->path) == NULL) {
        strcpy(sample->path, "/tmp/fouille-corrupt-XXXXXX");
        if (mkdtemp(sample->path) == NULL)
            sample_fail("cannot make a folder");
    }
    sample->directory = open(sample->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static inline void sample_add(struct builder *builder, unsigned number)
{
    static const char *const words[] = {"rivière", "rivières", "riviere", "paix",
                                        "l'école", "chats",    "Chat",    "évènement"};
    char path[24], title[40], body[400];
    snprintf(path, sizeof path, "articles/%04u.txt", number);
    snprintf(title, sizeof title, "La %s", words[number % 8]);
    size_t size = 0;
    for (unsigned i = 0; i < 3 + number % 5; i++)
        size += (size_t)snprintf(body + size, sizeof body - size, "la paix des %s, ",
                                 words[(number * i + i) % 8]);
    struct document document = {
        .path = {path, strlen(path)},
        .title = {number % 3 == 0 ? title : NULL, number % 3 == 0 ? strlen(title) : 0},
        .url = {"https://a.fr/", number % 2 ? 13 : 0},
        .file = {.size = size, .again = number % 5 == 0},
        .content_hash = number * 0x9e3779b97f4a7c15};
    if (number % 4 == 0)
        document.published =
            (struct moment){.day = 19000, .second = 3600, .zone = 60, .precision = MOMENT_MINUTE};
    if (builder_add(builder, &document, (struct slice){body, size}) != 0)
        sample_fail("cannot add an article");
}

/* Deletes the second document, and stamps the first. */
static inline void sample_amend(const struct transaction *transaction,
                                struct manifest_segment *entry)
{
    unsigned char deleted[64] = {2};
    const struct stamp stamp = {.file = {.size = 1}};
    char name[SEGMENT_NAME_SIZE];
    transaction_amendments_name(transaction, 0, name);
    if (entry->documents < 2 || entry->documents > 8 * sizeof deleted ||
        amendments_write(transaction->directory, name,
                         &(struct amendments_content){deleted, &stamp, 1}, entry) != 0)
        sample_fail("cannot amend a segment");
}

/* Builds an index of `segments` segments with `documents` documents each. Of several the last
 * is amended. */
static inline void sample_build(struct sample *sample, unsigned segments, unsigned documents)
{
    struct transaction transaction;
    struct analyzer *analyzer = analyzer_create();
    struct builder *builder = malloc(sizeof *builder);
    sample_folder(sample);
    if (builder == NULL || analyzer == NULL || transaction_begin(&transaction, sample->path) != 0)
        sample_fail("cannot begin");
    transaction.next.fingerprint = analysis_fingerprint();
    if (manifest_add_root(&transaction.next, ".") != 0)
        sample_fail("cannot add a root");
    for (unsigned i = 0; i < segments; i++) {
        struct manifest_segment entry;
        char name[SEGMENT_NAME_SIZE];
        transaction_segment_name(&transaction, i, name);
        if (builder_open(builder, analyzer, transaction.directory, name, true) != 0)
            sample_fail("cannot open a segment");
        for (unsigned k = 0; k < documents; k++)
            sample_add(builder, i * documents + k);
        if (builder_finish(builder, &entry) != 0)
            sample_fail("cannot finish a segment");
        if (i > 0 && i + 1 == segments)
            sample_amend(&transaction, &entry);
        if (manifest_add_segment(&transaction.next, &entry) != 0)
            sample_fail("cannot finish a segment");
    }
    if (transaction_commit(&transaction) != 0)
        sample_fail("cannot commit");
    analyzer_destroy(analyzer);
    free(builder);
}

static inline void sample_remove(struct sample *sample)
{
    struct manifest manifest;
    if (manifest_read(&manifest, sample->directory, sample->path) == 0)
        for (size_t i = 0; i < manifest.segment_count; i++) {
            unlinkat(sample->directory, manifest.segments[i].name, 0);
            if (manifest.segments[i].amendments.name[0] != '\0')
                unlinkat(sample->directory, manifest.segments[i].amendments.name, 0);
        }
    manifest_release(&manifest);
    unlinkat(sample->directory, MANIFEST_NAME, 0);
    unlinkat(sample->directory, "LOCK", 0);
    unlinkat(sample->directory, FOLDER_MARK, 0);
    unlinkat(sample->directory, "CACHEDIR.TAG", 0);
    close(sample->directory);
    rmdir(sample->path);
}

/* --- files --- */

static inline void sample_read(const struct sample *sample, const char *name, struct buffer *bytes)
{
    int descriptor = openat(sample->directory, name, O_RDONLY | O_CLOEXEC);
    buffer_init(bytes);
    if (descriptor < 0 || file_read_all(descriptor, bytes, SIZE_MAX, name) != 0)
        sample_fail(name);
    close(descriptor);
}

static inline void sample_write(int descriptor, const void *bytes, size_t size, size_t at)
{
    if (pwrite(descriptor, bytes, size, (off_t)at) != (ssize_t)size)
        sample_fail("cannot write");
}

static inline int sample_open(const struct sample *sample, const char *name)
{
    int descriptor = openat(sample->directory, name, O_RDWR | O_CLOEXEC);
    if (descriptor < 0)
        sample_fail(name);
    return descriptor;
}

/* --- reading all of it, as searches would --- */

/* Hashes what was read (FNV-1a), so that one number tells whether two readings are the same. */
static inline void digest_add(uint64_t *digest, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++)
        *digest = (*digest ^ at[i]) * UINT64_C(0x100000001b3);
}

static inline int read_postings(struct segment *segment, const struct term_entry *entry, bool title,
                                uint64_t *digest)
{
    static struct postings_cursor cursor;
    int status = postings_open(&cursor, &segment->file, entry);
    while (status == 0 && postings_next(&cursor) != POSTINGS_END) {
        uint32_t tf = postings_frequency(&cursor), document = cursor.document;
        bool damaged = false;
        uint32_t length = title ? segment_title_length(segment, document, &damaged)
                                : segment_length(segment, document, &damaged);
        if (damaged || tf > length)
            return error_set(ERROR_CORRUPT, "a frequency exceeds the length");
        digest_add(digest, &document, sizeof document);
        digest_add(digest, &tf, sizeof tf);
        digest_add(digest, &length, sizeof length);
        if (title || tf > 1 << 20)
            continue;
        uint32_t *values = malloc(tf * sizeof *values); /* exactly: a sanitizer is watching */
        postings_positions(&cursor, values);
        digest_add(digest, values, tf * sizeof *values);
        postings_ranks(&cursor, values);
        digest_add(digest, values, tf * sizeof *values);
        free(values);
    }
    struct impacts impacts;
    if (status == 0)
        status = postings_status(&cursor);
    return status == 0 ? postings_impacts(&segment->file, entry, &impacts) : status;
}

static inline int sample_read_terms(struct segment *segment, uint64_t *digest)
{
    struct key_cursor cursor;
    struct term_entry entry = {0};
    int status = key_cursor_open(&cursor, &segment->terms, 0) || !cursor.damaged ? 0 : -1;
    while (status == 0 && (status = term_next(&cursor, &entry)) == 1) {
        struct term_entry found;
        digest_add(digest, cursor.key, cursor.key_size);
        status = term_find(&segment->terms, cursor.key, cursor.key_size, &found);
        if (status == 1)
            status = read_postings(segment, &found, cursor.key[0] == FIELD_TITLE, digest);
        else if (status == 0)
            status = error_set(ERROR_CORRUPT, "a term is not found");
    }
    return status;
}

static inline int read_forms(struct segment *segment, uint64_t *digest)
{
    struct key_cursor cursor;
    struct form_entry form;
    int status = form_seek(&cursor, &segment->forms, "", 0);
    while (status == 0 && (status = form_next(&cursor, &form)) == 1) {
        digest_add(digest, form.surface, form.surface_size);
        digest_add(digest, form.folded, form.folded_size);
        digest_add(digest, &form.term, sizeof form.term);
        digest_add(digest, &form.rank, sizeof form.rank);
        digest_add(digest, &form.count, sizeof form.count);
        status = 0;
    }
    return status;
}

static inline int read_documents(struct index *index, struct segment *segment, uint64_t *digest)
{
    static struct store_reader store;
    struct document_reader documents;
    struct buffer text = {0};
    if (store_reader_init(&store, &segment->file) != 0 ||
        document_reader_init(&documents, &segment->file) != 0)
        sample_fail("cannot read");
    int status = 0;
    for (uint32_t i = 0; i < segment_document_count(segment) && status == 0; i++) {
        struct document document;
        char published[MOMENT_TEXT_SIZE];
        status = document_read(&documents, i, &document);
        if (status != 0)
            break;
        buffer_clear(&text);
        index_document_path(index, &document, &text);
        buffer_append_string(&text, moment_print(&document.published, published));
        buffer_append(&text, document.title.data, document.title.size);
        buffer_append(&text, document.url.data, document.url.size);
        buffer_append(&text, document.id.data, document.id.size);
        status = store_read(&store, document.text_offset, document.text_size, &text);
        digest_add(digest, text.data, text.size);
    }
    buffer_release(&text);
    store_reader_release(&store);
    document_reader_release(&documents);
    return status;
}

/* Opens the index, reads all that is in it without asking for a check first, and closes it. 0 with
 * a digest, or an error. */
static inline int read_everything(const struct sample *sample, uint64_t *digest)
{
    struct index index;
    *digest = UINT64_C(0xcbf29ce484222325);
    int status = index_open(&index, sample->path, analysis_fingerprint());
    if (status != 0)
        return status;
    for (size_t i = 0; i < index.segment_count && status == 0; i++) {
        status = sample_read_terms(&index.segments[i], digest);
        if (status == 0)
            status = read_forms(&index.segments[i], digest);
        if (status == 0)
            status = read_documents(&index, &index.segments[i], digest);
    }
    index_close(&index);
    return status;
}

/* Opens and checks, as fouille-index --check does. */
static inline int check_everything(const struct sample *sample)
{
    struct index index;
    uint64_t documents;
    int status = index_open(&index, sample->path, analysis_fingerprint());
    if (status != 0)
        return status;
    status = index_check(&index, &documents);
    index_close(&index);
    return status;
}

#endif
