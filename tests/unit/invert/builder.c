/* Documents in, a segment out: it holds what a naive inversion of the same texts gives. */
#include "tests/unit/base/property.h"
#include "tests/unit/base/scratch.h"

#include "common/base/error.h"
#include "common/base/utf8.h"
#include "common/index/index.h"
#include "common/index/index_check.h"
#include "common/index/segment_check.h"
#include "indexer/invert/builder.h"
#include "tests/unit/suite.h"

enum { DOCUMENTS_MAX = 320, BODY_MAX = 1200 };

/* An article, and the words of all of them as the analyser gives them. */
struct article {
    char path[24], title[200], body[BODY_MAX];
    size_t title_size, body_size;
    int32_t day; /* INT32_MIN: none */
    uint32_t length, title_length;
};

struct word {
    char *term, *surface;
    uint32_t document, position, order;
    bool title;
};

struct model {
    uint32_t documents;
    struct article articles[DOCUMENTS_MAX];
    size_t count; /* of words */
    struct word *words;
};

static struct scratch scratch;
static struct model *model;

static int setup(void **state)
{
    (void)state;
    scratch_make(&scratch);
    model = calloc(1, sizeof *model);
    return model == NULL;
}

static int teardown(void **state)
{
    (void)state;
    free(model);
    scratch_remove(&scratch);
    return 0;
}

/* --- articles --- */

static size_t random_text(uint64_t *random, char *text, size_t room, uint32_t words)
{
    static const char *const spellings[] = {
        "le",           "la",        "de",        "l'école",
        "rivière",      "rivières",  "riviere",   "RIVIÈRE",
        "chat",         "chats",     "châtiment", "porte-parole",
        "étudiant·e·s", "événement", "évènement", "qu'il",
        "a-t-il",       "12 000",    "œuvre",     "oeuvres",
        "aujourd'hui",  "paix",      "guerre",    "3,5",
        "cœur.",        "été",       "État",      "sûr,",
        "sur",          "mangent",   "«paix»",    "anticonstitutionnellement"};
    size_t size = 0;
    for (uint32_t i = 0; i < words; i++) {
        uint32_t last = sizeof spellings / sizeof *spellings;
        const char *word = spellings[random_below(random, 1 + random_below(random, last))];
        if (size + strlen(word) + 2 > room)
            break;
        size += (size_t)sprintf(text + size, "%s%s", i == 0 ? "" : " ", word);
    }
    text[size] = '\0';
    return size;
}

static void random_articles(uint64_t *random, uint32_t count)
{
    model->documents = count;
    for (uint32_t i = 0; i < count; i++) {
        struct article *article = &model->articles[i];
        snprintf(article->path, sizeof article->path, "d/%04" PRIu32 ".txt", i);
        article->title_size =
            random_text(random, article->title, sizeof article->title, random_below(random, 8));
        article->body_size = random_text(random, article->body, sizeof article->body,
                                         random_below(random, random_below(random, 5) ? 40 : 400));
        article->day =
            random_below(random, 3) ? (int32_t)random_below(random, 30000) - 9000 : INT32_MIN;
    }
}

/* --- the naive inversion --- */

static uint32_t invert_text(struct analyzer *analyzer, const char *text, size_t size,
                            uint32_t first_position, uint32_t document, bool title)
{
    struct occurrence occurrences[ANALYSIS_BATCH_MIN];
    size_t got;
    analyzer_begin(analyzer, text, size, first_position);
    while ((got = analyzer_next(analyzer, occurrences, ANALYSIS_BATCH_MIN)) > 0) {
        model->words = realloc(model->words, (model->count + got) * sizeof *model->words);
        for (size_t i = 0; i < got; i++) {
            const struct form *form = analyzer_form(analyzer, occurrences[i].form);
            model->words[model->count] =
                (struct word){strdup(form->term),      strdup(form->surface),  document,
                              occurrences[i].position, (uint32_t)model->count, title};
            model->count++;
        }
    }
    return analyzer_position(analyzer);
}

