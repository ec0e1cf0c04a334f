/* One spelling for file names: letters with accents may be composed (NFC), or plain letters
 * followed by marks (NFD), and systems differ in which they store. */
#ifndef FOUILLE_ANALYSIS_COMPOSE_H
#define FOUILLE_ANALYSIS_COMPOSE_H

#include "common/base/buffer.h"

/* Appends a path, or a pattern for paths, in composed form (NFC). Bytes that are not UTF-8 stay as
 * they are. A name over 1 KiB is composed in separate pieces of about that size. O(size); nothing
 * is appended after a failure, which is sticky in the buffer. */
void compose_path(struct buffer *to, const char *path, size_t size);

/* Whether the path is all ASCII, so that composing would change nothing. O(size). */
bool compose_is_plain(const char *path, size_t size);

#endif
