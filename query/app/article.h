/* Reads the articles of hits: record, path, body. */
#ifndef FOUILLE_QUERY_ARTICLE_H
#define FOUILLE_QUERY_ARTICLE_H

#include "query/present/body.h"
#include "query/search/search.h"
#include "query/terms/expand.h"

/* The article that was read last. */
struct article_reader {
    struct index *index;
    struct index_documents *documents; /* the expansion's */
    uint32_t segment;                  /* of the article */
    struct body_reader bodies;
    struct document document;
    struct buffer path; /* as the user can open it */
    struct buffer body; /* valid UTF-8 */
};

/* The expansion has documents, and outlives the reader. */
void article_reader_init(struct article_reader *reader, const struct expansion *expansion);
void article_reader_release(struct article_reader *reader);

/* Reads record and path of a hit; the body, when it is wanted, next. 0, ERROR_CORRUPT or
 * ERROR_MEMORY. */
int article_read(struct article_reader *reader, const struct hit *hit);
int article_read_body(struct article_reader *reader);

/* The body, or the title as far as it is UTF-8; never NULL. */
struct bytes article_body(const struct article_reader *reader);
struct bytes article_title(const struct article_reader *reader);

#endif
