#include "query/match/cursor_window.h"

#include <assert.h>
#include <stdlib.h>

#include "common/base/error.h"

struct cursor_window *cursor_window_open(const struct window_sources *sources)
{
    struct cursor_window *window = malloc(sizeof *window);
    if (window == NULL) {
        error_memory();
        return NULL;
    }
    window->document = POSTINGS_END;
    window->started = false;
    window->status = 0;
    window->sources = *sources;
    buffer_init(&window->ranks.buffer);
    return window;
}

void cursor_window_close(struct cursor_window *window)
{
    if (window != NULL)
        vector_release(&window->ranks);
    free(window);
}

/* --- a window --- */

/* Counts the occurrences in the cursor's current document whose form is among `forms`. */
static uint32_t count_forms(struct cursor_window *window, struct postings_cursor *postings,
                            const uint64_t *forms)
{
    struct segment *segment = window->sources.segment;
    uint32_t frequency = postings_frequency(postings), counted = 0;
    bool damaged = false;
    uint32_t length = segment_length(segment, postings->document, &damaged);
    if (!postings_occurrences_fit(postings, frequency, length)) {
        window->status =
            error_set(ERROR_CORRUPT, "'%s' is damaged: a document has more occurrences than words",
                      segment->file.display_path);
        return 0;
    }
    vector_clear(&window->ranks);
    if (vector_reserve(&window->ranks, frequency) != 0) {
        window->status = ERROR_MEMORY;
        return 0;
    }
    uint32_t *ranks = window->ranks.items;
    postings_ranks(postings, ranks);
    for (uint32_t i = 0; i < frequency; i++)
        if (ranks[i] < postings->entry.form_count)
            counted += (uint32_t)(forms[ranks[i] / 64] >> ranks[i] % 64 & 1);
    return counted;
}

static void add_document(struct cursor_window *window, uint32_t document, uint32_t frequency)
{
    const uint32_t place = document - window->start;
    window->present[place / 64] |= UINT64_C(1) << place % 64;
    window->frequencies[place] += frequency;
}

static void add_all(struct cursor_window *window, struct postings_cursor *postings, uint32_t end)
{
    const size_t count =
        postings_gather(postings, end, window->source_documents, window->source_frequencies);
    for (size_t i = 0; i < count; i++)
        add_document(window, window->source_documents[i], window->source_frequencies[i]);
}

static void add_forms(struct cursor_window *window, struct postings_cursor *postings,
                      const uint64_t *forms, uint32_t end)
{
    uint32_t document = postings->document;
    for (; document < end && window->status == 0; document = postings_next(postings)) {
        const uint32_t frequency = count_forms(window, postings, forms);
        if (frequency > 0)
            add_document(window, document, frequency);
    }
}

/* Gathers the documents of a window from `start` on; no cursor may have moved past `start`. */
static void fill_window(struct cursor_window *window, uint32_t start)
{
    const uint32_t end =
        start < POSTINGS_END - CURSOR_WINDOW ? start + CURSOR_WINDOW : POSTINGS_END;
    window->start = start;
    memset(window->present, 0, sizeof window->present);
    memset(window->frequencies, 0, sizeof window->frequencies);
    for (size_t i = 0; i < window->sources.count; i++) {
        struct postings_cursor *postings = &window->sources.cursors[i];
        const uint64_t *forms = window->sources.forms[i];
        if (postings->document >= end)
            continue;
        if (forms == NULL)
            add_all(window, postings, end);
        else
            add_forms(window, postings, forms, end);
    }
}

/* Returns the first document of the window at or after bit `place`; POSTINGS_END when there is
 * none. */
static uint32_t find_document(const struct cursor_window *window, uint32_t place)
{
    for (uint32_t word = place / 64; word < CURSOR_WINDOW / 64; word++) {
        uint64_t bits = window->present[word];
        if (word == place / 64)
            bits &= UINT64_MAX << place % 64;
        if (bits != 0)
            return window->start + word * 64 + (uint32_t)__builtin_ctzll(bits);
    }
    return POSTINGS_END;
}

/* Advances all cursors to `target`; returns the first document that one of them has. */
static uint32_t advance_cursors(struct cursor_window *window, uint32_t target)
{
    uint32_t first = POSTINGS_END;
    for (size_t i = 0; i < window->sources.count; i++) {
        uint32_t found = postings_advance(&window->sources.cursors[i], target);
        if (found < first)
            first = found;
    }
    return first;
}

/* --- the walk --- */

uint32_t cursor_window_advance(struct cursor_window *window, uint32_t target)
{
    if (window->started && (window->document == POSTINGS_END || window->document >= target))
        return window->document;
    uint32_t document = POSTINGS_END;
    if (window->started && target - window->start < CURSOR_WINDOW)
        document = find_document(window, target - window->start);
    window->started = true;
    for (uint32_t from = target; document == POSTINGS_END && window->status == 0;) {
        uint32_t first = advance_cursors(window, from);
        if (first == POSTINGS_END)
            break;
        fill_window(window, first);
        document = find_document(window, 0);
        from = first; /* the cursors are past the window already */
    }
    return window->document = window->status == 0 ? document : POSTINGS_END;
}

uint32_t cursor_window_next(struct cursor_window *window)
{
    if (window->started && window->document == POSTINGS_END)
        return POSTINGS_END;
    return cursor_window_advance(window, window->started ? window->document + 1 : 0);
}

/* Reads the window's documents at bits `place` to `end` - 1; returns their number. */
static size_t read_documents(const struct cursor_window *window, uint32_t place, uint32_t end,
                             uint32_t *documents, uint32_t *frequencies)
{
    size_t count = 0;
    for (uint32_t word = place / 64; word * 64 < end; word++) {
        uint64_t bits = window->present[word];
        if (word == place / 64)
            bits &= UINT64_MAX << place % 64;
        if (end - word * 64 < 64)
            bits &= (UINT64_C(1) << (end - word * 64)) - 1;
        for (; bits != 0; bits &= bits - 1) {
            const uint32_t at = word * 64 + (uint32_t)__builtin_ctzll(bits);
            documents[count] = window->start + at;
            frequencies[count++] = window->frequencies[at];
        }
    }
    return count;
}

size_t cursor_window_gather(struct cursor_window *window, uint32_t end, uint32_t *documents,
                            uint32_t *frequencies)
{
    size_t count = 0;
    while (window->document < end) {
        const uint32_t start = window->start, left = end - start;
        const uint32_t here = left < CURSOR_WINDOW ? left : CURSOR_WINDOW;
        count += read_documents(window, window->document - start, here, documents + count,
                                frequencies + count);
        cursor_window_advance(window, start + here);
    }
    return count;
}

uint32_t cursor_window_frequency(const struct cursor_window *window)
{
    assert(window->started && window->document != POSTINGS_END);
    return window->frequencies[window->document - window->start];
}

int cursor_window_status(const struct cursor_window *window)
{
    return window->status;
}
