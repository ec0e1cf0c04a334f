#include "query/evaluate/hit_groups.h"

#include <stdlib.h>

static int compare_hit_documents(const void *one, const void *other)
{
    const struct hit *a = *(struct hit *const *)one, *b = *(struct hit *const *)other;
    if (a->segment != b->segment)
        return a->segment < b->segment ? -1 : 1;
    return (a->document > b->document) - (a->document < b->document);
}

int hit_groups_each(struct hit **hits, size_t count, hit_group_function *work, void *context)
{
    int status = 0;
    if (count > 1)
        qsort(hits, count, sizeof *hits, compare_hit_documents);
    for (size_t first = 0, end; first < count && status == 0; first = end) {
        for (end = first + 1; end < count && hits[end]->segment == hits[first]->segment;)
            end++;
        status = work(context, hits + first, end - first);
    }
    return status;
}
