#include "query/search/respell.h"

#include <string.h>

#include "common/analysis/analyzer.h"
#include "common/base/buffer.h"
#include "common/base/error.h"
#include "common/base/utf8.h"
#include "common/lexicon/lexicon.h"
#include "query/language/function_words.h"
#include "query/language/joins.h"
#include "query/language/word_terms.h"
#include "query/search/search.h"

/* A word in more articles than this is spelt as articles spell it. */
enum { RARE_ARTICLES = 5 };

/* Letters of each of two words, unless the first is a prefix; words of a query that are tried. */
enum { LETTERS_MIN = 3, TRIED_MAX = 10 };

struct respeller {
    struct query *query;
    struct expansion *expansion;
    struct analyzer *analyzer;
    const struct respell_notice *notice;
    size_t tried;
};

/* One word of the query, in its clause and variant. */
struct respelt_word {
    size_t clause, variant, number;
};

/* Counts the articles that match a query. */
static int count_articles(const struct respeller *respeller, const struct buffer *text,
                          uint64_t *count)
{
    const struct query_options options = {.function_weight = 1};
    struct query query;
    struct expansion expansion;
    *count = 0;
    int status = buffer_status(text);
    if (status == 0)
        status = query_parse(&query, respeller->analyzer, text->data, text->size, &options);
    if (status != 0)
        return status;
    status = expand_query(&expansion, respeller->expansion->index, &query);
    if (status == 0) {
        expansion.documents = respeller->expansion->documents;
        status = search_count(&expansion, count);
        expansion_release(&expansion);
    }
    query_release(&query);
    return status;
}

/* --- one word as two --- */

/* Whether [from, end) of a surface form can be one of two words. */
static bool is_part(struct slice part, bool first)
{
    char word[ANALYSIS_WORD_MAX + 1];
    memcpy(word, part.data, part.size);
    word[part.size] = '\0';
    if (first && joins_is_prefix(word))
        return true;
    return utf8_count(part.data, part.size) >= LETTERS_MIN && lexicon_has(part) &&
           !is_function_word(word);
}

static int make_word(const struct respeller *respeller, struct slice surface,
                     const struct query_word *typed, struct query_word *word)
{
    struct arena *arena = &respeller->query->arena;
    *word = *typed;
    word->family = false;
    word->surface = arena_copy(arena, surface.data, surface.size);
    word->surface_size = surface.size;
    return word->surface == NULL
               ? error_memory()
               : word_read_terms(word, respeller->analyzer, (struct word_style){0}, arena);
}

/* Adds the spelling of a clause in which a word is split after `size` bytes. */
static int add_split(const struct respeller *respeller, const struct respelt_word *place,
                     size_t size)
{
    const struct query_clause *clause = &respeller->query->clauses[place->clause];
    const struct query_sequence *typed = &clause->variants[place->variant];
    const struct query_word *word = &typed->words[place->number];
    const struct slice surface = {word->surface, word->surface_size};
    struct query_sequence split = {.count = typed->count + 1};
    split.words = arena_alloc(&respeller->query->arena, split.count * sizeof *split.words);
    if (split.words == NULL)
        return error_memory();
    for (size_t i = 0; i < typed->count; i++) {
        split.words[i > place->number ? i + 1 : i] = typed->words[i];
        split.words[i > place->number ? i + 1 : i].offset += i > place->number;
    }
    struct query_word *parts = &split.words[place->number];
    int status = make_word(respeller, (struct slice){surface.data, size}, word, &parts[0]);
    if (status == 0)
        status = make_word(respeller, slice_skip(surface, size), word, &parts[1]);
    if (status != 0)
        return status;
    parts[1].offset = word->offset + 1;
    respeller->notice->notify(respeller->notice->context, word->surface, parts[0].surface,
                              parts[1].surface);
    return expand_add_variant(respeller->expansion, respeller->query, place->clause, &split);
}

