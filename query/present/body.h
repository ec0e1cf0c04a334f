/* The body of an article: from the store, or, when the index keeps none, from the file itself, read
 * by `fouille-index --extract` (this program has no source readers, so that it starts fast). */
#ifndef FOUILLE_PRESENT_BODY_H
#define FOUILLE_PRESENT_BODY_H

#include "common/index/index.h"

/* What one run of the program keeps open while it shows hits of a segment. */
struct body_reader {
    const struct index *index;
    struct segment *segment; /* NULL: none open */
    struct store_reader store;
};

void body_reader_init(struct body_reader *reader, const struct index *index);
void body_reader_release(struct body_reader *reader);

/* Appends the body, valid UTF-8: what stands behind a byte that is not, is left out. `path` is the
 * article's as it can be opened, for reading the file: a program is run (some milliseconds), and
 * at most 64 MiB are read. A file that cannot be read any more, or that the index may
 * not make this program open (index_may_open), gives no body and no error.
 * 0, ERROR_CORRUPT or ERROR_MEMORY. */
int body_read(struct body_reader *reader, struct segment *segment, const struct document *document,
              const char *path, struct buffer *into);

#endif
