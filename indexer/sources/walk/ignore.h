/* What a walk skips: patterns from .fouilleignore files, with the syntax and meaning of
 * gitignore(5), and from the command line.
 *
 * Order of calls in a walk: ignore_enter for a folder, ignore_excludes for each entry in it (an
 * excluded folder is not entered, so nothing below it can be re-included), ignore_leave. Memory:
 * the ignore files of the folders between the root and the current one.
 */
#ifndef FOUILLE_WALK_IGNORE_H
#define FOUILLE_WALK_IGNORE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"
#include "common/base/vector.h"
#include "indexer/sources/walk/ignore_index.h"

#define IGNORE_FILE ".fouilleignore"

enum { IGNORE_FILE_LIMIT = 1 << 20, IGNORE_PATTERN_LIMIT = 1 << 12 };

struct ignore_rule;
struct ignore_level;

/* All zeros: nothing is excluded. */
struct ignore {
    VECTOR(struct ignore_rule) rules;   /* in the order in which they were read */
    struct buffer text;                 /* their patterns */
    VECTOR(struct ignore_level) levels; /* the folders entered */
    struct buffer previous; /* for ignore_excludes_file: the root, a NUL, and its last path */
    struct ignore_index index;
};

void ignore_release(struct ignore *ignore);

/* Adds the rules of the ignore file in the open folder `directory`, whose path below the root is
 * `path` ("" for the root itself). 0, also if there is no such file; ERROR_SYSTEM when it cannot be
 * read (a link, a special file, more than IGNORE_FILE_LIMIT bytes), so that it is unknown what to
 * skip; ERROR_MEMORY. Call ignore_leave in any case. */
int ignore_enter(struct ignore *ignore, int directory, const char *path);
void ignore_leave(struct ignore *ignore);

/* Adds the rules in the text of a file. Their paths are relative to a folder whose path, with a
 * slash after it, has `base` bytes. 0 or ERROR_MEMORY. Patterns longer than IGNORE_PATTERN_LIMIT
 * match nothing. */
int ignore_add(struct ignore *ignore, const char *text, size_t size, size_t base);

/* Adds one pattern, for paths below the root. 0 or ERROR_MEMORY. */
int ignore_add_pattern(struct ignore *ignore, const char *pattern);

/* Whether the last rule that matches this path excludes it. `path` is relative to the root and lies
 * in the folders entered. O(length of the path), plus the candidate rules (ignore_index.h). */
bool ignore_excludes(const struct ignore *ignore, const char *path, bool folder);

/* Whether a rule excludes the path or one of the folders above it. */
bool ignore_excludes_or_parent(const struct ignore *ignore, const char *path, bool folder);

/* Like ignore_excludes_or_parent, for one file or folder without a walk: enters the folders of
 * `path` below the root. They remain entered for the next call, which does not read the ignore
 * files of shared folders again. 0 or an error, as ignore_enter; a folder that does not exist
 * excludes nothing. */
int ignore_excludes_file(struct ignore *ignore, const char *root, const char *path, bool folder,
                         bool *excluded);

bool ignore_is_empty(const struct ignore *ignore);

#endif
