#include "query/match/union_cursor.h"

#include <stdlib.h>

#include "common/base/error.h"

struct union_source {
    const uint64_t *forms; /* a bit for each rank that counts; NULL: all do */
    struct postings_cursor postings;
};

struct union_window {
    uint32_t start; /* documents from here on */
    uint64_t present[UNION_WINDOW / 64];
    uint32_t frequencies[UNION_WINDOW];
    uint32_t source_documents[UNION_WINDOW], source_frequencies[UNION_WINDOW]; /* of one source */
};

int union_cursor_open(struct union_cursor *cursor, const struct expanded_word *word,
                      struct segment *segment, size_t segment_number)
{
    *cursor = (struct union_cursor){.document = POSTINGS_END, .segment = segment};
    size_t present = 0;
    for (size_t i = 0; i < word->count; i++)
        present += word->alternatives[i].entries[segment_number].document_count > 0;
    cursor->sources = malloc((present + 1) * sizeof *cursor->sources);
    cursor->window = malloc(sizeof *cursor->window);
    if (cursor->sources == NULL || cursor->window == NULL)
        return error_memory();
    for (size_t i = 0; i < word->count; i++) {
        const struct alternative *alternative = &word->alternatives[i];
        const struct term_entry *entry = &alternative->entries[segment_number];
        if (entry->document_count == 0)
            continue;
        struct union_source *source = &cursor->sources[cursor->count++];
        source->forms = alternative->forms == NULL ? NULL : alternative->forms[segment_number];
        cursor->document_count += entry->document_count;
        int status = postings_open(&source->postings, &segment->file, entry);
        if (status != 0)
            return status;
    }
    return 0;
}

void union_cursor_close(struct union_cursor *cursor)
{
    free(cursor->sources);
    free(cursor->window);
    cursor->sources = NULL;
    cursor->window = NULL;
    cursor->count = 0;
    buffer_release(&cursor->ranks);
}

/* --- a window --- */

/* Counts the occurrences in the source's current document whose form counts. */
static uint32_t count_matching_forms(struct union_cursor *cursor, struct union_source *source)
{
    uint32_t frequency = postings_frequency(&source->postings), counted = 0;
    bool damaged = false;
    if (source->forms == NULL)
        return frequency;
    uint32_t length = segment_length(cursor->segment, source->postings.document, &damaged);
    if (!postings_occurrences_fit(&source->postings, frequency, length)) {
        cursor->status =
            error_set(ERROR_CORRUPT, "'%s' is damaged: a document has more occurrences than words",
                      cursor->segment->file.display_path);
        return 0;
    }
    buffer_clear(&cursor->ranks);
    if (buffer_reserve(&cursor->ranks, frequency * sizeof(uint32_t)) != 0) {
        cursor->status = ERROR_MEMORY;
        return 0;
    }
    uint32_t *ranks = (uint32_t *)(void *)cursor->ranks.data;
    postings_ranks(&source->postings, ranks);
    for (uint32_t i = 0; i < frequency; i++)
        if (ranks[i] < source->postings.entry.form_count)
            counted += (uint32_t)(source->forms[ranks[i] / 64] >> ranks[i] % 64 & 1);
    return counted;
}

static void add_to_window(struct union_window *window, uint32_t document, uint32_t frequency)
{
    const uint32_t bit = document - window->start;
    window->present[bit / 64] |= UINT64_C(1) << bit % 64;
    window->frequencies[bit] += frequency;
}

static void add_all_postings(struct union_window *window, struct postings_cursor *postings,
                             uint32_t end)
{
    const size_t count =
        postings_gather(postings, end, window->source_documents, window->source_frequencies);
    for (size_t i = 0; i < count; i++)
        add_to_window(window, window->source_documents[i], window->source_frequencies[i]);
}

static void add_matching_forms(struct union_cursor *cursor, struct union_source *source,
                               uint32_t end)
{
    uint32_t document = source->postings.document;
    for (; document < end && cursor->status == 0; document = postings_next(&source->postings)) {
        const uint32_t frequency = count_matching_forms(cursor, source);
        if (frequency > 0)
            add_to_window(cursor->window, document, frequency);
    }
}

