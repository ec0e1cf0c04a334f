/* Selects the hits to be shown. */
#ifndef FOUILLE_APP_SELECTION_H
#define FOUILLE_APP_SELECTION_H

#include "common/base/slice.h"
#include "query/app/options.h"

/* Finds the best hits, including those that --offset skips; with --unique only the best of each
 * group of copies, and without copies of `original` (valid UTF-8) if its data is not NULL. Returns
 * 0, ERROR_CORRUPT or ERROR_MEMORY; the caller releases the result on success. When copies are
 * sought, reads the bodies of all hits up to the last one. */
int selection_make(const struct options *options, const struct expansion *expansion,
                   struct analyzer *analyzer, struct slice original, struct search_result *result);

#endif
