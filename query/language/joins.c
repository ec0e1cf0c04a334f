#include "query/language/joins.h"

#include <string.h>

#include "common/base/ascii.h"
#include "common/base/utf8.h"
#include "common/lexicon/lexicon.h"
#include "query/language/function_words.h"

/* Letters of each word, unless the first is a prefix. */
enum { LETTERS_MIN = 3 };

static const char *const prefixes[] = {
    "agro",  "anti",  "arrière", "auto",  "bio",   "cardio", "co",     "cyber",  "demi",  "électro",
    "ex",    "extra", "géo",     "hydro", "hyper", "infra",  "inter",  "intra",  "macro", "maxi",
    "méga",  "méta",  "mi",      "micro", "mini",  "mono",   "moto",   "multi",  "narco", "néo",
    "neuro", "photo", "poly",    "post",  "pré",   "pro",    "pseudo", "psycho", "quasi", "radio",
    "semi",  "socio", "sub",     "super", "télé",  "thermo", "trans",  "ultra",  "vice",  "vidéo"};

bool joins_is_prefix(const char *surface)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strcmp(surface, prefixes[i]) == 0)
            return true;
    return false;
}

/* The number of letters of a word; 0 for one that has digits, or is a function word. */
static size_t count_letters(const char *surface)
{
    if (strpbrk(surface, "0123456789") != NULL || is_function_word(surface))
        return 0;
    return utf8_count(surface, strlen(surface));
}

static void note_word(void *context, struct slice word)
{
    (void)word;
    *(bool *)context = true;
}

/* Whether a word is in the lexicon, with the accents that it lacks if `lost`. */
static bool is_word(struct slice word, bool lost)
{
    bool known = lexicon_has(word);
    if (!known && lost)
        lexicon_each_accented(word, note_word, &known);
    return known;
}

size_t joins_spell(const char *one, const char *other, char joined[ANALYSIS_WORD_MAX + 1])
{
    const struct slice first = slice_of(one), second = slice_of(other);
    const bool prefix = joins_is_prefix(one);
    const struct slice whole = {joined, first.size + second.size};
    if (whole.size > LEXICON_WORD_MAX || count_letters(other) < LETTERS_MIN ||
        (!prefix && count_letters(one) < LETTERS_MIN))
        return 0;
    memcpy(joined, one, first.size);
    memcpy(joined + first.size, other, second.size + 1);
    const bool known = lexicon_has(second);
    return is_word(whole, !known || !lexicon_has(first)) || (prefix && known) ? whole.size : 0;
}

bool joins_are_apart(const char *from, const char *to)
{
    const char *at = from;
    while (at < to && ascii_is_space(*at))
        at++;
    return at == to && to > from;
}

/* --- in a list --- */

/* The word of a clause that is one word without a sign; NULL for another clause. */
static const struct query_word *single_word(const struct query_clause *clause)
{
    const struct query_word *word = &clause->variants[0].words[0];
    return clause->variant_count == 1 && clause->variants[0].count == 1 &&
                   word->kind == WORD_TERM && clause->occur == OCCUR_SHOULD
               ? word
               : NULL;
}

static void add_joined(struct clause_builder *builder, const struct piece *piece,
                       struct slice joined, size_t of)
{
    struct occurrence_list occurrences = {0};
    struct piece whole = *piece;
    whole.text = clauses_copy(builder, joined.data, joined.size);
    whole.size = joined.size;
    if (builder->status == 0)
        builder->status = occurrences_read(&occurrences, builder->analyzer, whole.text, whole.size);
    const size_t before = vector_count(&builder->clauses);
    if (builder->status == 0 && before < QUERY_CLAUSES_MAX)
        clauses_add_words(builder, &whole, occurrences.items, vector_count(&occurrences));
    for (size_t i = before; builder->status == 0 && i < vector_count(&builder->clauses); i++) {
        builder->clauses.items[i].joined = true;
        builder->clauses.items[i].joined_of = of;
    }
    vector_release(&occurrences);
}

void joins_add(struct clause_builder *builder, const struct piece *piece, size_t first)
{
    const size_t count = vector_count(&builder->clauses);
    const char *at = piece->text, *end = piece->text + piece->size, *last_end = NULL;
    const struct query_word *last = NULL;
    for (size_t i = first; i < count && builder->status == 0; i++) {
        const struct query_clause *clause = &builder->clauses.items[i];
        const struct query_word *word = single_word(clause);
        const size_t size = strlen(clause->text);
        char joined[ANALYSIS_WORD_MAX + 1];
        const char *place = memmem(at, (size_t)(end - at), clause->text, size);
        if (place == NULL)
            return;
        at = place + size;
        size_t joined_size = last != NULL && word != NULL && joins_are_apart(last_end, place)
                                 ? joins_spell(last->surface, word->surface, joined)
                                 : 0;
        if (joined_size > 0)
            add_joined(builder, piece, (struct slice){joined, joined_size}, i - 1);
        last = joined_size > 0 ? NULL : word;
        last_end = at;
    }
}
