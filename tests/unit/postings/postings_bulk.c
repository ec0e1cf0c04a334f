/* Many postings at a time, window by window, equal a naive model of the list. */
#include "tests/unit/postings/posting_lists.h"

#include "common/base/error.h"
#include "tests/unit/suite.h"

enum { WINDOW = 4096 };

/* A walk over the list in windows, some of which are passed over. */
struct bulk {
    struct made *made;
    uint64_t seed, *random;
    struct postings_cursor cursor;
    uint32_t at; /* first document of the list not before the window */
    uint32_t documents[WINDOW], numbers[WINDOW];
    uint64_t marks[WINDOW / 64];
};

/* Documents to look for in [start, end): of the list, and others. */
static size_t choose_documents(struct bulk *bulk, uint32_t start, uint32_t end)
{
    uint32_t one_in = 1 + random_below(bulk->random, random_below(bulk->random, 2) ? 4 : 300);
    size_t count = 0;
    for (uint32_t document = start; document < end; document++)
        if (random_below(bulk->random, one_in) == 0)
            bulk->documents[count++] = document;
    return count;
}

static void check_looked_up(struct bulk *bulk, uint32_t start, uint32_t end, bool frequencies)
{
    const struct made *made = bulk->made;
    size_t count = choose_documents(bulk, start, end);
    memset(bulk->numbers, 0, sizeof bulk->numbers);
    if (frequencies)
        postings_add_frequencies(&bulk->cursor, bulk->documents, count, bulk->numbers);
    else
        postings_add_matches(&bulk->cursor, bulk->documents, count, bulk->numbers);
    uint32_t at = bulk->at;
    for (size_t i = 0; i < count; i++) {
        while (at < made->count && made->documents[at] < bulk->documents[i])
            at++;
        bool there = at < made->count && made->documents[at] == bulk->documents[i];
        EXPECT(bulk->seed, bulk->numbers[i] == (!there        ? 0
                                                : frequencies ? made->frequencies[at]
                                                              : 1));
    }
}

static void check_gathered(struct bulk *bulk, uint32_t start, uint32_t end)
{
    const struct made *made = bulk->made;
    postings_advance(&bulk->cursor, start);
    size_t count = postings_gather(&bulk->cursor, end, bulk->documents, bulk->numbers);
    for (size_t i = 0; i < count; i++) {
        EXPECT(bulk->seed, bulk->documents[i] == made->documents[bulk->at + i]);
        EXPECT(bulk->seed, bulk->numbers[i] == made->frequencies[bulk->at + i]);
    }
    EXPECT(bulk->seed, bulk->at + count == made->count || made->documents[bulk->at + count] >= end);
}

static void check_marked(struct bulk *bulk, uint32_t start, uint32_t end)
{
    const struct made *made = bulk->made;
    memset(bulk->marks, 0, sizeof bulk->marks);
    postings_advance(&bulk->cursor, start);
    postings_mark(&bulk->cursor, start, end, bulk->marks);
    uint32_t at = bulk->at;
    for (uint32_t document = start; document < start + WINDOW; document++) {
        bool there = at < made->count && made->documents[at] == document && document < end;
        at += there;
        bool marked = bulk->marks[(document - start) / 64] >> (document - start) % 64 & 1;
        EXPECT(bulk->seed, marked == there);
    }
    EXPECT(bulk->seed,
           bulk->cursor.document == (at < made->count ? made->documents[at] : POSTINGS_END));
}

static void walk_bulk(struct made *made, uint64_t *random, uint64_t seed)
{
    static struct bulk bulk;
    bulk = (struct bulk){.made = made, .seed = seed, .random = random};
    EXPECT(seed, postings_open(&bulk.cursor, &made->file, &made->entry) == 0);
    uint32_t kind = random_below(random, 5);
    for (uint32_t start = 0, end; start < made->documents_there; start = end) {
        end = start + 1 + random_below(random, WINDOW);
        while (bulk.at < made->count && made->documents[bulk.at] < start)
            bulk.at++;
        switch (kind < 4 ? kind : random_below(random, 5)) {
        case 0:
            check_marked(&bulk, start, end);
            break;
        case 1:
            check_gathered(&bulk, start, end);
            break;
        case 2:
        case 3:
            check_looked_up(&bulk, start, end, random_below(random, 2));
            break;
        default: /* passed over */
            break;
        }
    }
    EXPECT(seed, postings_status(&bulk.cursor) == 0);
}

static void windows_equal_the_model(void **state)
{
    (void)state;
    static const uint32_t counts[] = {1, 2, 128, 129, 300, 4096, 10000};
    for (uint32_t which = 0; which < sizeof counts / sizeof *counts; which++)
        for (uint32_t density = 0; density < DENSITIES; density++) {
            uint64_t seed = seed_of(85, which * 10 + density), random = seed;
            struct made made;
            make_list(&made, &random, counts[which], (enum density)density, false);
            for (int i = 0; i < 10; i++)
                walk_bulk(&made, &random, seed);
            release_list(&made);
        }
}

