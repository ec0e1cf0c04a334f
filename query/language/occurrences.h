/* All occurrences of a text at once, for callers that look ahead. */
#ifndef FOUILLE_LANGUAGE_OCCURRENCES_H
#define FOUILLE_LANGUAGE_OCCURRENCES_H

#include "common/analysis/analyzer.h"
#include "common/base/buffer.h"

/* Appends the occurrences to `out` (struct occurrence), positions from 0. 0 or ERROR_MEMORY. */
int occurrences_read(struct buffer *out, struct analyzer *analyzer, const char *text, size_t size);

#endif
