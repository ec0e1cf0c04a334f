/* Reads JSON Lines of articles for the measurements, with the scanner that the indexer uses. */
#ifndef FOUILLE_BENCH_ARTICLES_H
#define FOUILLE_BENCH_ARTICLES_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct value {
    const char *bytes; /* UTF-8, not NUL-terminated */
    size_t size;
};

enum { ARTICLE_ID, ARTICLE_TITLE, ARTICLE_URL, ARTICLE_DATE, ARTICLE_TEXT, ARTICLE_FIELDS };

/* Fields that a line does not have are empty. */
struct article {
    struct value fields[ARTICLE_FIELDS];
};

/* Called for each article in turn, which is valid only until it returns. */
typedef void articles_callback(void *context, const struct article *article);

/* Ends the program with status 2 when the file cannot be read, or is not JSON Lines. */
void articles_read(const char *path, articles_callback *callback, void *context);

#ifdef __cplusplus
}
#endif

#endif
