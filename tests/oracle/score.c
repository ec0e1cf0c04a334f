#include "tests/oracle/score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/analysis/relatives.h"
#include "tests/oracle/forms.h"

static const double K1 = 1.2, B = 0.75;

/* What prepare_word needs of a word to find its terms. */
struct sought {
    const struct oracle_word *word;
    bool accented;
    struct relatives relatives;
    char key[ANALYSIS_WORD_MAX + 1];
    char bare_stem[ANALYSIS_WORD_MAX + 1]; /* of the word without accents */
};

/* Whether a form is the key with an ending of number and gender. */
static bool is_inflected(const char *key, const char *surface)
{
    static const char *const endings[] = {"", "e", "s", "x", "es", "se", "ses"};
    size_t size = strlen(key);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strncmp(surface, key, size) == 0 && strcmp(surface + size, endings[i]) == 0)
            return true;
    return false;
}

static bool is_relative(const struct sought *sought, const char *surface)
{
    for (size_t i = 0; i < sought->relatives.count; i++)
        if (strcmp(sought->relatives.surfaces[i], surface) == 0)
            return true;
    return false;
}

/* Of the words that articles are made of, and what is left of them without accents. */
static bool has_function_word(const char *surface)
{
    static const char *const words[] = {
        "de",  "la",   "le",   "et",   "les", "des",  "en",  "un", "du",  "une", "que",
        "est", "pour", "qui",  "dans", "par", "plus", "pas", "au", "sur", "ne",  "se",
        "ce",  "il",   "sont", "avec", "son", "qu",   "l",   "d",  "où",  "ou",  "mais"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(surface, words[i]) == 0)
            return true;
    return false;
}

/* Whether a spelling without accents is another word than an accented one: a function word that
 * differs by more than the accent of a capital. */
static bool is_another_word(const struct sought *sought, const char *spelling)
{
    return spelling[0] == sought->word->surface[0] && has_function_word(spelling);
}

/* Whether a word with accents stands for the term of a form without. */
static bool stands_for_bare(const struct sought *sought, const struct form *form)
{
    if (!is_inflected(sought->key, form->surface) || is_another_word(sought, form->surface) ||
        is_another_word(sought, form->term))
        return false;
    return strlen(sought->key) > 3 || strcmp(form->term, sought->bare_stem) == 0;
}

/* Whether a word without accents stands for the term of a form with accents and its fold key: by
 * its stem; by how it begins (y is as good as i), with at most a suffix after it, or with all but
 * the end of a stem that is shorter by two; or as a singular that ends in a vowel other than e. */
static bool stands_for_accented(const struct sought *sought, const struct form *form)
{
    const char *typed = sought->word->surface;
    char stem[ANALYSIS_WORD_MAX + 1];
    analyzer_fold(form->term, form->term_size, stem);
    size_t typed_size = strlen(typed), stem_size = strlen(stem), same = 0;
    while (typed[same] != '\0' &&
           (typed[same] == stem[same] || (typed[same] == 'y' && stem[same] == 'i')))
        same++;
    bool plural = typed_size > 3 && strncmp(typed, stem, typed_size) == 0 &&
                  strcmp(stem + typed_size, "s") == 0 &&
                  strchr("aiou", typed[typed_size - 1]) != NULL;
    return strcmp(stem, sought->word->term) == 0 || same == stem_size || plural ||
           (same > 2 && typed_size > stem_size + 1);
}

/* Whether the word stands for a term, by one of the term's forms seen in the collection, which is
 * not a related one. */
static bool stands_for(const struct collection *collection, const struct sought *sought,
                       uint32_t number)
{
    const struct form *form = analyzer_form(collection->analyzer, number);
    if (strcmp(sought->word->term, form->term) == 0)
        return true;
    if (!collection->accented[number])
        return sought->accented && stands_for_bare(sought, form);
    if (strcmp(sought->key, collection->fold_keys[number]) != 0)
        return false;
    if (!sought->accented)
        return stands_for_accented(sought, form);
    return analyzer_same_spelling(sought->word->term, strlen(sought->word->term), form->term,
                                  form->term_size);
}

static bool has_term(const struct oracle_word *word, uint32_t term)
{
    for (size_t i = 0; i < word->term_count; i++)
        if (word->terms[i] == term)
            return true;
    return false;
}

