/* The deep check: a good segment passes, and each planted inconsistency, with valid checksums, is
 * found and named. */
#include "tests/unit/container/sections.h"

#include "common/base/error.h"
#include "common/index/codecs/position_code.h"
#include "common/index/documents/document_writer.h"
#include "common/index/documents/text_store.h"
#include "common/index/postings/postings_writer.h"
#include "common/index/segment_check.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

/* 140 documents: "paix" in all of them (a block of 128 and a tail), once or twice, in two forms;
 * "guerre" in one; "paix" in one title. */
enum { DOCUMENTS = 140, TERMS = 3, PAIX = 2, TITLED = 3 };

struct plan {
    const char *keys[TERMS];
    uint32_t frequencies[DOCUMENTS], distances[2 * DOCUMENTS], ranks[2 * DOCUMENTS];
    uint32_t lengths[DOCUMENTS];       /* the column */
    uint32_t bound_lengths[DOCUMENTS]; /* what impacts are made from */
    uint16_t title_lengths[DOCUMENTS];
    uint32_t title_frequency;
    int64_t more_occurrences, more_postings_offset;
    const char *trailing_postings, *trailing_terms;
    const char *forms[3];
    uint32_t form_terms[3], form_ranks[3];
    uint64_t form_counts[3];
    char paths[DOCUMENTS][8];
    int32_t day, day_column; /* of document 1 */
    uint64_t first_offset, stored_size;
    uint32_t last_root; /* of the last document */
    size_t root_count;  /* of the manifest; 0: none lists the segment */
    size_t map_count;   /* of the segment's `roots` line; 0: it has none */
    uint32_t map[2];
    struct segment_statistics statistics;
};

/* --- a good plan --- */

static void plan_documents(struct plan *plan)
{
    uint32_t occurrences = 0;
    for (uint32_t i = 0; i < DOCUMENTS; i++) {
        plan->frequencies[i] = 1 + i % 2;
        plan->lengths[i] = plan->bound_lengths[i] = plan->frequencies[i];
        for (uint32_t k = 0; k < plan->frequencies[i]; k++) {
            plan->distances[occurrences] = k > 0 ? 1 : i == TITLED ? 0 : POSITION_TITLE_GAP;
            plan->ranks[occurrences++] = i == 7 ? 1 : 0;
        }
        snprintf(plan->paths[i], sizeof plan->paths[i], "a%03" PRIu32, i);
    }
    plan->lengths[5]++; /* "guerre" is there too */
    plan->bound_lengths[5]++;
    plan->title_lengths[TITLED] = 2;
    plan->title_frequency = 2;
    plan->form_counts[1] = occurrences - 2;
    plan->statistics.total_length = occurrences + 1;
    plan->statistics.total_title_length = 2;
}

static void plan_good(struct plan *plan)
{
    *plan = (struct plan){
        .keys = {"\x01paix", "\x02guerre", "\x02paix"},
        .trailing_postings = "",
        .trailing_terms = "",
        .forms = {"guerre", "paix", "paix\xc3\xa9"},
        .form_terms = {1, PAIX, PAIX},
        .form_ranks = {0, 0, 1},
        .form_counts = {1, 0, 2},
        .day = 19000,
        .day_column = 19000,
        .stored_size = DOCUMENTS * 1000,
        .statistics = {.document_count = DOCUMENTS,
                       .text_bytes = DOCUMENTS * 1000 + 4,
                       .stored = 1,
                       .term_count = TERMS,
                       .form_count = 3},
    };
    plan_documents(plan);
}

/* --- making a segment of a plan --- */

struct parts {
    struct postings_writer postings;
    struct key_writer terms, forms;
    struct document_writer documents;
    struct buffer lengths, title_lengths, days;
};

/* Lets the writer take any key as the next one: plans have keys that do not ascend. */
static void forget_previous_key(struct key_writer *writer)
{
    writer->previous_size = 0;
}

