#include "common/base/settings.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/file.h"
#include "common/base/path.h"
#include "common/base/slice.h"

enum { FILE_SIZE_MAX = 1 << 16 };

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static const struct {
    const char *name, *variable;
} setting_table[SETTING_COUNT] = {
    [SETTING_COLOR] = {"color", "FOUILLE_COLOR"},
    [SETTING_COLORS] = {"colors", "FOUILLE_COLORS"},
    [SETTING_INDEX] = {"index", NULL},       /* index_locate reads $FOUILLE_INDEX */
    [SETTING_LANGUAGE] = {"language", NULL}, /* message.c reads $FOUILLE_LANGUAGE */
    [SETTING_LIMIT] = {"limit", "FOUILLE_LIMIT"},
};

const char *setting_name(enum setting setting)
{
    assert((unsigned)setting < SETTING_COUNT);
    return setting_table[setting].name;
}

/* --- the file --- */

/* Appends the path of the file; nothing if neither variable gives a folder. */
static void append_config_path(struct buffer *path)
{
    const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    if (folder != NULL && folder[0] == '/') {
        path_append(path, slice_of(folder));
    } else if (home != NULL && home[0] == '/') {
        path_append(path, slice_of(home));
        path_append(path, slice_of(".config"));
    } else {
        return;
    }
    path_append(path, slice_of("fouille/config"));
}

/* A home that may not be entered is another user's (`su -p`, containers): nobody asked for this
 * file, so it counts as missing. */
static bool counts_as_missing(int error)
{
    return error == ENOENT || error == ENOTDIR || error == EACCES;
}

static int read_config(struct settings *settings)
{
    append_config_path(&settings->path);
    if (settings->path.size == 0)
        return buffer_status(&settings->path);
    const char *path = buffer_string(&settings->path);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return counts_as_missing(errno) ? 0 : error_system("cannot open '%s'", path);
    int status = file_read_all(descriptor, &settings->text, FILE_SIZE_MAX, path);
    close(descriptor);
    return status;
}

/* --- its lines --- */

static char *trim(char *text)
{
    text += strspn(text, " \t\r");
    for (size_t size = strlen(text); size > 0 && strchr(" \t\r", text[size - 1]) != NULL; size--)
        text[size - 1] = '\0';
    return text;
}

/* Returns where the value of a setting is kept; NULL when the name is unknown. */
static const char **find_value(struct settings *settings, const char *name)
{
    for (int i = 0; i < SETTING_COUNT; i++)
        if (strcmp(name, setting_table[i].name) == 0)
            return &settings->values[i];
    return NULL;
}

static int parse_setting(struct settings *settings, char *line, unsigned number)
{
    line = trim(line);
    char *sign = strchr(line, '=');
    if (line[0] == '#' || line[0] == '\0')
        return 0;
    if (sign != NULL)
        *sign = '\0';
    const char **value = sign == NULL ? NULL : find_value(settings, trim(line));
    if (value == NULL)
        return error_set(ERROR_SYNTAX,
                         "'%s', line %u: expected NAME = VALUE, where NAME is color, colors, "
                         "index, language or limit",
                         buffer_string(&settings->path), number);
    *value = trim(sign + 1);
    return 0;
}

static int parse_settings(struct settings *settings)
{
    buffer_append_byte(&settings->text, '\0');
    int status = buffer_status(&settings->text);
    unsigned number = 1;
    struct slice text = {settings->text.data, settings->text.size};
    size_t mark = slice_starts_with(text, slice_of(BYTE_ORDER_MARK)) ? 3 : 0;
    for (char *line = settings->text.data == NULL ? NULL : settings->text.data + mark;
         line != NULL && status == 0; number++) {
        char *end = strchr(line, '\n');
        if (end != NULL)
            *end++ = '\0';
        status = parse_setting(settings, line, number);
        line = end;
    }
    return status;
}

/* ~/presse → /home/anne/presse */
static void expand_home(struct settings *settings)
{
    const char *index = settings->values[SETTING_INDEX], *home = getenv("HOME");
    if (index == NULL || strncmp(index, "~/", 2) != 0 || home == NULL)
        return;
    buffer_append_string(&settings->home, home);
    buffer_append_string(&settings->home, index + 1);
    settings->values[SETTING_INDEX] = buffer_string(&settings->home);
}

int settings_read(struct settings *settings)
{
    *settings = (struct settings){0};
    int status = read_config(settings);
    if (status == 0 && settings->text.size > 0)
        status = parse_settings(settings);
    expand_home(settings);
    for (int i = 0; i < SETTING_COUNT; i++) {
        const char *value =
            setting_table[i].variable == NULL ? NULL : getenv(setting_table[i].variable);
        if (value != NULL && value[0] != '\0')
            settings->values[i] = value;
        if (settings->values[i] != NULL && settings->values[i][0] == '\0')
            settings->values[i] = NULL;
    }
    return status != 0 ? status : buffer_status(&settings->home);
}

void settings_release(struct settings *settings)
{
    buffer_release(&settings->path);
    buffer_release(&settings->text);
    buffer_release(&settings->home);
}
