/* What of a command line decides what is indexed and how: tasks that build one index together must
 * have the same. */
#ifndef FOUILLE_INDEXER_RECIPE_H
#define FOUILLE_INDEXER_RECIPE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"

/* --memory where none is given: an article of more than a part of it is cut. */
#define RECIPE_MEMORY ((size_t)512 << 20)

/* Adds an option (of option_table.def), with its value if it takes one, in the shell's spelling
 * behind a space, where it is one that counts. Control characters become '?'. */
void recipe_add(struct buffer *recipe, int option, const char *value);

/* At the end: the memory, where it is not the usual. 0 or ERROR_MEMORY. */
int recipe_end(struct buffer *recipe, size_t memory);

/* Whether the text is one that these could have made: the options that count and nothing else, so
 * that it does no harm in a command that is shown to be typed in. */
bool recipe_is_valid(const char *text);

/* Appends a space and the value as a word of the shell's, control characters as '?'. */
void recipe_append_quoted(struct buffer *to, const char *value);

/* Its text, once it has ended. */
static inline const char *recipe_text(const struct buffer *recipe)
{
    return recipe->data == NULL ? "" : recipe->data;
}

#endif
