#include "bench/articles.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "common/json/json_scan.h"

/* What a line fills; kept from line to line. */
struct article_parser {
    struct article article;
    struct buffer name;
    struct buffer fields[ARTICLE_FIELDS];
};

static _Noreturn void fail_reading(const char *path, const char *reason)
{
    fprintf(stderr, "%s: %s\n", path, reason);
    exit(2);
}

static int read_member(struct article_parser *article_parser, struct json_scan *scan,
                       struct slice name)
{
    static const char *const names[ARTICLE_FIELDS] = {"id", "title", "url", "date", "text"};
    size_t field = 0;
    while (field < ARTICLE_FIELDS && !slice_is(name, names[field]))
        field++;
    if (field == ARTICLE_FIELDS)
        return json_scan_skip(scan);
    struct json_value value;
    int status = json_scan_value(scan, &article_parser->fields[field], &value);
    if (status == 0 && value.shape == JSON_STRING)
        article_parser->article.fields[field] = (struct value){value.text.data, value.text.size};
    return status;
}

static int read_line(struct article_parser *article_parser, const char *line, size_t size)
{
    struct json_scan scan;
    struct slice name;
    article_parser->article = (struct article){0};
    json_scan_init(&scan, line, size);
    int status = json_scan_object(&scan);
    while (status == 0 && (status = json_scan_name(&scan, &article_parser->name, &name)) == 1)
        status = read_member(article_parser, &scan, name);
    return status == 0 ? json_scan_end(&scan) : status;
}

void articles_read(const char *path, articles_callback *callback, void *context)
{
    struct article_parser article_parser = {0};
    char *line = NULL;
    size_t capacity = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_reading(path, strerror(errno));
    for (ssize_t size; (size = getline(&line, &capacity, file)) > 0;) {
        if (read_line(&article_parser, line, (size_t)size) != 0)
            fail_reading(path, error_message());
        callback(context, &article_parser.article);
    }
    if (ferror(file))
        fail_reading(path, strerror(errno));
    fclose(file);
    free(line);
    buffer_release(&article_parser.name);
    for (size_t i = 0; i < ARTICLE_FIELDS; i++)
        buffer_release(&article_parser.fields[i]);
}
