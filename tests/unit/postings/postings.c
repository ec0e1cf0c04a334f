/* Postings: cursors under random walks equal a naive model of the list. */
#include "tests/unit/postings/posting_lists.h"

#include "common/base/error.h"
#include "common/index/codecs/position_code.h"
#include "tests/unit/suite.h"

/* --- walking --- */

/* Bits of what is asked of the occurrences in a document. */
enum { POSITIONS = 1, RANKS = 2, FIRST_POSITION = 4, COUNT_OF_RANK = 8 };

static void check_first_position(struct postings_cursor *cursor, const struct made *made,
                                 uint32_t at, uint64_t seed)
{
    const uint32_t first = postings_first_position(cursor);
    const uint32_t title_length = made->title_lengths[made->documents[at]];
    EXPECT(seed, position_with_gap(first, title_length) == made->positions[made->first[at]]);
}

static void check_count_of_rank(struct postings_cursor *cursor, const struct made *made,
                                uint32_t at, uint64_t seed)
{
    const uint32_t *ranks = made->ranks + made->first[at], tf = made->frequencies[at];
    const uint32_t rank = ranks[seed % tf];
    uint32_t expected = 0;
    for (uint32_t i = 0; i < tf; i++)
        expected += ranks[i] == rank;
    EXPECT(seed, postings_count_rank(cursor, rank) == expected);
}

static void check_occurrences(struct postings_cursor *cursor, const struct made *made, uint32_t at,
                              uint32_t what, uint64_t seed)
{
    uint32_t tf = made->frequencies[at];
    uint32_t *got = array(tf, sizeof *got);
    if (what & FIRST_POSITION)
        check_first_position(cursor, made, at, seed);
    if (what & POSITIONS) {
        postings_positions(cursor, got);
        EXPECT(seed, memcmp(got, made->positions + made->first[at], tf * sizeof *got) == 0);
    }
    if (what & COUNT_OF_RANK) {
        check_count_of_rank(cursor, made, at, seed);
    } else if (what & RANKS) {
        postings_ranks(cursor, got);
        EXPECT(seed, memcmp(got, made->ranks + made->first[at], tf * sizeof *got) == 0);
    }
    free(got);
}

/* The place in the list of the first document >= target, from `at` on. */
static uint32_t place_of(const struct made *made, uint32_t at, uint64_t target)
{
    while (at < made->count && made->documents[at] < target)
        at++;
    return at;
}

/* The block that may hold a target: its last document and its impacts must be true of the list. */
static void check_block(struct postings_cursor *cursor, const struct made *made, uint32_t at,
                        uint32_t target, uint64_t seed)
{
    uint32_t sought = place_of(made, at, target), whole = made->count / BLOCK_SIZE * BLOCK_SIZE;
    bool found = postings_seek_block(cursor, target);
    if (sought == made->count && made->count % BLOCK_SIZE == 0) {
        EXPECT(seed, !found);
        return;
    }
    EXPECT(seed, found && cursor->in_tail == (sought >= whole));
    if (cursor->in_tail) {
        EXPECT(seed, cursor->block_last == POSTINGS_END && cursor->block_impacts.count == 0);
        return;
    }
    uint32_t start = sought / BLOCK_SIZE * BLOCK_SIZE;
    EXPECT(seed, cursor->block_last == made->documents[start + BLOCK_SIZE - 1]);
    for (uint32_t i = start; i < start + BLOCK_SIZE; i++) {
        bool covered = false;
        for (unsigned k = 0; k < cursor->block_impacts.count; k++)
            covered |= cursor->block_impacts.pairs[k].frequency >= made->frequencies[i] &&
                       cursor->block_impacts.pairs[k].length <= made->lengths[made->documents[i]];
        EXPECT(seed, covered);
    }
}

static void walk_list(struct made *made, uint64_t *random, uint32_t step, uint32_t asked,
                      uint64_t seed)
{
    struct postings_cursor cursor;
    EXPECT(seed, postings_open(&cursor, &made->file, &made->entry) == 0);
    uint32_t at = 0; /* the place of what the cursor must give next */
    while (at < made->count) {
        uint64_t target = (uint64_t)(at == 0 ? 0 : made->documents[at - 1] + 1) +
                          random_below(random, 1 + random_below(random, step));
        uint32_t got;
        if (target >= POSTINGS_END)
            break;
        switch (random_below(random, 4)) {
        case 0:
            got = postings_next(&cursor);
            break;
        case 1:
            check_block(&cursor, made, at, (uint32_t)target, seed);
            at = place_of(made, at, target);
            got = postings_advance(&cursor, (uint32_t)target);
            break;
        default:
            at = place_of(made, at, target);
            got = postings_advance(&cursor, (uint32_t)target);
            break;
        }
        EXPECT(seed, got == cursor.document);
        if (at == made->count) {
            EXPECT(seed, got == POSTINGS_END);
            break;
        }
        EXPECT(seed, got == made->documents[at]);
        EXPECT(seed, postings_advance(&cursor, got) == got); /* where it is already */
        uint32_t what = random_below(random, 100) < asked ? random_below(random, 16) : 0;
        if (what != 0 || random_below(random, 2))
            EXPECT(seed, postings_frequency(&cursor) == made->frequencies[at]);
        check_occurrences(&cursor, made, at, what, seed);
        at++;
    }
    EXPECT(seed, postings_next(&cursor) == POSTINGS_END);
    EXPECT(seed, postings_next(&cursor) == POSTINGS_END);
    EXPECT(seed, postings_advance(&cursor, UINT32_MAX - 1) == POSTINGS_END);
    EXPECT(seed, postings_status(&cursor) == 0);
}

