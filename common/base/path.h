/* Paths as bytes, '/' between their parts. */
#ifndef FOUILLE_BASE_PATH_H
#define FOUILLE_BASE_PATH_H

#include <stdbool.h>

#include "common/base/buffer.h"
#include "common/base/slice.h"

/* Appends a part to a path, with a '/' between them unless the path is empty or ends in one. */
void path_append(struct buffer *path, struct slice part);

/* What stands after the last '/'; all of it when there is none. */
const char *path_base_name(const char *path);

/* How many bytes of `path` name the folder that holds it: 1 of "a/b", 1 of "/a" (the root), 0 when
 * there is no '/'. */
size_t path_folder_size(struct slice path);

/* Whether `path` is `folder` or lies below it. Neither is normalised. */
bool path_is_within(struct slice path, struct slice folder);

#endif
