#include "bench/articles.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>

enum { READ_SIZE = 1 << 18 };

struct reading {
    struct article article;
    struct value *value; /* that the next string fills; NULL if nobody wants it */
    size_t depth;
    articles_taker *taker;
    void *context;
};

static _Noreturn void fail(const char *path, const char *why)
{
    fprintf(stderr, "%s: %s\n", path, why);
    exit(2);
}

static int on_open(void *context)
{
    struct reading *reading = context;
    reading->value = NULL;
    if (reading->depth++ == 0)
        for (size_t i = 0; i < ARTICLE_FIELDS; i++)
            reading->article.fields[i].size = 0;
    return 1;
}

static int on_close(void *context)
{
    struct reading *reading = context;
    if (--reading->depth == 0)
        reading->taker(reading->context, &reading->article);
    return 1;
}

static int on_key(void *context, const unsigned char *bytes, size_t size)
{
    static const char *const names[ARTICLE_FIELDS] = {"id", "title", "url", "date", "text"};
    struct reading *reading = context;
    reading->value = NULL;
    for (size_t i = 0; reading->depth == 1 && i < ARTICLE_FIELDS; i++)
        if (strlen(names[i]) == size && memcmp(names[i], bytes, size) == 0)
            reading->value = &reading->article.fields[i];
    return 1;
}

static int on_string(void *context, const unsigned char *bytes, size_t size)
{
    struct reading *reading = context;
    struct value *value = reading->value;
    if (value == NULL)
        return 1;
    if (value->bytes == NULL || size > value->capacity) {
        value->capacity = size * 2 + 1;
        value->bytes = realloc(value->bytes, value->capacity);
        if (value->bytes == NULL)
            fail("reading", strerror(errno));
    }
    memcpy(value->bytes, bytes, size);
    value->size = size;
    return 1;
}

static const yajl_callbacks callbacks = {
    .yajl_string = on_string,
    .yajl_start_map = on_open,
    .yajl_map_key = on_key,
    .yajl_end_map = on_close,
};

void articles_read(const char *path, articles_taker *taker, void *context)
{
    struct reading reading = {.taker = taker, .context = context};
    static unsigned char room[READ_SIZE];
    FILE *file = fopen(path, "rb");
    yajl_handle parser = yajl_alloc(&callbacks, NULL, &reading);
    if (file == NULL || parser == NULL)
        fail(path, strerror(errno));
    yajl_config(parser, yajl_allow_multiple_values, 1);
    yajl_status status = yajl_status_ok;
    size_t got;
    while (status == yajl_status_ok && (got = fread(room, 1, sizeof room, file)) > 0)
        status = yajl_parse(parser, room, got);
    if (status == yajl_status_ok)
        status = yajl_complete_parse(parser);
    if (ferror(file) || status != yajl_status_ok || reading.depth != 0)
        fail(path, ferror(file) ? strerror(errno) : "not JSON Lines");
    yajl_free(parser);
    fclose(file);
    for (size_t i = 0; i < ARTICLE_FIELDS; i++)
        free(reading.article.fields[i].bytes);
}
