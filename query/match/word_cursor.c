#include "query/match/word_cursor.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"

/* The least number of cursors for which a heap is worth its cost. Below it, whole windows of each
 * are read and merged, which is faster for the few lists of a word. */
enum { HEAP_CURSORS_MIN = 17 };

/* Opens a cursor for each alternative that the segment has. */
static int open_cursors(struct word_cursor *cursor, const struct expanded_word *word,
                        struct segment *segment, size_t segment_number)
{
    *cursor = (struct word_cursor){.document = POSTINGS_END, .segment = segment};
    size_t present = 0;
    for (size_t i = 0; i < word->count; i++)
        present += word->alternatives[i].entries[segment_number].document_count > 0;
    cursor->cursors = malloc((present + 1) * sizeof *cursor->cursors);
    cursor->forms = malloc((present + 1) * sizeof *cursor->forms);
    if (cursor->cursors == NULL || cursor->forms == NULL)
        return error_memory();
    for (size_t i = 0; i < word->count; i++) {
        const struct alternative *alternative = &word->alternatives[i];
        const struct term_entry *entry = &alternative->entries[segment_number];
        if (entry->document_count == 0)
            continue;
        cursor->forms[cursor->count] =
            alternative->forms == NULL ? NULL : alternative->forms[segment_number];
        cursor->document_count += entry->document_count;
        int status = postings_open(&cursor->cursors[cursor->count++], &segment->file, entry);
        if (status != 0)
            return status;
    }
    return 0;
}

int word_cursor_open(struct word_cursor *cursor, const struct expanded_word *word,
                     struct segment *segment, size_t segment_number)
{
    int status = open_cursors(cursor, word, segment, segment_number);
    return status == 0 && cursor->count >= HEAP_CURSORS_MIN
               ? cursor_heap_init(&cursor->heap, cursor->count)
               : status;
}

int word_cursor_open_window(struct word_cursor *cursor, const struct expanded_word *word,
                            struct segment *segment, size_t segment_number)
{
    int status = open_cursors(cursor, word, segment, segment_number);
    if (status != 0)
        return status;
    cursor->window = cursor_window_open(
        &(struct window_sources){segment, cursor->count, cursor->cursors, cursor->forms});
    return cursor->window == NULL ? ERROR_MEMORY : 0;
}

void word_cursor_close(struct word_cursor *cursor)
{
    free(cursor->cursors);
    free(cursor->forms);
    cursor->cursors = NULL;
    cursor->forms = NULL;
    vector_release(&cursor->ranks);
    cursor_heap_release(&cursor->heap);
    cursor_window_close(cursor->window);
    cursor->window = NULL;
    cursor->count = 0;
}

static uint32_t smallest_document(const struct word_cursor *cursor)
{
    uint32_t document = POSTINGS_END;
    for (size_t i = 0; i < cursor->count; i++)
        if (cursor->cursors[i].document < document)
            document = cursor->cursors[i].document;
    return document;
}

uint32_t word_cursor_next_several(struct word_cursor *cursor)
{
    uint32_t current = cursor->document;
    if (cursor->heap.entries != NULL && current == POSTINGS_END && cursor->heap.started)
        return POSTINGS_END;
    if (cursor->heap.entries != NULL) /* POSTINGS_END + 1 is 0 */
        return cursor->document = cursor_heap_advance(&cursor->heap, cursor->cursors, current + 1);
    for (size_t i = 0; i < cursor->count; i++)
        if (current == POSTINGS_END || cursor->cursors[i].document == current)
            postings_next(&cursor->cursors[i]);
    return cursor->document = smallest_document(cursor);
}

uint32_t word_cursor_advance_several(struct word_cursor *cursor, uint32_t target)
{
    if (cursor->heap.entries != NULL)
        return cursor->document = cursor_heap_advance(&cursor->heap, cursor->cursors, target);
    for (size_t i = 0; i < cursor->count; i++)
        postings_advance(&cursor->cursors[i], target);
    return cursor->document = smallest_document(cursor);
}

uint32_t word_cursor_frequency(struct word_cursor *cursor)
{
    if (cursor->count == 1)
        return postings_frequency(&cursor->cursors[0]);
    uint32_t frequency = 0;
    size_t tops = cursor->heap.started ? cursor_heap_collect_tops(&cursor->heap) : 0;
    for (size_t i = 0; i < tops; i++)
        frequency += postings_frequency(&cursor->cursors[cursor->heap.tops[i]]);
    for (size_t i = 0; i < cursor->count && tops == 0; i++)
        if (cursor->cursors[i].document == cursor->document)
            frequency += postings_frequency(&cursor->cursors[i]);
    return frequency;
}

