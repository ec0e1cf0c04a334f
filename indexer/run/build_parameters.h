/* Build parameters: the options that decide what is indexed and how. All tasks that build one index
 * together must have the same. */
#ifndef FOUILLE_RUN_BUILD_PARAMETERS_H
#define FOUILLE_RUN_BUILD_PARAMETERS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"

/* The default of --memory, a build parameter because articles larger than a part of it are cut. */
#define BUILD_PARAMETERS_MEMORY ((size_t)512 << 20)

/* Appends an option (of option_table.def) if it is a build parameter: a space, the option and, if
 * it takes one, its value, quoted for the shell. Control characters become '?'. */
void build_parameters_add(struct buffer *build_parameters, int option, const char *value);

/* Ends the text, with the memory if it is not the default. 0 or ERROR_MEMORY. */
int build_parameters_finish(struct buffer *build_parameters, size_t memory);

/* Whether these functions could have made the text: it has build parameters and nothing else, so
 * that it does no harm in a command that users are shown to type in. */
bool build_parameters_are_valid(const char *text);

/* Appends a space and the value as a quoted shell word. Control characters become '?'. */
void build_parameters_append_quoted(struct buffer *to, const char *value);

/* Returns the text, after build_parameters_finish. */
static inline const char *build_parameters_text(const struct buffer *build_parameters)
{
    return build_parameters->data == NULL ? "" : build_parameters->data;
}

#endif
