#include "tests/oracle/modes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/analysis/base_form.h"
#include "tests/oracle/forms.h"
#include "tests/oracle/random.h"

enum { TEXT_MAX = 1 << 20 };

/* --- hits --- */

bool shown_hit_read(struct shown_hit *hit, char *line)
{
    char *rest = line, *fields[16] = {0};
    size_t count = 0;
    line[strcspn(line, "\n")] = '\0';
    while (count < 16 && (fields[count] = strsep(&rest, "\t")) != NULL)
        count++;
    if (count < 4)
        return false;
    *hit = (struct shown_hit){strtod(fields[1], NULL), fields[2], fields[3]};
    return true;
}

/* Whether a path as it is shown is that of a document, whose path is below the folder. */
static bool is_path_of(const char *display_path, const struct plain_document *document)
{
    size_t size = strlen(display_path), wanted = strlen(document->path);
    return size >= wanted && strcmp(display_path + size - wanted, document->path) == 0;
}

bool shown_hit_is(const struct shown_hit *hit, const struct collection *collection,
                  const struct oracle_hit *expected)
{
    char display_path[4300];
    snprintf(display_path, sizeof display_path, hit->id[0] == '\0' ? "%s" : "%s#%s", hit->path,
             hit->id);
    return is_path_of(display_path, &collection->documents[expected->document]) &&
           fabs(hit->score - expected->score) <= 1e-6 * fmax(1, fabs(expected->score));
}

static bool set_message(char what[MODE_MESSAGE], const char *mode, const char *expected,
                        const char *got)
{
    snprintf(what, MODE_MESSAGE, "%s: expected [%.200s], got [%.200s]", mode, expected, got);
    return false;
}

/* --- how many --- */

static bool check_count(const struct mode_case *asked, char what[MODE_MESSAGE])
{
    char expected[32], got[200];
    const struct program program = {asked->fouille, asked->index, {"--count", "--", asked->text}};
    int status = program_text(&program, got, sizeof got);
    snprintf(expected, sizeof expected, "%zu\n", asked->count);
    if (strcmp(got, expected) != 0 || status != (asked->count > 0 ? 0 : 1))
        return set_message(what, "--count", expected, got);
    return true;
}

/* --- orders --- */

static const struct collection *sorted; /* for the comparisons below */

static int compare_plain_documents(const void *one, const void *other)
{
    const struct oracle_hit *a = one, *b = other;
    return (a->document > b->document) - (a->document < b->document);
}

static int compare_days(const void *one, const void *other, int direction)
{
    const struct oracle_hit *a = one, *b = other;
    int32_t x = sorted->documents[a->document].day, y = sorted->documents[b->document].day;
    if (x == y)
        return compare_plain_documents(one, other);
    if (x == ORACLE_NO_DAY || y == ORACLE_NO_DAY)
        return x == ORACLE_NO_DAY ? 1 : -1;
    return x < y ? -direction : direction;
}

static int compare_oldest(const void *one, const void *other)
{
    return compare_days(one, other, 1);
}

static int compare_newest(const void *one, const void *other)
{
    return compare_days(one, other, -1);
}

/* Hits that are left of `hits` after filters, in the order; from the offset on. */
static bool check_hits(const struct mode_case *asked, const struct program *program,
                       const struct oracle_hit *hits, size_t count, char what[MODE_MESSAGE])
{
    struct program_run run = program_start(program);
    char *line = NULL;
    size_t capacity = 0, got = 0;
    bool good = true;
    for (; getline(&line, &capacity, run.output) > 0; got++) {
        struct shown_hit hit;
        good = good && got < count && shown_hit_read(&hit, line) &&
               shown_hit_is(&hit, asked->collection, &hits[got]);
    }
    free(line);
    int status = program_end(&run);
    if (good && got == count && status == (count > 0 ? 0 : 1))
        return true;
    snprintf(what, MODE_MESSAGE, "%s %s: %zu hits of %zu, %s", program->arguments[0],
             program->arguments[1], got, count, good ? "in order" : "others");
    return false;
}

