#include "tests/oracle/generate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/oracle/content.h"
#include "tests/oracle/random.h"
#include "tests/oracle/vocabulary.h"

static bool is_small(char byte)
{
    return byte >= 'a' && byte <= 'z';
}

static bool is_capital(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static bool has_small_letter(const char *text)
{
    while (*text != '\0' && !is_small(*text))
        text++;
    return *text != '\0';
}

/* Whether a word of which the first letters are of ASCII is spelt as names are. */
static bool is_spelt_as_name(const char *typed)
{
    return is_capital(typed[0]) && typed[1] != '\0' && !is_capital(typed[1]);
}

/* The words that a typed word becomes: WORDs in `parts`, the joined reading in `joined`. */
static void analyse_typed(const struct collection *collection, const char *typed,
                          struct oracle_sequence *parts, struct oracle_sequence *joined)
{
    static struct occurrence batch[ANALYSIS_BATCH_MIN];
    parts->count = joined->count = 0;
    analyzer_begin(collection->analyzer, typed, strlen(typed), 0);
    size_t got = analyzer_next(collection->analyzer, batch, ANALYSIS_BATCH_MIN);
    for (size_t i = 0; i < got; i++) {
        const struct form *form = analyzer_form(collection->analyzer, batch[i].form);
        struct oracle_sequence *to = batch[i].kind == OCCURRENCE_JOINED ? joined : parts;
        if (batch[i].kind == OCCURRENCE_VARIANT || to->count == ORACLE_WORDS)
            continue;
        struct oracle_word *word = &to->words[to->count++];
        word->kind = ORACLE_WORD;
        word->capital = is_spelt_as_name(typed + batch[i].start);
        snprintf(word->surface, sizeof word->surface, "%s", form->surface);
        snprintf(word->term, sizeof word->term, "%s", form->term);
    }
}

/* Now and then with another first letter, small or a capital, as the first word of a sentence has.
 */
static void spell_first(const char *word, uint64_t *random, char spelt[64])
{
    snprintf(spelt, 64, "%s", word);
    bool letter = is_small(*spelt) || is_capital(*spelt);
    if (random_below(random, 4) == 0 && letter && !is_capital(spelt[1]))
        *spelt ^= 0x20;
}

/* Now and then in capitals, which make another word of a function word; but no operator. */
static void spell_any(const char *word, uint64_t *random, char spelt[64])
{
    spell_first(word, random, spelt);
    if (random_below(random, 5) != 0 || strcmp(word, "et") == 0)
        return;
    for (const char *at = word; *at != '\0'; at++)
        if (!is_small(*at))
            return;
    for (char *at = spelt; *at != '\0'; at++)
        if (is_small(*at))
            *at ^= 0x20;
}

static bool is_in_capitals(const char *typed)
{
    size_t size = 0;
    while (is_capital(typed[size]))
        size++;
    return size > 1 && typed[size] == '\0';
}

/* Starts the clause after the last. It is large. */
static struct oracle_clause *add_clause(struct oracle_query *query, enum oracle_occur occur,
                                        bool in_title)
{
    struct oracle_clause *clause = &query->clauses[query->count++];
    memset(clause, 0, sizeof *clause);
    clause->occur = occur;
    clause->in_title = in_title;
    clause->variant_count = 1;
    return clause;
}

static void add_word_clause(const struct collection *collection, const char *drawn,
                            enum oracle_occur occur, bool in_title, uint64_t *random, char *text,
                            struct oracle_query *query)
{
    static const char *const signs[] = {"", "+", "-"};
    struct oracle_clause *clause = add_clause(query, occur, in_title);
    static struct oracle_sequence joined;
    char word[64];
    spell_any(drawn, random, word);
    clause->in_capitals = is_in_capitals(word);
    clause->elided = strchr(word, '\'') != NULL || strstr(word, "’") != NULL;
    analyse_typed(collection, word, &clause->variants[0], &joined);
    if (joined.count > 0)
        clause->variants[clause->variant_count++] = joined;
    size_t size = strlen(text);
    snprintf(text + size, 1024 - size, "%s%s%s%s", size == 0 ? "" : " ", signs[occur],
             in_title ? "titre:" : "", word);
}

/* Gives the clause that was added last a weight, now and then. */
static void add_weight(uint64_t *random, char *text, struct oracle_query *query)
{
    static const char *const weights[] = {"3", "0.5", "10", "1.25"};
    size_t size = strlen(text);
    if (random_below(random, 3) != 0)
        return;
    const char *weight = weights[random_below(random, 4)];
    query->clauses[query->count - 1].boost = strtod(weight, NULL);
    snprintf(text + size, 1024 - size, "^%s", weight);
}

/* A word that is one word by itself. */
static const char *draw_simple(uint64_t *random)
{
    for (;;) {
        const char *word = draw_any(random);
        if (strchr(word, '-') == NULL && strchr(word, ',') == NULL)
            return word;
    }
}

static const char *draw_hyphened(uint64_t *random)
{
    for (;;) {
        const char *word = vocabulary[random_below(random, (uint32_t)vocabulary_size)];
        if (strchr(word, '-') != NULL)
            return word;
    }
}

/* Two or three neighbours in a document, each a plain word. */
static bool add_phrase(const struct collection *collection, enum oracle_occur occur,
                       uint64_t *random, char *text, struct oracle_query *query)
{
    const struct plain_document *document =
        &collection->documents[random_below(random, (uint32_t)collection->count)];
    size_t words = 2 + random_below(random, 2);
    if (document->count <= words)
        return false;
    size_t first = random_below(random, (uint32_t)(document->count - words));
    struct oracle_clause *clause = add_clause(query, occur, false);
    char phrase[400] = "";
    clause->quoted = true;
    for (size_t i = 0; i < words; i++) {
        const struct occurrence_of *one = &document->occurrences[first + i];
        const struct form *form = analyzer_form(collection->analyzer, one->form);
        static struct oracle_sequence alone, joined;
        char typed[64] = "";
        if (form->surface_size < sizeof typed)
            spell_first(form->surface, random, typed);
        analyse_typed(collection, typed, &alone, &joined);
        bool number = typed[0] >= '0' && typed[0] <= '9';
        if (one->position != document->occurrences[first].position + i || number ||
            alone.count != 1 || joined.count != 0 ||
            strcmp(alone.words[0].surface, form->surface) != 0) {
            query->count--;
            return false;
        }
        clause->variants[0].words[clause->variants[0].count++] = alone.words[0];
        size_t size = strlen(phrase);
        snprintf(phrase + size, sizeof phrase - size, "%s%s", i == 0 ? "" : " ", typed);
    }
    size_t size = strlen(text);
    snprintf(text + size, 1024 - size, "%s%s\"%s\"", size == 0 ? "" : " ",
             occur == ORACLE_MUST       ? "+"
             : occur == ORACLE_MUST_NOT ? "-"
                                        : "",
             phrase);
    return true;
}

static void add_word_clauses(const struct collection *collection, uint32_t count,
                             enum oracle_occur occur, uint64_t *random, char *text,
                             struct oracle_query *query)
{
    for (uint32_t i = 0; i < count; i++)
        add_word_clause(collection, draw_simple(random), occur, false, random, text, query);
}

/* --- operators --- */

/* Which clauses stand next to each other, or to a group, in the second format of a shape. */
static void set_lists(struct oracle_query *query)
{
    struct oracle_clause *clauses = query->clauses;
    bool any_and = query->shape == SHAPE_ANY_AND, all_or = query->shape == SHAPE_ALL_OR;
    if (any_and || all_or)
        clauses[1].list = 0;
    if (any_and)
        clauses[2].occur = ORACLE_MUST;
    if (all_or)
        clauses[0].occur = clauses[1].occur = ORACLE_MUST;
    clauses[2].beside_group = any_and || all_or;
    clauses[0].beside_group = query->shape == SHAPE_OR_WITHOUT;
}

/* The first word has a small letter: where all letters are capitals, operators are words. */
static void add_tree(const struct collection *collection, uint64_t *random, char *text,
                     struct oracle_query *query)
{
    static const char *const formats[SHAPES][2] = {
        [SHAPE_ANY_AND] = {"(%s OU %s) ET %s", "+(%s %s) +%s"},
        [SHAPE_ALL_OR] = {"%s ET %s OU %s", "(+%s +%s) %s"},
        [SHAPE_NOT_BOTH] = {"%s SAUF (%s ET %s)", "%s ET SAUF (%s ET %s)"},
        [SHAPE_OR_WITHOUT] = {"%s OU (%s SAUF %s)", "%s (%s ET SAUF %s)"},
    };
    char words[3][1024];
    query->shape = (enum oracle_shape)(1 + random_below(random, SHAPES - 1));
    uint32_t format = random_below(random, 2);
    for (size_t i = 0; i < 3; i++) {
        words[i][0] = '\0';
        bool phrase = random_below(random, 4) == 0 &&
                      add_phrase(collection, ORACLE_SHOULD, random, words[i], query);
        while (!phrase && (words[i][0] == '\0' || (i == 0 && !has_small_letter(words[0])))) {
            query->count = i;
            words[i][0] = '\0';
            add_word_clauses(collection, 1, ORACLE_SHOULD, random, words[i], query);
        }
    }
    for (unsigned i = 0; i < 3; i++)
        query->clauses[i].list = i;
    if (format == 1)
        set_lists(query);
    snprintf(text, 1024, formats[query->shape][format], words[0], words[1], words[2]);
}

/* --- words near each other --- */

static void add_near_clause(const struct collection *collection, uint64_t *random, char *text,
                            struct oracle_query *query)
{
    static const char *const signs[] = {"", "+", "-"};
    enum oracle_occur occur = query->count > 0 ? random_below(random, 3) : ORACLE_SHOULD;
    struct oracle_clause *clause = add_clause(query, occur, random_below(random, 6) == 0);
    static struct oracle_sequence alone, joined;
    uint32_t count = 2 + random_below(random, 2);
    bool quoted = random_below(random, 2);
    char typed[400] = "", word[64];
    clause->loose = true;
    for (uint32_t i = 0; i < count; i++) {
        do {
            spell_first(draw_word(random), random, word);
            analyse_typed(collection, word, &alone, &joined);
        } while (alone.count != 1 || joined.count != 0 || strchr(word, '\'') != NULL ||
                 (word[0] >= '0' && word[0] <= '9'));
        clause->variants[0].words[clause->variants[0].count++] = alone.words[0];
        uint32_t slack = quoted && i > 1 ? 0 : random_below(random, 4);
        clause->slack += i > 0 ? slack : 0;
        size_t size = strlen(typed);
        if (!quoted && i > 0)
            snprintf(typed + size, sizeof typed - size, " PROCHE/%u %s", slack, word);
        else
            snprintf(typed + size, sizeof typed - size, "%s%s", i > 0 ? " " : "", word);
    }
    size_t size = strlen(text);
    snprintf(text + size, 1024 - size, "%s%s%s", size == 0 ? "" : " ", signs[clause->occur],
             clause->in_title ? "titre:" : "");
    size = strlen(text);
    if (quoted)
        snprintf(text + size, 1024 - size, "\"%s\"~%u", typed, clause->slack);
    else
        snprintf(text + size, 1024 - size, "%s", typed);
}

/* --- words that stand for forms --- */

static bool is_letters(const char *surface)
{
    for (; *surface != '\0'; surface++)
        if ((unsigned char)*surface < 0x80 && !(*surface >= 'a' && *surface <= 'z'))
            return false;
    return true;
}

/* A form of the collection of at least three letters, now and then without its accents. */
static void draw_form(const struct collection *collection, uint64_t *random, char form[64])
{
    for (;;) {
        const char *surface =
            analyzer_form(collection->analyzer, random_below(random, collection->form_count))
                ->surface;
        if (!is_letters(surface) || strlen(surface) < 4 || strlen(surface) > 40)
            continue;
        char folded[ANALYSIS_WORD_MAX + 1];
        analyzer_fold(surface, strlen(surface), folded);
        snprintf(form, 64, "%.60s", random_below(random, 3) == 0 ? folded : surface);
        return;
    }
}

static size_t letter_at(const char *text, size_t number)
{
    size_t at = 0;
    while (number-- > 0 && text[at] != '\0')
        for (at++; ((unsigned char)text[at] & 0xc0) == 0x80;)
            at++;
    return at;
}

/* Replaces the letters from `first` to `last` of a text. */
static void replace_letters(char text[64], size_t first, size_t last, const char *by)
{
    size_t from = letter_at(text, first), to = letter_at(text, last);
    size_t rest = strlen(text + to), size = strlen(by);
    if (from + size + rest >= 64)
        return;
    memmove(text + from + size, text + to, rest + 1);
    memcpy(text + from, by, size);
}

static void make_pattern_of_form(char form[64], uint64_t *random)
{
    size_t letters = 0;
    while (form[letter_at(form, letters)] != '\0')
        letters++;
    size_t place = 1 + random_below(random, (uint32_t)letters - 2);
    switch (random_below(random, 5)) {
    case 0:
    case 1:
        replace_letters(form, place, letters, "*");
        break;
    case 2:
        replace_letters(form, 0, place, "*");
        break;
    case 3:
        replace_letters(form, place, place + 1, "?");
        break;
    default:
        replace_letters(form, place, place + random_below(random, 2), "*");
        break;
    }
}

/* Puts a piece of a regular expression in place of some letters. */
static void make_expression_of_form(char form[64], uint64_t *random)
{
    static const char *const pieces[] = {".*",           ".",    ".?", "[a-y]+", "(e|é)?",
                                         "(a|e|i|o|u)*", "[^ab]"};
    size_t letters = 0;
    while (form[letter_at(form, letters)] != '\0')
        letters++;
    const size_t first = random_below(random, (uint32_t)letters);
    const size_t last = random_below(random, 3) == 0 ? letters : first + random_below(random, 2);
    replace_letters(form, first, last, pieces[random_below(random, 7)]);
}

static void misspell(char form[64], unsigned times, uint64_t *random)
{
    static const char *const letters[] = {"", "e", "é", "s", "ai"};
    for (unsigned i = 0; i < times; i++) {
        size_t place = 1 + random_below(random, 2);
        replace_letters(form, place, place + random_below(random, 2),
                        letters[random_below(random, 5)]);
    }
}

static bool read_single_word(const struct collection *collection, const char *typed,
                             struct oracle_word *word)
{
    static struct oracle_sequence parts, joined;
    analyse_typed(collection, typed, &parts, &joined);
    if (parts.count != 1 || joined.count != 0 || !is_letters(parts.words[0].surface))
        return false;
    *word = parts.words[0];
    return true;
}

/* Writes the word as it is typed. */
static void draw_form_word(const struct collection *collection, enum oracle_kind kind,
                           uint64_t *random, struct oracle_word *word, char typed[80])
{
    char form[64];
    do {
        draw_form(collection, random, form);
        if (kind == ORACLE_FUZZY)
            misspell(form, 1 + random_below(random, 2), random);
    } while (!read_single_word(collection, form, word));
    word->kind = kind;
    word->edits = 1 + random_below(random, 2);
    if (kind == ORACLE_PATTERN) {
        make_pattern_of_form(form, random);
        snprintf(word->surface, sizeof word->surface, "%s", form);
    }
    if (kind == ORACLE_EXPRESSION) {
        make_expression_of_form(form, random);
        snprintf(word->surface, sizeof word->surface, "%s", form);
        snprintf(typed, 80, "/%s/", form);
        return;
    }
    if (kind == ORACLE_FUZZY && (word->edits == 2 || random_below(random, 2)))
        snprintf(typed, 80, "%s~%u", form, word->edits);
    else
        snprintf(typed, 80, "%s%s%s", kind == ORACLE_EXACT ? "=" : "", form,
                 kind == ORACLE_FUZZY ? "~" : "");
}

static enum oracle_kind draw_kind(uint64_t *random)
{
    return (enum oracle_kind)(ORACLE_EXACT + random_below(random, 4));
}

static void add_form_clause(const struct collection *collection, enum oracle_occur occur,
                            bool in_title, uint64_t *random, char *text, struct oracle_query *query)
{
    static const char *const signs[] = {"", "+", "-"};
    struct oracle_clause *clause = add_clause(query, occur, in_title);
    char typed[80];
    clause->variants[0].count = 1;
    draw_form_word(collection, draw_kind(random), random, &clause->variants[0].words[0], typed);
    size_t size = strlen(text);
    snprintf(text + size, 1024 - size, "%s%s%s%s", size == 0 ? "" : " ", signs[occur],
             in_title ? "titre:" : "", typed);
}

/* A pattern, or a regular expression, and a word. */
static void add_form_phrase(const struct collection *collection, uint64_t *random, char *text,
                            struct oracle_query *query)
{
    struct oracle_clause *clause = add_clause(query, ORACLE_SHOULD, false);
    struct oracle_sequence *sequence = &clause->variants[0];
    char typed[80];
    clause->quoted = true;
    draw_form_word(collection, random_below(random, 2) ? ORACLE_PATTERN : ORACLE_EXPRESSION, random,
                   &sequence->words[0], typed);
    const char *word = vocabulary[random_below(random, 10)];
    if (!read_single_word(collection, word, &sequence->words[1]))
        abort();
    sequence->count = 2;
    size_t size = strlen(text);
    snprintf(text + size, 1024 - size, "%s\"%s %s\"", size == 0 ? "" : " ", typed, word);
}

static void add_form_clauses(const struct collection *collection, uint64_t *random, char *text,
                             struct oracle_query *query)
{
    uint32_t words = 1 + random_below(random, 3);
    if (random_below(random, 4) == 0)
        add_form_phrase(collection, random, text, query);
    for (uint32_t i = 0; i < words; i++)
        add_form_clause(collection, i == 0 ? ORACLE_SHOULD : random_below(random, 3),
                        random_below(random, 5) == 0, random, text, query);
    add_word_clauses(collection, random_below(random, 2), ORACLE_SHOULD, random, text, query);
}

/* As in: des retraites pour les. */
static void add_sentence(const struct collection *collection, uint64_t *random, char *text,
                         struct oracle_query *query)
{
    enum { FUNCTION_WORDS = 27 }; /* the first of the vocabulary */
    uint32_t words = 2 + random_below(random, 3), content = random_below(random, words);
    for (uint32_t i = 0; i < words; i++) {
        const char *word =
            i == content ? draw_simple(random) : vocabulary[random_below(random, FUNCTION_WORDS)];
        add_word_clause(collection, word, ORACLE_SHOULD, false, random, text, query);
    }
}

/* --- two words that are also one --- */

/* All such words of the vocabulary. */
static const char *const pairs[][3] = {
    {"porte", "feuille", "portefeuille"}, {"porte", "feuilles", "portefeuilles"},
    {"porte", "parole", "porteparole"},   {"porte", "paroles", "porteparoles"},
    {"porte", "musique", "portemusique"}, {"chien", "loup", "chienloup"},
    {"hiver", "nantes", "hivernantes"},   {"train", "train", "traintrain"},
    {"train", "trains", "traintrains"},   {"marie", "pierre", "mariepierre"}};

enum { PAIRS = sizeof pairs / sizeof *pairs };

/* Whether two such words are next to each other. */
static bool has_pair(const char *text)
{
    for (size_t i = 0; i < PAIRS; i++) {
        char both[64];
        snprintf(both, sizeof both, "%s %s", pairs[i][0], pairs[i][1]);
        if (strcasestr(text, both) != NULL)
            return true;
    }
    return false;
}

static void add_pair(const struct collection *collection, uint64_t *random, char *text,
                     struct oracle_query *query)
{
    static struct oracle_sequence parts, joined;
    const char *const *pair = pairs[random_below(random, random_below(random, 2) ? 2 : PAIRS)];
    const bool quoted = random_below(random, 3) == 0;
    const size_t first = query->count;
    struct oracle_clause *clause;
    if (quoted) {
        clause = add_clause(query, ORACLE_SHOULD, false);
        clause->quoted = true;
        clause->variant_count = 2;
        for (size_t i = 0; i < 2; i++) {
            analyse_typed(collection, pair[i], &parts, &joined);
            clause->variants[0].words[clause->variants[0].count++] = parts.words[0];
        }
        snprintf(text, 1024, "\"%s %s\"", pair[0], pair[1]);
    } else {
        for (size_t i = 0; i < 2; i++)
            add_word_clause(collection, pair[i], ORACLE_SHOULD, false, random, text, query);
        add_word_clauses(collection, random_below(random, 2), ORACLE_SHOULD, random, text, query);
        clause = add_clause(query, ORACLE_SHOULD, false);
        clause->joined = true;
        clause->joined_of = first;
    }
    analyse_typed(collection, pair[2], &parts, &joined);
    clause->variants[quoted] = parts;
}

static void generate_once(const struct collection *collection, enum query_kind kind,
                          uint64_t *random, char text[1024], struct oracle_query *query)
{
    text[0] = '\0';
    query->count = query->filter_count = 0;
    query->shape = SHAPE_LIST;
    switch (kind) {
    case QUERY_WEIGHTS:
        for (uint32_t i = 1 + random_below(random, 3); i > 0; i--) {
            if (random_below(random, 3) > 0 ||
                !add_phrase(collection, ORACLE_SHOULD, random, text, query))
                add_word_clauses(collection, 1, ORACLE_SHOULD, random, text, query);
            add_weight(random, text, query);
        }
        break;
    case QUERY_FILTERS:
        add_word_clauses(collection, 1 + random_below(random, 2), random_below(random, 2), random,
                         text, query);
        for (uint32_t i = 1 + random_below(random, ORACLE_FILTERS); i > 0; i--)
            filters_generate(&query->filters[query->filter_count++], random, text, 1024, NULL);
        break;
    case QUERY_TREE:
        add_tree(collection, random, text, query);
        break;
    case QUERY_ONE:
        add_word_clauses(collection, 1, ORACLE_SHOULD, random, text, query);
        break;
    case QUERY_ANY:
        add_word_clauses(collection, 2 + random_below(random, 4), ORACLE_SHOULD, random, text,
                         query);
        break;
    case QUERY_ALL:
        add_word_clauses(collection, 2 + random_below(random, 2), ORACLE_MUST, random, text, query);
        break;
    case QUERY_PHRASE:
        while (!add_phrase(collection, ORACLE_SHOULD, random, text, query))
            continue;
        break;
    case QUERY_SIGNS:
        add_word_clauses(collection, 1, ORACLE_MUST, random, text, query);
        add_word_clauses(collection, 1, ORACLE_MUST_NOT, random, text, query);
        add_word_clauses(collection, 1, ORACLE_SHOULD, random, text, query);
        break;
    case QUERY_TITLE:
        add_word_clause(collection, draw_simple(random), ORACLE_SHOULD, true, random, text, query);
        add_word_clauses(collection, random_below(random, 2), ORACLE_SHOULD, random, text, query);
        break;
    case QUERY_HYPHEN:
        add_word_clause(collection, draw_hyphened(random), ORACLE_SHOULD, false, random, text,
                        query);
        add_word_clauses(collection, random_below(random, 2), ORACLE_SHOULD, random, text, query);
        break;
    case QUERY_NEAR:
        add_near_clause(collection, random, text, query);
        if (random_below(random, 3) == 0)
            add_near_clause(collection, random, text, query);
        add_word_clauses(collection, random_below(random, 2), ORACLE_SHOULD, random, text, query);
        break;
    case QUERY_FORMS:
        add_form_clauses(collection, random, text, query);
        break;
    case QUERY_JOINED:
        add_pair(collection, random, text, query);
        break;
    case QUERY_SENTENCE:
        add_sentence(collection, random, text, query);
        break;
    case QUERY_MIXED:
    default:
        add_word_clauses(collection, 1 + random_below(random, 2), ORACLE_SHOULD, random, text,
                         query);
        while (!add_phrase(collection, random_below(random, 3), random, text, query))
            continue;
        break;
    }
    content_mark(query, text);
}

void generate_query(const struct collection *collection, enum query_kind kind, uint64_t *random,
                    char text[1024], struct oracle_query *query)
{
    do
        generate_once(collection, kind, random, text, query);
    while (kind != QUERY_JOINED && has_pair(text));
}
