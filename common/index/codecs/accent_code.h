/* A surface form as what differs from its folded form: most often one letter that has an accent.
 *
 * A step is a byte: kind + 8 × how many bytes of the folded form come first, as they are. Kinds 0
 * to 5: then the letter of the folded form that comes next, with an accent of U+00E0 to U+00FF,
 * counted from the first such that it may have (a: à á â ã ä å, c: ç, e: è é ê ë, i: ì í î ï, n: ñ,
 * o: ò ó ô õ ö, u: ù ú û ü, y: ý þ ÿ). Kind 6: nothing more, for long ways. Kind 7: the surface
 * form ends as the bytes behind say. Otherwise it ends as the folded form does.
 */
#ifndef FOUILLE_CODECS_ACCENT_CODE_H
#define FOUILLE_CODECS_ACCENT_CODE_H

#include <stdbool.h>
#include <stddef.h>

/* Writes the steps, at most surface_size + 1 bytes, and returns how many those are. */
size_t accents_encode(const char *folded, size_t folded_size, const char *surface,
                      size_t surface_size, char *steps);

/* Writes the surface form, at most `room` bytes; *size is how many. False when it has more, or the
 * steps do not fit the folded form. `surface` may stand right behind `folded`. */
bool accents_decode(const char *folded, size_t folded_size, const char *steps, size_t step_count,
                    char *surface, size_t room, size_t *size);

#endif
