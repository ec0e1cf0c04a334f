/* Reads with the source readers and keeps copies of what they hand over, for the tests here. */
#ifndef FOUILLE_TESTS_COLLECT_H
#define FOUILLE_TESTS_COLLECT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/base/error.h"
#include "common/base/file.h"
#include "common/base/utf8.h"
#include "indexer/sources/source.h"

enum { COLLECTED_MAX = 64 };

struct collected {
    char *id, *title, *url, *body;
    char published[MOMENT_TEXT_SIZE], modified[MOMENT_TEXT_SIZE];
    uint32_t ordinal;
    uint64_t hash;
};

struct collection {
    struct collected articles[COLLECTED_MAX];
    size_t count;
    size_t lines[COLLECTED_MAX]; /* of the complaints */
    char messages[COLLECTED_MAX][200];
    size_t complaints;
    size_t notice_lines[COLLECTED_MAX];
    enum article_notice notice_kinds[COLLECTED_MAX];
    char notices[COLLECTED_MAX][200];
    size_t notice_count;
    int stop_with; /* what the receiver returns */
};

static inline char *collect_copy(struct text_span span)
{
    assert_non_null(span.bytes);
    assert_int_equal(utf8_valid_prefix(span.bytes, span.size), span.size);
    char *copy = malloc(span.size + 1);
    assert_non_null(copy);
    memcpy(copy, span.bytes, span.size);
    copy[span.size] = '\0';
    return copy;
}

static inline int collect_article(void *context, const struct article *article)
{
    struct collection *collection = context;
    assert_true(collection->count < COLLECTED_MAX);
    struct collected *kept = &collection->articles[collection->count++];
    kept->id = collect_copy(article->id);
    kept->title = collect_copy(article->title);
    kept->url = collect_copy(article->url);
    kept->body = collect_copy(article->body);
    moment_print(&article->published, kept->published);
    moment_print(&article->modified, kept->modified);
    kept->ordinal = article->ordinal;
    kept->hash = article->content_hash;
    return collection->stop_with;
}

static inline void collect_complaint(void *context, size_t line, const char *message)
{
    struct collection *collection = context;
    assert_true(collection->complaints < COLLECTED_MAX);
    collection->lines[collection->complaints] = line;
    snprintf(collection->messages[collection->complaints++], sizeof collection->messages[0], "%s",
             message);
}

static inline void collect_notice(void *context, enum article_notice kind, size_t line,
                                  const char *message)
{
    struct collection *collection = context;
    assert_true(collection->notice_count < COLLECTED_MAX);
    collection->notice_lines[collection->notice_count] = line;
    collection->notice_kinds[collection->notice_count] = kind;
    snprintf(collection->notices[collection->notice_count++], sizeof collection->notices[0], "%s",
             message);
}

/* What puts articles, complaints and notices into a collection. */
static inline struct article_receiver collector(struct collection *collection)
{
    return (struct article_receiver){collect_article, collect_complaint, collect_notice,
                                     collection};
}

static inline void collect_release(struct collection *collection)
{
    for (size_t i = 0; i < collection->count; i++) {
        struct collected *kept = &collection->articles[i];
        free(kept->id);
        free(kept->title);
        free(kept->url);
        free(kept->body);
    }
    *collection = (struct collection){0};
}

/* From bytes in memory, which are copied to storage of exactly their size first. */
static inline int collect_bytes(struct collection *collection, enum source_format format,
                                const char *bytes, size_t size)
{
    struct source_reader *reader = source_reader_create(SOURCE_LIMIT);
    char *exact = malloc(size == 0 ? 1 : size);
    assert_non_null(reader);
    assert_non_null(exact);
    memcpy(exact, bytes, size);
    const struct article_receiver receiver = collector(collection);
    int status =
        source_read_bytes(reader, (struct text_span){exact, size}, format, "test", &receiver);
    free(exact);
    source_reader_destroy(reader);
    return status;
}

static inline void collect_text(struct collection *collection, enum source_format format,
                                const char *text)
{
    assert_int_equal(collect_bytes(collection, format, text, strlen(text)), 0);
}

struct expected {
    const char *text; /* the input */
    const char *title, *url, *published, *modified, *body;
};

/* Compares what was collected from a text with "id=title:body" of each article, with a separator
 * between them; releases it. */
static inline void expect_articles(struct collection *collection, const char *text,
                                   const char *separator, const char *articles)
{
    struct buffer got = {0};
    for (size_t i = 0; i < collection->count; i++) {
        const struct collected *article = &collection->articles[i];
        buffer_append_format(&got, "%s%s=%s:%s", i == 0 ? "" : separator, article->id,
                             article->title, article->body);
    }
    if (strcmp(buffer_string(&got), articles) != 0)
        print_error("%s\n", text);
    assert_string_equal(buffer_string(&got), articles);
    buffer_release(&got);
    collect_release(collection);
}

/* One input that is one article. */
static inline void expect_article(enum source_format format, const struct expected *expected)
{
    struct collection collection = {0};
    collect_text(&collection, format, expected->text);
    assert_int_equal(collection.count, 1);
    const struct collected *got = &collection.articles[0];
    const char *wanted[] = {expected->title, expected->url, expected->published, expected->modified,
                            expected->body};
    const char *found[] = {got->title, got->url, got->published, got->modified, got->body};
    for (size_t i = 0; i < 5; i++) {
        const char *want = wanted[i] == NULL ? "" : wanted[i];
        if (strcmp(found[i], want) != 0)
            print_error("in: %s\n", expected->text);
        assert_string_equal(found[i], want);
    }
    collect_release(&collection);
}

/* Reads the bytes through a pipe, which a child of this process fills at its own pace. */
static inline int collect_piped(struct collection *collection, const char *name, const char *bytes,
                                size_t size)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        file_write_all(ends[1], bytes, size, name);
        _exit(0);
    }
    close(ends[1]);
    struct source_reader *reader = source_reader_create(SOURCE_LIMIT);
    const struct article_receiver receiver = collector(collection);
    int status = source_read(reader, ends[0], source_kind_of(name), name, &receiver);
    source_reader_destroy(reader);
    close(ends[0]);
    return status;
}

#endif
