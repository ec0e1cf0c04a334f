#include "indexer/invert/streams.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/pages.h"

enum {
    ARENA_CHUNK = 1 << 16,
    CAPACITY_MIN = 1 << 10,
    GROWTH = 8,
    FIRST_SLICE = 32, /* units */
    DOUBLINGS = 6,
    OCCURRENCE_MAX = 3, /* units; wide ones: */
    WIDE_MAX = 7
};

/* A unit with this position delta begins a wide occurrence; no narrow one has it. */
enum { WIDE = 0x3fff, WIDE_VALUE = 0xffff };

_Static_assert(sizeof(struct stream) == 64, "a stream fills a cache line");

/* Has room for FIRST_SLICE units, doubled up to DOUBLINGS times. */
struct stream_slice {
    struct stream_slice *next;
    size_t size; /* units in use; set when the next slice is made */
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
    if (streams->term_count > 0)
        memset(streams->by_term, 0, streams->term_count * sizeof *streams->by_term);
    streams->term_count = 0;
}

int streams_reserve(struct streams *streams, uint32_t terms)
{
    if (terms > streams->term_count)
        streams->term_count = terms;
    if (terms <= streams->term_capacity)
        return 0;
    uint32_t capacity = terms < UINT32_MAX / GROWTH ? terms * GROWTH : UINT32_MAX;
    if (capacity < CAPACITY_MIN)
        capacity = CAPACITY_MIN;
    struct stream *larger = pages_alloc_zeroed(capacity * sizeof *larger);
    if (larger == NULL)
        return error_memory();
    if (streams->term_capacity > 0)
        memcpy(larger, streams->by_term, streams->term_capacity * sizeof *larger);
    pages_free(streams->by_term, streams->term_capacity * sizeof *streams->by_term);
    streams->by_term = larger;
    streams->term_capacity = capacity;
    return 0;
}

static uint32_t slice_capacity(unsigned doublings)
{
    return (uint32_t)FIRST_SLICE << doublings;
}

/* Returns the units in use in the newest slice, which must exist. */
static uint32_t newest_size(const struct stream *stream)
{
    return slice_capacity(stream->slice_class) - stream->room;
}

static struct stream_slice *newest_slice(const struct stream *stream)
{
    char *units = (char *)(stream->at - newest_size(stream));
    return (struct stream_slice *)(void *)(units - offsetof(struct stream_slice, units));
}

/* Chains a slice twice as large as the newest, up to the limit. */
static bool add_slice(struct streams *streams, struct stream *stream)
{
    unsigned doublings = stream->first == NULL ? 0 : stream->slice_class + 1U;
    if (doublings > DOUBLINGS)
        doublings = DOUBLINGS;
    uint32_t capacity = slice_capacity(doublings);
    struct stream_slice *slice =
        arena_alloc(&streams->arena, sizeof *slice + capacity * sizeof *slice->units);
    if (slice == NULL) {
        streams->failed = true;
        return false;
    }
    *slice = (struct stream_slice){0};
    if (stream->first == NULL) {
        stream->first = slice;
    } else {
        struct stream_slice *newest = newest_slice(stream);
        newest->size = newest_size(stream);
        newest->next = slice;
    }
    stream->at = slice->units;
    stream->slice_class = (uint8_t)doublings;
    stream->room = (uint16_t)capacity;
    return true;
}

/* Moves the staged units to a slice, without touching its header, which is on another cache line.
 * The whole stage is copied, so that OCCURRENCE_MAX units can be read from the start of any entry.
 */
static bool flush_stage(struct streams *streams, struct stream *stream)
{
    if (stream->room < STAGE_SIZE && !add_slice(streams, stream))
        return false;
    memcpy(stream->at, stream->staged, sizeof stream->staged);
    stream->at += stream->staged_count;
    stream->room = (uint16_t)(stream->room - stream->staged_count);
    stream->staged_count = 0;
    return true;
}

/* An occurrence as it is encoded. */
struct stream_entry {
    uint32_t position;               /* delta */
    uint32_t document;               /* distance from the previous one; 0: the same */
    uint32_t form;                   /* number within the term */
    uint32_t new_document, new_form; /* 0 or 1; integers, for arithmetic without branches */
};

static uint16_t *write_wide(uint16_t *at, uint32_t value)
{
    at[0] = (uint16_t)value;
    at[1] = (uint16_t)(value >> 16);
    return at + 2;
}

static bool add_wide(struct streams *streams, struct stream *stream,
                     const struct stream_entry *entry)
{
    if (stream->staged_count > STAGE_SIZE - WIDE_MAX && !flush_stage(streams, stream))
        return false;
    uint16_t *at = stream->staged + stream->staged_count;
    *at++ = (uint16_t)(WIDE << 2 | entry->new_form << 1 | entry->new_document);
    at = write_wide(at, entry->position);
    if (entry->new_document)
        at = write_wide(at, entry->document);
    if (entry->new_form)
        at = write_wide(at, entry->form);
    stream->staged_count = (uint8_t)(at - stream->staged);
    return true;
}

