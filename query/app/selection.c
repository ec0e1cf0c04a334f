#include "query/app/selection.h"

#include <stdlib.h>

#include "query/app/article.h"
#include "query/present/copies.h"

enum { FETCH_GROWTH = 4 };

struct selection {
    struct analyzer *analyzer;
    struct article_reader article;
    struct copies copies;
    bool unique;               /* no copies among the hits either */
    struct search_result kept; /* stored in the list of all hits */
};

/* Keeps the hits from number `from` on that are not copies, up to `limit` in all. */
static int keep_new_hits(struct selection *selection, const struct search_result *all, size_t from,
                         size_t limit)
{
    int status = 0;
    for (size_t i = from; i < all->count && selection->kept.count < limit && status == 0; i++) {
        bool is_new = true;
        status = article_read(&selection->article, &all->hits[i]);
        if (status == 0)
            status = article_read_body(&selection->article);
        if (status == 0)
            status = copies_check(&selection->copies, selection->analyzer,
                                  article_body(&selection->article), selection->unique, &is_new);
        if (status == 0 && is_new)
            selection->kept.hits[selection->kept.count++] = all->hits[i];
    }
    return status;
}

/* Hits come in the same order whatever the limit, so those already checked are skipped when more
 * are fetched; those kept are copied to the start of the longer list. */
static int select_unique(struct selection *selection, const struct expansion *expansion,
                         const struct search_options *options, struct search_result *result)
{
    struct search_options search = *options;
    size_t limit = options->limit == 0 ? SIZE_MAX : options->limit;
    for (size_t seen = 0;;) {
        struct search_result all;
        int status = search_run(expansion, &search, &all);
        if (status != 0)
            return status;
        bool last = search.limit == 0 || all.count < search.limit;
        struct hit *kept = selection->kept.hits;
        selection->kept.hits = all.hits;
        for (size_t i = 0; i < selection->kept.count; i++)
            all.hits[i] = kept[i];
        free(kept);
        status = keep_new_hits(selection, &all, seen, limit);
        if (status != 0 || last || selection->kept.count >= limit) {
            *result = selection->kept;
            selection->kept.hits = NULL;
            if (status != 0)
                search_result_release(result);
            return status;
        }
        seen = all.count;
        search.limit = search.limit < SIZE_MAX / FETCH_GROWTH ? search.limit * FETCH_GROWTH : 0;
    }
}

int selection_make(const struct options *options, const struct expansion *expansion,
                   struct analyzer *analyzer, struct slice original, struct search_result *result)
{
    bool is_new;
    int status = 0;
    struct search_options search = options->search;
    if (search.limit > 0 && search.limit + options->offset >= search.limit)
        search.limit += options->offset;
    if (!options->unique && original.data == NULL)
        return search_run(expansion, &search, result);
    struct selection selection = {.analyzer = analyzer, .unique = options->unique};
    article_reader_init(&selection.article, expansion);
    copies_init(&selection.copies);
    if (original.data != NULL)
        status = copies_check(&selection.copies, analyzer, original, true, &is_new);
    if (status == 0)
        status = select_unique(&selection, expansion, &search, result);
    free(selection.kept.hits);
    copies_release(&selection.copies);
    article_reader_release(&selection.article);
    return status;
}
