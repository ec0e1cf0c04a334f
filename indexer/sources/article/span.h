/* Pieces of text that belong to somebody else, and what the readers ask of them.
 *
 * White space is ASCII's, the no-break spaces (U+00A0, U+202F), U+2000 to U+200A, U+2028, U+2029,
 * U+3000 and U+FEFF. Every function takes one pass over what it is given.
 */
#ifndef FOUILLE_SOURCES_SPAN_H
#define FOUILLE_SOURCES_SPAN_H

#include <stdbool.h>
#include <stddef.h>

#include "common/base/buffer.h"
#include "indexer/sources/article/article.h"

static inline struct text_span span_of(const struct buffer *buffer)
{
    return (struct text_span){buffer->size == 0 ? "" : buffer->data, buffer->size};
}

static inline struct text_span span_between(const char *start, const char *end)
{
    return (struct text_span){start, (size_t)(end - start)};
}

static inline const char *span_end(struct text_span span)
{
    return span.bytes + span.size;
}

/* Whether it is exactly the string `text`; `span_is_word` ignores ASCII letter case, and takes
 * `text` in lower case. */
bool span_is(struct text_span span, const char *text);
bool span_is_word(struct text_span span, const char *text);
bool span_starts(struct text_span span, const char *start);

/* Bytes of the white space character at the start: 1 to 3, or 0 if there is none. */
size_t span_white(struct text_span span);

/* Without white space at its ends. */
struct text_span span_trim(struct text_span span);

/* Without the blank lines at its ends and the white space of its last line; the first line keeps
 * its indentation. */
struct text_span span_trim_lines(struct text_span span);

/* Cuts the first line off *rest, without its \n. False when rest is empty. */
bool span_next_line(struct text_span *rest, struct text_span *line);

/* Where `start` stops in `text`, white space apart: the bytes of text that spell what start
 * spells, or SIZE_MAX if text does not begin so. */
size_t span_spells(struct text_span text, struct text_span start);

/* Characters (code points). */
size_t span_characters(struct text_span span);

/* Appends it as one line: trimmed, each run of ASCII white space as one space. */
void span_append_line(struct buffer *into, struct text_span span);

#endif
