#include "query/app/selection.h"

#include <stdlib.h>

#include "query/app/article.h"
#include "query/present/copies.h"

enum { FETCHED_MORE = 4 };

struct choice {
    struct analyzer *analyzer;
    struct article_reader article;
    struct copies copies;
    bool unique;               /* no copies among the hits either */
    struct search_result kept; /* stored in the list of all hits */
};

/* Keeps the hits from number `from` on that are not copies, up to `limit` in all. */
static int choose(struct choice *choice, const struct search_result *all, size_t from, size_t limit)
{
    int status = 0;
    for (size_t i = from; i < all->count && choice->kept.count < limit && status == 0; i++) {
        bool is_new = true;
        status = article_read(&choice->article, &all->hits[i]);
        if (status == 0)
            status = article_read_body(&choice->article);
        if (status == 0)
            status = copies_look(&choice->copies, choice->analyzer, article_body(&choice->article),
                                 choice->unique, &is_new);
        if (status == 0 && is_new)
            choice->kept.hits[choice->kept.count++] = all->hits[i];
    }
    return status;
}

/* Hits come in the same order whatever the limit, so those already checked are skipped when more
 * are fetched; those kept are copied to the start of the longer list. */
static int select_unique(struct choice *choice, const struct expansion *expansion,
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
        struct hit *kept = choice->kept.hits;
        choice->kept.hits = all.hits;
        for (size_t i = 0; i < choice->kept.count; i++)
            all.hits[i] = kept[i];
        free(kept);
        status = choose(choice, &all, seen, limit);
        if (status != 0 || last || choice->kept.count >= limit) {
            *result = choice->kept;
            choice->kept.hits = NULL;
            if (status != 0)
                search_result_release(result);
            return status;
        }
        seen = all.count;
        search.limit = search.limit < SIZE_MAX / FETCHED_MORE ? search.limit * FETCHED_MORE : 0;
    }
}

int selection_make(const struct options *options, const struct expansion *expansion,
                   struct analyzer *analyzer, struct bytes original, struct search_result *result)
{
    bool is_new;
    int status = 0;
    struct search_options search = options->search;
    if (search.limit > 0 && search.limit + options->offset >= search.limit)
        search.limit += options->offset;
    if (!options->unique && original.data == NULL)
        return search_run(expansion, &search, result);
    struct choice choice = {.analyzer = analyzer, .unique = options->unique};
    article_reader_init(&choice.article, expansion);
    copies_init(&choice.copies);
    if (original.data != NULL)
        status = copies_look(&choice.copies, analyzer, original, true, &is_new);
    if (status == 0)
        status = select_unique(&choice, expansion, &search, result);
    free(choice.kept.hits);
    copies_release(&choice.copies);
    article_reader_release(&choice.article);
    return status;
}