static bool check_sort_order(const struct mode_case *asked, uint64_t *random,
                             char what[MODE_MESSAGE])
{
    static const char *const orders[] = {"score", "date", "-date", "path"};
    static int (*const comparisons[])(const void *, const void *) = {
        NULL, compare_oldest, compare_newest, compare_plain_documents};
    uint32_t order = random_below(random, 4);
    size_t offset = random_below(random, 20), limit = 1 + random_below(random, 60);
    char offset_text[24], limit_text[24];
    struct oracle_hit *hits = malloc((asked->count + 1) * sizeof *hits);
    if (hits == NULL)
        abort();
    memcpy(hits, asked->hits, asked->count * sizeof *hits);
    sorted = asked->collection;
    if (comparisons[order] == NULL)
        oracle_rerank(asked->collection, asked->query, hits, asked->count);
    else
        qsort(hits, asked->count, sizeof *hits, comparisons[order]);
    snprintf(offset_text, sizeof offset_text, "%zu", offset);
    snprintf(limit_text, sizeof limit_text, "%zu", limit);
    const struct program program = {asked->fouille,
                                    asked->index,
                                    {"--sort", orders[order], "--tsv", "--offset", offset_text,
                                     "-n", limit_text, "--", asked->text}};
    size_t from = offset < asked->count ? offset : asked->count;
    size_t count = asked->count - from < limit ? asked->count - from : limit;
    bool good = check_hits(asked, &program, hits + from, count, what);
    free(hits);
    return good;
}

/* --- periods --- */

static bool check_since(const struct mode_case *asked, uint64_t *random, char what[MODE_MESSAGE])
{
    struct oracle_filter filter;
    char options[2][40];
    filters_generate(&filter, random, NULL, 0, options);
    if (filter.from > filter.to)
        return true;
    struct oracle_hit *hits = malloc((asked->count + 1) * sizeof *hits);
    size_t count = 0;
    if (hits == NULL)
        abort();
    for (size_t i = 0; i < asked->count; i++)
        if (filters_accept(&filter, 1, &asked->collection->documents[asked->hits[i].document]))
            hits[count++] = asked->hits[i];
    oracle_rerank(asked->collection, asked->query, hits, count);
    const struct program program = {
        asked->fouille,
        asked->index,
        {"--since", options[0], "--until", options[1], "--tsv", "-n", "0", "--", asked->text}};
    bool good = check_hits(asked, &program, hits, count, what);
    free(hits);
    return good;
}

/* --- facets --- */

struct facet {
    char name[80];
    size_t count;
};

static void name_facet(const struct plain_document *document, uint32_t kind, char name[80])
{
    snprintf(name, 80, "-");
    if (kind == 2 && document->url[0] != '\0') {
        const char *host = strstr(document->url, "://") + 3;
        host += strncmp(host, "www.", 4) == 0 ? 4 : 0;
        snprintf(name, 80, "%.*s", (int)strcspn(host, "/"), host);
    }
    if (kind == 2 || document->day == ORACLE_NO_DAY)
        return;
    int year = 2000, month = 1;
    while (filters_day(year + 1, 1, 1) <= document->day)
        year++;
    while (month < 12 && filters_day(year, month + 1, 1) <= document->day)
        month++;
    snprintf(name, 80, kind == 1 ? "%04d" : "%04d-%02d", year, month);
}

static int compare_facet_names(const void *one, const void *other)
{
    return strcmp(((const struct facet *)one)->name, ((const struct facet *)other)->name);
}

static int compare_facet_counts(const void *one, const void *other)
{
    const struct facet *a = one, *b = other;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return strcmp(a->name, b->name);
}