static void make_terms(struct parts *parts, const struct plan *plan)
{
    uint32_t all[DOCUMENTS], column[DOCUMENTS], titles[DOCUMENTS] = {[TITLED] = 2};
    uint32_t three = TITLED, five = 5, one = 1, first = POSITION_TITLE_GAP;
    const struct document_lengths lengths = {column, titles, plan->bound_lengths, 100};
    for (uint32_t i = 0; i < DOCUMENTS; i++) {
        all[i] = i;
        /* Positions can only be written into documents that are long enough. */
        column[i] =
            plan->lengths[i] < plan->frequencies[i] ? plan->frequencies[i] : plan->lengths[i];
    }
    const struct posting_list lists[TERMS] = {
        {1, &three, &plan->title_frequency, NULL, NULL},
        {1, &five, &one, &first, NULL},
        {DOCUMENTS, all, plan->frequencies, plan->distances, plan->ranks},
    };
    for (int i = 0; i < TERMS; i++) {
        struct term_entry entry = {.form_count = i == PAIX ? 2 : 1};
        assert_int_equal(postings_write(&parts->postings, &lists[i], &lengths, &entry), 0);
        if (i == 0)
            entry.postings_offset += (uint64_t)plan->more_postings_offset;
        if (i == PAIX)
            entry.occurrence_count += (uint64_t)plan->more_occurrences;
        forget_previous_key(&parts->terms);
        term_writer_add(&parts->terms, plan->keys[i], strlen(plan->keys[i]), &entry);
    }
    buffer_append_string(&parts->terms.blocks, plan->trailing_terms);
    buffer_append_string(&parts->postings.postings, plan->trailing_postings);
}

static void make_forms(struct parts *parts, const struct plan *plan)
{
    parts->forms.keys_are_forms = true;
    for (int i = 0; i < 3; i++) {
        forget_previous_key(&parts->forms);
        form_writer_add(&parts->forms, plan->forms[i], strlen(plan->forms[i]),
                        &(struct form_entry){.term = plan->form_terms[i],
                                             .rank = plan->form_ranks[i],
                                             .count = plan->form_counts[i]});
    }
}

static void make_documents(struct parts *parts, const struct plan *plan)
{
    assert_int_equal(document_writer_init(&parts->documents), 0);
    for (uint32_t i = 0; i < DOCUMENTS; i++) {
        struct document document = {.path = {plan->paths[i], strlen(plan->paths[i])},
                                    .text_offset = plan->first_offset + i * 1000,
                                    .text_size = 1000};
        if (i + 1 == DOCUMENTS)
            document.root = plan->last_root;
        if (i == 3)
            document.title = (struct slice){"paix", 4};
        if (i == 1)
            document.published = (struct moment){.day = plan->day, .precision = MOMENT_DAY};
        document_writer_add(&parts->documents, &document);
        buffer_append_u32(&parts->lengths, plan->lengths[i]);
        buffer_append_u16(&parts->title_lengths, plan->title_lengths[i]);
        buffer_append_u32(&parts->days, (uint32_t)(i == 1 ? plan->day_column : INT32_MIN));
    }
    assert_int_equal(document_writer_finish(&parts->documents), 0);
}

/* The store, which writes its section by itself, then all the others. */
static void write_planned(struct parts *parts, const struct plan *plan, uint64_t *size,
                          uint32_t *checksum)
{
    struct segment_writer segment;
    struct store_writer *store = malloc(sizeof *store);
    assert_int_equal(segment_writer_create(&segment, scratch.directory, "a"), 0);
    segment_writer_begin(&segment, SECTION_STORE);
    assert_int_equal(store_writer_init(store, &segment, 1), 0);
    for (uint64_t i = 0; i < plan->stored_size; i++)
        store_writer_append(store, "t", 1);
    store_writer_finish(store);
    segment_writer_end(&segment);
    const struct buffer *bytes[SECTION_COUNT] = {
        [SECTION_STORE_INDEX] = &store->index,
        [SECTION_POSTINGS] = &parts->postings.postings,
        [SECTION_POSITIONS] = &parts->postings.positions,
        [SECTION_RANKS] = &parts->postings.ranks,
        [SECTION_TERMS] = &parts->terms.blocks,
        [SECTION_TERM_INDEX] = &parts->terms.index,
        [SECTION_FORMS] = &parts->forms.blocks,
        [SECTION_FORM_INDEX] = &parts->forms.index,
        [SECTION_LENGTHS] = &parts->lengths,
        [SECTION_TITLE_LENGTHS] = &parts->title_lengths,
        [SECTION_DAYS] = &parts->days,
        [SECTION_DOCUMENTS] = &parts->documents.blocks,
        [SECTION_DOCUMENT_INDEX] = &parts->documents.index,
    };
    for (int i = SECTION_STORE_INDEX; i < SECTION_COUNT; i++) {
        segment_writer_begin(&segment, (enum section)i);
        segment_writer_append(&segment, bytes[i]->data, bytes[i]->size);
        segment_writer_end(&segment);
    }
    assert_int_equal(segment_writer_finish(&segment, &plan->statistics, size, checksum), 0);
    store_writer_release(store);
    free(store);
}

