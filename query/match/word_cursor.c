#include "match/word_cursor.h"

#include <stdlib.h>

#include "platform/error.h"

int word_cursor_open(struct word_cursor *cursor, const struct expanded_word *word,
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

void word_cursor_close(struct word_cursor *cursor)
{
    free(cursor->cursors);
    free(cursor->forms);
    cursor->cursors = NULL;
    cursor->forms = NULL;
    buffer_release(&cursor->ranks);
    cursor->count = 0;
}

static uint32_t smallest(const struct word_cursor *cursor)
{
    uint32_t document = POSTINGS_END;
    for (size_t i = 0; i < cursor->count; i++)
        if (cursor->cursors[i].document < document)
            document = cursor->cursors[i].document;
    return document;
}

uint32_t word_cursor_next(struct word_cursor *cursor)
{
    if (cursor->count == 1)
        return cursor->document = postings_next(&cursor->cursors[0]);
    uint32_t current = cursor->document;
    for (size_t i = 0; i < cursor->count; i++)
        if (current == POSTINGS_END || cursor->cursors[i].document == current)
            postings_next(&cursor->cursors[i]);
    return cursor->document = smallest(cursor);
}

uint32_t word_cursor_advance(struct word_cursor *cursor, uint32_t target)
{
    if (cursor->count == 1)
        return cursor->document = postings_advance(&cursor->cursors[0], target);
    for (size_t i = 0; i < cursor->count; i++)
        postings_advance(&cursor->cursors[i], target);
    return cursor->document = smallest(cursor);
}

uint32_t word_cursor_frequency(struct word_cursor *cursor)
{
    if (cursor->count == 1)
        return postings_frequency(&cursor->cursors[0]);
    uint32_t frequency = 0;
    for (size_t i = 0; i < cursor->count; i++)
        if (cursor->cursors[i].document == cursor->document)
            frequency += postings_frequency(&cursor->cursors[i]);
    return frequency;
}

static int compare_positions(const void *one, const void *other)
{
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return (a > b) - (a < b);
}

static void merge_positions(struct buffer *out)
{
    uint32_t *positions = (uint32_t *)(void *)out->data;
    size_t count = out->size / sizeof *positions, kept = 0;
    qsort(positions, count, sizeof *positions, compare_positions);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || positions[kept - 1] != positions[i])
            positions[kept++] = positions[i];
    out->size = kept * sizeof *positions;
}

/* Of `count` positions, keeps those of forms that count; returns how many. */
static uint32_t keep_forms(struct word_cursor *cursor, size_t number, uint32_t *positions,
                           uint32_t count)
{
    struct postings_cursor *postings = &cursor->cursors[number];
    const uint64_t *forms = cursor->forms[number];
    uint32_t kept = 0;
    buffer_clear(&cursor->ranks);
    if (buffer_reserve(&cursor->ranks, count * sizeof(uint32_t)) != 0)
        return 0;
    uint32_t *ranks = (uint32_t *)(void *)cursor->ranks.data;
    postings_ranks(postings, ranks);
    for (uint32_t i = 0; i < count; i++)
        if (ranks[i] < postings->entry.form_count && forms[ranks[i] / 64] >> ranks[i] % 64 & 1)
            positions[kept++] = positions[i];
    return kept;
}

int word_cursor_positions(struct word_cursor *cursor, struct buffer *out)
{
    buffer_clear(out);
    size_t sources = 0;
    uint32_t length = segment_length(cursor->segment, cursor->document, &cursor->damaged);
    for (size_t i = 0; i < cursor->count; i++) {
        struct postings_cursor *postings = &cursor->cursors[i];
        if (postings->document != cursor->document)
            continue;
        uint32_t frequency = postings_frequency(postings);
        if (frequency > length) {
            cursor->damaged = true;
            break;
        }
        if (buffer_reserve(out, frequency * sizeof(uint32_t)) != 0)
            return ERROR_MEMORY;
        uint32_t *positions = (uint32_t *)(void *)(out->data + out->size);
        postings_positions(postings, positions);
        if (cursor->forms[i] != NULL)
            frequency = keep_forms(cursor, i, positions, frequency);
        if (cursor->ranks.failed)
            return ERROR_MEMORY;
        out->size += frequency * sizeof(uint32_t);
        sources++;
    }
    if (sources > 1)
        merge_positions(out);
    return cursor->damaged ? word_cursor_status(cursor) : 0;
}

int word_cursor_status(const struct word_cursor *cursor)
{
    for (size_t i = 0; i < cursor->count; i++)
        if (postings_status(&cursor->cursors[i]) != 0)
            return ERROR_CORRUPT;
    if (cursor->damaged)
        return error_set(ERROR_CORRUPT,
                         "'%s' is damaged: a document has more occurrences than words",
                         cursor->segment->file.shown);
    return 0;
}
