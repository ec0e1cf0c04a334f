/* What words of a query stand for in an index, and their families, against a plain reading of all
 * its terms. */
#include "tests/unit/base/property.h"

#include "common/analysis/fingerprint.h"
#include "common/analysis/term.h"
#include "common/base/vector.h"
#include "query/language/query.h"
#include "query/terms/candidates.h"
#include "query/terms/family.h"
#include "tests/corrupt/sample.h"
#include "tests/unit/suite.h"

enum { SEGMENTS = 3, ARTICLES = 40, ARTICLE_WORDS = 40, WORD_MAX = 64 };

/* Many words of few stems, in the lexicon and not. */
static const char *const roots[] = {"port", "march", "licenci", "nation", "form", "habit", "zemm"};
static const char *const endings[] = {
    "",     "s",     "e",   "es",      "er",   "ons",   "ation",  "ations", "ement", "ements",
    "able", "ables", "eur", "eurs",    "euse", "ateur", "atrice", "isme",   "iste",  "istes",
    "ité",  "if",    "ive", "ivement", "eux",  "ance",  "age",    "ages",   "é",     "ée",
    "és",   "ées",   "ê",   "ant",     "ait",  "ure",   "al",     "aux",    "ales",  "alement"};
static const char *const others[] = {"mer",     "mère",    "mere",    "élève", "élevé",
                                     "eleve",   "rivière", "riviere", "marie", "brexite",
                                     "brexité", "brexitê", "oeil",    "yeux",  "covid"};

enum {
    ROOTS = sizeof roots / sizeof *roots,
    ENDINGS = sizeof endings / sizeof *endings,
    OTHERS = sizeof others / sizeof *others,
    WORDS = ROOTS * ENDINGS + OTHERS
};

static struct sample sample;
static struct index files;
static struct analyzer *analyzer;

static const char *word_at(size_t number, char word[WORD_MAX])
{
    if (number < OTHERS)
        snprintf(word, WORD_MAX, "%s", others[number]);
    else
        snprintf(word, WORD_MAX, "%s%s", roots[(number - OTHERS) / ENDINGS],
                 endings[(number - OTHERS) % ENDINGS]);
    return word;
}

/* --- the index --- */

static void add_article(struct builder *builder, uint64_t *random, unsigned number)
{
    char path[24], body[ARTICLE_WORDS * WORD_MAX];
    size_t size = 0;
    snprintf(path, sizeof path, "%04u.txt", number);
    for (unsigned i = 0; i < ARTICLE_WORDS; i++) {
        char word[WORD_MAX];
        size += (size_t)snprintf(body + size, sizeof body - size, "%s ",
                                 word_at(random_below(random, WORDS), word));
    }
    struct document document = {
        .path = {path, strlen(path)}, .file = {.size = size}, .content_hash = number + UINT64_C(1)};
    assert_int_equal(builder_add(builder, &document, (struct slice){body, size}), 0);
}

static void build_index(void)
{
    struct transaction transaction;
    struct builder *builder = malloc(sizeof *builder);
    uint64_t random = 22;
    sample_folder(&sample);
    assert_non_null(builder);
    assert_int_equal(transaction_begin(&transaction, sample.path), 0);
    transaction.next.fingerprint = analysis_fingerprint();
    assert_int_equal(manifest_add_root(&transaction.next, "."), 0);
    for (unsigned i = 0; i < SEGMENTS; i++) {
        struct manifest_segment entry;
        char name[SEGMENT_NAME_SIZE];
        transaction_segment_name(&transaction, i, name);
        assert_int_equal(builder_open(builder, analyzer, transaction.directory, name, true), 0);
        for (unsigned k = 0; k < ARTICLES; k++)
            add_article(builder, &random, i * ARTICLES + k);
        assert_int_equal(builder_finish(builder, &entry), 0);
        assert_int_equal(manifest_add_segment(&transaction.next, &entry), 0);
    }
    assert_int_equal(transaction_commit(&transaction), 0);
    free(builder);
}

static int create(void **state)
{
    (void)state;
    analyzer = analyzer_create();
    assert_non_null(analyzer);
    build_index();
    return index_open(&files, sample.path, analysis_fingerprint());
}

static int destroy(void **state)
{
    (void)state;
    index_close(&files);
    sample_remove(&sample);
    analyzer_destroy(analyzer);
    return 0;
}

/* --- all terms of the text, read one by one --- */

typedef bool fits(const struct expanded_word *word, struct slice term);

struct expected {
    size_t count;
    struct expected_term {
        char term[ANALYSIS_WORD_MAX + 1];
        size_t size;
        uint64_t documents;
    } items[ROOTS * ENDINGS + OTHERS];
};

static void add_expected(struct expected *expected, struct slice term, uint64_t documents)
{
    size_t place = 0;
    while (place < expected->count &&
           !slice_equals((struct slice){expected->items[place].term, expected->items[place].size},
                         term))
        place++;
    assert_true(place < sizeof expected->items / sizeof *expected->items);
    struct expected_term *item = &expected->items[place];
    if (place == expected->count) {
        memcpy(item->term, term.data, term.size);
        item->term[term.size] = '\0';
        item->size = term.size;
        item->documents = 0;
        expected->count++;
    }
    item->documents += documents;
}

