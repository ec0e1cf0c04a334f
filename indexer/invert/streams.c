#include "invert/streams.h"

#include <stdlib.h>
#include <string.h>

#include "platform/error.h"
#include "platform/pages.h"

enum {
    ARENA_CHUNK = 1 << 16,
    FIRST_SLICE = 32, /* units */
    LARGEST_SLICE = 2048,
    OCCURRENCE_MAX = 3, /* units; wide ones: */
    WIDE_MAX = 7
};

/* A unit that begins with this position delta begins a wide occurrence; no other holds it. */
enum { WIDE = 0x3fff, WIDE_VALUE = 0xffff };

struct slice {
    struct slice *next;
    uint32_t size; /* in use */
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
    uint32_t capacity = newest == NULL ? FIRST_SLICE : 2 * newest->capacity;
    if (capacity > LARGEST_SLICE)
        capacity = LARGEST_SLICE;
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
    return true;
}

/* Moves what is staged to a slice. The whole stage is copied, so that behind the start of every
 * entry there are OCCURRENCE_MAX units to read. */
static bool unstage(struct streams *streams, struct stream *stream)
{
    struct slice *slice = stream->newest;
    if (slice == NULL || slice->capacity - slice->size < STAGE) {
        if (!add_slice(streams, stream))
            return false;
        slice = stream->newest;
    }
    memcpy(slice->units + slice->size, stream->staged, sizeof stream->staged);
    slice->size += stream->staged_count;
    stream->staged_count = 0;
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
    if (stream->staged_count > STAGE - WIDE_MAX && !unstage(streams, stream))
        return false;
    uint16_t *at = stream->staged + stream->staged_count;
    *at++ = (uint16_t)(WIDE << 2 | entry->new_form << 1 | entry->new_document);
    at = put_wide(at, entry->position);
    if (entry->new_document)
        at = put_wide(at, entry->document);
    if (entry->new_form)
        at = put_wide(at, entry->form);
    stream->staged_count = (uint32_t)(at - stream->staged);
    return true;
}

/* Values go to where they would stand if they were wanted; the next ones overwrite them if not. */
static bool add_narrow(struct streams *streams, struct stream *stream, const struct entry *entry)
{
    if (stream->staged_count > STAGE - OCCURRENCE_MAX && !unstage(streams, stream))
        return false;
    uint16_t *at = stream->staged + stream->staged_count;
    at[0] = (uint16_t)(entry->position << 2 | entry->new_form << 1 | entry->new_document);
    at[1] = (uint16_t)entry->document;
    at[1 + entry->new_document] = (uint16_t)entry->form;
    stream->staged_count += 1U + entry->new_document + entry->new_form;
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
    /* There are three units to read, whatever the entry takes. */
    entry->new_document = new_document;
    entry->position = head >> 2;
    entry->document = at[1] & (0U - new_document);
    uint32_t form = at[1 + new_document];
    entry->form = new_form ? form : entry->form;
    return at + 1 + new_document + new_form;
}

/* Reads units up to `end`; `entry` goes on from the ones before. */
static void read_units(const uint16_t *at, const uint16_t *end, struct entry *entry,
                       struct stream_arrays *into)
{
    uint32_t documents = into->document_count, occurrences = into->occurrence_count;
    uint32_t document = documents == 0 ? UINT32_MAX : into->documents[documents - 1];
    uint32_t frequency = documents == 0 ? 0 : into->frequencies[documents - 1];
    while (at < end) {
        at = get_entry(at, entry);
        document += entry->document;
        documents += entry->new_document;
        frequency = (entry->new_document ? 0 : frequency) + 1;
        into->documents[documents - 1] = document;
        into->frequencies[documents - 1] = frequency;
        into->positions[occurrences] = entry->position;
        into->forms[occurrences++] = entry->form;
    }
    into->document_count = documents;
    into->occurrence_count = occurrences;
}

size_t stream_units(const struct stream *stream)
{
    size_t units = stream->staged_count;
    for (const struct slice *slice = stream->first; slice != NULL; slice = slice->next)
        units += slice->size;
    return units;
}

void stream_read(const struct stream *stream, struct stream_arrays *into)
{
    struct entry entry = {0};
    into->document_count = into->occurrence_count = 0;
    for (const struct slice *slice = stream->first; slice != NULL; slice = slice->next)
        read_units(slice->units, slice->units + slice->size, &entry, into);
    read_units(stream->staged, stream->staged + stream->staged_count, &entry, into);
}