static int compare_words(const void *one, const void *other)
{
    const struct word *a = one, *b = other;
    int order = strcmp(a->term, b->term);
    if (order != 0)
        return order;
    if (a->document != b->document)
        return a->document < b->document ? -1 : 1;
    if (a->position != b->position)
        return a->position < b->position ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

/* Sorted by term, document and position, each place of a term once. */
static void invert(void)
{
    struct analyzer *analyzer = analyzer_create();
    model->count = 0;
    for (uint32_t i = 0; i < model->documents; i++) {
        struct article *article = &model->articles[i];
        uint32_t end = invert_text(analyzer, article->title, article->title_size, 0, i, true);
        uint32_t start = end + ANALYSIS_TITLE_GAP;
        article->title_length = end;
        article->length =
            end + invert_text(analyzer, article->body, article->body_size, start, i, false) - start;
    }
    analyzer_destroy(analyzer);
    qsort(model->words, model->count, sizeof *model->words, compare_words);
    size_t kept = 0;
    for (size_t i = 0; i < model->count; i++) {
        struct word *word = &model->words[i], *last = kept > 0 ? &model->words[kept - 1] : NULL;
        if (last != NULL && strcmp(last->term, word->term) == 0 &&
            last->document == word->document && last->position == word->position) {
            free(word->term);
            free(word->surface);
        } else {
            model->words[kept++] = *word;
        }
    }
    model->count = kept;
}

static void forget(void)
{
    for (size_t i = 0; i < model->count; i++) {
        free(model->words[i].term);
        free(model->words[i].surface);
    }
    free(model->words);
    model->words = NULL;
}

/* --- building --- */

static void build_segment(struct analyzer *analyzer, const char *name, bool store, uint32_t from,
                          uint32_t to, struct manifest_segment *entry)
{
    struct builder *builder = malloc(sizeof *builder);
    assert_int_equal(builder_open(builder, analyzer, scratch.directory, name, store), 0);
    for (uint32_t i = from; i < to; i++) {
        const struct article *article = &model->articles[i];
        struct document document = {.path = {article->path, strlen(article->path)},
                                    .title = {article->title, article->title_size}};
        if (article->day != INT32_MIN)
            document.published = (struct moment){.day = article->day, .precision = MOMENT_DAY};
        const struct slice body = {article->body, article->body_size};
        assert_int_equal(builder_add(builder, &document, body), 0);
        assert_int_equal(builder_documents(builder), i - from + 1);
    }
    assert_true(builder_memory(builder) > 0);
    assert_int_equal(builder_finish(builder, entry), 0);
    assert_int_equal(entry->documents, to - from);
    free(builder);
}

/* --- comparing --- */

/* The surface forms of one term, which has the words [start, end) of the model. */
struct forms {
    size_t start, end;
    uint32_t count;
    const char *surfaces[16];
    uint32_t occurrences[16], ranks[16];
};

static uint32_t form_of(const struct forms *forms, const char *surface)
{
    uint32_t form = 0;
    while (form < forms->count && strcmp(forms->surfaces[form], surface) != 0)
        form++;
    return form;
}

/* A form's rank: how many forms of the term are more frequent, or as frequent and smaller. */
static void collect_forms(struct forms *forms, size_t start, size_t end)
{
    *forms = (struct forms){.start = start, .end = end};
    for (size_t i = start; i < end; i++) {
        uint32_t form = form_of(forms, model->words[i].surface);
        assert_true(form < 16);
        if (form == forms->count)
            forms->surfaces[forms->count++] = model->words[i].surface;
        forms->occurrences[form]++;
    }
    for (uint32_t i = 0; i < forms->count; i++)
        for (uint32_t k = 0; k < forms->count; k++)
            forms->ranks[i] += forms->occurrences[k] > forms->occurrences[i] ||
                               (forms->occurrences[k] == forms->occurrences[i] &&
                                strcmp(forms->surfaces[k], forms->surfaces[i]) < 0);
}

static void check_text_term(struct segment *segment, const struct term_entry *entry,
                            const struct forms *forms, uint64_t seed)
{
    size_t end = forms->end;
    static struct postings_cursor cursor;
    EXPECT(seed, postings_open(&cursor, &segment->file, entry) == 0);
    for (size_t i = forms->start; i < end;) {
        size_t end_of_document = i;
        while (end_of_document < end &&
               model->words[end_of_document].document == model->words[i].document)
            end_of_document++;
        uint32_t positions[BODY_MAX], ranks[BODY_MAX];
        EXPECT(seed, postings_next(&cursor) == model->words[i].document);
        EXPECT(seed, postings_frequency(&cursor) == end_of_document - i);
        postings_positions(&cursor, positions);
        postings_ranks(&cursor, ranks);
        for (size_t k = i; k < end_of_document; k++) {
            EXPECT(seed, positions[k - i] == model->words[k].position);
            EXPECT(seed, ranks[k - i] == forms->ranks[form_of(forms, model->words[k].surface)]);
        }
        i = end_of_document;
    }
    EXPECT(seed, postings_next(&cursor) == POSTINGS_END && postings_status(&cursor) == 0);
    EXPECT(seed,
           entry->occurrence_count == end - forms->start && entry->form_count == forms->count);
}

static bool check_title_term(struct segment *segment, const struct term_entry *entry, bool found,
                             size_t start, size_t end, uint64_t seed)
{
    static struct postings_cursor cursor;
    bool expected = false;
    EXPECT(seed, !found || postings_open(&cursor, &segment->file, entry) == 0);
    for (size_t i = start; i < end;) {
        uint32_t document = model->words[i].document, frequency = 0;
        for (; i < end && model->words[i].document == document; i++)
            frequency += model->words[i].title;
        if (frequency == 0)
            continue;
        expected = true;
        EXPECT(seed, found && postings_next(&cursor) == document);
        EXPECT(seed, postings_frequency(&cursor) == frequency);
    }
    EXPECT(seed, found == expected);
    EXPECT(seed, !found || postings_next(&cursor) == POSTINGS_END);
    return expected;
}

/* The form's entry, by walking from where its folded spelling begins. */
static void check_form(struct segment *segment, uint32_t term, const struct forms *forms,
                       uint32_t number, uint64_t seed)
{
    const char *surface = forms->surfaces[number];
    struct key_cursor cursor;
    struct form_entry form;
    char folded[ANALYSIS_WORD_MAX + 1];
    size_t size = analyzer_fold(surface, strlen(surface), folded);
    EXPECT(seed, form_seek(&cursor, &segment->forms, folded, size) == 0);
    bool found = false;
    while (!found && form_next(&cursor, &form) == 1 &&
           key_compare(form.folded, form.folded_size, folded, size) <= 0)
        found = key_compare(form.surface, form.surface_size, surface, strlen(surface)) == 0;
    EXPECT(seed, found && form.term == term);
    EXPECT(seed, form.rank == forms->ranks[number]);
    EXPECT(seed, form.count == forms->occurrences[number]);
}

static void check_terms(struct segment *segment, uint64_t seed)
{
    uint32_t terms = 0, form_count = 0;
    struct forms forms;
    for (size_t start = 0, end; start < model->count; start = end) {
        const char *term = model->words[start].term;
        for (end = start; end < model->count && strcmp(model->words[end].term, term) == 0;)
            end++;
        char key[TERM_KEY_MAX];
        struct term_entry entry;
        size_t size = term_key(FIELD_TITLE, term, strlen(term), key);
        int found = term_find(&segment->terms, key, size, &entry);
        terms += check_title_term(segment, &entry, found == 1, start, end, seed);
        size = term_key(FIELD_TEXT, term, strlen(term), key);
        EXPECT(seed, term_find(&segment->terms, key, size, &entry) == 1);
        collect_forms(&forms, start, end);
        check_text_term(segment, &entry, &forms, seed);
        terms++;
        for (uint32_t i = 0; i < forms.count; i++)
            check_form(segment, entry.ordinal, &forms, i, seed);
        form_count += forms.count;
    }
    EXPECT(seed, segment->terms.count == terms && segment->forms.count == form_count);
}

static void check_documents(struct segment *segment, bool store, uint64_t seed)
{
    struct document_reader documents;
    struct store_reader *bodies = malloc(sizeof *bodies);
    bool damaged = false;
    assert_int_equal(document_reader_init(&documents, &segment->file), 0);
    assert_int_equal(store_reader_init(bodies, &segment->file), 0);
    for (uint32_t i = 0; i < model->documents; i++) {
        const struct article *article = &model->articles[i];
        struct document document;
        struct buffer body = {0};
        EXPECT(seed, document_read(&documents, i, &document) == 0);
        EXPECT(seed, document.title.size == article->title_size &&
                         memcmp(document.title.data, article->title, article->title_size) == 0);
        EXPECT(seed, document.path.size == strlen(article->path) &&
                         memcmp(document.path.data, article->path, document.path.size) == 0);
        EXPECT(seed, document.text_size == article->body_size);
        EXPECT(seed, segment_length(segment, i, &damaged) == article->length);
        EXPECT(seed, segment_title_length(segment, i, &damaged) == article->title_length);
        EXPECT(seed, segment_day(segment, i, &damaged) == article->day);
        int status = store_read(bodies, document.text_offset, document.text_size, &body);
        EXPECT(seed,
               !store || (status == 0 && body.size == article->body_size &&
                          (body.size == 0 || memcmp(body.data, article->body, body.size) == 0)));
        buffer_release(&body);
    }
    EXPECT(seed, !damaged);
    store_reader_release(bodies);
    free(bodies);
    document_reader_release(&documents);
}

static void a_segment_holds_its_documents(void **state)
{
    (void)state;
    static const uint32_t counts[] = {1, 2, 40, 127, 128, 129, DOCUMENTS_MAX};
    for (size_t which = 0; which < sizeof counts / sizeof *counts; which++) {
        uint64_t seed = seed_of(140, which), random = seed;
        struct manifest_segment entry;
        struct segment segment;
        bool store = which % 3 != 1;
        struct analyzer *analyzer = analyzer_create();
        random_articles(&random, counts[which]);
        invert();
        build_segment(analyzer, "a.seg", store, 0, counts[which], &entry);
        EXPECT(seed, segment_open(&segment, scratch.directory,
                                  &(struct segment_file_entry){"a.seg", entry.size, entry.checksum},
                                  "a.seg") == 0);
        EXPECT(seed, segment.file.statistics.fingerprint == analysis_fingerprint());
        check_terms(&segment, seed);
        check_documents(&segment, store, seed);
        if (segment_check(&segment) != 0)
            fail_msg("%s", error_message());
        segment_close(&segment);
        analyzer_destroy(analyzer);
        unlinkat(scratch.directory, "a.seg", 0);
        forget();
    }
}

/* One analyser, segment after segment, with a reset in between or not: an index of them is good,
 * and the same documents give the same bytes whatever the analyser saw before. */
static void segments_make_an_index(void **state)
{
    (void)state;
    uint64_t seed = seed_of(141, 0), random = seed;
    struct analyzer *analyzer = analyzer_create();
    struct manifest manifest;
    struct manifest_segment entries[4], again;
    random_articles(&random, 200);
    manifest_init(&manifest);
    manifest.fingerprint = analysis_fingerprint();
    assert_int_equal(manifest_add_root(&manifest, "."), 0);
    for (unsigned i = 0; i < 4; i++) {
        const struct segment_name parts = {1, i, false};
        char name[SEGMENT_NAME_SIZE];
        segment_name_print(&parts, name);
        build_segment(analyzer, name, true, i * 50, i * 50 + 50, &entries[i]);
        assert_int_equal(manifest_add_segment(&manifest, &entries[i]), 0);
        if (i == 1)
            analyzer_reset(analyzer);
    }
    analyzer_destroy(analyzer);
    assert_int_equal(manifest_write(&manifest, scratch.directory), 0);
    manifest_release(&manifest);

    struct index index;
    uint64_t documents;
    assert_int_equal(index_open(&index, scratch.path, analysis_fingerprint()), 0);
    EXPECT(seed, index.segment_count == 4 && index.document_count == 200);
    if (index_check(&index, &documents) != 0)
        fail_msg("%s", error_message());
    EXPECT(seed, documents == 200);
    index_close(&index);
    assert_int_equal(index_open(&index, scratch.path, analysis_fingerprint() + 1), ERROR_VERSION);

    analyzer = analyzer_create();
    build_segment(analyzer, "again.seg", true, 150, 200, &again);
    EXPECT(seed, again.checksum == entries[3].checksum && again.size == entries[3].size);
    analyzer_destroy(analyzer);
}

/* An index of segments with the articles [from[i], to[i]) of the model; `deleted`: how many of the
 * second segment's first ones a later commit has deleted. Returns the result of its check. */
static int check_overlap(const uint32_t from[3], const uint32_t to[3], uint32_t deleted)
{
    static const char *const names[] = {"00000001-000.seg", "00000001-001.seg", "00000001-002.seg"};
    struct manifest manifest;
    struct index index;
    uint64_t documents;
    manifest_init(&manifest);
    manifest.generation = 1;
    manifest.fingerprint = analysis_fingerprint();
    assert_int_equal(manifest_add_root(&manifest, "."), 0);
    for (unsigned i = 0; i < 3; i++) {
        struct analyzer *analyzer = analyzer_create();
        struct manifest_segment entry;
        unsigned char bits[DOCUMENTS_MAX / 8] = {0};
        unlinkat(scratch.directory, names[i], 0);
        build_segment(analyzer, names[i], true, from[i], to[i], &entry);
        for (uint32_t k = 0; i == 1 && k < deleted; k++)
            bits[k / 8] = (unsigned char)(bits[k / 8] | 1U << k % 8);
        const struct amendments_content content = {bits, NULL, 0};
        if (i == 1 && deleted > 0)
            assert_int_equal(
                amendments_write(scratch.directory, "00000001-001.amend", &content, &entry), 0);
        assert_int_equal(manifest_add_segment(&manifest, &entry), 0);
        analyzer_destroy(analyzer);
    }
    assert_int_equal(manifest_write(&manifest, scratch.directory), 0);
    manifest_release(&manifest);
    assert_int_equal(index_open(&index, scratch.path, analysis_fingerprint()), 0);
    int status = index_check(&index, &documents);
    index_close(&index);
    unlinkat(scratch.directory, "00000001-001.amend", 0);
    return status;
}

/* Each segment is good by itself: the check compares their tables. */
static void an_article_in_two_segments_is_damage(void **state)
{
    (void)state;
    uint64_t random = seed_of(143, 0);
    random_articles(&random, 200);
    const uint32_t from[] = {0, 50, 100}, to[] = {50, 100, 200}, above[] = {51, 100, 200},
                   below[] = {50, 101, 200}, far[] = {50, 150, 160};
    assert_int_equal(check_overlap(from, to, 0), 0);
    assert_int_equal(check_overlap(from, below, 0), ERROR_CORRUPT);
    assert_non_null(strstr(error_message(), "/00000001-002.seg' is damaged: '"));
    assert_non_null(
        strstr(error_message(), "/00000001-001.seg' contains the same article; reindex"));
    assert_int_equal(check_overlap(from, far, 0), ERROR_CORRUPT);
    assert_int_equal(check_overlap(from, above, 0), ERROR_CORRUPT);
    assert_int_equal(check_overlap(from, above, 1), 0); /* the other one is deleted */
}

static void an_empty_segment_is_good(void **state)
{
    (void)state;
    struct manifest_segment entry;
    struct segment segment;
    struct analyzer *analyzer = analyzer_create();
    build_segment(analyzer, "a.seg", true, 0, 0, &entry);
    assert_int_equal(segment_open(&segment, scratch.directory,
                                  &(struct segment_file_entry){"a.seg", entry.size, entry.checksum},
                                  "a.seg"),
                     0);
    if (segment_check(&segment) != 0)
        fail_msg("%s", error_message());
    assert_int_equal(segment.terms.count, 0);
    segment_close(&segment);
    analyzer_destroy(analyzer);
}

/* A title of more bytes than its column could count positions is cut before a character. */
static void a_title_too_long_to_index_is_cut(void **state)
{
    (void)state;
    static char title[3 * TITLE_LENGTH_MAX];
    size_t size = 3;
    memcpy(title, "abc", 3);
    for (; size + 4 < sizeof title; size += 4)
        memcpy(title + size, "\xc3\xa9 b", 4); /* byte 10,000 is in the middle of an é */
    struct builder *builder = malloc(sizeof *builder);
    struct analyzer *analyzer = analyzer_create();
    struct document document = {.title = {title, size}};
    struct manifest_segment entry;
    assert_int_equal(builder_open(builder, analyzer, scratch.directory, "a.seg", true), 0);
    assert_int_equal(builder_add(builder, &document, (struct slice){"corps", 5}), 0);
    assert_true(document.title.size <= TITLE_LENGTH_MAX);
    assert_true(document.title.size > TITLE_LENGTH_MAX - 4);
    assert_true(!utf8_is_continuation(title[document.title.size]));
    assert_int_equal(builder_finish(builder, &entry), 0);
    struct segment segment;
    assert_int_equal(segment_open(&segment, scratch.directory,
                                  &(struct segment_file_entry){"a.seg", entry.size, entry.checksum},
                                  "a.seg"),
                     0);
    assert_int_equal(segment_check(&segment), 0);
    segment_close(&segment);
    analyzer_destroy(analyzer);
    free(builder);
}

/* The voicing mark of kana (U+3099) alone is a word, and its folded form is empty. */
static void a_mark_alone_is_a_form(void **state)
{
    (void)state;
    static const char text[] = "a \xe3\x82\x99 b \xc3\xa9t\xc3\xa9";
    static const char mark[] = "\0\xe3\x82\x99", summer[] = "ete\0\xc3\xa9t\xc3\xa9";
    struct builder *builder = malloc(sizeof *builder);
    struct analyzer *analyzer = analyzer_create();
    struct document document = {0};
    struct manifest_segment entry;
    assert_int_equal(builder_open(builder, analyzer, scratch.directory, "a.seg", true), 0);
    assert_int_equal(builder_add(builder, &document, (struct slice){text, sizeof text - 1}), 0);
    assert_int_equal(builder_finish(builder, &entry), 0);
    struct segment segment;
    struct form_entry form;
    assert_int_equal(segment_open(&segment, scratch.directory,
                                  &(struct segment_file_entry){"a.seg", entry.size, entry.checksum},
                                  "a.seg"),
                     0);
    assert_int_equal(segment_check(&segment), 0);
    assert_int_equal(form_find(&segment.forms, mark, sizeof mark - 1, &form), 1);
    assert_int_equal(form_find(&segment.forms, summer, sizeof summer - 1, &form), 1);
    segment_close(&segment);
    analyzer_destroy(analyzer);
    free(builder);
}

static void an_abandoned_segment_leaves_no_file(void **state)
{
    (void)state;
    struct builder *builder = malloc(sizeof *builder);
    struct analyzer *analyzer = analyzer_create();
    struct document document = {0};
    struct slice body = {"corps", 5};
    assert_int_equal(builder_open(builder, analyzer, scratch.directory, "a.seg", true), 0);
    assert_int_equal(builder_add(builder, &document, body), 0);
    assert_true(scratch_has(&scratch, "a.seg"));
    builder_abandon(builder);
    assert_false(scratch_has(&scratch, "a.seg"));

    scratch_write(&scratch, "b.seg", "x", 1);
    assert_int_equal(builder_open(builder, analyzer, scratch.directory, "b.seg", true),
                     ERROR_SYSTEM);
    assert_true(scratch_has(&scratch, "b.seg")); /* it is not ours */
    analyzer_destroy(analyzer);
    free(builder);
}

static void a_full_disk_is_reported_and_leaves_no_file(void **state)
{
    (void)state;
    struct builder *builder = malloc(sizeof *builder);
    struct analyzer *analyzer = analyzer_create();
    struct document document = {0};
    struct slice body = {"corps", 5};
    struct manifest_segment entry;
    assert_int_equal(builder_open(builder, analyzer, scratch.directory, "a.seg", true), 0);
    int full = open("/dev/full", O_WRONLY);
    assert_true(dup2(full, builder->segment.descriptor) >= 0);
    close(full);
    assert_int_equal(builder_add(builder, &document, body), 0);
    assert_int_equal(builder_finish(builder, &entry), ERROR_SYSTEM);
    scratch_assert_message(&scratch, "cannot write '", "a.seg", "': No space left on device");
    assert_false(scratch_has(&scratch, "a.seg"));
    analyzer_destroy(analyzer);
    free(builder);
}

SUITE(builder)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_segment_holds_its_documents, setup, teardown),
        cmocka_unit_test_setup_teardown(segments_make_an_index, setup, teardown),
        cmocka_unit_test_setup_teardown(an_article_in_two_segments_is_damage, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_segment_is_good, setup, teardown),
        cmocka_unit_test_setup_teardown(a_title_too_long_to_index_is_cut, setup, teardown),
        cmocka_unit_test_setup_teardown(a_mark_alone_is_a_form, setup, teardown),
        cmocka_unit_test_setup_teardown(an_abandoned_segment_leaves_no_file, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_is_reported_and_leaves_no_file, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
