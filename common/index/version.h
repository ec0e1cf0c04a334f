/* What --version says behind the name of a program: everything that decides whether a program can
 * read an index, or would find the same words. */
#ifndef FOUILLE_INDEX_VERSION_H
#define FOUILLE_INDEX_VERSION_H

#include <stdint.h>

#include "common/base/buffer.h"

/* Appends lines: the program, the versions of the format, those of libstemmer (of the package that
 * it was built with, since the library has no call) and the analysis (its fingerprint). */
void version_append(struct buffer *to, const char *program, uint64_t fingerprint);

/* The program's version, such as 0.2.0. */
const char *version_program(void);

#endif