/* From the back, so that nothing is overwritten before it is read. */
void posting_batch_merge(struct posting_batch *into, const struct posting_batch *more)
{
    size_t a = into->count, b = more->count, to = a + b, last = to;
    while (b > 0) {
        uint32_t document = more->documents[b - 1], frequency = more->frequencies[b - 1];
        bool both = a > 0 && into->documents[a - 1] == document;
        if (a > 0 && into->documents[a - 1] > document) {
            document = into->documents[--a];
            frequency = into->frequencies[a];
        } else {
            frequency += both ? into->frequencies[--a] : 0;
            b--;
        }
        into->documents[--to] = document;
        into->frequencies[to] = frequency;
    }
    memmove(into->documents + a, into->documents + to, (last - to) * sizeof *into->documents);
    memmove(into->frequencies + a, into->frequencies + to, (last - to) * sizeof *into->frequencies);
    into->count = a + last - to;
}

static void gather_cursors(struct word_cursor *cursor, uint32_t end, struct posting_batch *into,
                           struct posting_batch *scratch)
{
    for (size_t i = 0; i < cursor->count; i++) {
        if (cursor->cursors[i].document >= end)
            continue;
        struct posting_batch *to = into->count == 0 ? into : scratch;
        to->count = postings_gather(&cursor->cursors[i], end, to->documents, to->frequencies);
        if (to == scratch)
            posting_batch_merge(into, scratch);
    }
    cursor->document = smallest_document(cursor);
}

void word_cursor_gather(struct word_cursor *cursor, uint32_t end, struct posting_batch *into,
                        struct posting_batch *scratch)
{
    into->count = 0;
    if (cursor->count == 1) {
        into->count = postings_gather(&cursor->cursors[0], end, into->documents, into->frequencies);
        cursor->document = cursor->cursors[0].document;
        return;
    }
    if (cursor->heap.entries == NULL) {
        gather_cursors(cursor, end, into, scratch);
        return;
    }
    for (; cursor->document < end; word_cursor_next(cursor)) {
        into->documents[into->count] = cursor->document;
        into->frequencies[into->count++] = word_cursor_frequency(cursor);
    }
}

static void look_up_each(struct word_cursor *cursor, const uint32_t *documents, size_t count,
                         uint32_t *frequencies)
{
    for (size_t i = 0; i < count; i++) {
        if (cursor->document == POSTINGS_END || cursor->document < documents[i])
            word_cursor_advance(cursor, documents[i]);
        if (cursor->document == documents[i])
            frequencies[i] = word_cursor_frequency(cursor);
    }
}

void word_cursor_look_up(struct word_cursor *cursor, const uint32_t *documents, size_t count,
                         uint32_t *frequencies)
{
    memset(frequencies, 0, count * sizeof *frequencies);
    if (cursor->heap.entries != NULL) {
        look_up_each(cursor, documents, count, frequencies);
        return;
    }
    for (size_t i = 0; i < cursor->count; i++)
        postings_add_frequencies(&cursor->cursors[i], documents, count, frequencies);
    cursor->document = smallest_document(cursor);
}

uint32_t word_cursor_advance_only(struct word_cursor *cursor, uint32_t target)
{
    for (size_t i = 0; i < cursor->count; i++)
        postings_advance(&cursor->cursors[i], target);
    return cursor->document = smallest_document(cursor);
}

void word_cursor_mark_documents(struct word_cursor *cursor, uint32_t start, uint32_t end,
                                uint64_t *marks)
{
    word_cursor_advance_only(cursor, start);
    for (size_t i = 0; i < cursor->count; i++)
        postings_mark(&cursor->cursors[i], start, end, marks);
    cursor->document = smallest_document(cursor);
}

void word_cursor_test_documents(struct word_cursor *cursor, const uint32_t *documents, size_t count,
                                uint32_t *found)
{
    memset(found, 0, count * sizeof *found);
    for (size_t i = 0; i < cursor->count; i++)
        postings_add_matches(&cursor->cursors[i], documents, count, found);
    cursor->document = smallest_document(cursor);
}

