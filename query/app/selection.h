/* The hits that are to be shown. */
#ifndef FOUILLE_QUERY_SELECTION_H
#define FOUILLE_QUERY_SELECTION_H

#include "query/app/options.h"

/* The best hits, those that --offset passes over included; with --unique of copies the best one,
 * and without the copies of `original`, valid UTF-8, if its data is not NULL. 0, ERROR_CORRUPT or
 * ERROR_MEMORY; the caller releases the result on success. Where copies matter the bodies of all
 * hits that come before the last one are read. */
int selection_make(const struct options *options, const struct expansion *expansion,
                   struct analyzer *analyzer, struct bytes original, struct search_result *result);

#endif
