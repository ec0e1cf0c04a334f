/* The surface forms of a merge, one for each spelling, and the fold keys that are made of them. */
#ifndef FOUILLE_MERGE_FORMS_H
#define FOUILLE_MERGE_FORMS_H

#include "indexer/merge/merge_internal.h"

/* All return 0 or an error; the merge releases what was made. */

/* Lists the forms of all inputs in merge->forms. After merge_documents. */
int merge_list_forms(struct merge *merge);

/* Writes the dictionaries of the forms that are left, and of their fold keys. After merge_terms. */
int merge_write_forms(struct merge *merge);
int merge_write_folds(struct merge *merge);

#endif
