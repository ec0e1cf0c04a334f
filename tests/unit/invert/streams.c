/* In-memory postings: what goes in comes out, term by term. */
#include "unit/platform/property.h"

#include "invert/streams.h"

/* Term t has the forms 3t to 3t + 2. */
enum { TERMS = 300, ADDED = 60000 };

struct added {
    uint32_t term, form, document, position;
};

/* Documents and positions grow as an indexer's do; a few terms take most of the occurrences. */
static void random_occurrences(uint64_t *random, struct added *added, uint32_t count)
{
    uint32_t document = random_below(random, 3), position = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (random_below(random, 30) == 0) {
            document += 1 + (random_below(random, 50) == 0 ? random_u32(random) >> 12 : 0);
            position = random_below(random, 3);
        }
        position += random_below(random, 40) ? random_below(random, 2) : random_u32(random) >> 16;
        uint32_t term = random_below(random, 1 + random_below(random, TERMS));
        added[i] = (struct added){term, term * 3 + random_below(random, 3), document, position};
    }
}

/* Of a term that comes twice at one position of a document, the first counts. */
static bool is_second(const struct added *added, const uint32_t *last_of_term, uint32_t i)
{
    uint32_t last = last_of_term[added[i].term];
    return last != UINT32_MAX && added[last].document == added[i].document &&
           added[last].position == added[i].position;
}

/* Reads a term back, in step with what was added for it. */
struct reading {
    struct stream_reader reader;
    struct stream_occurrence occurrence;
    uint32_t read, document, position, documents, forms;
    uint32_t number_of_form[3]; /* + 1, as the model numbers them */
};

static void check_next(struct reading *reading, const struct stream *stream,
                       const struct added *added, uint64_t seed)
{
    EXPECT(seed, reading->read < stream->occurrence_count);
    if (reading->read++ == 0) {
        stream_open(&reading->reader, stream);
        reading->document = UINT32_MAX;
    }
    stream_next(&reading->reader, &reading->occurrence);
    if (reading->occurrence.document_delta != 0) {
        reading->document += reading->occurrence.document_delta;
        reading->position = 0;
        reading->documents++;
    }
    reading->position += reading->occurrence.position_delta;
    uint32_t *number = &reading->number_of_form[added->form % 3];
    if (*number == 0)
        *number = ++reading->forms;
    EXPECT(seed, reading->document == added->document && reading->position == added->position);
    EXPECT(seed, reading->occurrence.form == *number - 1);
}

static void add_all(struct streams *streams, const struct added *added, uint32_t count,
                    uint64_t seed)
{
    uint32_t terms = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (added[i].term >= terms) {
            terms = added[i].term + 1;
            EXPECT(seed, streams_reserve(streams, terms, terms * 3) == 0);
        }
        streams_add(streams, added[i].term, added[i].form, added[i].document, added[i].position);
    }
    EXPECT(seed, !streams->failed && streams_memory(streams) > 0);
}

static void check_all(const struct streams *streams, const struct added *added, uint32_t count,
                      uint64_t seed)
{
    static struct reading readings[TERMS];
    static uint32_t last_of_term[TERMS];
    memset(readings, 0, sizeof readings);
    memset(last_of_term, 0xff, sizeof last_of_term);
    for (uint32_t i = 0; i < count; i++) {
        if (is_second(added, last_of_term, i))
            continue;
        last_of_term[added[i].term] = i;
        check_next(&readings[added[i].term], &streams->by_term[added[i].term], &added[i], seed);
    }
    for (uint32_t term = 0; term < TERMS && term < streams->term_capacity; term++) {
        const struct stream *stream = &streams->by_term[term];
        EXPECT(seed, stream->occurrence_count == readings[term].read);
        EXPECT(seed, stream->document_count == readings[term].documents);
        EXPECT(seed, stream->form_count == readings[term].forms);
        EXPECT(seed, (stream->first == NULL) == (readings[term].read == 0));
        for (uint32_t form = 0; form < 3; form++)
            EXPECT(seed,
                   streams->form_numbers[term * 3 + form] == readings[term].number_of_form[form]);
    }
}

static void streams_come_back(void **state)
{
    (void)state;
    static struct added added[ADDED];
    for (uint64_t number = 0; number < 30; number++) {
        uint64_t seed = seed_of(130, number), random = seed;
        struct streams streams;
        streams_init(&streams);
        for (int segment = 0; segment < 3; segment++) { /* a reset one is as good as new */
            uint32_t count = 1 + random_below(&random, number % 3 == 0 ? ADDED : 500);
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
    static const struct added added[] = {
        {0, 0, 0, 0},
        {0, 1, 0, UINT32_MAX - 1},
        {0, 0, UINT32_MAX - 2, UINT32_MAX},
        {0, 2, UINT32_MAX - 1, 0},
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams_come_back),
        cmocka_unit_test(the_largest_numbers_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
