/* A user's settings for all runs: $FOUILLE_COLOR and the like, else lines of the file
 * $XDG_CONFIG_HOME/fouille/config (~/.config/fouille/config), after the XDG Base Directory
 * Specification:
 *
 *     # a comment
 *     limit = 20
 *     index = ~/presse/.fouille
 *
 * Options on the command line override both. Without such a file, reading costs one open.
 */
#ifndef FOUILLE_BASE_SETTINGS_H
#define FOUILLE_BASE_SETTINGS_H

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

/* Reads the settings. Values point into `settings` or the environment; NULL where nothing is set.
 * The caller releases them, also after failure. Returns 0; ERROR_SYNTAX naming the line that is
 * wrong; ERROR_SYSTEM when the file exists and cannot be read; ERROR_INPUT when it is larger than
 * 64 KiB; ERROR_MEMORY. A file that may not be reached or opened (EACCES) counts as missing; a
 * leading byte order mark is skipped. */
int settings_read(struct settings *settings);
void settings_release(struct settings *settings);

/* Returns the name of `setting` in the file. */
const char *setting_name(enum setting setting);

#endif
