/* Reads the body of an article from the store or, when the index has none, from the file itself by
 * running `fouille-index --extract` (this program links no source readers, for a fast start). */
#ifndef FOUILLE_PRESENT_BODY_H
#define FOUILLE_PRESENT_BODY_H

#include "common/index/index.h"

/* State kept open between hits of the same segment. */
struct body_reader {
    const struct index *index;
    struct segment *segment; /* NULL: none open */
    struct store_reader store;
};

void body_reader_init(struct body_reader *reader, const struct index *index);
void body_reader_release(struct body_reader *reader);

/* Appends the body, cut before the first invalid UTF-8. `path` must be the article's path as it can
 * be opened; when the file is read, a program is run (some milliseconds) and at most 64 MiB are
 * read. A file that can no longer be read, or that the index may not make this program open
 * (index_may_open), gives no body and no error. Returns 0, ERROR_CORRUPT or ERROR_MEMORY. */
int body_read(struct body_reader *reader, struct segment *segment, const struct document *document,
              const char *path, struct buffer *into);

#endif