/* Distinct positions of one term in a document, or in its title, in forms that count. */
static uint32_t count_term(const struct plain_document *document, const struct oracle_word *word,
                           uint32_t term, bool in_title)
{
    uint32_t count = 0, last = UINT32_MAX;
    for (size_t i = 0; i < document->count; i++) {
        const struct occurrence_of *one = &document->occurrences[i];
        if (one->term != term || !word->forms[one->form] ||
            (in_title && one->position >= document->title_length))
            continue;
        count += one->position != last;
        last = one->position;
    }
    return count;
}

/* Documents that have the term in whatever form; or the occurrences in forms that count, if those
 * are fewer. */
static uint64_t df_of(const struct collection *collection, const struct oracle_word *word,
                      uint32_t term, bool in_title)
{
    uint64_t df = 0, occurrences = 0;
    struct oracle_word any = *word;
    memset(any.forms, true, sizeof any.forms);
    for (size_t d = 0; d < collection->count; d++) {
        if (!collection_counts(collection, d))
            continue;
        df += count_term(&collection->documents[d], &any, term, in_title) > 0;
        occurrences += count_term(&collection->documents[d], word, term, in_title);
    }
    return df < occurrences ? df : occurrences;
}

static uint64_t count_occurrences(const struct collection *collection,
                                  const struct oracle_word *word, uint32_t term)
{
    uint64_t occurrences = 0;
    for (size_t d = 0; d < collection->count; d++)
        if (collection_counts(collection, d))
            occurrences += count_term(&collection->documents[d], word, term, false);
    return occurrences;
}

/* Whether related forms alone brought the term, and are less than a quarter of it. */
static bool is_dominated(const struct collection *collection, const struct sought *sought,
                         uint32_t term)
{
    struct oracle_word any = *sought->word, related = *sought->word;
    if (any.surface[0] >= '0' && any.surface[0] <= '9')
        return false;
    memset(any.forms, true, sizeof any.forms);
    memset(related.forms, 0, sizeof related.forms);
    for (uint32_t i = 0; i < collection->form_count; i++) {
        const struct form *form = analyzer_form(collection->analyzer, i);
        if (form->term_id != term || !collection_has_form(collection, i))
            continue;
        if (stands_for(collection, sought, i))
            return false;
        related.forms[i] = is_relative(sought, form->surface);
    }
    return count_occurrences(collection, &related, term) * 4 <
           count_occurrences(collection, &any, term);
}

static void prepare_word(const struct collection *collection, struct oracle_word *word,
                         bool in_title)
{
    size_t size = strlen(word->surface);
    char folded[ANALYSIS_WORD_MAX + 1];
    struct sought sought = {.word = word};
    analyzer_fold(word->surface, size, folded);
    sought.accented = strcmp(folded, word->surface) != 0;
    analyzer_fold_key(word->surface, size, sought.key);
    analyzer_stem(collection->analyzer, folded, strlen(folded), sought.bare_stem);
    relatives_find(word->surface, size, &sought.relatives);
    word->term_count = 0;
    word->df = 0;
    if (collection->form_count > ORACLE_FORMS)
        abort();
    memset(word->forms, 0, sizeof word->forms);
    for (uint32_t i = 0; i < collection->form_count; i++) {
        uint32_t term = analyzer_form(collection->analyzer, i)->term_id;
        if (!collection_has_form(collection, i))
            continue;
        bool fits = word->kind == ORACLE_WORD
                        ? stands_for(collection, &sought, i) ||
                              is_relative(&sought, analyzer_form(collection->analyzer, i)->surface)
                        : form_fits(collection, word, i);
        word->forms[i] = fits;
        if (fits && !has_term(word, term) && word->term_count < ORACLE_TERMS)
            word->terms[word->term_count++] = term;
    }
    size_t kept = 0;
    for (size_t i = 0; i < word->term_count && word->kind == ORACLE_WORD; i++) {
        word->terms[kept] = word->terms[i];
        kept += !is_dominated(collection, &sought, word->terms[i]);
    }
    if (word->kind == ORACLE_WORD)
        word->term_count = kept;
    bool by_form = word->kind == ORACLE_EXACT || word->kind == ORACLE_PATTERN;
    for (uint32_t i = 0; i < collection->form_count && !by_form; i++)
        word->forms[i] = has_term(word, analyzer_form(collection->analyzer, i)->term_id);
    for (size_t i = 0; i < word->term_count; i++) {
        uint64_t df = df_of(collection, word, word->terms[i], in_title);
        if (df > word->df)
            word->df = df;
    }
}