/* Writes every value to where it would go if needed; the next ones overwrite it if not. */
static bool add_narrow(struct streams *streams, struct stream *stream,
                       const struct stream_entry *entry)
{
    if (stream->staged_count > STAGE_SIZE - OCCURRENCE_MAX && !flush_stage(streams, stream))
        return false;
    uint16_t *at = stream->staged + stream->staged_count;
    at[0] = (uint16_t)(entry->position << 2 | entry->new_form * 2U | entry->new_document);
    at[1] = (uint16_t)entry->document;
    at[1 + entry->new_document] = (uint16_t)entry->form;
    unsigned count = stream->staged_count + 1U + entry->new_document + entry->new_form;
    stream->staged_count = (uint8_t)count;
    if (count > STAGE_SIZE - 2 * OCCURRENCE_MAX)
        __builtin_prefetch(stream->at, 1);
    return true;
}

void streams_add(struct streams *streams, const struct occurrence *occurrence, uint32_t document)
{
    assert(occurrence->term < streams->term_count);
    struct stream *stream = &streams->by_term[occurrence->term];
    assert(document + 1 > stream->last_document || (document + 1 == stream->last_document &&
                                                    occurrence->position >= stream->last_position));
    uint32_t distance = document + 1 - stream->last_document;
    uint32_t before = distance != 0 ? 0 : stream->last_position;
    if (distance == 0 && before == occurrence->position)
        return;
    const struct stream_entry entry = {occurrence->position - before, distance,
                                       occurrence->form_number, distance != 0,
                                       stream->last_form != occurrence->form + 1};
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
    return streams->arena.reserved + streams->term_count * sizeof *streams->by_term;
}

/* --- reading back --- */

static uint32_t read_wide(const uint16_t **at)
{
    uint32_t value = (*at)[0] | (uint32_t)(*at)[1] << 16;
    *at += 2;
    return value;
}

/* Decodes the entry at `at` and returns its end. Nothing needs checking, since this process wrote
 * it. entry->form is kept unless the entry has a new one. */
static const uint16_t *decode_wide_entry(const uint16_t *at, struct stream_entry *entry)
{
    uint16_t head = *at++;
    entry->new_document = head & 1;
    entry->position = read_wide(&at);
    entry->document = entry->new_document ? read_wide(&at) : 0;
    if (head & 2)
        entry->form = read_wide(&at);
    return at;
}

static inline const uint16_t *decode_entry(const uint16_t *at, struct stream_entry *entry)
{
    unsigned head = at[0];
    if (head >> 2 == WIDE)
        return decode_wide_entry(at, entry);
    uint32_t new_document = head & 1, new_form = head >> 1 & 1;
    /* Three units can be read, however many the entry has. */
    entry->new_document = new_document;
    entry->position = head >> 2;
    entry->document = at[1] & (0U - new_document);
    entry->form ^= (entry->form ^ at[1 + new_document]) & (0U - new_form);
    return at + 1 + new_document + new_form;
}

/* Reads units up to `end`; returns the last form, with which the units after them continue. */
static uint32_t read_units(const uint16_t *at, const uint16_t *end, uint32_t form,
                           struct stream_arrays *into)
{
    uint32_t *documents = into->documents, *frequencies = into->frequencies;
    uint32_t *positions = into->positions, *forms = into->forms;
    size_t count = into->document_count, occurrences = into->occurrence_count;
    uint32_t document = count == 0 ? UINT32_MAX : documents[count - 1];
    uint32_t frequency = count == 0 ? 0 : frequencies[count - 1];
    struct stream_entry entry = {.form = form};
    while (at < end) {
        at = decode_entry(at, &entry);
        document += entry.document;
        count += entry.new_document;
        frequency = (frequency & (entry.new_document - 1)) + 1;
        documents[count - 1] = document;
        frequencies[count - 1] = frequency;
        positions[occurrences] = entry.position;
        forms[occurrences++] = entry.form;
    }
    into->document_count = (uint32_t)count;
    into->occurrence_count = (uint32_t)occurrences;
    return entry.form;
}

static size_t slice_size(const struct stream *stream, const struct stream_slice *slice)
{
    return slice->next != NULL ? slice->size : newest_size(stream);
}

size_t stream_units(const struct stream *stream)
{
    size_t units = stream->staged_count;
    for (const struct stream_slice *slice = stream->first; slice != NULL; slice = slice->next)
        units += slice_size(stream, slice);
    return units;
}

void stream_read(const struct stream *stream, struct stream_arrays *into)
{
    uint32_t form = 0;
    assert(stream->last_document != 0);
    into->document_count = into->occurrence_count = 0;
    for (const struct stream_slice *slice = stream->first; slice != NULL; slice = slice->next) {
        if (slice->next != NULL)
            __builtin_prefetch(slice->next);
        form = read_units(slice->units, slice->units + slice_size(stream, slice), form, into);
    }
    read_units(stream->staged, stream->staged + stream->staged_count, form, into);
}
