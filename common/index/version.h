/* What --version prints: everything that decides whether a program can read an index, and whether
 * it would find the same words. */
#ifndef FOUILLE_INDEX_VERSION_H
#define FOUILLE_INDEX_VERSION_H

#include <stdint.h>

#include "common/base/buffer.h"

/* Appends lines with the program and its version, the versions of the index format, the version of
 * libstemmer (of the package it was built with, since the library has no call that returns it) and
 * the fingerprint of the analysis. */
void version_append(struct buffer *to, const char *program, uint64_t fingerprint);

/* Returns the program's version, such as 0.2.0. */
const char *version_program(void);

#endif