/* Whether the last document's record can be read. */
static bool last_is_read(struct segment *segment)
{
    struct document_reader reader;
    struct document document;
    assert_int_equal(document_reader_init(&reader, &segment->file), 0);
    int status = document_read(&reader, DOCUMENTS - 1, &document);
    document_reader_release(&reader);
    return status == 0;
}

static int open_planned(struct segment *segment, struct plan *plan, uint64_t size,
                        uint32_t checksum)
{
    const struct manifest manifest = {.fingerprint = plan->statistics.fingerprint,
                                      .root_count = plan->root_count};
    const struct manifest_segment entry = {.name = "a",
                                           .size = size,
                                           .documents = DOCUMENTS,
                                           .checksum = checksum,
                                           .root_count = plan->map_count,
                                           .roots = plan->map_count > 0 ? plan->map : NULL};
    if (plan->root_count == 0)
        return segment_open(segment, scratch.directory,
                            &(struct segment_file_entry){"a", size, checksum}, "a");
    return segment_open_listed(segment, scratch.directory, ".", &entry, &manifest);
}

/* Writes the plan, opens it and checks it. */
static int plan_status(struct plan *plan)
{
    struct parts parts = {0};
    struct segment segment;
    uint64_t size;
    uint32_t checksum;
    make_terms(&parts, plan);
    make_forms(&parts, plan);
    make_documents(&parts, plan);
    write_planned(&parts, plan, &size, &checksum);
    int status = open_planned(&segment, plan, size, checksum);
    if (status == 0) {
        assert_int_equal(segment_file_verify(&segment.file), 0);
        bool read = last_is_read(&segment);
        status = segment_check(&segment);
        assert_int_equal(read, status == 0 || plan->last_root == 0);
        segment_close(&segment);
    }
    unlinkat(scratch.directory, "a", 0);
    postings_writer_release(&parts.postings);
    key_writer_release(&parts.terms);
    key_writer_release(&parts.forms);
    document_writer_release(&parts.documents);
    buffer_release(&parts.lengths);
    buffer_release(&parts.title_lengths);
    buffer_release(&parts.days);
    return status;
}

static void a_good_segment_passes(void **state)
{
    (void)state;
    struct plan plan;
    plan_good(&plan);
    int status = plan_status(&plan);
    if (status != 0)
        fail_msg("%s", error_message());
    plan.stored_size = 0; /* without the store */
    plan.statistics.stored = 0;
    assert_int_equal(plan_status(&plan), 0);
}

static void assert_found(struct plan *plan, const char *message)
{
    error_set(ERROR_CORRUPT, "nothing");
    int status = plan_status(plan);
    if (status != ERROR_CORRUPT || strstr(error_message(), message) == NULL)
        fail_msg("status %d, '%s' instead of '%s'", status, error_message(), message);
}

/* Each case: the good plan, one thing wrong, what must be said. */
#define PLANT(WRONG, MESSAGE)                                                                      \
    do {                                                                                           \
        struct plan plan;                                                                          \
        plan_good(&plan);                                                                          \
        WRONG;                                                                                     \
        assert_found(&plan, MESSAGE);                                                              \
    } while (0)

static void wrong_postings_are_found(void **state)
{
    (void)state;
    PLANT(plan.ranks[200] = 2, "term 2: an occurrence names a form that does not exist");
    PLANT(plan.lengths[9] = 1, "term 2: its frequency in a document exceeds the document's length");
    PLANT(plan.title_lengths[3] = 1,
          "term 0: its frequency in a document exceeds the document's length");
    PLANT(for (int i = 0; i < DOCUMENTS; i++) plan.bound_lengths[i]++,
          "term 2: a block's impacts do not cover its documents");
    PLANT(plan.more_occurrences = 1, "term 2: its occurrence count is wrong");
    PLANT(plan.more_postings_offset = 1,
          "term 0: its posting list does not follow that of the previous term");
    PLANT(plan.trailing_postings = "x",
          "the posting lists of the terms do not fill the postings sections");
}

