/* Clauses of every kind: cursors under random walks equal a naive list of the articles. */
#include "tests/unit/match/collection.h"

#include "query/match/word_rest.h"
#include "tests/unit/suite.h"

enum { COLLECTIONS = 40, CLAUSES = 60, WALKS = 3, CLAUSE_SIZE = 64 };

static struct scratch scratch;
static struct collection *collection;

static int setup(void **state)
{
    (void)state;
    scratch_make(&scratch);
    collection = calloc(1, sizeof *collection);
    return collection == NULL;
}

static int teardown(void **state)
{
    (void)state;
    free(collection);
    scratch_remove(&scratch);
    return 0;
}

/* --- the naive list --- */

struct list {
    uint32_t count;
    uint32_t documents[ARTICLES_MAX]; /* candidates */
    uint32_t frequencies[ARTICLES_MAX];
};

static bool holds_word(const struct article *article, const struct made_word *word)
{
    for (uint32_t i = 0; i < article->length; i++)
        if (article->terms[i] & word->terms)
            return true;
    return false;
}

static bool holds_words(const struct article *article, const struct made_clause *made,
                        size_t variant)
{
    bool all = true;
    for (size_t i = 0; i < made->variants[variant].count; i++)
        all &= holds_word(article, &made->made[variant][i]);
    return all;
}

static bool begins_at(const struct article *article, const struct made_clause *made, size_t variant,
                      uint32_t start)
{
    uint32_t end = made->query.field == FIELD_TITLE ? article->title_length : article->length;
    for (size_t i = 0; i < made->variants[variant].count; i++) {
        uint32_t position = start + made->query_words[variant][i].offset;
        bool across = start < article->title_length && position >= article->title_length;
        if (position >= end || across || !(article->terms[position] & made->made[variant][i].terms))
            return false;
    }
    return true;
}

static uint32_t count_starts(const struct article *article, const struct made_clause *made)
{
    uint32_t count = 0;
    for (uint32_t start = 0; start < article->length; start++) {
        bool begins = false;
        for (size_t variant = 0; variant < made->clause.variant_count; variant++)
            begins |= begins_at(article, made, variant, start);
        count += begins;
    }
    return count;
}

/* The frequencies of alternatives add up, also where they share a position. */
static uint32_t occurrences(const struct article *article, const struct made_word *word)
{
    uint32_t count = 0;
    for (unsigned term = 0; term < TERMS; term++)
        if (word->terms >> term & 1)
            count += article_frequency(article, term);
    return count;
}

/* Whether the clause is one word that stands for forms, all of those of its terms. */
static bool is_of_forms(const struct made_clause *made)
{
    return made->query_words[0][0].kind == WORD_FUZZY;
}

static void list_make(struct list *list, const struct made_clause *made)
{
    list->count = 0;
    for (uint32_t i = 0; i < collection->count; i++) {
        const struct article *article = &collection->articles[i];
        bool candidate = false;
        for (size_t variant = 0; variant < made->clause.variant_count; variant++)
            candidate |= holds_words(article, made, variant);
        if (!candidate)
            continue;
        list->documents[list->count] = i;
        list->frequencies[list->count++] = clause_is_phrase(&made->query) && !is_of_forms(made)
                                               ? count_starts(article, made)
                                               : occurrences(article, &made->made[0][0]);
    }
}

/* --- random collections and clauses --- */

/* 'a' is in most articles, 'f' in few, 'g' in the first alone, and 'h' in none. */
static unsigned random_term(uint64_t *random)
{
    static const uint32_t shares[] = {30, 12, 6, 3, 1};
    uint32_t drawn = random_below(random, 100);
    for (unsigned term = 0; term < sizeof shares / sizeof *shares; term++) {
        if (drawn < shares[term])
            return 1U << term;
        drawn -= shares[term];
    }
    return random_below(random, 200) == 0 ? 1U << 5 : 0;
}

