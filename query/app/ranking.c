#include "query/app/ranking.h"

#include <string.h>

#include "common/base/error.h"

int ranking_set(const char *name, struct query_options *query, struct search_options *search)
{
    bool french = strcmp(name, "french") == 0;
    if (!french && strcmp(name, "bm25") != 0)
        return error_set(ERROR_SYNTAX, "--ranking must be french or bm25, not '%s'", name);
    query->function_weight = french ? 0.3 : 1;
    query->family_weight = french ? 0.5 : 0;
    search->early = french ? 1 : 0;
    search->form = french ? 0.2 : 0;
    return 0;
}
