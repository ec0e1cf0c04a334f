/* What a walk is to leave alone: patterns from .fouilleignore files, with gitignore's syntax and
 * meaning (gitignore(5)), and from the command line.
 *
 * Order of calls in a walk: ignore_enter for a folder, ignore_excludes for each entry in it (a
 * folder that is excluded is not entered, so nothing below it can be taken back), ignore_leave.
 * Memory: the files between the root and where the walk is.
 */
#ifndef FOUILLE_SOURCES_IGNORE_H
#define FOUILLE_SOURCES_IGNORE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"
#include "indexer/sources/walk/ignore_index.h"

#define IGNORE_FILE ".fouilleignore"

enum { IGNORE_FILE_LIMIT = 1 << 20, IGNORE_PATTERN_LIMIT = 1 << 12 };

/* All zeros: nothing is excluded. */
struct ignore {
    struct buffer rules;  /* struct ignore_rule, in the order of the files */
    struct buffer text;   /* their patterns */
    struct buffer levels; /* struct ignore_level: a folder that was entered */
    struct buffer place; /* of ignore_excludes_file: the root, a NUL, and the folder entered last */
    struct ignore_index index;
};

void ignore_release(struct ignore *ignore);

/* Adds the rules of the file in the open folder `directory`, whose path below the root is `path`
 * ("" for the root itself). 0, also without such a file; ERROR_SYSTEM when it cannot
 * be read (a link, a special file, more than IGNORE_FILE_LIMIT), and then nobody knows what is to
 * be left alone; ERROR_MEMORY. ignore_leave undoes it in any case. */
int ignore_enter(struct ignore *ignore, int directory, const char *path);
void ignore_leave(struct ignore *ignore);

/* Adds the rules of a file's text, for paths that begin with the first `base` bytes of the path of
 * its folder. 0 or ERROR_MEMORY. Patterns longer than IGNORE_PATTERN_LIMIT match nothing. */
int ignore_add(struct ignore *ignore, const char *text, size_t size, size_t base);

/* Adds one pattern, for paths below the root. 0 or ERROR_MEMORY. */
int ignore_add_pattern(struct ignore *ignore, const char *pattern);

/* Whether the last rule that speaks of this path excludes it. `path` lies below the root, in the
 * folders that were entered. O(path), and the rules that come into question (ignore_index.h). */
bool ignore_excludes(const struct ignore *ignore, const char *path, bool folder);

/* Whether a rule excludes the path or one of the folders above it. */
bool ignore_excludes_below(const struct ignore *ignore, const char *path, bool folder);

/* The same for one file or folder, without a walk: enters the folders of `path` below the root.
 * They stay entered for the next call, which reads no ignore file again of the folders that it
 * shares. 0 or an error, as ignore_enter; a folder that is not there excludes nothing. */
int ignore_excludes_file(struct ignore *ignore, const char *root, const char *path, bool folder,
                         bool *excluded);

bool ignore_is_empty(const struct ignore *ignore);

#endif