/* Whether articles have a word as two, and not as one. */
static int is_split(const struct respeller *respeller, struct slice surface, size_t size,
                    bool *split)
{
    struct buffer text;
    uint64_t count;
    buffer_init(&text);
    buffer_append_format(&text, "\"%.*s %s\" SAUF %s", (int)size, surface.data, surface.data + size,
                         surface.data);
    int status = count_articles(respeller, &text, &count);
    buffer_release(&text);
    *split = status == 0 && count > 0;
    return status;
}

static int try_splits(struct respeller *respeller, const struct respelt_word *place)
{
    const struct query_sequence *typed =
        &respeller->query->clauses[place->clause].variants[place->variant];
    const struct query_word *word = &typed->words[place->number];
    const struct slice surface = {word->surface, word->surface_size};
    int status = 0;
    for (size_t size = 1; size < surface.size && status == 0; size++) {
        bool split = false;
        if (utf8_is_continuation(surface.data[size]) ||
            !is_part((struct slice){surface.data, size}, true) ||
            !is_part(slice_skip(surface, size), false) || ++respeller->tried > TRIED_MAX)
            continue;
        status = is_split(respeller, surface, size, &split);
        if (status == 0 && split)
            return add_split(respeller, place, size);
    }
    return status;
}

static int split_words(struct respeller *respeller, size_t number)
{
    const struct query_clause *clause = &respeller->query->clauses[number];
    const struct expanded_clause *expanded = &respeller->expansion->clauses[number];
    const struct expanded_sequence *sequence = &expanded->variants[0];
    int status = 0;
    if (clause->loose || clause->joined || clause->field != FIELD_TEXT ||
        clause->occur == OCCUR_SCORE_ONLY || clause->variant_count > 1)
        return 0;
    for (size_t i = 0; i < sequence->count && status == 0; i++) {
        const struct query_word *word = sequence->words[i].word;
        if (word->kind == WORD_TERM && sequence->words[i].document_count <= RARE_ARTICLES &&
            expanded->variant_count == 1)
            status = try_splits(respeller, &(struct respelt_word){number, 0, i});
    }
    return status;
}

/* --- two words as one --- */

/* Makes a joined word as frequent as the rarer of its parts, which the two clauses from `parts` on
 * are: another spelling is not worth more. */
static void weigh_joined(struct expanded_word *word, const struct expanded_clause *parts)
{
    const uint64_t one = parts[0].variants[0].words[0].document_count;
    const uint64_t other = parts[1].variants[0].words[0].document_count;
    const uint64_t rarer = one < other ? one : other;
    if (word->document_count < rarer)
        word->document_count = rarer;
}

/* Takes what a joined clause stands for away unless articles have the word, and not its parts. */
static int check_joined(const struct respeller *respeller, size_t number)
{
    const struct query *query = respeller->query;
    struct expanded_clause *expanded = &respeller->expansion->clauses[number];
    struct expanded_word *word = &expanded->variants[0].words[0];
    const size_t first = expanded->clause->joined_of;
    const struct query_clause *parts = &query->clauses[first];
    struct buffer text;
    uint64_t count = 0;
    int status = 0;
    if (clause_is_phrase(expanded->clause) || word->count == 0)
        return 0;
    buffer_init(&text);
    buffer_append_format(&text, "%s SAUF (%s ET %s)", word->word->surface,
                         parts[0].variants[0].words[0].surface,
                         parts[1].variants[0].words[0].surface);
    status = count_articles(respeller, &text, &count);
    buffer_release(&text);
    if (status != 0 || count > 0) {
        weigh_joined(word, &respeller->expansion->clauses[first]);
        return status;
    }
    word->count = 0;
    word->document_count = 0;
    expanded->family = NULL;
    return 0;
}

int respell_query(struct query *query, struct expansion *expansion, struct analyzer *analyzer,
                  const struct respell_notice *notice)
{
    struct respeller respeller = {query, expansion, analyzer, notice, 0};
    int status = 0;
    for (size_t i = 0; i < query->clause_count && status == 0; i++)
        status =
            query->clauses[i].joined ? check_joined(&respeller, i) : split_words(&respeller, i);
    return status;
}
