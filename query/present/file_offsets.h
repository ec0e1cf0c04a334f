/* Finds where the matches of a text are in the file that the text came from.
 *
 * The text of a plain text file is the end of the file, except for line ends (decode.h), trailing
 * blanks, and what was recognised at the beginning: title, address, dates. So the index need not
 * store offsets: the file is compared with the text from the end backwards, and if they differ,
 * because the file is in another charset or has changed since, there are no offsets.
 */
#ifndef FOUILLE_PRESENT_FILE_OFFSETS_H
#define FOUILLE_PRESENT_FILE_OFFSETS_H

#include <stdbool.h>

#include "common/base/buffer.h"
#include "common/base/slice.h"

struct range_list;

/* Appends to `ranges` the bytes of each of `matches` (ascending, without overlaps, within `text`)
 * in `file`, a whole file of less than 4 GiB. Returns false, and appends nothing, when the file
 * does not end with the text. One pass over the text. */
bool file_offsets_map(struct range_list *ranges, struct slice file, struct slice text,
                      const struct range_list *matches);

/* The same for the file at `path`; also false when its name does not end in .txt or .text, or when
 * it is not a regular file or cannot be read. Does not follow links, and opens nothing but regular
 * files. Reads at most twice the size of the text plus 1 MiB, into `scratch`. */
bool file_offsets_find(struct range_list *ranges, const char *path, struct slice text,
                       const struct range_list *matches, struct buffer *scratch);

#endif
