/* Surface forms by their folded spelling, and fold keys with their terms. */
#include "tests/unit/container/sections.h"

#include "common/base/error.h"
#include "common/index/dictionary/form_dictionary.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

static void open_set(struct key_writer *writer, struct segment_file *file, struct key_set *set)
{
    struct sections sections = {
        .bytes = {[SECTION_FORMS] = &writer->blocks, [SECTION_FORM_INDEX] = &writer->index}};
    sections_open(&sections, &scratch, file);
    *set = (struct key_set){file, SECTION_FORMS, SECTION_FORM_INDEX, writer->count,
                            writer->keys_are_forms};
}

/* --- forms --- */

struct listed {
    const char *folded, *surface;
    uint32_t term, rank;
    uint64_t count;
};

/* In the order of their keys. */
static const struct listed listed[] = {
    {"a", "a", 7, 0, 12000},
    {"a", "à", 8, 0, UINT64_C(5000000000)},
    {"eleve", "eleve", 1, 2, 3},
    {"eleve", "élevé", 1, 1, 40},
    {"eleve", "élève", 2, 0, 41},
    {"elever", "élever", 1, 0, 300},
    {"paix", "paix", 3, 0, 1},
    {"riviere", "rivière", 4, 1, 9},
    {"rivieres", "rivières", 4, 0, 10},
};

enum { LISTED = sizeof listed / sizeof *listed };

static void write_listed(struct key_writer *writer)
{
    form_writer_init(writer);
    for (size_t i = 0; i < LISTED; i++) {
        const struct listed *form = &listed[i];
        char key[KEY_MAX];
        size_t size =
            form_key(form->folded, strlen(form->folded), form->surface, strlen(form->surface), key);
        form_writer_add(
            writer, key, size,
            &(struct form_entry){.term = form->term, .rank = form->rank, .count = form->count});
    }
}

static void check_listed_form(const struct form_entry *entry, const struct listed *form)
{
    assert_int_equal(entry->folded_size, strlen(form->folded));
    assert_memory_equal(entry->folded, form->folded, entry->folded_size);
    assert_int_equal(entry->surface_size, strlen(form->surface));
    assert_memory_equal(entry->surface, form->surface, entry->surface_size);
    assert_int_equal(entry->term, form->term);
    assert_int_equal(entry->rank, form->rank);
    assert_true(entry->count == form->count);
}

static void forms_come_back_in_order(void **state)
{
    (void)state;
    struct key_writer writer;
    struct segment_file file;
    struct key_set set;
    struct key_cursor cursor;
    struct form_entry entry;
    write_listed(&writer);
    open_set(&writer, &file, &set);
    key_cursor_open(&cursor, &set, 0);
    for (size_t i = 0; i < LISTED; i++) {
        assert_int_equal(form_next(&cursor, &entry), 1);
        check_listed_form(&entry, &listed[i]);
    }
    assert_int_equal(form_next(&cursor, &entry), 0);
    segment_file_close(&file);
    key_writer_release(&writer);
}

/* The number of the first form whose folded spelling is not smaller. */
static size_t first_from(struct key_set *set, const char *folded)
{
    struct key_cursor cursor;
    struct form_entry entry;
    assert_int_equal(form_seek(&cursor, set, folded, strlen(folded)), 0);
    while (form_next(&cursor, &entry) == 1)
        if (key_compare(entry.folded, entry.folded_size, folded, strlen(folded)) >= 0)
            return cursor.ordinal;
    return set->count;
}

static void a_seek_finds_all_forms_of_a_folded_spelling(void **state)
{
    (void)state;
    struct key_writer writer;
    struct segment_file file;
    struct key_set set;
    write_listed(&writer);
    open_set(&writer, &file, &set);
    assert_int_equal(first_from(&set, "a"), 0);
    assert_int_equal(first_from(&set, "aa"), 2);
    assert_int_equal(first_from(&set, "eleve"), 2);
    assert_int_equal(first_from(&set, "elever"), 5);
    assert_int_equal(first_from(&set, "riv"), 7);
    assert_int_equal(first_from(&set, "z"), LISTED);
    segment_file_close(&file);
    key_writer_release(&writer);
}

