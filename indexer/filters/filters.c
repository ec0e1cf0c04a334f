#include "indexer/filters/filters.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/base/error.h"

static void release_filter(struct filter *filter)
{
    free(filter->suffix);
    free(filter->output);
    command_release(&filter->command);
}

void filters_release(struct filters *filters)
{
    for (size_t i = 0; i < filters->count; i++)
        release_filter(&filters->items[i]);
    free(filters->items);
    *filters = (struct filters){0};
}

/* Skips "FORMAT:" at the start of the command. Returns its name in `formats`, the first of them if
 * there is no FORMAT, or NULL if it is unknown. */
static const char *parse_format(const char **command, const char *const *formats)
{
    size_t size = strcspn(*command, ": \t'\"\\");
    if ((*command)[size] != ':')
        return formats[0];
    for (size_t i = 0; formats[i] != NULL; i++)
        if (strlen(formats[i]) == size && memcmp(formats[i], *command, size) == 0) {
            *command += size + 1;
            return formats[i];
        }
    return NULL;
}

static int parse_filter_option(struct filter *filter, const char *text, const char *const *formats)
{
    const char *equals = strchr(text, '='), *command = equals == NULL ? NULL : equals + 1;
    if (equals == NULL || equals == text || memchr(text, '/', (size_t)(equals - text)) != NULL)
        return error_set(ERROR_SYNTAX,
                         "'%s' is not a valid filter; example: '.epub=html:pandoc -t html {}'",
                         text);
    const char *format = parse_format(&command, formats);
    if (format == NULL)
        return error_set(ERROR_SYNTAX,
                         "'%s': a filter must produce text, html, markdown, jsonl or xml", text);
    filter->suffix = strndup(text, (size_t)(equals - text));
    filter->output = strdup(format);
    if (filter->suffix == NULL || filter->output == NULL)
        return error_memory();
    return command_parse(&filter->command, command);
}

int filters_add(struct filters *filters, const char *text, const char *const *formats)
{
    struct filter filter = {0};
    struct filter *items = realloc(filters->items, (filters->count + 1) * sizeof *items);
    if (items == NULL)
        return error_memory();
    filters->items = items;
    int status = parse_filter_option(&filter, text, formats);
    if (status != 0) {
        release_filter(&filter);
        return status;
    }
    items[filters->count++] = filter;
    return 0;
}

const struct filter *filters_find(const struct filters *filters, const char *name)
{
    const struct filter *found = NULL;
    size_t size = strlen(name), longest = 0;
    for (size_t i = 0; i < filters->count; i++) {
        const char *suffix = filters->items[i].suffix;
        size_t length = strlen(suffix);
        if (length <= size && length >= longest && strcasecmp(name + size - length, suffix) == 0) {
            found = &filters->items[i];
            longest = length;
        }
    }
    return found;
}