static void read_terms(struct expected *expected, const struct expanded_word *word, fits *fit)
{
    expected->count = 0;
    for (size_t i = 0; i < files.segment_count; i++) {
        struct key_cursor cursor;
        struct term_entry entry = {0};
        assert_true(key_cursor_open(&cursor, &files.segments[i].terms, 0));
        while (term_next(&cursor, &entry) == 1) {
            const struct slice term = {cursor.key + 1, cursor.key_size - 1};
            if (cursor.key[0] == FIELD_TEXT && fit(word, term))
                add_expected(expected, term, entry.document_count);
        }
    }
}

static bool is_own(const struct expanded_word *expanded, struct slice term)
{
    for (size_t i = 0; i < expanded->word->term_count; i++)
        if (slice_equals(expanded->word->terms[i], term))
            return true;
    return false;
}

/* Whether a word that the lexicon does not have stands for a term by lost accents. */
static bool has_alternative(const struct expanded_word *expanded, struct slice term)
{
    for (size_t i = 0; i < expanded->count; i++)
        if (slice_is(term, expanded->alternatives[i].term))
            return true;
    return false;
}

static bool is_of_the_family(const struct expanded_word *expanded, struct slice term)
{
    const struct query_word *word = expanded->word;
    const struct slice stem = {term.data, term_stem_size(term)};
    bool shared = false;
    for (size_t i = 0; i < word->term_count; i++)
        shared |=
            slice_equals((struct slice){word->terms[i].data, term_stem_size(word->terms[i])}, stem);
    return shared && !is_own(expanded, term) && !has_alternative(expanded, term);
}

/* Expects exactly these terms, the most frequent first. */
static void expect_terms(const struct expanded_word *got, const struct expected *expected)
{
    if (got->count != expected->count)
        fail_msg("%s: %zu terms, not %zu", got->word->surface, got->count, expected->count);
    for (size_t i = 0; i < got->count; i++) {
        const struct alternative *alternative = &got->alternatives[i];
        uint64_t documents = 0;
        size_t place = 0;
        while (place < expected->count &&
               strcmp(expected->items[place].term, alternative->term) != 0)
            place++;
        assert_true(place < expected->count);
        assert_int_equal(alternative->size, expected->items[place].size);
        assert_int_equal(alternative->document_count, expected->items[place].documents);
        for (size_t k = 0; k < files.segment_count; k++)
            documents += alternative->entries[k].document_count;
        assert_int_equal(documents, alternative->document_count);
        assert_true(i == 0 || alternative->document_count <= alternative[-1].document_count);
    }
    assert_int_equal(got->document_count,
                     got->count == 0 ? 0 : got->alternatives[0].document_count);
}

/* Reads a query of one word, and what it stands for. */
static void expand_text(struct query *query, struct expansion *expansion, const char *text)
{
    assert_int_equal(query_parse(query, analyzer, text, strlen(text),
                                 &(struct query_options){.function_weight = 1}),
                     0);
    assert_int_equal(query->clause_count, 1);
    assert_int_equal(expand_query(expansion, &files, query), 0);
}

static void find_family(struct expansion *expansion, const struct expanded_word *expanded,
                        struct expanded_word *family)
{
    struct stem_terms stems;
    assert_int_equal(stem_terms_find(&stems, expansion, expanded->word, FIELD_TEXT), 0);
    assert_int_equal(family_expand(&stems, expanded, family), 0);
    stem_terms_release(&stems);
}

/* Whether words stand for the same terms, in the same documents and places. */
static void expect_equal(const struct expanded_word *one, const struct expanded_word *other)
{
    assert_int_equal(one->count, other->count);
    assert_int_equal(one->document_count, other->document_count);
    for (size_t i = 0; i < one->count; i++) {
        const struct alternative *a = &one->alternatives[i], *b = &other->alternatives[i];
        assert_string_equal(a->term, b->term);
        assert_int_equal(a->document_count, b->document_count);
        for (size_t k = 0; k < files.segment_count; k++) {
            const struct term_entry *x = &a->entries[k], *y = &b->entries[k];
            assert_int_equal(x->document_count, y->document_count);
            if (x->document_count == 0)
                continue;
            assert_int_equal(x->ordinal, y->ordinal);
            assert_int_equal(x->postings_offset, y->postings_offset);
            assert_int_equal(x->positions_offset, y->positions_offset);
            assert_int_equal(x->ranks_offset, y->ranks_offset);
        }
    }
}