static void read_whole_list(struct made *made, uint64_t seed)
{
    struct postings_cursor cursor;
    EXPECT(seed, postings_open(&cursor, &made->file, &made->entry) == 0);
    for (uint32_t i = 0; i < made->count; i++) {
        EXPECT(seed, postings_next(&cursor) == made->documents[i]);
        EXPECT(seed, postings_frequency(&cursor) == made->frequencies[i]);
        check_occurrences(&cursor, made, i, POSITIONS | RANKS, seed);
    }
    EXPECT(seed, postings_next(&cursor) == POSTINGS_END && postings_status(&cursor) == 0);
}

/* postings_impacts covers the documents of all whole blocks. */
static void check_impacts(struct made *made, uint64_t seed)
{
    struct impacts impacts;
    EXPECT(seed, postings_impacts(&made->file, &made->entry, &impacts) == 0);
    EXPECT(seed, (impacts.count > 0) == (made->count >= BLOCK_SIZE));
    for (uint32_t i = 0; i < made->count / BLOCK_SIZE * BLOCK_SIZE; i++) {
        bool covered = false;
        for (unsigned k = 0; k < impacts.count; k++)
            covered |= impacts.pairs[k].frequency >= made->frequencies[i] &&
                       impacts.pairs[k].length <= made->lengths[made->documents[i]];
        EXPECT(seed, covered);
    }
}

static void cursors_equal_the_model(void **state)
{
    (void)state;
    static const uint32_t counts[] = {1, 2, 127, 128, 129, 256, 300, 4095, 4096, 4097, 4224, 10000};
    static const uint32_t steps[] = {2, 30, 1000, 60000, 2000000};
    for (uint32_t which = 0; which < sizeof counts / sizeof *counts; which++)
        for (uint32_t density = 0; density < DENSITIES; density++) {
            uint64_t seed = seed_of(80, which * 10 + density), random = seed;
            struct made made;
            make_list(&made, &random, counts[which], (enum density)density,
                      which % 2 == density % 2);
            read_whole_list(&made, seed);
            check_impacts(&made, seed);
            for (uint32_t step = 0; step < sizeof steps / sizeof *steps; step++)
                for (uint32_t asked = 0; asked <= 100; asked += 50)
                    walk_list(&made, &random, steps[step], asked, seed);
            release_list(&made);
        }
}

static void every_document_alone_is_found(void **state)
{
    (void)state;
    uint64_t seed = seed_of(81, 0), random = seed;
    struct made made;
    make_list(&made, &random, 4300, SPARSE, true);
    for (uint32_t i = 0; i < made.count; i += 3) {
        struct postings_cursor cursor;
        assert_int_equal(postings_open(&cursor, &made.file, &made.entry), 0);
        EXPECT(seed, postings_advance(&cursor, made.documents[i]) == made.documents[i]);
        EXPECT(seed, postings_frequency(&cursor) == made.frequencies[i]);
        check_occurrences(&cursor, &made, i, 3, seed);
        EXPECT(seed, postings_next(&cursor) ==
                         (i + 1 < made.count ? made.documents[i + 1] : POSTINGS_END));
    }
    release_list(&made);
}

/* --- bytes, damage --- */