/* Many forms of many folded spellings, so that seeks cross blocks. */
static void seeks_cross_blocks(void **state)
{
    (void)state;
    struct key_writer writer;
    struct segment_file file;
    struct key_set set;
    form_writer_init(&writer);
    for (uint32_t i = 0; i < 700; i++) {
        char folded[16], surface[16], key[KEY_MAX];
        int folded_size = snprintf(folded, sizeof folded, "f%03" PRIu32, i / 7);
        int surface_size = snprintf(surface, sizeof surface, "g%" PRIu32, i % 7);
        form_writer_add(&writer, key,
                        form_key(folded, (size_t)folded_size, surface, (size_t)surface_size, key),
                        &(struct form_entry){.term = i, .rank = i % 7, .count = i});
    }
    open_set(&writer, &file, &set);
    for (uint32_t i = 0; i < 100; i++) {
        char folded[16];
        snprintf(folded, sizeof folded, "f%03" PRIu32, i);
        assert_int_equal(first_from(&set, folded), i * 7);
        snprintf(folded, sizeof folded, "f%03" PRIu32 "x", i);
        assert_int_equal(first_from(&set, folded), i * 7 + 7);
    }
    segment_file_close(&file);
    key_writer_release(&writer);
}

/* --- several keys in one look-up --- */

enum { WORDS = 900, SOUGHT = 40 };

struct word {
    char key[24];
    size_t size;
};

/* Words of three letters, of which many begin alike; every third accented, so that steps stand
 * among the keys. In the order of their keys, each once. */
static size_t make_words(struct word *words, uint64_t *random)
{
    size_t made = 0;
    for (unsigned number = 0; number < 27 * 27 * 27 && made < WORDS; number++) {
        if (random_below(random, 4) != 0)
            continue;
        char folded[4] = {(char)('a' + number / 729), (char)('a' + number / 27 % 27),
                          (char)('a' + number % 27), '\0'};
        char surface[8];
        bool accented = random_below(random, 3) == 0;
        snprintf(surface, sizeof surface, "%.2s%s", folded, accented ? "é" : folded + 2);
        if (accented)
            folded[2] = 'e';
        struct word *word = &words[made];
        word->size = form_key(folded, 3, surface, strlen(surface), word->key);
        if (made == 0 ||
            key_compare(words[made - 1].key, words[made - 1].size, word->key, word->size) < 0)
            made++;
    }
    return made;
}

struct finding {
    uint64_t seed;
    const struct key_set *set;
    const struct form_search_key *sought;
    bool found[SOUGHT];
};

static int note_found(void *context, size_t number, const struct form_entry *entry)
{
    struct finding *finding = context;
    struct form_entry alone;
    finding->found[number] = true;
    EXPECT(finding->seed, form_find(finding->set, finding->sought[number].key,
                                    finding->sought[number].size, &alone) == 1);
    EXPECT(finding->seed,
           alone.term == entry->term && alone.rank == entry->rank && alone.count == entry->count);
    return 0;
}

/* Looks up every Nth word, and after some of them a key that may not be there. */
static void find_all_words(const struct key_set *set, const struct word *words, size_t count,
                           uint64_t seed, uint64_t *random)
{
    struct word keys[SOUGHT];
    struct form_search_key sought[SOUGHT];
    const size_t step = 1 + random_below(random, 30);
    size_t made = 0;
    for (size_t at = random_below(random, 100); at < count && made < SOUGHT; at += step, made++) {
        keys[made] = words[at];
        if (random_below(random, 2) == 0)
            keys[made].key[keys[made].size++] = '\1';
        sought[made] = (struct form_search_key){keys[made].key, keys[made].size};
    }
    struct finding finding = {.seed = seed, .set = set, .sought = sought};
    struct key_hint hint = {0};
    uint32_t block;
    bool damaged;
    EXPECT(seed,
           key_set_seek(set, (struct slice){keys[0].key, keys[0].size}, &hint, &block, &damaged));
    EXPECT(seed, form_find_all_in(set, block,
                                  &(struct form_search){sought, made, note_found, &finding}) == 0);
    for (size_t i = 0; i < made; i++) {
        struct form_entry entry;
        EXPECT(seed, form_find(set, sought[i].key, sought[i].size, &entry) == finding.found[i]);
    }
}

static void several_are_found_as_each_alone(void **state)
{
    (void)state;
    static struct word words[WORDS];
    for (unsigned round = 0; round < 100; round++) {
        uint64_t seed = seed_of(71, round), random = seed;
        struct key_writer writer;
        struct segment_file file;
        struct key_set set;
        const size_t count = make_words(words, &random);
        form_writer_init(&writer);
        for (uint32_t i = 0; i < count; i++)
            if (i % 5 != 0) /* the others are sought and are not there */
                form_writer_add(&writer, words[i].key, words[i].size,
                                &(struct form_entry){.term = i, .rank = i % 3, .count = i});
        open_set(&writer, &file, &set);
        find_all_words(&set, words, count, seed, &random);
        segment_file_close(&file);
        key_writer_release(&writer);
    }
}