static void wrong_dictionaries_are_found(void **state)
{
    (void)state;
    PLANT(plan.keys[1] = "\x02que", "section terms: key 2 is out of order");
    PLANT(plan.keys[1] = "\x02paix", "section terms: key 2 is out of order");
    PLANT(plan.keys[2] = "\x03paix", "term 2: its key is malformed");
    PLANT(plan.trailing_terms = "x", "section terms is malformed");
    PLANT(plan.forms[0] = "pays", "section forms: key 1 is out of order");
    PLANT(plan.form_terms[0] = TERMS, "section forms names a term that does not exist");
    PLANT(plan.form_terms[0] = 0, "the forms of term 0 are not those of its posting list");
    PLANT(plan.form_ranks[2] = 2, "the forms of term 2");
    PLANT(plan.form_ranks[2] = 0, "the forms of term 2");
    PLANT(plan.form_counts[0] = 2, "the forms of term 1");
    PLANT(plan.ranks[200] = 1, "the forms of term 2");
    PLANT(plan.statistics.form_count = 2, "term 2: it has more forms than exist");
}

static void wrong_documents_are_found(void **state)
{
    (void)state;
    PLANT(plan.lengths[130]++, "document 130 has words without terms");
    PLANT(plan.title_lengths[8] = 1, "document 8 has words without terms");
    PLANT(plan.statistics.total_length++, "the lengths do not add up to the total");
    PLANT(plan.statistics.total_title_length--, "the lengths do not add up to the total");
    PLANT(plan.statistics.text_bytes++, "the texts do not add up to the total");
    PLANT(strcpy(plan.paths[33], "a9"), "document 34 is out of order");
    PLANT(strcpy(plan.paths[1], plan.paths[0]), "document 1 is out of order");
    PLANT(plan.first_offset = 1, "the texts are not contiguous in the store");
    PLANT(plan.day_column = 19001, "the day of document 1 is not that of its record");
    PLANT(plan.stored_size -= 1, "section store is malformed");
    PLANT(plan.stored_size += 1, "the store does not end with the last text");
    PLANT(plan.stored_size = 0, "section store");
}

/* Whoever reads such a document gets an error instead of a number to follow. */
static void roots_that_are_not_there_are_found(void **state)
{
    (void)state;
    struct plan listed;
    plan_good(&listed);
    listed.last_root = 1;
    listed.root_count = 2;
    assert_int_equal(plan_status(&listed), 0);
    listed.root_count = 1;
    assert_found(&listed, "document 139 has no root");
    listed.last_root = UINT32_MAX - 1;
    assert_found(&listed, "document 139 has no root");
    listed.last_root = ROOT_GONE; /* which no writer writes */
    assert_found(&listed, "section documents is malformed");
    listed.last_root = 1;
    listed.map_count = 1;
    assert_found(&listed, "document 139 has no root");
    listed.map_count = 2;
    assert_int_equal(plan_status(&listed), 0);
    listed.map[1] = ROOT_GONE; /* and the document is not deleted */
    assert_found(&listed, "document 139 has no root");
}

static void wrong_sizes_are_found_at_the_opening(void **state)
{
    (void)state;
    PLANT(plan.statistics.document_count--, "section lengths has 560 bytes instead of 556");
    PLANT(plan.statistics.term_count = 33, "section terms is malformed");
    PLANT(plan.statistics.form_count = 0, "section forms is malformed");
    PLANT(plan.statistics.form_count = UINT32_MAX, "section forms is malformed");
}

SUITE(segment_check)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(a_good_segment_passes),
        IN_SCRATCH(wrong_postings_are_found),
        IN_SCRATCH(wrong_dictionaries_are_found),
        IN_SCRATCH(wrong_documents_are_found),
        IN_SCRATCH(roots_that_are_not_there_are_found),
        IN_SCRATCH(wrong_sizes_are_found_at_the_opening),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
