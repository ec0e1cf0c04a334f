#include "query/language/word_terms.h"

#include <utf8proc.h>

#include "common/analysis/reading.h"
#include "common/base/error.h"
#include "common/base/utf8.h"
#include "common/lexicon/lexicon.h"
#include "query/language/function_words.h"

/* The most terms that a word stands for. */
enum { WORD_TERMS_MAX = 64 };

struct term_reader {
    struct arena *arena;
    bool failed;
    size_t count;
    struct slice terms[WORD_TERMS_MAX];
};

static bool is_capital(uint32_t character)
{
    return utf8proc_tolower((utf8proc_int32_t)character) != (utf8proc_int32_t)character;
}

bool word_is_capitalised(struct slice typed)
{
    uint32_t first, second;
    if (typed.size == 0)
        return false;
    const unsigned size = utf8_decode(typed.data, &first);
    if (size >= typed.size || !is_capital(first))
        return false;
    utf8_decode(typed.data + size, &second);
    return !is_capital(second);
}

bool word_is_in_capitals(const char *text)
{
    size_t letters = 0;
    for (; *text != '\0'; letters++) {
        uint32_t character;
        text += utf8_decode(text, &character);
        if (!is_capital(character))
            return false;
    }
    return letters >= 2;
}

static void add_term(void *context, struct slice term)
{
    struct term_reader *reader = context;
    const char *copy = arena_copy(reader->arena, term.data, term.size);
    if (copy == NULL)
        reader->failed = true;
    else if (reader->count < WORD_TERMS_MAX)
        reader->terms[reader->count++] = (struct slice){copy, term.size};
}

static void add_distinct_term(void *context, struct slice term)
{
    const struct term_reader *reader = context;
    for (size_t i = 0; i < reader->count; i++)
        if (slice_equals(reader->terms[i], term))
            return;
    add_term(context, term);
}

static int keep_terms(struct query_word *word, const struct term_reader *reader)
{
    struct slice *terms = arena_alloc(reader->arena, reader->count * sizeof *terms + 1);
    if (terms == NULL || reader->failed)
        return error_memory();
    memcpy(terms, reader->terms, reader->count * sizeof *terms);
    word->terms = terms;
    word->term_count = reader->count;
    return 0;
}

/* Whether a word is an infinitive: être and avoir are asked for as verbs. */
static bool heads_verb(struct slice surface)
{
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    const size_t count = lexicon_find(surface, lemmas, NULL);
    for (size_t i = 0; i < count; i++)
        if (lemmas[i].class == LEXICON_VERB && lemmas[i].is_head)
            return true;
    return false;
}

/* A capital may lack its accent even where that makes another word: À is written A. */
static void read_function_word(struct analyzer *analyzer, struct slice surface,
                               struct term_reader *reader)
{
    char capital[ANALYSIS_WORD_MAX + 1];
    uint32_t first;
    const size_t size = utf8_decode(surface.data, &first);
    size_t folded = analyzer_fold(surface.data, size, capital);
    analyzer_read_form(analyzer, surface, add_term, reader);
    if (folded == size || folded + surface.size - size > ANALYSIS_WORD_MAX)
        return;
    memcpy(capital + folded, surface.data + size, surface.size - size);
    folded += surface.size - size;
    analyzer_read_form(analyzer, (struct slice){capital, folded}, add_distinct_term, reader);
}

/* Reads the word without its accents, as the words that it could be with any. */
static void read_any_accents(struct analyzer *analyzer, struct slice surface,
                             struct term_reader *reader)
{
    char folded[ANALYSIS_WORD_MAX + 1];
    const size_t size = analyzer_fold(surface.data, surface.size, folded);
    analyzer_read_accented(analyzer, (struct slice){folded, size}, add_term, reader);
}

int word_read_terms(struct query_word *word, struct analyzer *analyzer, struct word_style style,
                    struct arena *arena)
{
    struct term_reader reader = {.arena = arena};
    const struct slice surface = {word->surface, word->surface_size};
    word->known = !style.any_accents;
    word->capital = style.capital;
    if (style.any_accents)
        read_any_accents(analyzer, surface, &reader);
    else if (is_function_word(word->surface) && !heads_verb(surface))
        read_function_word(analyzer, surface, &reader);
    else
        word->known = analyzer_read_word(analyzer, surface, style.capital, add_term, &reader);
    return keep_terms(word, &reader);
}

int word_read_form(struct query_word *word, struct analyzer *analyzer, struct arena *arena)
{
    struct term_reader reader = {.arena = arena};
    analyzer_read_form(analyzer, (struct slice){word->surface, word->surface_size}, add_term,
                       &reader);
    word->known = true;
    return keep_terms(word, &reader);
}

int word_set_term(struct query_word *word, struct slice term, struct arena *arena)
{
    struct term_reader reader = {.arena = arena};
    add_term(&reader, term);
    word->known = true;
    return keep_terms(word, &reader);
}