static void random_articles(uint64_t *random)
{
    collection->count = 1 + random_below(random, random_below(random, 3) ? ARTICLES_MAX : 5);
    uint32_t longest = 1 + random_below(random, LENGTH_MAX);
    for (uint32_t i = 0; i < collection->count; i++) {
        struct article *article = &collection->articles[i];
        *article = (struct article){.length = random_below(random, longest + 1)};
        article->title_length = random_below(random, article->length + 1);
        for (uint32_t k = 0; k < article->length; k++) {
            article->terms[k] = random_term(random);
            if (random_below(random, 10) == 0)
                article->terms[k] |= random_term(random);
        }
    }
    if (collection->articles[0].length > 0)
        collection->articles[0].terms[0] |= 1U << 6;
}

/* Mostly words of many articles: phrases of rare ones have no places. */
static char random_letter(uint64_t *random)
{
    return (char)('a' + random_below(random, 1 + random_below(random, TERMS)));
}

static size_t random_alternatives(uint64_t *random, char *text)
{
    size_t size = 0;
    text[size++] = '[';
    for (char letter = 'a'; letter < 'a' + TERMS; letter++)
        if (random_below(random, 3) == 0)
            text[size++] = letter;
    text[size++] = ']';
    return size;
}

/* As clause_read reads it: one word, a phrase, or variants of both. */
static void random_clause(uint64_t *random, char text[CLAUSE_SIZE])
{
    size_t size = 0;
    uint32_t kind = random_below(random, 3);
    uint32_t variants = kind == 2 ? 2 + random_below(random, 2) : 1;
    for (uint32_t variant = 0; variant < variants; variant++) {
        uint32_t words = kind == 0 ? 1 : 1 + random_below(random, 3);
        if (variant > 0)
            text[size++] = '|';
        for (uint32_t i = 0; i < words; i++) {
            if (i > 0 && random_below(random, 4) == 0)
                text[size++] = '.';
            if (random_below(random, 3) == 0)
                size += random_alternatives(random, text + size);
            else
                text[size++] = random_letter(random);
        }
    }
    text[size] = '\0';
}

/* --- walking --- */

static uint32_t move(struct clause_cursor *cursor, uint64_t *random, uint32_t *from)
{
    if (random_below(random, 2))
        return clause_cursor_next(cursor);
    *from += random_below(random, 1 + random_below(random, random_below(random, 4) ? 10 : 300));
    return clause_cursor_advance(cursor, *from);
}

/* Each document's frequency is asked once, or not at all. */
static void walk_cursor(const struct made_clause *made, const struct list *list, uint64_t *random,
                        uint64_t seed)
{
    struct clause_cursor cursor;
    uint32_t from = 0, at = 0;
    EXPECT(seed,
           clause_cursor_open(&cursor, &made->clause, &collection->segment, SEGMENT_NUMBER) == 0);
    EXPECT(seed, list->count <= cursor.document_count);
    for (;;) {
        uint32_t got = move(&cursor, random, &from);
        while (at < list->count && list->documents[at] < from)
            at++;
        EXPECT(seed, got == cursor.document);
        EXPECT(seed, got == (at < list->count ? list->documents[at] : POSTINGS_END));
        if (at == list->count)
            break;
        EXPECT(seed, clause_cursor_advance(&cursor, got) == got); /* where it is already */
        if (random_below(random, 3))
            EXPECT(seed, clause_cursor_frequency(&cursor) == list->frequencies[at]);
        from = got + 1;
    }
    EXPECT(seed, clause_cursor_advance(&cursor, UINT32_MAX - 1) == POSTINGS_END);
    EXPECT(seed, clause_cursor_advance(&cursor, 0) == POSTINGS_END); /* never backwards */
    EXPECT(seed, clause_cursor_next(&cursor) == POSTINGS_END);
    EXPECT(seed, clause_cursor_status(&cursor) == 0);
    clause_cursor_close(&cursor);
}