static double idf_of(const struct collection *collection, uint64_t df)
{
    double n = (double)collection->documents_of[collection->counts_deleted];
    return log(1 + (n - (double)df + 0.5) / ((double)df + 0.5));
}

static bool is_phrase(const struct oracle_clause *clause)
{
    return clause->variant_count > 1 || clause->variants[0].count > 1 ||
           (clause->in_title && clause->variants[0].words[0].kind != ORACLE_WORD);
}

/* A phrase's is the sum of its words'; of several spellings the smallest. */
static double clause_idf(const struct collection *collection, const struct oracle_clause *clause)
{
    double least = INFINITY;
    for (size_t v = 0; v < clause->variant_count; v++) {
        double sum = 0;
        for (size_t i = 0; i < clause->variants[v].count; i++) {
            uint64_t df = clause->variants[v].words[i].df;
            sum += df == 0 ? INFINITY : idf_of(collection, df);
        }
        least = sum < least ? sum : least;
    }
    return least == INFINITY ? 0 : least;
}

static bool stands_at(const struct plain_document *document, const struct oracle_word *word,
                      uint32_t position)
{
    size_t low = 0, high = document->count; /* the first occurrence not before the position */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (document->occurrences[middle].position < position)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < document->count && document->occurrences[low].position == position; low++)
        if (word->forms[document->occurrences[low].form])
            return true;
    return false;
}

static bool starts_at(const struct plain_document *document, const struct oracle_sequence *sequence,
                      uint32_t position, bool in_title)
{
    for (uint32_t i = 0; i < sequence->count; i++)
        if (!stands_at(document, &sequence->words[i], position + i) ||
            (in_title && position + i >= document->title_length))
            return false;
    return true;
}

/* Whether words from `word` on can take places of [start, end], each another one, the first of all
 * being `start`. */
static bool can_place(const struct plain_document *document, const struct oracle_sequence *sequence,
                      size_t word, uint32_t start, uint32_t end, uint32_t *places)
{
    if (word == sequence->count) {
        for (size_t i = 0; i < word; i++)
            if (places[i] == start)
                return true;
        return false;
    }
    for (uint32_t place = start; place <= end; place++) {
        bool taken = false;
        for (size_t i = 0; i < word; i++)
            taken |= places[i] == place;
        places[word] = place;
        if (!taken && stands_at(document, &sequence->words[word], place) &&
            can_place(document, sequence, word + 1, start, end, places))
            return true;
    }
    return false;
}

static bool near_at(const struct plain_document *document, const struct oracle_clause *clause,
                    const struct oracle_sequence *sequence, uint32_t position)
{
    uint32_t places[ORACLE_WORDS], end = position + (uint32_t)sequence->count + clause->slack - 1;
    if (clause->in_title && position >= document->title_length)
        return false;
    if (clause->in_title && end >= document->title_length)
        end = document->title_length - 1;
    return can_place(document, sequence, 0, position, end, places);
}

static uint32_t count_phrase(const struct plain_document *document,
                             const struct oracle_clause *clause)
{
    uint32_t count = 0, last = UINT32_MAX;
    for (size_t i = 0; i < document->count; i++) {
        uint32_t position = document->occurrences[i].position;
        if (position == last)
            continue;
        last = position;
        bool starts = false;
        for (size_t v = 0; v < clause->variant_count && !starts; v++)
            if (clause->loose)
                starts = near_at(document, clause, &clause->variants[v], position);
            else if (stands_at(document, &clause->variants[v].words[0], position))
                starts = starts_at(document, &clause->variants[v], position, clause->in_title);
        count += starts;
    }
    return count;
}

