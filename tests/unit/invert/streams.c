/* In-memory postings: what goes in comes out, term by term. */
#include "tests/unit/base/property.h"

#include "indexer/invert/streams.h"
#include "tests/unit/suite.h"

enum { TERMS = 300, ADDED_MAX = 60000 };

struct added {
    struct occurrence occurrence;
    uint32_t document;
};

static struct added make_added(uint32_t term, uint32_t form_number, uint32_t document,
                               uint32_t position)
{
    const struct occurrence occurrence = {.term = term,
                                          .form = form_number * TERMS + term,
                                          .form_number = form_number,
                                          .position = position};
    return (struct added){occurrence, document};
}

/* Mostly small, now and then of any size up to 2^bits. */
static uint32_t random_step(uint64_t *random, uint32_t below, unsigned bits)
{
    return random_below(random, 50) ? random_below(random, below)
                                    : random_u32(random) >> (32 - bits);
}

/* Documents and positions grow as an indexer's do; a few terms take most of the occurrences. */
static void random_occurrences(uint64_t *random, struct added *added, uint32_t count)
{
    uint32_t document = random_below(random, 3), position = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (random_below(random, 30) == 0) {
            document += 1 + random_step(random, 2, 20);
            position = random_below(random, 3);
        }
        position += random_step(random, 2, 16);
        uint32_t term = random_below(random, 1 + random_below(random, TERMS));
        added[i] = make_added(term, random_step(random, 3, 23), document, position);
    }
}

/* The same, naively: one term's occurrences in arrays. */
struct list {
    uint32_t documents[ADDED_MAX], frequencies[ADDED_MAX], positions[ADDED_MAX], forms[ADDED_MAX];
    uint32_t document_count, occurrence_count;
};

static void list_add(struct list *list, const struct added *added, uint32_t *last_position)
{
    bool same =
        list->document_count > 0 && list->documents[list->document_count - 1] == added->document;
    if (same && *last_position == added->occurrence.position)
        return; /* the first counts */
    if (!same) {
        list->documents[list->document_count] = added->document;
        list->frequencies[list->document_count++] = 0;
    }
    list->frequencies[list->document_count - 1]++;
    list->positions[list->occurrence_count] =
        added->occurrence.position - (same ? *last_position : 0);
    list->forms[list->occurrence_count++] = added->occurrence.form_number;
    *last_position = added->occurrence.position;
}

static void list_term(struct list *list, const struct added *added, uint32_t count, uint32_t term)
{
    uint32_t last_position = 0;
    list->document_count = list->occurrence_count = 0;
    for (uint32_t i = 0; i < count; i++)
        if (added[i].occurrence.term == term)
            list_add(list, &added[i], &last_position);
}

/* Room for as many units as any term may have. */
struct room {
    uint32_t documents[7 * ADDED_MAX], frequencies[7 * ADDED_MAX], positions[7 * ADDED_MAX],
        forms[7 * ADDED_MAX];
};

static void check_term(const struct streams *streams, uint32_t term, const struct list *expected,
                       uint64_t seed)
{
    static const struct stream absent = {0};
    static struct room list;
    const struct stream *stream = term < streams->term_count ? &streams->by_term[term] : &absent;
    EXPECT(seed, (stream->last_document == 0) == (expected->occurrence_count == 0));
    if (stream->last_document == 0)
        return;
    struct stream_arrays arrays = {
        list.documents, list.frequencies, list.positions, list.forms, 1, 1};
    EXPECT(seed, stream_units(stream) <= sizeof list.forms / sizeof *list.forms);
    EXPECT(seed, stream_units(stream) >= expected->occurrence_count);
    stream_read(stream, &arrays);
    EXPECT(seed, arrays.document_count == expected->document_count);
    EXPECT(seed, arrays.occurrence_count == expected->occurrence_count);
    size_t by_document = expected->document_count * sizeof(uint32_t);
    size_t by_occurrence = expected->occurrence_count * sizeof(uint32_t);
    EXPECT(seed, memcmp(list.documents, expected->documents, by_document) == 0);
    EXPECT(seed, memcmp(list.frequencies, expected->frequencies, by_document) == 0);
    EXPECT(seed, memcmp(list.positions, expected->positions, by_occurrence) == 0);
    EXPECT(seed, memcmp(list.forms, expected->forms, by_occurrence) == 0);
}

static void add_all(struct streams *streams, const struct added *added, uint32_t count,
                    uint64_t seed)
{
    uint32_t terms = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (added[i].occurrence.term >= terms) {
            terms = added[i].occurrence.term + 1;
            EXPECT(seed, streams_reserve(streams, terms) == 0);
        }
        streams_add(streams, &added[i].occurrence, added[i].document);
    }
    EXPECT(seed, !streams->failed && streams_memory(streams) > 0);
}

static void check_all(const struct streams *streams, const struct added *added, uint32_t count,
                      uint64_t seed)
{
    static struct list expected;
    for (uint32_t term = 0; term < TERMS; term++) {
        list_term(&expected, added, count, term);
        check_term(streams, term, &expected, seed);
    }
}

static void streams_come_back(void **state)
{
    (void)state;
    static struct added added[ADDED_MAX];
    for (uint64_t number = 0; number < 12; number++) {
        uint64_t seed = seed_of(130, number), random = seed;
        struct streams streams;
        streams_init(&streams);
        for (int segment = 0; segment < 3; segment++) { /* a reset one is as good as new */
            uint32_t count = 1 + random_below(&random, number % 3 == 0 ? ADDED_MAX : 500);
            random_occurrences(&random, added, count);
            add_all(&streams, added, count, seed);
            check_all(&streams, added, count, seed);
            streams_reset(&streams);
        }
        streams_release(&streams);
        EXPECT(seed, streams_memory(&streams) == 0);
    }
}

static void the_largest_numbers_fit(void **state)
{
    (void)state;
    const struct added added[] = {
        make_added(0, 0, 0, 0),
        make_added(0, 1, 0, UINT32_MAX - 1),
        make_added(0, UINT32_MAX / TERMS - 1, UINT32_MAX - 2, UINT32_MAX),
        make_added(0, 2, UINT32_MAX - 1, 0),
    };
    struct streams streams;
    streams_init(&streams);
    for (int round = 0; round < 2; round++) {
        add_all(&streams, added, 4, 0);
        check_all(&streams, added, 4, 0);
        streams_reset(&streams);
    }
    streams_release(&streams);
}

/* Values around those that no longer fit into a unit. */
static void borders_between_narrow_and_wide(void **state)
{
    (void)state;
    for (uint32_t step = 0; step < 5; step++) {
        uint32_t position = (1U << 14) - 3 + step, far = (1U << 16) - 3 + step;
        const struct added added[] = {
            make_added(1, far, far, position),
            make_added(1, 0, far, 2 * position),
            make_added(1, far - 1, 2 * far, 0),
            make_added(1, far - 1, 2 * far, position),
        };
        struct streams streams;
        streams_init(&streams);
        add_all(&streams, added, 4, step);
        check_all(&streams, added, 4, step);
        streams_release(&streams);
    }
}

SUITE(streams)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams_come_back),
        cmocka_unit_test(the_largest_numbers_fit),
        cmocka_unit_test(borders_between_narrow_and_wide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