static void check_clause(uint64_t *random, uint64_t seed)
{
    static struct made_clause made;
    static struct list list;
    char text[CLAUSE_SIZE];
    random_clause(random, text);
    clause_read(&made, collection, text, FIELD_TEXT);
    /* A title word alone has postings of its own, which a collection does not make. */
    if (clause_is_phrase(&made.query) && random_below(random, 3) == 0)
        made.query.field = FIELD_TITLE;
    else if (!clause_is_phrase(&made.query) && random_below(random, 2))
        made.query_words[0][0].kind = WORD_FUZZY;
    list_make(&list, &made);
    for (uint32_t i = 0; i < WALKS; i++)
        walk_cursor(&made, &list, random, seed);
}

/* --- a word's terms apart from the most frequent one --- */

/* Returns the term that a cursor walks. */
static unsigned term_of(const struct postings_cursor *cursor, unsigned terms)
{
    for (unsigned term = 0; term < TERMS; term++)
        if (terms >> term & 1 &&
            memcmp(&cursor->entry, &collection->entries[term], sizeof cursor->entry) == 0)
            return term;
    fail_msg("no such term");
    return 0;
}

static void check_rest(const struct word_rest *rest, unsigned terms, unsigned main_term,
                       uint64_t seed)
{
    size_t at = 0;
    for (uint32_t i = 0; i < collection->count; i++) {
        const struct article *article = &collection->articles[i];
        uint32_t frequency = 0;
        for (unsigned term = 0; term < TERMS; term++)
            if (terms >> term & 1 && term != main_term)
                frequency += article_frequency(article, term);
        if (frequency == 0)
            continue;
        EXPECT(seed,
               at < rest->count && rest->documents[at] == i && rest->frequencies[at] == frequency);
        at++;
    }
    EXPECT(seed, at == rest->count);
}

static void check_word_rest(uint64_t *random, uint64_t seed)
{
    static struct made_clause made;
    char text[CLAUSE_SIZE];
    struct clause_cursor cursor;
    struct word_rest rest = {0};
    text[random_alternatives(random, text)] = '\0';
    clause_read(&made, collection, text, FIELD_TEXT);
    EXPECT(seed,
           clause_cursor_open(&cursor, &made.clause, &collection->segment, SEGMENT_NUMBER) == 0);
    struct word_cursor *word = &cursor.word;
    EXPECT(seed, word_rest_fits(word) == (word->count > 0));
    if (word->count > 0) {
        EXPECT(seed, word_rest_read(&rest, word) == 0);
        const unsigned terms = made.made[0][0].terms;
        const struct postings_cursor *most = &word->cursors[rest.main];
        for (size_t i = 0; i < word->count; i++)
            EXPECT(seed, word->cursors[i].entry.document_count <= most->entry.document_count);
        check_rest(&rest, terms, term_of(most, terms), seed);
        EXPECT(seed, rest.count <= word_rest_size(word) && clause_cursor_status(&cursor) == 0);
    }
    word_rest_release(&rest);
    clause_cursor_close(&cursor);
}

static void the_rest_has_all_other_terms(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < COLLECTIONS; number++) {
        uint64_t seed = seed_of(231, number), random = seed;
        random_articles(&random);
        collection_open(collection, &scratch);
        for (uint32_t i = 0; i < CLAUSES; i++)
            check_word_rest(&random, seed);
        collection_close(collection);
    }
}

static void cursors_equal_the_list(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < COLLECTIONS; number++) {
        uint64_t seed = seed_of(230, number), random = seed;
        random_articles(&random);
        collection_open(collection, &scratch);
        for (uint32_t i = 0; i < CLAUSES; i++)
            check_clause(&random, seed);
        collection_close(collection);
    }
}

SUITE(clause)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cursors_equal_the_list, setup, teardown),
        cmocka_unit_test_setup_teardown(the_rest_has_all_other_terms, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
