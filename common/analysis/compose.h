/* One spelling of what may be spelt with composed letters or with marks behind plain ones: names of
 * files, which some systems keep one way, some the other (NFC, NFD). */
#ifndef FOUILLE_ANALYSIS_COMPOSE_H
#define FOUILLE_ANALYSIS_COMPOSE_H

#include "common/base/buffer.h"

/* Appends a path, or a pattern for paths, in composed form (NFC). Bytes that are not UTF-8 stay as
 * they are. Names are short: of one over 1 KiB, pieces of about that are composed by themselves.
 * O(size); nothing is appended behind a failure, which the buffer keeps. */
void compose_path(struct buffer *to, const char *path, size_t size);

/* Whether composing would change nothing, seen at once: all is ASCII. O(size). */
bool compose_is_plain(const char *path, size_t size);

#endif
