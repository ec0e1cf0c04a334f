#include "query/present/passages.h"

#include "common/analysis/safe.h"
#include "common/base/utf8.h"
#include "query/present/columns.h"
#include "query/present/cut.h"

/* The end of `words` words after `at`, at most `size`. */
static size_t skip_words_forward(const char *text, size_t size, size_t at, size_t words)
{
    bool in_word = true; /* the rest of the match's own word is not counted */
    while (at < size) {
        struct column_step step = columns_step(text + at, size - at);
        if (step.blank && in_word && words-- == 0)
            break;
        in_word = !step.blank;
        at += step.bytes;
    }
    return at;
}

static size_t skip_words_back(const char *text, size_t low, size_t at, size_t words)
{
    bool in_word = true;
    while (at > low) {
        struct column_step step = columns_step_back(text, at);
        if (step.blank && in_word && words-- == 0)
            break;
        in_word = !step.blank;
        at -= step.bytes;
    }
    return at;
}

/* The same, but at most as many columns on as `words` words may take. No character has more columns
 * than bytes, so columns are counted only when words are long. */
static size_t words_after(const char *text, size_t size, size_t at, size_t words)
{
    size_t room = cut_context(words), high = size - at > room ? at + room : size;
    while (high > at && high < size && utf8_is_continuation(text[high]))
        high--;
    size_t end = skip_words_forward(text, high, at, words);
    return end < high || high == size
               ? end
               : skip_words_forward(text, cut_forward(text, size, at, room), at, words);
}

static size_t words_before(const char *text, size_t at, size_t words)
{
    size_t room = cut_context(words), low = at > room ? at - room : 0;
    size_t start = skip_words_back(text, low, at, words);
    return start > low || low == 0 ? start
                                   : skip_words_back(text, cut_back(text, 0, at, room), at, words);
}

/* Appends a piece, or extends the last one as far as it may grow. Pieces come in order of their
 * starts. */
static void append_range(struct range_list *ranges, size_t start, size_t end)
{
    struct byte_range *last = vector_count(ranges) > 0 ? vector_last(ranges) : NULL;
    if (last != NULL && start <= last->end && end <= last->end)
        return;
    if (last != NULL && start <= last->end && end - last->start <= CUT_PASSAGE) {
        last->end = (uint32_t)end;
    } else {
        start = last != NULL && start < last->end ? last->end : start;
        vector_append(ranges, (struct byte_range){(uint32_t)start, (uint32_t)end});
    }
}

int passages_find(struct range_list *ranges, struct slice text, const struct match_list *matches,
                  size_t words)
{
    const struct match *items = matches->items;
    for (size_t i = 0; i < vector_count(matches); i++)
        append_range(ranges, words_before(text.data, items[i].start, words),
                     words_after(text.data, text.size, items[i].end, words));
    return vector_status(ranges);
}

int passages_merge(struct range_list *ranges, const struct match_list *matches)
{
    const struct match *items = matches->items;
    for (size_t i = 0; i < vector_count(matches); i++) {
        const struct byte_range *last = vector_count(ranges) > 0 ? vector_last(ranges) : NULL;
        /* Adjacent matches stay separate. */
        if (last != NULL && items[i].start == last->end) {
            vector_append(ranges, (struct byte_range){items[i].start, items[i].end});
        } else {
            append_range(ranges, items[i].start, items[i].end);
        }
    }
    return vector_status(ranges);
}

static void append_plain(struct buffer *to, const char *text, size_t from, size_t until)
{
    while (from < until) {
        uint32_t character;
        size_t bytes = safe_character(text + from, until - from, &character);
        bool stays =
            bytes > 0 && (character == '\n' || character == '\t' || !safe_is_forbidden(character));
        bytes = bytes == 0 ? 1 : bytes;
        if (stays)
            buffer_append(to, text + from, bytes);
        for (size_t i = 0; !stays && i < bytes; i++)
            buffer_append_byte(to, ' ');
        from += bytes;
    }
}

void passages_whole(struct buffer *to, struct slice text, const struct range_list *matches,
                    const char *before, const char *after)
{
    const struct byte_range *ranges = matches->items;
    size_t at = 0;
    for (size_t i = 0; i < vector_count(matches); i++) {
        append_plain(to, text.data, at, ranges[i].start);
        buffer_append_string(to, before);
        append_plain(to, text.data, ranges[i].start, ranges[i].end);
        buffer_append_string(to, after);
        at = ranges[i].end;
    }
    append_plain(to, text.data, at, text.size);
    if (text.size == 0 || text.data[text.size - 1] != '\n')
        buffer_append_byte(to, '\n');
}