/* Looks into the blocks that the headers lead to, some of them passed over. */
static void look_into_blocks(struct made *made, uint64_t *random, uint64_t seed)
{
    static uint32_t documents[BLOCK_SIZE], frequencies[BLOCK_SIZE], positions[1000];
    struct postings_cursor cursor;
    uint32_t at = 0;
    EXPECT(seed, postings_open(&cursor, &made->file, &made->entry) == 0);
    for (uint32_t from = 0; from < made->documents_there && postings_seek_block(&cursor, from);) {
        uint32_t end = cursor.in_tail ? made->documents_there : cursor.block_last + 1;
        while (at < made->count && made->documents[at] < from)
            at++;
        size_t count = postings_in_block(&cursor, from, end, documents, frequencies);
        for (uint32_t i = 0; i < count; i++) {
            EXPECT(seed, documents[i] == made->documents[at + i]);
            EXPECT(seed, frequencies[i] == made->frequencies[at + i]);
        }
        EXPECT(seed, at + count == made->count || made->documents[at + count] >= end);
        for (uint32_t document = from, i = at; document < end; document++) {
            while (i < made->count && made->documents[i] < document)
                i++;
            bool there = i < made->count && made->documents[i] == document;
            if (random_below(random, 3) == 0)
                continue;
            EXPECT(seed, postings_has(&cursor, document) == there);
            if (!there || made->frequencies[i] > 1000)
                continue;
            EXPECT(seed, postings_frequency(&cursor) == made->frequencies[i]);
            postings_prefetch_positions(&cursor);
            postings_positions(&cursor, positions);
            EXPECT(seed, memcmp(positions, made->positions + made->first[i],
                                made->frequencies[i] * sizeof *positions) == 0);
        }
        from = end + random_below(random, 3) * random_below(random, 2000);
    }
    EXPECT(seed, postings_status(&cursor) == 0);
}

/* Whole blocks, opened from the last to the first. */
static void open_blocks(struct made *made, uint64_t seed)
{
    static struct postings_block blocks[100];
    struct postings_cursor ahead, cursor;
    size_t count = 0;
    EXPECT(seed, postings_open(&ahead, &made->file, &made->entry) == 0);
    EXPECT(seed, postings_open(&cursor, &made->file, &made->entry) == 0);
    for (uint32_t from = 0; postings_seek_block(&ahead, from) && !ahead.in_tail;
         from = ahead.block_last + 1)
        blocks[count++] = postings_current_block(&ahead);
    EXPECT(seed, count == (made->count == 1 ? 0 : made->count / BLOCK_SIZE));
    while (count-- > 0) {
        const size_t size = BLOCK_SIZE * sizeof(uint32_t);
        EXPECT(seed, postings_open_block(&cursor, &blocks[count]));
        EXPECT(seed, memcmp(cursor.documents, made->documents + count * BLOCK_SIZE, size) == 0);
        EXPECT(seed, memcmp(cursor.frequencies, made->frequencies + count * BLOCK_SIZE, size) == 0);
    }
    EXPECT(seed, postings_status(&cursor) == 0);
}

static void blocks_equal_the_model(void **state)
{
    (void)state;
    static const uint32_t counts[] = {1, 2, 127, 128, 129, 300, 4224};
    for (uint32_t which = 0; which < sizeof counts / sizeof *counts; which++)
        for (uint32_t density = 0; density < DENSITIES; density++) {
            uint64_t seed = seed_of(87, which * 10 + density), random = seed;
            struct made made;
            make_list(&made, &random, counts[which], (enum density)density, false);
            for (int i = 0; i < 3; i++)
                look_into_blocks(&made, &random, seed);
            open_blocks(&made, seed);
            release_list(&made);
        }
}

/* Marks by walking; whether the walk met damage. */
static bool mark_by_walking(struct made *made, uint64_t *marks)
{
    struct postings_cursor cursor;
    if (postings_open(&cursor, &made->file, &made->entry) != 0)
        return true;
    for (uint32_t document; (document = postings_next(&cursor)) < WINDOW;)
        marks[document / 64] |= UINT64_C(1) << document % 64;
    return postings_status(&cursor) != 0;
}

/* Forged bytes are damage to those who mark if they are to those who walk, and mean the same. */
static void forged_bytes_mean_the_same(void **state)
{
    (void)state;
    uint64_t seed = seed_of(86, 0), random = seed;
    for (unsigned i = 0; i < 3000; i++) {
        struct made made;
        make_list(&made, &random, 400, random_below(&random, 4) ? DENSE : CLUSTERED, false);
        size_t place = (size_t)made.entry.postings_offset +
                       random_below(&random, (uint32_t)made.entry.postings_size);
        made.writer.postings.data[place] ^= (char)(1 + random_below(&random, 255));
        segment_file_close(&made.file);
        open_made_file(&made);
        uint64_t marks[WINDOW / 64] = {0}, walked[WINDOW / 64] = {0};
        struct postings_cursor cursor;
        bool damaged = mark_by_walking(&made, walked);
        EXPECT(seed, postings_open(&cursor, &made.file, &made.entry) == 0);
        postings_advance(&cursor, 0);
        postings_mark(&cursor, 0, WINDOW, marks);
        EXPECT(seed, (postings_status(&cursor) != 0) == damaged);
        EXPECT(seed, damaged || memcmp(marks, walked, sizeof marks) == 0);
        release_list(&made);
    }
}

SUITE(postings_bulk)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(windows_equal_the_model, setup, teardown),
        cmocka_unit_test_setup_teardown(blocks_equal_the_model, setup, teardown),
        cmocka_unit_test_setup_teardown(forged_bytes_mean_the_same, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
