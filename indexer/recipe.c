#include "recipe.h"

#include "help.h"

static const int counting[] = {
    OPTION_EXCLUDE,  OPTION_INCLUDE,  OPTION_FILTER, OPTION_FILTER_TIME, OPTION_FILTER_MEMORY,
    OPTION_ENCODING, OPTION_NO_STORE, OPTION_SHARED, OPTION_PRIVATE,     OPTION_INCLUDE_PRIVATE};

static void append_quoted(struct buffer *recipe, const char *value)
{
    buffer_append_string(recipe, " '");
    for (; *value != '\0'; value++)
        if (*value == '\'')
            buffer_append_string(recipe, "'\\''");
        else
            buffer_append_byte(recipe, (unsigned char)*value < ' ' ? '?' : (unsigned char)*value);
    buffer_append_byte(recipe, '\'');
}

static void append_option(struct buffer *recipe, int option, const char *value)
{
    for (size_t i = 0; i < index_option_count; i++) {
        const struct option_row *row = &index_options[i];
        if (row->code != option)
            continue;
        buffer_append_format(recipe, " --%s", row->name);
        if (row->value != NULL)
            append_quoted(recipe, value);
    }
}

void recipe_add(struct buffer *recipe, int option, const char *value)
{
    for (size_t i = 0; i < sizeof counting / sizeof *counting; i++)
        if (counting[i] == option)
            append_option(recipe, option, value);
}

int recipe_end(struct buffer *recipe, size_t memory)
{
    if (memory != RECIPE_MEMORY)
        buffer_append_format(recipe, " --memory %zu", memory);
    buffer_append_byte(recipe, 0);
    return buffer_status(recipe);
}
