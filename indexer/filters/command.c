#include "indexer/filters/command.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/buffer.h"
#include "common/base/error.h"

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n';
}

/* Copies one argument without its quotes and appends a NUL. Returns the end of what was read, or
 * NULL if a quote is not closed. */
static const char *copy_argument(const char *at, char **to)
{
    char quote = '\0';
    for (; *at != '\0' && (quote != '\0' || !is_white(*at)); at++) {
        if (quote == '\0' && (*at == '\'' || *at == '"')) {
            quote = *at;
        } else if (quote != '\0' && *at == quote) {
            quote = '\0';
        } else {
            bool escapes = *at == '\\' && at[1] != '\0' &&
                           (quote == '\0' || (quote == '"' && (at[1] == '"' || at[1] == '\\')));
            at += escapes;
            *(*to)++ = *at;
        }
    }
    *(*to)++ = '\0';
    return quote == '\0' ? at : NULL;
}

static int split_arguments(struct command *command, const char *text)
{
    size_t count = 0;
    char *to = command->text;
    for (;;) {
        while (is_white(*text))
            text++;
        if (*text == '\0')
            break;
        if (count == COMMAND_ARGUMENTS_MAX)
            return error_set(ERROR_SYNTAX, "a command may have at most %d arguments",
                             COMMAND_ARGUMENTS_MAX);
        command->arguments[count] = to;
        text = copy_argument(text, &to);
        if (text == NULL)
            return error_set(ERROR_SYNTAX, "unterminated quote");
        if (count > 0 && strstr(command->arguments[count], "{}") != NULL)
            command->has_path_argument = true;
        count++;
    }
    return count > 0 ? 0 : error_set(ERROR_SYNTAX, "missing command");
}

static bool is_program(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

/* Searches the folders of $PATH. Only absolute ones count: an empty or relative one may lead to a
 * folder of articles, whose files must not be run. */
static int search_path(const char *name, struct buffer *path)
{
    const char *folders = getenv("PATH");
    if (folders == NULL)
        folders = "/usr/local/bin:/usr/bin:/bin";
    for (const char *at = folders; *at != '\0';) {
        size_t size = strcspn(at, ":");
        buffer_clear(path);
        buffer_append(path, at, size);
        buffer_append_byte(path, '/');
        buffer_append_string(path, name);
        if (size > 0 && at[0] == '/' && is_program(buffer_string(path)))
            return buffer_status(path);
        at += size + (at[size] == ':');
    }
    return error_set(ERROR_NOT_FOUND, "program '%s' not found", name);
}

static int find_command_program(struct command *command)
{
    struct buffer path;
    const char *name = command->arguments[0];
    int status = 0;
    buffer_init(&path);
    if (strchr(name, '/') == NULL) {
        status = search_path(name, &path);
    } else {
        buffer_append_string(&path, name);
        if (!is_program(buffer_string(&path)))
            status = error_set(ERROR_NOT_FOUND, "program '%s' not found", name);
    }
    if (status == 0) {
        command->program = buffer_detach(&path);
        status = command->program == NULL ? error_memory() : 0;
    }
    buffer_release(&path);
    return status;
}

int command_parse(struct command *command, const char *text)
{
    *command = (struct command){0};
    command->text = malloc(2 * strlen(text) + 1);
    command->arguments = calloc(COMMAND_ARGUMENTS_MAX + 1, sizeof *command->arguments);
    if (command->text == NULL || command->arguments == NULL)
        return error_memory();
    int status = split_arguments(command, text);
    return status != 0 ? status : find_command_program(command);
}

void command_release(struct command *command)
{
    free(command->program);
    free(command->text);
    free((void *)command->arguments);
    *command = (struct command){0};
}

/* Copies an argument with each {} replaced by the path. Returns the size with its NUL. If `to` is
 * NULL, only counts. */
static size_t expand_argument(char *to, const char *argument, const char *path)
{
    size_t size = 0, path_size = strlen(path);
    while (*argument != '\0') {
        bool is_placeholder = argument[0] == '{' && argument[1] == '}';
        size_t part_size = is_placeholder ? path_size : 1;
        if (to != NULL)
            memcpy(to + size, is_placeholder ? path : argument, part_size);
        size += part_size;
        argument += is_placeholder ? 2 : 1;
    }
    if (to != NULL)
        to[size] = '\0';
    return size + 1;
}

char **command_arguments(const struct command *command, const char *path)
{
    size_t count = 0, size = strlen(command->arguments[0]) + 1;
    while (command->arguments[++count] != NULL)
        size += expand_argument(NULL, command->arguments[count], path);
    char **arguments = malloc((count + 1) * sizeof *arguments + size);
    if (arguments == NULL)
        return NULL;
    char *to = (char *)(arguments + count + 1);
    for (size_t i = 0; i < count; i++) {
        arguments[i] = to;
        to += expand_argument(to, command->arguments[i], i == 0 ? "{}" : path);
    }
    arguments[count] = NULL;
    return arguments;
}