/* --- folds --- */

enum { FOLDS = 300, TERMS_OF_ONE = 40 };

struct fold {
    char key[16];
    uint32_t terms[TERMS_OF_ONE];
    size_t count;
};

static void write_folds(struct key_writer *writer, struct fold *folds, uint64_t *random)
{
    key_writer_init(writer);
    for (size_t i = 0; i < FOLDS; i++) {
        snprintf(folds[i].key, sizeof folds[i].key, "cle%04zu", i * 2);
        folds[i].count = 1 + random_below(random, TERMS_OF_ONE);
        uint32_t term = random_of_any_size(random) / 2;
        for (size_t k = 0; k < folds[i].count; k++, term += 1 + random_of_any_size(random) / 128)
            folds[i].terms[k] = term;
        fold_writer_add(writer, folds[i].key, strlen(folds[i].key), folds[i].terms, folds[i].count);
    }
}

static void folds_come_back(void **state)
{
    (void)state;
    static struct fold folds[FOLDS];
    uint64_t seed = seed_of(70, 0), random = seed;
    struct key_writer writer;
    struct segment_file file;
    struct key_set set;
    struct key_cursor cursor;
    write_folds(&writer, folds, &random);
    open_set(&writer, &file, &set);
    key_cursor_open(&cursor, &set, 0);
    for (size_t i = 0; i < FOLDS; i++) {
        uint32_t terms[TERMS_OF_ONE];
        size_t count = 0, bytes = folds[i].count * sizeof *terms;
        EXPECT(seed, fold_next(&cursor, terms, TERMS_OF_ONE, &count) == 1);
        EXPECT(seed, count == folds[i].count && memcmp(terms, folds[i].terms, bytes) == 0);

        memset(terms, 0xff, sizeof terms);
        EXPECT(seed, fold_find(&set, (struct slice){folds[i].key, strlen(folds[i].key)}, terms,
                               TERMS_OF_ONE) == (int)folds[i].count);
        EXPECT(seed, memcmp(terms, folds[i].terms, bytes) == 0);

        /* With less room the count is still returned, and nothing is written past the room. */
        memset(terms, 0xff, sizeof terms);
        EXPECT(seed, fold_find(&set, (struct slice){folds[i].key, strlen(folds[i].key)}, terms,
                               1) == (int)folds[i].count);
        EXPECT(seed, terms[0] == folds[i].terms[0] && terms[1] == UINT32_MAX);

        char absent[16];
        snprintf(absent, sizeof absent, "cle%04zu", i * 2 + 1);
        EXPECT(seed,
               fold_find(&set, (struct slice){absent, strlen(absent)}, terms, TERMS_OF_ONE) == 0);
    }
    segment_file_close(&file);
    key_writer_release(&writer);
}

/* --- garbage --- */

static void forged_bytes_are_survived(void **state)
{
    (void)state;
    struct key_writer writer;
    write_listed(&writer);
    for (size_t at = 0; at < writer.blocks.size; at++)
        for (int bits = 0; bits < 3; bits++) {
            char kept = writer.blocks.data[at];
            writer.blocks.data[at] = (char)(kept ^ "\x01\x80\xff"[bits]);
            struct segment_file file;
            struct key_set set;
            struct key_cursor cursor;
            struct form_entry entry;
            uint32_t terms[4], steps = 0;
            size_t count;
            int status;
            open_set(&writer, &file, &set);
            key_cursor_open(&cursor, &set, 0);
            while ((status = form_next(&cursor, &entry)) == 1) {
                assert_true(entry.surface + entry.surface_size <= cursor.key + cursor.key_size);
                assert_true(++steps <= LISTED);
            }
            assert_true(status == 0 ? steps == LISTED : status == ERROR_CORRUPT);
            key_cursor_open(&cursor, &set, 0); /* as if they were folds */
            for (steps = 0; (status = fold_next(&cursor, terms, 4, &count)) == 1; steps++)
                assert_true(steps < LISTED);
            assert_true(status == 0 || status == ERROR_CORRUPT);
            segment_file_close(&file);
            writer.blocks.data[at] = kept;
        }
    key_writer_release(&writer);
}

SUITE(form_dictionary)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(forms_come_back_in_order),
        IN_SCRATCH(a_seek_finds_all_forms_of_a_folded_spelling),
        IN_SCRATCH(seeks_cross_blocks),
        IN_SCRATCH(several_are_found_as_each_alone),
        IN_SCRATCH(folds_come_back),
        IN_SCRATCH(forged_bytes_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
