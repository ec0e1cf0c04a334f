/* Where the matches of a text stand in the file that it came from.
 *
 * The text of plain text is the end of its file, but for line ends (decode.h), blanks behind it,
 * and what was found in front: title, address, dates. So nothing of the file needs to be kept in
 * the index: the file is compared with the text from its end on, and where the two are not the
 * same, because it is of another charset or has changed since, there are no places.
 */
#ifndef FOUILLE_PRESENT_FILE_PLACES_H
#define FOUILLE_PRESENT_FILE_PLACES_H

#include <stdbool.h>

#include "common/base/buffer.h"
#include "common/index/documents/document_table.h"

/* Appends to `places` (struct text_piece) where each of `matches` (struct text_piece, ascending,
 * none overlap, within `text`) stands in `file`, the bytes of a whole file of less than 4 GiB.
 * False, and nothing is appended, when the file does not end in the text. One pass over the text.
 */
bool file_places_map(struct buffer *places, struct bytes file, struct bytes text,
                     const struct buffer *matches);

/* The same for the file at `path`; false as well when its name does not end in .txt or .text, or it
 * is no regular file or cannot be read. Links are not followed, and nothing but a regular file is
 * opened. At most 1 MiB more than twice the text is read, into `scratch`. */
bool file_places_find(struct buffer *places, const char *path, struct bytes text,
                      const struct buffer *matches, struct buffer *scratch);

#endif
