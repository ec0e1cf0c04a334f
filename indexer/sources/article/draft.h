/* The storage in which the readers of whole files build an article; kept from file to file.
 *
 * A reader receives a cleared draft and fills it. Each span of the resulting article is one of
 * these buffers, or lies in `text`.
 */
#ifndef FOUILLE_ARTICLE_DRAFT_H
#define FOUILLE_ARTICLE_DRAFT_H

#include "common/base/buffer.h"
#include "common/base/error.h"
#include "indexer/sources/article/article.h"

struct draft {
    struct buffer text; /* the file as UTF-8, line ends as \n */
    struct buffer title;
    struct buffer url;
    struct buffer body;
    struct moment published;
    struct moment modified;
};

static inline void draft_init(struct draft *draft)
{
    *draft = (struct draft){0};
}

static inline void draft_clear(struct draft *draft)
{
    buffer_clear(&draft->text);
    buffer_clear(&draft->title);
    buffer_clear(&draft->url);
    buffer_clear(&draft->body);
    draft->published = draft->modified = (struct moment){.zone = MOMENT_NO_ZONE};
}

static inline void draft_release(struct draft *draft)
{
    buffer_release(&draft->text);
    buffer_release(&draft->title);
    buffer_release(&draft->url);
    buffer_release(&draft->body);
}

/* 0, or ERROR_MEMORY if an append to any of them failed. */
static inline int draft_status(const struct draft *draft)
{
    const struct buffer *all[] = {&draft->text, &draft->title, &draft->url, &draft->body};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (buffer_status(all[i]) != 0)
            return ERROR_MEMORY;
    return 0;
}

#endif