uint32_t oracle_frequency(const struct plain_document *document, const struct oracle_clause *clause)
{
    if (is_phrase(clause))
        return count_phrase(document, clause);
    const struct oracle_word *word = &clause->variants[0].words[0];
    uint32_t count = 0;
    for (size_t i = 0; i < word->term_count; i++)
        count += count_term(document, word, word->terms[i], clause->in_title);
    return count;
}

static double score_clause(const struct collection *collection, const struct oracle_clause *clause,
                           const struct plain_document *document, double idf, uint32_t tf)
{
    double length = clause->in_title ? document->title_length : document->length;
    int counted = collection->counts_deleted;
    uint64_t total =
        clause->in_title ? collection->title_length_of[counted] : collection->length_of[counted];
    double average = (double)total / (double)collection->documents_of[counted];
    return (clause->boost > 0 ? clause->boost : 1) * idf * tf * (K1 + 1) /
           (tf + K1 * (1 - B + B * length / average));
}

static bool shape_fits(enum oracle_shape shape, bool a, bool b, bool c)
{
    switch (shape) {
    case SHAPE_ANY_AND:
        return (a || b) && c;
    case SHAPE_ALL_OR:
        return (a && b) || c;
    case SHAPE_NOT_BOTH:
        return a && !(b && c);
    case SHAPE_OR_WITHOUT:
        return a || (b && !c);
    default:
        abort();
    }
}

/* All clauses that are not excluded score, wherever they stand. Sums are kept in more bits than the
 * parts have, here and below: documents whose parts are the same in another order are equals. */
static bool score_shape(const struct collection *collection, const struct oracle_query *query,
                        const struct plain_document *document, double *score)
{
    uint32_t tf[3];
    long double sum = 0;
    for (size_t i = 0; i < 3; i++) {
        tf[i] = oracle_frequency(document, &query->clauses[i]);
        bool excluded = (query->shape == SHAPE_NOT_BOTH && i > 0) ||
                        (query->shape == SHAPE_OR_WITHOUT && i == 2);
        if (tf[i] > 0 && !excluded)
            sum += score_clause(collection, &query->clauses[i], document, query->clauses[i].idf,
                                tf[i]);
    }
    *score = (double)sum;
    return shape_fits(query->shape, tf[0] > 0, tf[1] > 0, tf[2] > 0);
}

/* False when the document does not match. */
static bool score_document(const struct collection *collection, const struct oracle_query *query,
                           const struct plain_document *document, double *score)
{
    bool any = false, needs_any = true;
    if (query->shape != SHAPE_LIST)
        return score_shape(collection, query, document, score);
    long double sum = 0;
    for (size_t i = 0; i < query->count; i++) {
        const struct oracle_clause *clause = &query->clauses[i];
        uint32_t tf = oracle_frequency(document, clause);
        needs_any = needs_any && clause->occur != ORACLE_MUST;
        if ((tf == 0 && clause->occur == ORACLE_MUST) ||
            (tf > 0 && clause->occur == ORACLE_MUST_NOT))
            return false;
        if (tf > 0) {
            any = true;
            sum += score_clause(collection, clause, document, clause->idf, tf);
        }
    }
    *score = (double)sum;
    return any || !needs_any;
}

static int compare_hits(const void *one, const void *other)
{
    const struct oracle_hit *a = one, *b = other;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return (a->document > b->document) - (a->document < b->document);
}

/* --- the second stage --- */

enum { RERANK_DEPTH = 20 };
static const double EARLY = 1, FORM = 0.2, FUNCTION_WEIGHT = 0.3, HALF = 20, FULL_WORDS = 8;

static bool is_excluded(const struct oracle_query *query, size_t number)
{
    return (query->shape == SHAPE_LIST && query->clauses[number].occur == ORACLE_MUST_NOT) ||
           (query->shape == SHAPE_NOT_BOTH && number > 0) ||
           (query->shape == SHAPE_OR_WITHOUT && number == 2);
}

static bool is_single(const struct oracle_query *query, size_t number)
{
    const struct oracle_clause *clause = &query->clauses[number];
    const struct oracle_word *word = &clause->variants[0].words[0];
    return !is_excluded(query, number) && !clause->in_title && !is_phrase(clause) &&
           !clause->function_word && word->kind == ORACLE_WORD && word->df > 0;
}