/* A word whose family adds to scores is looked up with it, in one pass over its stems. */
static void words_are_the_same_with_their_family(void **state)
{
    (void)state;
    const struct query_options with = {.function_weight = 1, .family_weight = 0.2};
    size_t found = 0;
    for (size_t number = 0; number < WORDS; number++) {
        char word[WORD_MAX];
        struct query query, other;
        struct expansion expansion, alone;
        struct expanded_word family;
        expand_text(&other, &alone, word_at(number, word));
        assert_int_equal(query_parse(&query, analyzer, word, strlen(word), &with), 0);
        assert_int_equal(expand_query(&expansion, &files, &query), 0);
        const struct expanded_clause *clause = &expansion.clauses[0];
        const struct expanded_word *own = &alone.clauses[0].variants[0].words[0];
        expect_equal(&clause->variants[0].words[0], own);
        find_family(&alone, own, &family);
        assert_int_equal(clause->family != NULL, family.count > 0);
        if (clause->family != NULL)
            expect_equal(clause->family, &family);
        found += own->count > 0 && clause->family != NULL;
        expansion_release(&expansion);
        expansion_release(&alone);
        query_release(&query);
        query_release(&other);
    }
    assert_true(found > 10);
}

static void every_word_has_its_terms_and_family(void **state)
{
    (void)state;
    static struct expected expected;
    size_t families = 0, largest = 0;
    for (size_t number = 0; number < WORDS; number++) {
        char word[WORD_MAX];
        struct query query;
        struct expansion expansion;
        struct expanded_word family;
        expand_text(&query, &expansion, word_at(number, word));
        const struct expanded_word *expanded = &expansion.clauses[0].variants[0].words[0];
        read_terms(&expected, expanded, is_own);
        if (expanded->word->known)
            expect_terms(expanded, &expected);
        find_family(&expansion, expanded, &family);
        read_terms(&expected, expanded, is_of_the_family);
        expect_terms(&family, &expected);
        families += family.count > 0;
        largest = family.count > largest ? family.count : largest;
        expansion_release(&expansion);
        query_release(&query);
    }
    assert_true(families > WORDS / 2 && largest > 10 && largest < FAMILY_MAX);
}

/* --- words that readers know --- */

static bool stands_for(const struct expanded_word *word, const char *form)
{
    struct analyzer *other = analyzer_create();
    struct occurrence occurrences[ANALYSIS_BATCH_MIN];
    assert_non_null(other);
    analyzer_begin(other, form, strlen(form), 0);
    assert_int_equal(analyzer_next(other, occurrences, ANALYSIS_BATCH_MIN), 1);
    const char *term = analyzer_form(other, occurrences[0].form)->term;
    bool found = false;
    for (size_t i = 0; i < word->count; i++)
        found |= strcmp(word->alternatives[i].term, term) == 0;
    analyzer_destroy(other);
    return found;
}

struct row {
    const char *word, *form;
    bool matches, in_family;
};

static void families_add_what_does_not_match(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"licencier", "licenciement", false, true},
        {"licencier", "licenciait", true, false},
        {"licencier", "licenciée", true, false},
        {"marché", "marchons", false, true},
        {"port", "portons", false, true},
        {"port", "porte", false, true},
        {"port", "porteur", false, false},      /* another stem */
        {"zemmiste", "zemmistes", true, false}, /* in no lexicon */
        {"marchation", "marchations", true, false},
        {"nationité", "nation", false, true},
        {"nation", "nationité", false, true},
        {"nation", "nations", true, false},
        {"nation", "national", false, false}, /* another stem */
        {"mer", "mère", false, true},
        {"mère", "mere", true, false},
        {"oeil", "yeux", true, false},
        {"rivière", "riviere", true, false},
        {"riviere", "rivière", true, false},
        {"élève", "eleve", true, false},
        {"eleve", "élevé", true, false},
        {"élève", "élevé", false, true},
        /* in no lexicon: accents may be lost on either side, but not differ */
        {"brexite", "brexité", true, false},
        {"brexité", "brexite", true, false},
        {"brexité", "brexitê", false, false},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct query query;
        struct expansion expansion;
        struct expanded_word family;
        expand_text(&query, &expansion, rows[i].word);
        const struct expanded_word *expanded = &expansion.clauses[0].variants[0].words[0];
        find_family(&expansion, expanded, &family);
        if (stands_for(expanded, rows[i].form) != rows[i].matches ||
            (stands_for(&family, rows[i].form) && !rows[i].matches) != rows[i].in_family) {
            print_error("%s, %s\n", rows[i].word, rows[i].form);
            wrong++;
        }
        expansion_release(&expansion);
        query_release(&query);
    }
    assert_int_equal(wrong, 0);
}

static void words_that_the_index_lacks_stand_for_nothing(void **state)
{
    (void)state;
    static const char *const words[] = {"loi", "xyzzy", "10000", "élysée"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct query query;
        struct expansion expansion;
        struct expanded_word family;
        expand_text(&query, &expansion, words[i]);
        assert_int_equal(expansion.clauses[0].variants[0].words[0].count, 0);
        find_family(&expansion, &expansion.clauses[0].variants[0].words[0], &family);
        assert_int_equal(family.count, 0);
        assert_int_equal(family.document_count, 0);
        expansion_release(&expansion);
        query_release(&query);
    }
}

SUITE(terms)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_has_its_terms_and_family),
        cmocka_unit_test(words_are_the_same_with_their_family),
        cmocka_unit_test(families_add_what_does_not_match),
        cmocka_unit_test(words_that_the_index_lacks_stand_for_nothing),
    };
    return cmocka_run_group_tests(tests, create, destroy);
}
