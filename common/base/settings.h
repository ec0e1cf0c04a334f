/* What a user has set for all runs: $FOUILLE_COLOR and its like, else lines of the file
 * $XDG_CONFIG_HOME/fouille/config (~/.config/fouille/config), as the XDG Base Directory
 * Specification has it:
 *
 *     # a comment
 *     limit = 20
 *     index = ~/presse/.fouille
 *
 * Options of a command win over both. Reading costs one open, and nothing else where there is no
 * such file.
 */
#ifndef FOUILLE_PLATFORM_SETTINGS_H
#define FOUILLE_PLATFORM_SETTINGS_H

#include "common/base/buffer.h"

enum setting {
    SETTING_COLOR,
    SETTING_COLORS,
    SETTING_INDEX,
    SETTING_LANGUAGE,
    SETTING_LIMIT,
    SETTING_COUNT
};

struct settings {
    struct buffer path, text, home; /* the file, its bytes, and a path with ~ replaced */
    const char *values[SETTING_COUNT];
};

/* Reads them. Values point into `settings` or the environment, NULL where nothing is set. The
 * caller releases, also after failure. 0; ERROR_SYNTAX naming the line that is wrong; ERROR_SYSTEM
 * when the file is there and cannot be read; ERROR_MEMORY. A file that may not be reached or opened
 * (EACCES) is as one that is not there; a byte order mark in front is passed over. */
int settings_read(struct settings *settings);
void settings_release(struct settings *settings);

/* What `setting` is called in the file. */
const char *setting_name(enum setting setting);

#endif
