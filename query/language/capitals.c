#include "query/language/capitals.h"

#include <string.h>

#include "common/base/ascii.h"
#include "common/base/error.h"
#include "common/base/vector.h"
#include "common/lexicon/lexicon.h"
#include "query/language/clauses.h"
#include "query/language/function_words.h"

/* What a word can be; the larger decides for several words without a space between. */
enum standing { STANDING_COMMON, STANDING_EITHER, STANDING_NAME };

/* SAUF follows ET as one operator. */
static const char *const operators[] = {"ET", "AND", "OU", "SAUF", "NOT"};

enum { OPERATORS = sizeof operators / sizeof *operators, PENDING_MAX = 2 };

struct capitals_reader {
    struct query *query;
    struct analyzer *analyzer;
    int status;
    struct occurrence_list occurrences;
    struct slice last;                 /* the word before; of no size: none */
    size_t pending_count;              /* operators, or words, since then */
    struct slice pending[PENDING_MAX]; /* the first of them */
    VECTOR(uint32_t) places;
    const char *text;
};

bool capitals_only(struct slice text)
{
    bool any = false;
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char byte = (unsigned char)text.data[i];
        if (byte >= 'a' && byte <= 'z')
            return false;
        if (byte == 0xc3 && i + 1 < text.size && (unsigned char)text.data[i + 1] >= 0x9f &&
            (unsigned char)text.data[i + 1] != 0xb7)
            return false;
        any |= byte > ' ';
    }
    return any;
}

/* --- words --- */

struct word_classes {
    bool common, name;
};

static void add_classes(void *context, struct slice word)
{
    struct word_classes *classes = context;
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    const size_t count = lexicon_find(word, lemmas, NULL);
    bool name = false;
    for (size_t i = 0; i < count; i++)
        name |= lemmas[i].class == LEXICON_PROPER;
    for (size_t i = 0; i < count; i++)
        classes->common |= lemmas[i].class == LEXICON_NOMINAL ||
                           (lemmas[i].class == LEXICON_VERB && (!name || lemmas[i].is_head));
    classes->name |= name;
}

static bool has_digit(const struct form *form)
{
    return strpbrk(form->surface, "0123456789") != NULL;
}

static enum standing standing_of_form(const struct form *form)
{
    struct word_classes classes = {false, false};
    const struct slice surface = {form->surface, form->surface_size};
    if (has_digit(form))
        return STANDING_NAME;
    if (surface.size == 1 || is_function_word(form->surface))
        return STANDING_COMMON;
    add_classes(&classes, surface);
    lexicon_each_accented(surface, add_classes, &classes);
    return !classes.common ? STANDING_NAME : classes.name ? STANDING_EITHER : STANDING_COMMON;
}

static enum standing standing_of(struct capitals_reader *reader, struct slice word)
{
    enum standing standing = STANDING_COMMON;
    vector_clear(&reader->occurrences);
    if (reader->status == 0)
        reader->status =
            occurrences_read(&reader->occurrences, reader->analyzer, word.data, word.size);
    for (size_t i = 0; reader->status == 0 && i < vector_count(&reader->occurrences); i++) {
        const struct occurrence *one = &reader->occurrences.items[i];
        if (!occurrence_takes_position(one))
            continue;
        enum standing found = standing_of_form(analyzer_form(reader->analyzer, one->form));
        standing = found > standing ? found : standing;
    }
    return standing;
}

/* --- operators --- */

static bool is_operator(struct slice word)
{
    for (size_t i = 0; i < OPERATORS; i++)
        if (slice_is(word, operators[i]))
            return true;
    return false;
}

/* Whether what is between two words can be an operator: one, or ET SAUF. */
static bool is_single_operator(const struct capitals_reader *reader)
{
    if (reader->pending_count == 1)
        return true;
    return reader->pending_count == 2 &&
           (slice_is(reader->pending[0], "ET") || slice_is(reader->pending[0], "AND")) &&
           (slice_is(reader->pending[1], "SAUF") || slice_is(reader->pending[1], "NOT"));
}

static bool joins(struct capitals_reader *reader, struct slice next)
{
    if (reader->last.size == 0 || next.size == 0 || !is_single_operator(reader))
        return false;
    const enum standing one = standing_of(reader, reader->last), other = standing_of(reader, next);
    return one == STANDING_NAME || other == STANDING_NAME ||
           (one == STANDING_EITHER && other == STANDING_EITHER);
}

/* Decides the operators before the word `next`, or before the end if it has no size. */
static void decide(struct capitals_reader *reader, struct slice next)
{
    if (reader->pending_count == 0)
        return;
    if (joins(reader, next)) {
        reader->query->capitals |= CAPITALS_OPERATORS;
        for (size_t i = 0; i < reader->pending_count; i++)
            vector_append(&reader->places, (uint32_t)(reader->pending[i].data - reader->text));
    } else {
        reader->query->capitals |= CAPITALS_WORDS;
    }
    reader->pending_count = 0;
}

static void read_word(struct capitals_reader *reader, struct slice word, bool quoted)
{
    if (is_operator(word) && !quoted) {
        if (reader->pending_count < PENDING_MAX)
            reader->pending[reader->pending_count] = word;
        reader->pending_count++;
        return;
    }
    decide(reader, word);
    reader->last = word;
}

/* --- the text --- */

static bool ends_word(char byte)
{
    return ascii_is_space(byte) || byte == '(' || byte == ')';
}

/* Whether the text after a word is in quotes, if it was so before it. */
static bool is_quoted_after(struct slice word, bool quoted)
{
    static const char *const marks[] = {"«", "“", "»", "”"};
    for (size_t i = 0; i < word.size; i++) {
        const struct slice rest = slice_skip(word, i);
        if (*rest.data == '"')
            quoted = !quoted;
        for (size_t k = 0; k < sizeof marks / sizeof *marks; k++)
            if (slice_starts_with(rest, slice_of(marks[k])))
                quoted = k < 2;
    }
    return quoted;
}

static void read_text(struct capitals_reader *reader, struct slice text)
{
    bool quoted = false;
    for (const char *at = text.data, *end = slice_end(text); at < end;) {
        const char *start = at;
        if (ends_word(*at)) {
            at++;
            continue;
        }
        while (at < end && !ends_word(*at))
            at++;
        const struct slice word = slice_between(start, at);
        const bool after = is_quoted_after(word, quoted);
        read_word(reader, word, quoted || after);
        quoted = after;
    }
    decide(reader, (struct slice){NULL, 0});
}

int capitals_read(struct query *query, struct analyzer *analyzer, struct slice text,
                  const uint32_t **places, size_t *count)
{
    query->capitals = CAPITALS_ONLY;
    struct capitals_reader reader = {.query = query, .analyzer = analyzer, .text = text.data};
    read_text(&reader, text);
    if (reader.status == 0)
        reader.status = vector_status(&reader.places);
    *count = vector_count(&reader.places);
    uint32_t *kept = arena_alloc(&query->arena, reader.places.buffer.size + 1);
    if (kept == NULL && reader.status == 0)
        reader.status = error_memory();
    if (kept != NULL && *count > 0)
        memcpy(kept, reader.places.items, reader.places.buffer.size);
    *places = kept;
    vector_release(&reader.places);
    vector_release(&reader.occurrences);
    return reader.status;
}