static bool is_function_word(const struct oracle_clause *clause)
{
    const struct oracle_word *word = &clause->variants[0].words[0];
    return !clause->in_title && !is_phrase(clause) && word->kind == ORACLE_WORD &&
           has_function_word(word->surface);
}

/* Marks function words and lessens their idfs, unless there is nothing else. */
static void set_weights(struct oracle_query *query)
{
    bool others = false;
    for (size_t i = 0; i < query->count; i++)
        others |= !is_excluded(query, i) && !is_function_word(&query->clauses[i]);
    for (size_t i = 0; i < query->count; i++) {
        query->clauses[i].function_word = others && is_function_word(&query->clauses[i]);
        if (query->clauses[i].function_word)
            query->clauses[i].idf *= FUNCTION_WEIGHT;
    }
}

/* The word's first place in words, title first. */
static bool first_place(const struct plain_document *document, const struct oracle_word *word,
                        uint32_t *place)
{
    for (size_t i = 0; i < document->count; i++)
        if (word->forms[document->occurrences[i].form]) {
            *place = document->occurrences[i].position;
            if (*place >= document->title_length)
                *place -= ANALYSIS_TITLE_GAP;
            return true;
        }
    return false;
}

static uint32_t count_typed(const struct collection *collection,
                            const struct plain_document *document, const struct oracle_word *word)
{
    uint32_t count = 0;
    for (size_t i = 0; i < document->count; i++)
        count += strcmp(analyzer_form(collection->analyzer, document->occurrences[i].form)->surface,
                        word->surface) == 0;
    return count;
}

static double rerank_score(const struct collection *collection, const struct oracle_query *query,
                           const struct oracle_hit *hit)
{
    const struct plain_document *document = &collection->documents[hit->document];
    long double sum = hit->score;
    size_t words = 0;
    for (size_t i = 0; i < query->count; i++)
        words += is_single(query, i);
    for (size_t i = 0; i < query->count; i++) {
        const struct oracle_clause *clause = &query->clauses[i];
        const struct oracle_word *word = &clause->variants[0].words[0];
        double boost = clause->boost > 0 ? clause->boost : 1;
        uint32_t place;
        if (!is_single(query, i) || !first_place(document, word, &place))
            continue;
        double scale = (double)words > FULL_WORDS ? FULL_WORDS / (double)words : 1;
        uint32_t typed = count_typed(collection, document, word);
        sum += EARLY * scale * clause->idf * boost * HALF / (HALF + place);
        if (typed > 0)
            sum += FORM * score_clause(collection, clause, document, clause->idf, typed);
    }
    return (double)sum;
}

void oracle_rerank(const struct collection *collection, const struct oracle_query *query,
                   struct oracle_hit *hits, size_t count)
{
    for (size_t i = 0; i < count && i < RERANK_DEPTH; i++) {
        struct oracle_hit hit = hits[i];
        hit.score = rerank_score(collection, query, &hit);
        size_t at = i;
        for (; at > 0 && hits[at - 1].score < hit.score; at--)
            hits[at] = hits[at - 1];
        hits[at] = hit;
    }
}

size_t oracle_match(const struct collection *collection, struct oracle_query *query,
                    struct oracle_hit *hits)
{
    size_t count = 0;
    for (size_t i = 0; i < query->count; i++) {
        struct oracle_clause *clause = &query->clauses[i];
        for (size_t v = 0; v < clause->variant_count; v++)
            for (size_t w = 0; w < clause->variants[v].count; w++)
                prepare_word(collection, &clause->variants[v].words[w],
                             clause->in_title && !is_phrase(clause));
        clause->idf = clause_idf(collection, clause);
    }
    set_weights(query);
    for (size_t d = 0; d < collection->count; d++)
        if (!collection->documents[d].deleted &&
            filters_accept(query->filters, query->filter_count, &collection->documents[d]) &&
            score_document(collection, query, &collection->documents[d], &hits[count].score))
            hits[count++].document = d;
    qsort(hits, count, sizeof *hits, compare_hits);
    return count;
}

size_t oracle_rank(const struct collection *collection, struct oracle_query *query,
                   struct oracle_hit *hits)
{
    size_t count = oracle_match(collection, query, hits);
    oracle_rerank(collection, query, hits, count);
    return count;
}