/* The bytes that docs/format.md shows. */
static void short_lists_have_these_bytes(void **state)
{
    (void)state;
    static const uint32_t documents[] = {2, 3, 10}, frequencies[] = {1, 3, 2};
    /* positions 7; 0, 1, 300; 5, 9: in a title of 2 words, and in texts without one */
    static const uint32_t distances[] = {107, 0, 1, 399, 105, 4};
    static const uint32_t columns[11] = {[2] = 10, [3] = 400, [10] = 20}, titles[11] = {[3] = 2};
    const struct document_lengths lengths = {columns, titles, columns, 100};
    struct postings_writer writer;
    struct term_entry entry;
    postings_writer_init(&writer);
    struct posting_list list = {3, documents, frequencies, distances, NULL};
    assert_int_equal(postings_write(&writer, &list, &lengths, &entry), 0);
    assert_int_equal(writer.postings.size, 3);
    assert_memory_equal(writer.postings.data, "\x01\x28\x72", 3);
    assert_int_equal(writer.positions.size, 5);
    assert_memory_equal(writer.positions.data, "\x06\x00\xb5\x61\xe1", 5);
    assert_int_equal(writer.ranks.size, 0);
    postings_writer_release(&writer);
}

/* A term's only occurrence takes no bytes but in its entry. */
static void a_single_occurrence_is_in_the_entry(void **state)
{
    (void)state;
    static const uint32_t document[] = {1}, frequency[] = {1}, columns[] = {9, 8},
                          titles[] = {0, 3};
    const struct document_lengths lengths = {columns, titles, columns, 100};
    static const struct {
        uint32_t position, status;
    } cases[] = {{2, 0}, {103, 3}, {107, 7}};
    for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct made made = {.count = 1, .documents_there = 2};
        made.lengths = (uint32_t *)(uintptr_t)columns;
        made.title_lengths = (uint32_t *)(uintptr_t)titles;
        struct posting_list list = {1, document, frequency, &cases[i].position, NULL};
        postings_writer_init(&made.writer);
        made.entry.form_count = 1;
        assert_int_equal(postings_write(&made.writer, &list, &lengths, &made.entry), 0);
        assert_int_equal(made.writer.positions.size, 0);
        fill_columns(&made);
        open_made_file(&made);
        struct postings_cursor cursor;
        uint32_t position;
        assert_int_equal(postings_open(&cursor, &made.file, &made.entry), 0);
        assert_int_equal(postings_next(&cursor), 1);
        postings_positions(&cursor, &position);
        assert_int_equal(position, cases[i].position);
        made.entry.single_position = 8;
        assert_int_equal(postings_open(&cursor, &made.file, &made.entry), 0);
        postings_next(&cursor);
        postings_positions(&cursor, &position);
        assert_int_equal(postings_status(&cursor), ERROR_CORRUPT);
        segment_file_close(&made.file);
        postings_writer_release(&made.writer);
        buffer_release(&made.length_column);
        buffer_release(&made.title_length_column);
    }
}

/* What cannot be written so that it comes back is refused: positions in the gap, or past the
 * document's end. */
static void positions_outside_the_document_are_refused(void **state)
{
    (void)state;
    static const uint32_t documents[] = {0, 1}, frequencies[] = {1, 2};
    static const uint32_t columns[] = {5, 5}, titles[] = {0, 2};
    const struct document_lengths lengths = {columns, titles, columns, 100};
    static const uint32_t wrong[][3] = {
        {99, 0, 1}, {105, 0, 1}, {100, 0, 105}, {100, 1, 50}, {100, 1, 0}};
    static const uint32_t right[] = {104, 0, 104};
    struct postings_writer writer;
    struct term_entry entry;
    postings_writer_init(&writer);
    for (unsigned i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct posting_list list = {2, documents, frequencies, wrong[i], NULL};
        assert_int_equal(postings_write(&writer, &list, &lengths, &entry), ERROR_CORRUPT);
        list = (struct posting_list){1, documents, frequencies, wrong[i], NULL};
        assert_int_equal(postings_write(&writer, &list, &lengths, &entry),
                         i < 2 ? ERROR_CORRUPT : 0);
    }
    struct posting_list list = {2, documents, frequencies, right, NULL};
    assert_int_equal(postings_write(&writer, &list, &lengths, &entry), 0);
    postings_writer_release(&writer);
}

static void counts_that_cannot_be_are_refused(void **state)
{
    (void)state;
    uint64_t random = 1;
    struct made made;
    struct postings_cursor cursor;
    make_list(&made, &random, 10, DENSE, false);
    struct term_entry entry = made.entry;
    entry.document_count = made.documents_there + 1;
    assert_int_equal(postings_open(&cursor, &made.file, &entry), ERROR_CORRUPT);
    assert_int_equal(postings_next(&cursor), POSTINGS_END);
    entry.document_count = 0;
    assert_int_equal(postings_open(&cursor, &made.file, &entry), ERROR_CORRUPT);
    entry = made.entry;
    entry.occurrence_count = 9;
    assert_int_equal(postings_open(&cursor, &made.file, &entry), ERROR_CORRUPT);
    release_list(&made);
}