/* Merges the `added` positions at `added_positions`, at least `added` positions after the end of
 * `out` and in its memory, into `out`: from the back, so that nothing is overwritten before it is
 * read. Both ascend. */
static void merge_positions(struct position_list *out, const uint32_t *added_positions,
                            size_t added)
{
    uint32_t *positions = out->items;
    size_t count = vector_count(out);
    vector_extend(out, added);
    for (size_t to = count + added; added > 0;) {
        const bool of_first = count > 0 && positions[count - 1] > added_positions[added - 1];
        positions[--to] = of_first ? positions[--count] : added_positions[--added];
    }
}

/* Drops duplicates: several terms may be at one position. */
static void keep_distinct(struct position_list *out)
{
    uint32_t *positions = out->items;
    size_t count = vector_count(out), kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || positions[kept - 1] != positions[i])
            positions[kept++] = positions[i];
    vector_truncate(out, kept);
}

/* Keeps those of `count` positions whose form counts; returns their number. */
static uint32_t keep_forms(struct word_cursor *cursor, size_t number, uint32_t *positions,
                           uint32_t count)
{
    struct postings_cursor *postings = &cursor->cursors[number];
    const uint64_t *forms = cursor->forms[number];
    uint32_t kept = 0;
    vector_clear(&cursor->ranks);
    if (vector_reserve(&cursor->ranks, count) != 0)
        return 0;
    uint32_t *ranks = cursor->ranks.items;
    postings_ranks(postings, ranks);
    for (uint32_t i = 0; i < count; i++)
        if (ranks[i] < postings->entry.form_count && forms[ranks[i] / 64] >> ranks[i] % 64 & 1)
            positions[kept++] = positions[i];
    return kept;
}

/* Adds the positions of one cursor in the current document. 0, ERROR_MEMORY, or ERROR_CORRUPT
 * without a message. */
static int append_positions(struct word_cursor *cursor, size_t number, uint32_t length,
                            struct position_list *out)
{
    struct postings_cursor *postings = &cursor->cursors[number];
    uint32_t frequency = postings_frequency(postings);
    if (!postings_occurrences_fit(postings, frequency, length)) {
        cursor->damaged = true;
        return ERROR_CORRUPT;
    }
    const size_t between = vector_count(out) > 0 ? frequency : 0;
    if (vector_reserve(out, between + frequency) != 0)
        return ERROR_MEMORY;
    uint32_t *positions = vector_end(out) + between;
    postings_positions(postings, positions);
    if (cursor->forms[number] != NULL)
        frequency = keep_forms(cursor, number, positions, frequency);
    if (between > 0)
        merge_positions(out, positions, frequency);
    else
        vector_extend(out, frequency);
    return cursor->ranks.buffer.failed ? ERROR_MEMORY : 0;
}

int word_cursor_positions(struct word_cursor *cursor, struct position_list *out)
{
    vector_clear(out);
    size_t sources = 0;
    int status = 0;
    uint32_t length = segment_length(cursor->segment, cursor->document, &cursor->damaged);
    size_t tops = cursor->heap.started ? cursor_heap_collect_tops(&cursor->heap) : 0;
    for (; sources < tops && status == 0; sources++)
        status = append_positions(cursor, cursor->heap.tops[sources], length, out);
    for (size_t i = 0; i < cursor->count && tops == 0 && status == 0; i++)
        if (cursor->cursors[i].document == cursor->document) {
            status = append_positions(cursor, i, length, out);
            sources++;
        }
    if (status == ERROR_MEMORY)
        return status;
    if (sources > 1)
        keep_distinct(out);
    return cursor->damaged ? word_cursor_status(cursor) : 0;
}

uint64_t word_cursor_work(const struct word_cursor *cursor)
{
    uint64_t work = 0;
    for (size_t i = 0; i < cursor->count; i++)
        work += cursor->cursors[i].work;
    return work;
}

int word_cursor_status(const struct word_cursor *cursor)
{
    if (cursor->window != NULL && cursor_window_status(cursor->window) != 0)
        return cursor_window_status(cursor->window);
    for (size_t i = 0; i < cursor->count; i++)
        if (postings_status(&cursor->cursors[i]) != 0)
            return ERROR_CORRUPT;
    if (cursor->damaged)
        return error_set(ERROR_CORRUPT,
                         "'%s' is damaged: a document has more occurrences than words",
                         cursor->segment->file.display_path);
    return 0;
}