/* Gathers the documents of a window from `start` on; no source may have moved past `start`. */
static void fill_window(struct union_cursor *cursor, uint32_t start)
{
    struct union_window *window = cursor->window;
    const uint32_t end = start < POSTINGS_END - UNION_WINDOW ? start + UNION_WINDOW : POSTINGS_END;
    window->start = start;
    memset(window->present, 0, sizeof window->present);
    memset(window->frequencies, 0, sizeof window->frequencies);
    for (size_t i = 0; i < cursor->count; i++) {
        struct union_source *source = &cursor->sources[i];
        if (source->postings.document >= end)
            continue;
        if (source->forms == NULL)
            add_all_postings(window, &source->postings, end);
        else
            add_matching_forms(cursor, source, end);
    }
}

/* Returns the first document of the window at or after bit `bit`; POSTINGS_END when there is
 * none. */
static uint32_t find_in_window(const struct union_window *window, uint32_t bit)
{
    for (uint32_t word = bit / 64; word < UNION_WINDOW / 64; word++) {
        uint64_t bits = window->present[word];
        if (word == bit / 64)
            bits &= UINT64_MAX << bit % 64;
        if (bits != 0)
            return window->start + word * 64 + (uint32_t)__builtin_ctzll(bits);
    }
    return POSTINGS_END;
}

/* Advances all sources to `target`; returns the first document that one of them has. */
static uint32_t advance_sources(struct union_cursor *cursor, uint32_t target)
{
    uint32_t first = POSTINGS_END;
    for (size_t i = 0; i < cursor->count; i++) {
        uint32_t found = postings_advance(&cursor->sources[i].postings, target);
        if (found < first)
            first = found;
    }
    return first;
}

/* --- the walk --- */

uint32_t union_cursor_advance(struct union_cursor *cursor, uint32_t target)
{
    if (cursor->started && (cursor->document == POSTINGS_END || cursor->document >= target))
        return cursor->document;
    uint32_t document = POSTINGS_END;
    if (cursor->started && target - cursor->window->start < UNION_WINDOW)
        document = find_in_window(cursor->window, target - cursor->window->start);
    cursor->started = true;
    for (uint32_t from = target; document == POSTINGS_END && cursor->status == 0;) {
        uint32_t first = advance_sources(cursor, from);
        if (first == POSTINGS_END)
            break;
        fill_window(cursor, first);
        document = find_in_window(cursor->window, 0);
        from = first; /* the sources are past the window already */
    }
    return cursor->document = cursor->status == 0 ? document : POSTINGS_END;
}

uint32_t union_cursor_next(struct union_cursor *cursor)
{
    if (cursor->started && cursor->document == POSTINGS_END)
        return POSTINGS_END;
    return union_cursor_advance(cursor, cursor->started ? cursor->document + 1 : 0);
}

/* Reads the window's documents at bits `bit` to `end` - 1; returns their number. */
static size_t read_window(const struct union_window *window, uint32_t bit, uint32_t end,
                          uint32_t *documents, uint32_t *frequencies)
{
    size_t count = 0;
    for (uint32_t word = bit / 64; word * 64 < end; word++) {
        uint64_t bits = window->present[word];
        if (word == bit / 64)
            bits &= UINT64_MAX << bit % 64;
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

size_t union_cursor_gather(struct union_cursor *cursor, uint32_t end, uint32_t *documents,
                           uint32_t *frequencies)
{
    size_t count = 0;
    while (cursor->document < end) {
        const struct union_window *window = cursor->window;
        const uint32_t left = end - window->start, here = left < UNION_WINDOW ? left : UNION_WINDOW;
        count += read_window(window, cursor->document - window->start, here, documents + count,
                             frequencies + count);
        union_cursor_advance(cursor, window->start + here);
    }
    return count;
}

uint32_t union_cursor_frequency(const struct union_cursor *cursor)
{
    return cursor->window->frequencies[cursor->document - cursor->window->start];
}

int union_cursor_status(const struct union_cursor *cursor)
{
    int status = cursor->status;
    for (size_t i = 0; i < cursor->count && status == 0; i++)
        status = postings_status(&cursor->sources[i].postings);
    return status;
}
