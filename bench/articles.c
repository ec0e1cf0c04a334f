#include "bench/articles.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

enum { READ_SIZE = 1 << 18 };

struct article_parser {
    struct article article;
    struct value *value; /* that the next string fills; NULL if nobody wants it */
    size_t depth;
    articles_callback *callback;
    void *context;
};

static _Noreturn void fail_reading(const char *path, const char *reason)
{
    fprintf(stderr, "%s: %s\n", path, reason);
    exit(2);
}

static int on_article_open(void *context)
{
    struct article_parser *article_parser = context;
    article_parser->value = NULL;
    if (article_parser->depth++ == 0)
        for (size_t i = 0; i < ARTICLE_FIELDS; i++)
            article_parser->article.fields[i].size = 0;
    return 1;
}

static int on_article_close(void *context)
{
    struct article_parser *article_parser = context;
    if (--article_parser->depth == 0)
        article_parser->callback(article_parser->context, &article_parser->article);
    return 1;
}

static int on_article_key(void *context, const unsigned char *bytes, size_t size)
{
    static const char *const names[ARTICLE_FIELDS] = {"id", "title", "url", "date", "text"};
    struct article_parser *article_parser = context;
    article_parser->value = NULL;
    for (size_t i = 0; article_parser->depth == 1 && i < ARTICLE_FIELDS; i++)
        if (strlen(names[i]) == size && memcmp(names[i], bytes, size) == 0)
            article_parser->value = &article_parser->article.fields[i];
    return 1;
}

static int on_article_string(void *context, const unsigned char *bytes, size_t size)
{
    struct article_parser *article_parser = context;
    struct value *value = article_parser->value;
    if (value == NULL)
        return 1;
    if (value->bytes == NULL || size > value->capacity) {
        value->capacity = size * 2 + 1;
        value->bytes = realloc(value->bytes, value->capacity);
        if (value->bytes == NULL)
            fail_reading("reading", strerror(errno));
    }
    memcpy(value->bytes, bytes, size);
    value->size = size;
    return 1;
}

static const yajl_callbacks callbacks = {
    .yajl_string = on_article_string,
    .yajl_start_map = on_article_open,
    .yajl_map_key = on_article_key,
    .yajl_end_map = on_article_close,
};

void articles_read(const char *path, articles_callback *callback, void *context)
{
    struct article_parser article_parser = {.callback = callback, .context = context};
    static unsigned char block[READ_SIZE];
    FILE *file = fopen(path, "rb");
    yajl_handle parser = yajl_alloc(&callbacks, NULL, &article_parser);
    if (file == NULL || parser == NULL)
        fail_reading(path, strerror(errno));
    yajl_config(parser, yajl_allow_multiple_values, 1);
    yajl_status status = yajl_status_ok;
    size_t got;
    while (status == yajl_status_ok && (got = fread(block, 1, sizeof block, file)) > 0)
        status = yajl_parse(parser, block, got);
    if (status == yajl_status_ok)
        status = yajl_complete_parse(parser);
    if (ferror(file) || status != yajl_status_ok || article_parser.depth != 0)
        fail_reading(path, ferror(file) ? strerror(errno) : "not JSON Lines");
    yajl_free(parser);
    fclose(file);
    for (size_t i = 0; i < ARTICLE_FIELDS; i++)
        free(article_parser.article.fields[i].bytes);
}
