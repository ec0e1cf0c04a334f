/* Encodes a surface form as its difference from the folded form, most often one accented letter.
 *
 * A step is one byte: kind + 8 × the number of bytes to copy from the folded form first.
 *
 *     kind 0–5   the next letter of the folded form, with an accent from U+00E0 to U+00FF: an index
 *                into the accented forms of that letter (a: à á â ã ä å, c: ç, e: è é ê ë,
 *                i: ì í î ï, n: ñ, o: ò ó ô õ ö, u: ù ú û ü, y: ý þ ÿ)
 *     kind 6     nothing more: the copy was longer than one step can count
 *     kind 7     the bytes after this step are the rest of the surface form
 *
 * Unless a step of kind 7 ends it, the surface form ends with the rest of the folded form.
 */
#ifndef FOUILLE_CODECS_ACCENT_CODE_H
#define FOUILLE_CODECS_ACCENT_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/slice.h"

/* Writes the steps, at most surface.size + 1 bytes, and returns their number. */
size_t accent_code_encode(struct slice folded, struct slice surface, char *steps);

/* Writes the surface form, at most `room` bytes, and sets *size to their number. False when it is
 * longer, or the steps do not fit the folded form. `surface` may directly follow `folded`. */
bool accent_code_decode(struct slice folded, struct slice steps, char *surface, size_t room,
                        size_t *size);

#endif
