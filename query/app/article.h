/* Reads the articles of hits: record, path, body. */
#ifndef FOUILLE_APP_ARTICLE_H
#define FOUILLE_APP_ARTICLE_H

#include "common/base/slice.h"
#include "query/present/body.h"
#include "query/search/search.h"
#include "query/terms/expand.h"

/* The last article that was read. */
struct article_reader {
    struct index *index;
    struct index_documents *documents; /* those of the expansion */
    uint32_t segment;                  /* of the article */
    struct body_reader bodies;
    struct document document;
    struct buffer path; /* as the user can open it, with a NUL after it */
    struct buffer body; /* valid UTF-8 */
};

/* The expansion must have documents and outlive the reader. */
void article_reader_init(struct article_reader *reader, const struct expansion *expansion);
void article_reader_release(struct article_reader *reader);

/* article_read reads the record and path of a hit; then article_read_body, if wanted, its body.
 * Return 0, ERROR_CORRUPT or ERROR_MEMORY. */
int article_read(struct article_reader *reader, const struct hit *hit);
int article_read_body(struct article_reader *reader);

/* The path, NUL-terminated; the body; the title, cut before the first invalid UTF-8. Their data is
 * never NULL. */
struct slice article_path(const struct article_reader *reader);
struct slice article_body(const struct article_reader *reader);
struct slice article_title(const struct article_reader *reader);

#endif
