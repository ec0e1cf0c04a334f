#include "indexer/run/build_parameters.h"

#include <string.h>

#include "indexer/run/help.h"

static const int parameter_options[] = {
    OPTION_EXCLUDE,       OPTION_INCLUDE,         OPTION_FILTER,      OPTION_FILTER_TIME,
    OPTION_FILTER_MEMORY, OPTION_ENCODING,        OPTION_NO_STORE,    OPTION_SHARED,
    OPTION_PRIVATE,       OPTION_INCLUDE_PRIVATE, OPTION_WHOLE_PAGES, OPTION_MAP};

void build_parameters_append_quoted(struct buffer *build_parameters, const char *value)
{
    buffer_append_string(build_parameters, " '");
    for (; *value != '\0'; value++)
        if (*value == '\'')
            buffer_append_string(build_parameters, "'\\''");
        else
            buffer_append_byte(build_parameters,
                               (unsigned char)*value < ' ' ? '?' : (unsigned char)*value);
    buffer_append_byte(build_parameters, '\'');
}

static void append_option(struct buffer *build_parameters, int option, const char *value)
{
    for (size_t i = 0; i < index_option_count; i++) {
        const struct option_row *row = &index_options[i];
        if (row->code != option)
            continue;
        buffer_append_format(build_parameters, " --%s", row->name);
        if (row->value != NULL)
            build_parameters_append_quoted(build_parameters, value);
    }
}

void build_parameters_add(struct buffer *build_parameters, int option, const char *value)
{
    for (size_t i = 0; i < sizeof parameter_options / sizeof *parameter_options; i++)
        if (parameter_options[i] == option)
            append_option(build_parameters, option, value);
}

int build_parameters_finish(struct buffer *build_parameters, size_t memory)
{
    if (memory != BUILD_PARAMETERS_MEMORY)
        buffer_append_format(build_parameters, " --memory %zu", memory);
    buffer_append_byte(build_parameters, 0);
    return buffer_status(build_parameters);
}

/* Returns the end of a quoted value and the space before it; NULL when there is none at `at`. */
static const char *skip_quoted_value(const char *at)
{
    if (strncmp(at, " '", 2) != 0)
        return NULL;
    for (at += 2; *at != '\0'; at++) {
        if ((unsigned char)*at < ' ')
            return NULL;
        if (*at != '\'')
            continue;
        if (strncmp(at, "'\\''", 4) != 0)
            return at + 1;
        at += 3;
    }
    return NULL;
}

/* Returns the end of a build parameter, with its value if it takes one; NULL when there is none. */
static const char *skip_option(const char *at)
{
    for (size_t i = 0; i < sizeof parameter_options / sizeof *parameter_options; i++)
        for (size_t k = 0; k < index_option_count; k++) {
            const struct option_row *row = &index_options[k];
            size_t size = row->name == NULL ? 0 : strlen(row->name);
            if (row->code != parameter_options[i] || strncmp(at, " --", 3) != 0 ||
                strncmp(at + 3, row->name, size) != 0 ||
                (at[3 + size] != ' ' && at[3 + size] != '\0'))
                continue;
            return row->value != NULL ? skip_quoted_value(at + 3 + size) : at + 3 + size;
        }
    return NULL;
}

bool build_parameters_are_valid(const char *text)
{
    static const char memory[] = " --memory ";
    const char *past;
    while (*text != '\0' && (past = skip_option(text)) != NULL)
        text = past;
    if (*text == '\0')
        return true;
    if (strncmp(text, memory, sizeof memory - 1) != 0)
        return false;
    text += sizeof memory - 1;
    return *text != '\0' && strspn(text, "0123456789") == strlen(text);
}
