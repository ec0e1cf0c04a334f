/* Spans of borrowed text, and what the readers do with them.
 *
 * White space is ASCII's, the no-break spaces (U+00A0, U+202F), U+2000 to U+200A, U+2028, U+2029,
 * U+3000 and U+FEFF. Every function makes one pass over its input.
 */
#ifndef FOUILLE_ARTICLE_SPAN_H
#define FOUILLE_ARTICLE_SPAN_H

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

/* All but the first `size` bytes. */
static inline struct text_span span_after(struct text_span span, size_t size)
{
    return span_between(span.bytes + size, span_end(span));
}

/* Whether it is exactly the string `text`. span_equals_ignore_case ignores the ASCII letter case of
 * the span; its `text` is in lower case. */
bool span_equals(struct text_span span, const char *text);
bool span_equals_ignore_case(struct text_span span, const char *text);
bool span_starts_with(struct text_span span, const char *start);

/* Size of the white space character at the start: 1 to 3 bytes, or 0 if there is none. */
size_t span_white_size(struct text_span span);

/* Returns it without white space at its ends. */
struct text_span span_trim(struct text_span span);

/* Returns it without the blank lines at its ends and the white space that ends its last line; the
 * first line keeps its indentation. */
struct text_span span_trim_lines(struct text_span span);

/* Removes the first line from *rest and returns it in *line, without its \n. False when *rest is
 * empty. */
bool span_next_line(struct text_span *rest, struct text_span *line);

/* Compares ignoring white space. Returns the number of bytes at the start of `text` that match all
 * of `start`, or SIZE_MAX if text does not begin with it. */
size_t span_match_ignoring_white(struct text_span text, struct text_span start);

/* Appends it as one line: trimmed, each run of ASCII white space reduced to one space. */
void span_append_as_line(struct buffer *into, struct text_span span);

/* Whether a text ends in a hyphen as they stand at the ends of lines: -, ‐, a soft hyphen, ¬. */
bool span_ends_in_hyphen(struct text_span text);

#endif
