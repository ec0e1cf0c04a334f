#include "tests/oracle/score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double K1 = 1.2, B = 0.75;

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
            uint64_t df = clause->variants[v].words[i].forms.df;
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
        if (word->forms.has[document->occurrences[low].form])
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

uint32_t oracle_places(const struct plain_document *document, const struct oracle_clause *clause)
{
    uint32_t count = 0, last = UINT32_MAX;
    if (is_phrase(clause))
        return count_phrase(document, clause);
    for (size_t i = 0; i < document->count; i++) {
        const struct occurrence_of *one = &document->occurrences[i];
        if (!clause->variants[0].words[0].forms.has[one->form])
            continue;
        count += one->position != last;
        last = one->position;
    }
    return count;
}

uint32_t oracle_frequency(const struct plain_document *document, const struct oracle_clause *clause)
{
    if (is_phrase(clause))
        return count_phrase(document, clause);
    const struct oracle_word *word = &clause->variants[0].words[0];
    return words_count(document, &word->forms, clause->in_title);
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

static bool is_excluded(const struct oracle_query *query, size_t number)
{
    return (query->shape == SHAPE_LIST && query->clauses[number].occur == ORACLE_MUST_NOT) ||
           (query->shape == SHAPE_NOT_BOTH && number > 0) ||
           (query->shape == SHAPE_OR_WITHOUT && number == 2);
}

/* Another tf in a document of another length may give the same score, but for the last bits. */
static double round_sum(long double sum)
{
    return ldexp(nearbyint((double)ldexpl(sum, 40)), -40);
}

/* All clauses that are not excluded score, wherever they stand. Sums are kept in more bits than the
 * parts have, here and below: documents whose parts are the same in another order are equals. */
static bool score_shape(const struct collection *collection, const struct oracle_query *query,
                        const struct plain_document *document, double *score)
{
    bool matches[3];
    long double sum = 0;
    for (size_t i = 0; i < query->count; i++) {
        const struct oracle_clause *clause = &query->clauses[i];
        uint32_t tf = oracle_frequency(document, clause);
        if (i < 3)
            matches[i] = tf > 0 && !clause->score_only;
        if (tf > 0 && !is_excluded(query, i))
            sum += score_clause(collection, clause, document, clause->idf, tf);
    }
    *score = round_sum(sum);
    return shape_fits(query->shape, matches[0], matches[1], matches[2]);
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
            any = any || !clause->score_only;
            sum += score_clause(collection, clause, document, clause->idf, tf);
        }
    }
    *score = round_sum(sum);
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
static const double EARLY = 1, FORM = 0.2, FAMILY = 0.5, HALF = 20, FULL_WORDS = 8,
                    FAMILY_EARLY = 0.7;

/* Whether a clause is one word of the text, for which or for whose family the collection has forms.
 */
static bool is_single(const struct oracle_query *query, size_t number)
{
    const struct oracle_clause *clause = &query->clauses[number];
    const struct oracle_word *word = &clause->variants[0].words[0];
    return !is_excluded(query, number) && !clause->in_title && !is_phrase(clause) &&
           !clause->function_word && word->kind == ORACLE_WORD &&
           (word->forms.term_count > 0 || word->family.term_count > 0);
}

/* How near the beginning the first of the forms is, title first, counted in words: 1 for the first
 * word; 0 where there is none. */
static double earliness(const struct plain_document *document, const struct oracle_forms *forms)
{
    for (size_t i = 0; i < document->count; i++)
        if (forms->has[document->occurrences[i].form]) {
            uint32_t place = document->occurrences[i].position;
            if (place >= document->title_length)
                place -= ANALYSIS_TITLE_GAP;
            return HALF / (HALF + place);
        }
    return 0;
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

/* What the second stage adds for a word by itself. */
static long double rerank_part(const struct collection *collection,
                               const struct oracle_clause *clause,
                               const struct plain_document *document, size_t words)
{
    const struct oracle_word *word = &clause->variants[0].words[0];
    double idf = word->forms.df > 0 ? clause->idf : idf_of(collection, word->family.df);
    double scale = (double)words > FULL_WORDS ? FULL_WORDS / (double)words : 1;
    double boost = clause->boost > 0 ? clause->boost : 1;
    double own = earliness(document, &word->forms);
    double family = FAMILY_EARLY * earliness(document, &word->family);
    long double part = EARLY * scale * idf * boost * (own > family ? own : family);
    uint32_t typed = count_typed(collection, document, word);
    uint32_t related = words_count(document, &word->family, false);
    if (typed > 0)
        part += FORM * score_clause(collection, clause, document, idf, typed);
    if (related > 0)
        part += FAMILY * score_clause(collection, clause, document, idf, related);
    return part;
}

static double rerank_score(const struct collection *collection, const struct oracle_query *query,
                           const struct oracle_hit *hit)
{
    long double sum = hit->score;
    size_t words = 0;
    for (size_t i = 0; i < query->count; i++)
        words += is_single(query, i);
    for (size_t i = 0; i < query->count; i++)
        if (is_single(query, i))
            sum += rerank_part(collection, &query->clauses[i],
                               &collection->documents[hit->document], words);
    return round_sum(sum);
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

static const double FUNCTION_WEIGHT = 0.3;

static void prepare_clause(const struct collection *collection, struct oracle_clause *clause)
{
    bool in_title = clause->in_title && !is_phrase(clause);
    for (size_t v = 0; v < clause->variant_count; v++)
        for (size_t w = 0; w < clause->variants[v].count; w++)
            words_prepare(collection, &clause->variants[v].words[w], in_title);
    if (!clause->in_title && !is_phrase(clause) && !clause->function_word &&
        clause->variants[0].words[0].kind == ORACLE_WORD)
        words_prepare_family(collection, &clause->variants[0].words[0]);
    clause->idf = clause_idf(collection, clause);
    if (clause->function_word)
        clause->idf *= FUNCTION_WEIGHT;
}

static bool has_clause(const struct plain_document *document, const struct oracle_clause *clause)
{
    return oracle_places(document, clause) > 0;
}

/* Two words as one: as rare as the rarer of them, and nothing unless a document has the one and not
 * both. */
static void prepare_joined(const struct collection *collection, const struct oracle_query *query,
                           struct oracle_clause *clause)
{
    const struct oracle_clause *one = &query->clauses[clause->joined_of], *other = one + 1;
    struct oracle_word *word = &clause->variants[0].words[0];
    const uint64_t a = one->variants[0].words[0].forms.df;
    const uint64_t b = other->variants[0].words[0].forms.df, rarer = a < b ? a : b;
    bool apart = false;
    for (size_t d = 0; d < collection->count && !apart; d++) {
        const struct plain_document *document = &collection->documents[d];
        apart = !document->deleted && has_clause(document, clause) &&
                !(has_clause(document, one) && has_clause(document, other));
    }
    if (!apart) {
        memset(&word->forms, 0, sizeof word->forms);
        memset(&word->family, 0, sizeof word->family);
    }
    const uint64_t df = word->forms.df > rarer ? word->forms.df : rarer;
    clause->idf = apart ? idf_of(collection, df) : 0;
}

size_t oracle_match(const struct collection *collection, struct oracle_query *query,
                    struct oracle_hit *hits)
{
    size_t count = 0;
    for (size_t i = 0; i < query->count; i++)
        prepare_clause(collection, &query->clauses[i]);
    for (size_t i = 0; i < query->count; i++)
        if (query->clauses[i].joined)
            prepare_joined(collection, query, &query->clauses[i]);
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