static bool check_facet(const struct mode_case *asked, uint64_t *random, char what[MODE_MESSAGE])
{
    static const char *const kinds[] = {"mois", "annee", "site"};
    static struct facet facets[200];
    static char expected[200 * 100], got[sizeof expected];
    uint32_t kind = random_below(random, 3);
    size_t count = 0, size = 0;
    for (size_t i = 0; i < asked->count; i++) {
        char name[80];
        size_t place = 0;
        name_facet(&asked->collection->documents[asked->hits[i].document], kind, name);
        while (place < count && strcmp(facets[place].name, name) != 0)
            place++;
        if (place == count) {
            snprintf(facets[count].name, sizeof facets[count].name, "%s", name);
            facets[count++].count = 0;
        }
        facets[place].count++;
    }
    qsort(facets, count, sizeof *facets, kind == 2 ? compare_facet_counts : compare_facet_names);
    expected[0] = '\0';
    for (size_t i = 0; i < count; i++)
        size += (size_t)snprintf(expected + size, sizeof expected - size, "%s\t%zu\n",
                                 facets[i].name, facets[i].count);
    const struct program program = {
        asked->fouille, asked->index, {"--facet", kinds[kind], "--", asked->text}};
    program_text(&program, got, sizeof got);
    return strcmp(expected, got) == 0 || set_message(what, "--facet", expected, got);
}

/* --- concordances --- */

/* The only clause of a list that matches, and is not in titles; NULL if there is no such. What only
 * scores is not counted. */
static const struct oracle_clause *only_clause(const struct oracle_query *query)
{
    const struct oracle_clause *only = NULL;
    for (size_t i = 0; i < query->count; i++) {
        const struct oracle_clause *clause = &query->clauses[i];
        if (clause->score_only)
            continue;
        if (only != NULL || clause->in_title || clause->loose || clause->variant_count > 1)
            return NULL;
        only = clause;
    }
    return query->shape == SHAPE_LIST ? only : NULL;
}

/* As many lines an article as the only clause has places there. */
static bool check_kwic(const struct mode_case *asked, char what[MODE_MESSAGE])
{
    const struct oracle_query *query = asked->query;
    const struct oracle_clause *only = only_clause(query);
    if (only == NULL)
        return true;
    struct oracle_hit *hits = malloc((asked->count + 1) * sizeof *hits);
    if (hits == NULL)
        abort();
    memcpy(hits, asked->hits, asked->count * sizeof *hits);
    oracle_rerank(asked->collection, query, hits, asked->count);
    const struct program program = {
        asked->fouille, asked->index, {"--kwic", "-n", "0", "--context", "2", "--", asked->text}};
    struct program_run run = program_start(&program);
    char *line = NULL;
    size_t capacity = 0, hit = 0;
    uint32_t left = 0;
    bool good = true;
    while (getline(&line, &capacity, run.output) > 0) {
        line[strcspn(line, "\t")] = '\0';
        const struct plain_document *document = NULL;
        if (good && left == 0 && hit < asked->count) {
            document = &asked->collection->documents[hits[hit++].document];
            left = oracle_places(document, only);
        } else if (hit > 0) {
            document = &asked->collection->documents[hits[hit - 1].document];
        }
        if (good && (left == 0 || !is_path_of(line, document))) {
            snprintf(what, MODE_MESSAGE, "--kwic: a line too many of %.200s", line);
            good = false;
        }
        left -= left > 0;
    }
    free(line);
    free(hits);
    program_end(&run);
    if (good && (left > 0 || hit < asked->count)) {
        snprintf(what, MODE_MESSAGE, "--kwic: %u lines too few of hit %zu of %zu", left, hit,
                 asked->count);
        good = false;
    }
    return good;
}

/* --- words --- */

