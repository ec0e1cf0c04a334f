/* The surface forms of a merge, one for each spelling. */
#ifndef FOUILLE_MERGE_FORMS_H
#define FOUILLE_MERGE_FORMS_H

#include "indexer/merge/merge_internal.h"

/* All return 0 or an error; the merge releases what was made. */

/* Lists the forms of all inputs in merge->forms. After merge_documents. */
int merge_list_forms(struct merge *merge);

/* Writes the dictionary of the forms that are left. After merge_terms. */
int merge_write_forms(struct merge *merge);

#endif
