#include "invert/streams.h"

#include <stdlib.h>
#include <string.h>

#include "platform/error.h"
#include "platform/pages.h"

enum {
    ARENA_CHUNK = 1 << 16,
    FIRST_SLICE = 12, /* units; most terms are rare */
    LARGEST_SLICE = 2048,
    OCCURRENCE_MAX = 3, /* units; wide ones: */
    WIDE_MAX = 7
};

/* A unit that begins with this position delta begins a wide occurrence; no other holds it. */
enum { WIDE = 0x3fff, WIDE_VALUE = 0xffff };

struct slice {
    struct slice *next;
    uint32_t size; /* in use; set when the next slice is made */
    uint32_t capacity;
    uint16_t units[];
};

void streams_init(struct streams *streams)
{
    *streams = (struct streams){0};
    arena_init(&streams->arena, ARENA_CHUNK);
}

void streams_release(struct streams *streams)
{
    arena_release(&streams->arena);
    pages_free(streams->by_term, streams->term_capacity * sizeof *streams->by_term);
    streams_init(streams);
}

void streams_reset(struct streams *streams)
{
    arena_reset(&streams->arena);
    if (streams->term_capacity > 0)
        memset(streams->by_term, 0, streams->term_capacity * sizeof *streams->by_term);
}

int streams_reserve(struct streams *streams, uint32_t terms)
{
    if (terms <= streams->term_capacity)
        return 0;
    uint32_t capacity = streams->term_capacity + streams->term_capacity / 2;
    if (capacity < terms)
        capacity = terms + 1024;
    struct stream *larger = pages_zeroed(capacity * sizeof *larger);
    if (larger == NULL)
        return error_memory();
    if (streams->term_capacity > 0)
        memcpy(larger, streams->by_term, streams->term_capacity * sizeof *larger);
    pages_free(streams->by_term, streams->term_capacity * sizeof *streams->by_term);
    streams->by_term = larger;
    streams->term_capacity = capacity;
    return 0;
}

/* Chains a slice twice as large as the newest. */
static bool add_slice(struct streams *streams, struct stream *stream)
{
    struct slice *newest = stream->newest;
    uint32_t capacity = FIRST_SLICE;
    if (newest != NULL) {
        newest->size = (uint32_t)(stream->at - newest->units);
        capacity = newest->capacity < LARGEST_SLICE ? newest->capacity * 2 : LARGEST_SLICE;
    }
    struct slice *slice =
        arena_alloc(&streams->arena, sizeof *slice + capacity * sizeof *slice->units);
    if (slice == NULL) {
        streams->failed = true;
        return false;
    }
    *slice = (struct slice){.capacity = capacity};
    if (newest == NULL)
        stream->first = slice;
    else
        newest->next = slice;
    stream->newest = slice;
    stream->at = slice->units;
    stream->end = slice->units + capacity;
    return true;
}

/* What an occurrence is written as. */
struct entry {
    uint32_t position; /* delta */
    uint32_t document; /* distance, 0: the same */
    uint32_t form;     /* number within the term */
    bool new_document, new_form;
};

static uint16_t *put_wide(uint16_t *at, uint32_t value)
{
    at[0] = (uint16_t)value;
    at[1] = (uint16_t)(value >> 16);
    return at + 2;
}

static bool add_wide(struct streams *streams, struct stream *stream, const struct entry *entry)
{
    if (stream->end - stream->at < WIDE_MAX && !add_slice(streams, stream))
        return false;
    uint16_t *at = stream->at;
    *at++ = (uint16_t)(WIDE << 2 | entry->new_form << 1 | entry->new_document);
    at = put_wide(at, entry->position);
    if (entry->new_document)
        at = put_wide(at, entry->document);
    if (entry->new_form)
        at = put_wide(at, entry->form);
    stream->at = at;
    return true;
}

/* Values go to where they would stand if they were wanted; the next ones overwrite them if not. */
static bool add_narrow(struct streams *streams, struct stream *stream, const struct entry *entry)
{
    if (stream->end - stream->at < OCCURRENCE_MAX && !add_slice(streams, stream))
        return false;
    uint16_t *at = stream->at;
    at[0] = (uint16_t)(entry->position << 2 | entry->new_form << 1 | entry->new_document);
    at[1] = (uint16_t)entry->document;
    at[1 + entry->new_document] = (uint16_t)entry->form;
    stream->at = at + 1 + entry->new_document + entry->new_form;
    return true;
}

void streams_add(struct streams *streams, const struct occurrence *occurrence, uint32_t document)
{
    struct stream *stream = &streams->by_term[occurrence->term];
    uint32_t distance = document + 1 - stream->last_document;
    uint32_t before = distance != 0 ? 0 : stream->last_position;
    if (distance == 0 && before == occurrence->position)
        return;
    const struct entry entry = {occurrence->position - before, distance, occurrence->form_number,
                                distance != 0, stream->last_form != occurrence->form + 1};
    bool narrow =
        (entry.position < WIDE) & (entry.document < WIDE_VALUE) & (entry.form < WIDE_VALUE);
    if (!(narrow ? add_narrow(streams, stream, &entry) : add_wide(streams, stream, &entry)))
        return;
    stream->last_document = document + 1;
    stream->last_position = occurrence->position;
    stream->last_form = occurrence->form + 1;
    stream->document_count += entry.new_document;
    stream->occurrence_count++;
}

size_t streams_memory(const struct streams *streams)
{
    return streams->arena.reserved + streams->term_capacity * sizeof *streams->by_term;
}

/* --- reading back --- */

static uint32_t get_wide(const uint16_t **at)
{
    uint32_t value = (*at)[0] | (uint32_t)(*at)[1] << 16;
    *at += 2;
    return value;
}

/* The entry at `at`, which is our own, so that there is nothing to check; returns what is behind
 * it. A form that stays is left as it is. */
static const uint16_t *get_wide_entry(const uint16_t *at, struct entry *entry)
{
    uint16_t head = *at++;
    entry->new_document = head & 1;
    entry->position = get_wide(&at);
    entry->document = entry->new_document ? get_wide(&at) : 0;
    if (head & 2)
        entry->form = get_wide(&at);
    return at;
}

static inline const uint16_t *get_entry(const uint16_t *at, struct entry *entry)
{
    unsigned head = at[0];
    if (head >> 2 == WIDE)
        return get_wide_entry(at, entry);
    unsigned new_document = head & 1, new_form = head >> 1 & 1;
    /* A narrow entry has room for three units, so all may be read. */
    entry->new_document = new_document;
    entry->position = head >> 2;
    entry->document = at[1] & (0U - new_document);
    uint32_t form = at[1 + new_document];
    entry->form = new_form ? form : entry->form;
    return at + 1 + new_document + new_form;
}

void stream_read(const struct stream *stream, const struct stream_arrays *into)
{
    struct entry entry = {0};
    uint32_t document = UINT32_MAX, frequency = 0, occurrences = 0;
    size_t documents = 0; /* begun */
    for (const struct slice *slice = stream->first; slice != NULL; slice = slice->next) {
        const uint16_t *at = slice->units;
        const uint16_t *end = slice == stream->newest ? stream->at : slice->units + slice->size;
        while (at < end) {
            at = get_entry(at, &entry);
            document += entry.document;
            documents += entry.new_document;
            frequency = (entry.new_document ? 0 : frequency) + 1;
            into->documents[documents - 1] = document;
            into->frequencies[documents - 1] = frequency;
            into->positions[occurrences] = entry.position;
            into->forms[occurrences++] = entry.form;
        }
    }
}