/* Occurrences of a form, and documents with its term, that are not deleted. */
static void count_form(const struct collection *collection, uint32_t number, uint64_t *occurrences,
                       uint64_t *documents)
{
    uint32_t term = analyzer_form(collection->analyzer, number)->term_id;
    *occurrences = *documents = 0;
    for (size_t d = 0; d < collection->count; d++) {
        const struct plain_document *document = &collection->documents[d];
        bool has_term = false;
        for (size_t i = 0; i < document->count && !document->deleted; i++) {
            *occurrences += document->occurrences[i].form == number;
            has_term |= document->occurrences[i].term == term;
        }
        *documents += has_term;
    }
}

/* The headwords of a form, or the base of an unknown one. */
static void name_lemmas(const struct collection *collection, uint32_t number, char name[600])
{
    const struct form *form = analyzer_form(collection->analyzer, number);
    const struct lemma_list *lemmas = &collection->lemmas[number];
    char base[ANALYSIS_WORD_MAX + 1];
    base_form((struct slice){form->surface, form->surface_size}, base);
    snprintf(name, 600, "%.500s", lemmas->count == 0 ? base : "");
    for (size_t i = 0; i < lemmas->count; i++) {
        size_t size = strlen(name);
        snprintf(name + size, 600 - size, "%s%s", i == 0 ? "" : "+", lemmas->items[i].text + 1);
    }
}

static bool check_words(const struct mode_case *asked, uint64_t *random, char what[MODE_MESSAGE])
{
    static char got[TEXT_MAX];
    const struct collection *collection = asked->collection;
    const bool expression = random_below(random, 2);
    struct oracle_word word = {.kind = expression ? ORACLE_EXPRESSION : ORACLE_PATTERN};
    char typed[ANALYSIS_WORD_MAX + 10];
    const struct form *form =
        analyzer_form(collection->analyzer, random_below(random, collection->form_count));
    size_t size = 2 + random_below(random, 3);
    while (size < form->surface_size && ((unsigned char)form->surface[size] & 0xc0) == 0x80)
        size++;
    snprintf(word.surface, sizeof word.surface, "%.*s*", (int)size, form->surface);
    if (strlen(form->surface) < size || strcspn(word.surface, "0123456789'.,-+&~^=:(") <= size)
        return true;
    if (expression)
        snprintf(word.surface, sizeof word.surface, "%.*s.*", (int)size, form->surface);
    snprintf(typed, sizeof typed, expression ? "/%s/" : "%s", word.surface);
    const struct program program = {asked->fouille, asked->index, {"--terms", typed, "-n", "0"}};
    program_text(&program, got, sizeof got);
    size_t lines = 0, expected = 0;
    for (const char *at = got; (at = strchr(at, '\n')) != NULL; at++)
        lines++;
    for (uint32_t i = 0; i < collection->form_count; i++) {
        char line[1200], name[600];
        uint64_t occurrences, documents;
        if (!collection->live_forms[i] || !form_fits(collection, &word, i))
            continue;
        expected++;
        form = analyzer_form(collection->analyzer, i);
        name_lemmas(collection, i, name);
        count_form(collection, i, &occurrences, &documents);
        snprintf(line, sizeof line, "%s\t%llu\t%s\t%llu\n", form->surface,
                 (unsigned long long)occurrences, name, (unsigned long long)documents);
        const char *place = strstr(got, line);
        if (place == NULL || (place > got && place[-1] != '\n'))
            return set_message(what, "--terms", line, got);
    }
    if (lines == expected)
        return true;
    snprintf(what, MODE_MESSAGE, "--terms %s: %zu lines, not %zu", word.surface, lines, expected);
    return false;
}

bool mode_check(const struct mode_case *asked, uint64_t *random, char what[MODE_MESSAGE])
{
    switch (random_below(random, 8)) {
    case 0:
    case 1:
    case 2:
        return check_count(asked, what);
    case 3:
        return check_sort_order(asked, random, what);
    case 4:
        return check_since(asked, random, what);
    case 5:
        return check_facet(asked, random, what);
    case 6:
        return check_kwic(asked, what);
    default:
        return check_words(asked, random, what);
    }
}