/* Reads all that a cursor has, into blocks of exactly the room that its frequency asks for. */
static void drain(struct made *made, uint64_t seed)
{
    struct postings_cursor cursor;
    struct impacts impacts;
    uint32_t steps = 0, document, next = 0;
    if (postings_open(&cursor, &made->file, &made->entry) != 0)
        return;
    while ((document = postings_next(&cursor)) != POSTINGS_END) {
        EXPECT(seed, document < made->documents_there && ++steps <= made->count);
        EXPECT(seed, document >= next); /* whatever the headers say, no walk goes back */
        next = document + 1;
        uint32_t tf = postings_frequency(&cursor);
        if (tf > 1 << 20)
            break; /* readers hold it against the document's length first */
        uint32_t *got = malloc(tf * sizeof *got);
        postings_positions(&cursor, got);
        postings_ranks(&cursor, got);
        free(got);
    }
    postings_impacts(&made->file, &made->entry, &impacts);
    if (postings_open(&cursor, &made->file, &made->entry) == 0)
        for (steps = 0; steps < 50 && postings_seek_block(&cursor, steps * 100); steps++)
            if (postings_advance(&cursor, steps * 100 + 7) != POSTINGS_END)
                postings_frequency(&cursor);
}

/* Bytes changed under valid checksums. */
static void forged_bytes_are_survived(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 3000; number++) {
        uint64_t seed = seed_of(82, number), random = seed;
        struct made made;
        make_list(&made, &random, 2 + random_below(&random, 700),
                  (enum density)random_below(&random, DENSITIES), number % 2);
        segment_file_close(&made.file);
        struct buffer *buffers[] = {&made.writer.postings, &made.writer.positions,
                                    &made.writer.ranks};
        for (uint32_t i = 1 + random_below(&random, 8); i-- > 0;) {
            struct buffer *buffer = buffers[random_below(&random, 5) % 3];
            uint32_t at = random_below(&random, (uint32_t)buffer->size);
            if (random_below(&random, 2))
                at %= 64; /* headers */
            if (at < buffer->size)
                buffer->data[at] = (char)(random_below(&random, 3) ? random_next(&random) : 0xff);
        }
        if (random_below(&random, 8) == 0)
            made.entry.postings_size += random_below(&random, 20);
        open_made_file(&made);
        drain(&made, seed);
        release_list(&made);
    }
}

/* A frequency of 2³² does not fit, and must not be taken for another one the second time. */
static void an_impossible_frequency_is_damage_each_time(void **state)
{
    (void)state;
    static uint32_t documents[BLOCK_SIZE], frequencies[BLOCK_SIZE], column[BLOCK_SIZE];
    const struct document_lengths lengths = {column, column, column, 100};
    struct made made = {.count = BLOCK_SIZE, .documents_there = BLOCK_SIZE};
    for (uint32_t i = 0; i < BLOCK_SIZE; i++) {
        documents[i] = i;
        frequencies[i] = i == 0 ? 5 : i == 9 ? UINT32_MAX : 1;
    }
    struct posting_list list = {BLOCK_SIZE, documents, frequencies, NULL, NULL};
    postings_writer_init(&made.writer);
    made.entry.form_count = 2;
    assert_int_equal(postings_write(&made.writer, &list, &lengths, &made.entry), 0);
    /* Stored is one less, as an exception of the block: one more is what no frequency is. */
    char *stored =
        memmem(made.writer.postings.data, made.writer.postings.size, "\xfe\xff\xff\xff\x0f", 5);
    assert_non_null(stored);
    *stored = '\xff';
    made.entry.occurrence_count = 200;
    open_made_file(&made);
    struct postings_cursor cursor;
    assert_int_equal(postings_open(&cursor, &made.file, &made.entry), 0);
    assert_int_equal(postings_next(&cursor), 0);
    uint32_t *room = malloc(sizeof *room);
    assert_int_equal(postings_frequency(&cursor), 1);
    assert_int_equal(postings_frequency(&cursor), 1);
    postings_positions(&cursor, room);
    postings_ranks(&cursor, room);
    assert_int_equal(postings_status(&cursor), ERROR_CORRUPT);
    free(room);
    segment_file_close(&made.file);
    postings_writer_release(&made.writer);
}

SUITE(postings)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cursors_equal_the_model, setup, teardown),
        cmocka_unit_test_setup_teardown(every_document_alone_is_found, setup, teardown),
        cmocka_unit_test(short_lists_have_these_bytes),
        cmocka_unit_test_setup_teardown(a_single_occurrence_is_in_the_entry, setup, teardown),
        cmocka_unit_test(positions_outside_the_document_are_refused),
        cmocka_unit_test_setup_teardown(counts_that_cannot_be_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(forged_bytes_are_survived, setup, teardown),
        cmocka_unit_test_setup_teardown(an_impossible_frequency_is_damage_each_time, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
