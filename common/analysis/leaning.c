#include "common/analysis/leaning.h"

#include <assert.h>
#include <string.h>

#include "common/base/ascii.h"

enum leaning_kind {
    LEANING_DROPPED,   /* l', d': no word */
    LEANING_WHOLE,     /* jusqu': a word, with its e */
    LEANING_FIRST,     /* aujourd': one word with what follows */
    LEANING_EUPHONIC,  /* t */
    LEANING_ARTICLE,   /* art. */
    LEANING_NUMBER,    /* no, for n° */
    LEANING_REFERENCE, /* L. */
};

/* What may lean, in small letters. */
static const struct {
    const char *spelling;
    size_t size;
    enum leaning_kind kind;
    const char *replaced; /* WHOLE, ARTICLE: the word; FIRST: how the second half begins */
} leanings[] = {
#define LEANING(spelling, kind, replaced)                                                          \
    {                                                                                              \
        spelling, sizeof(spelling) - 1, LEANING_##kind, replaced                                   \
    }
    LEANING("t", EUPHONIC, ""),
    LEANING("l", DROPPED, ""),
    LEANING("d", DROPPED, ""),
    LEANING("j", DROPPED, ""),
    LEANING("s", DROPPED, ""),
    LEANING("n", DROPPED, ""),
    LEANING("c", DROPPED, ""),
    LEANING("m", DROPPED, ""),
    LEANING("t", DROPPED, ""),
    LEANING("qu", DROPPED, ""),
    LEANING("jusqu", WHOLE, "jusque"),
    LEANING("lorsqu", WHOLE, "lorsque"),
    LEANING("puisqu", WHOLE, "puisque"),
    LEANING("quoiqu", WHOLE, "quoique"),
    LEANING("quelqu", FIRST, "un"),
    LEANING("aujourd", FIRST, "hui"),
    LEANING("presqu", FIRST, "\xc3\xaele"),
    LEANING("prud", FIRST, "hom"),
    LEANING("art", ARTICLE, "article"),
    LEANING("no", NUMBER, "n°"),
    LEANING("l", REFERENCE, ""),
    LEANING("r", REFERENCE, ""),
    LEANING("d", REFERENCE, ""),
    LEANING("a", REFERENCE, ""),
    LEANING("c", REFERENCE, ""),
    LEANING("lo", REFERENCE, ""),
#undef LEANING
};

enum { LEANINGS = sizeof leanings / sizeof *leanings, LEANING_MAX = 7 };

/* The longest, and l’art. */
static_assert(LEANING_MAX == sizeof "aujourd" - 1, "LEANING_MAX");

/* Whether a chunk is spelt so, in whatever letters. References are in capitals. */
static bool is_spelt(const struct chunk *chunk, size_t leaning)
{
    const char *spelling = leanings[leaning].spelling;
    const size_t size = (size_t)(chunk->end - chunk->start);
    if (leanings[leaning].size != size)
        return false;
    for (size_t i = 0; i < size; i++) {
        const bool upper = chunk->start[i] != ascii_lower(chunk->start[i]);
        if (ascii_lower(chunk->start[i]) != spelling[i] ||
            (leanings[leaning].kind == LEANING_REFERENCE && !upper) ||
            (leanings[leaning].kind == LEANING_EUPHONIC && upper))
            return false;
    }
    return true;
}

/* The chunk without an elided article: l'art. */
static struct chunk skip_elision(const struct chunk *chunk)
{
    static const char *const apostrophes[] = {"'", "’"};
    for (size_t i = 0; i < sizeof apostrophes / sizeof *apostrophes; i++) {
        const size_t size = strlen(apostrophes[i]);
        if ((size_t)(chunk->end - chunk->start) > 1 + size &&
            strchr("lLdD", *chunk->start) != NULL &&
            memcmp(chunk->start + 1, apostrophes[i], size) == 0)
            return (struct chunk){chunk->start + 1 + size, chunk->end};
    }
    return *chunk;
}

uint16_t leaning_flags(const char *chunk, size_t size)
{
    const struct chunk whole = {chunk, chunk + size}, bare = skip_elision(&whole);
    if (size > LEANING_MAX)
        return 0;
    for (size_t i = 0; i < LEANINGS; i++)
        if (is_spelt(leanings[i].kind == LEANING_ARTICLE ? &bare : &whole, i))
            return MEANING_LEANING;
    return 0;
}

/* --- what follows --- */

static const char *skip_string(const char *at, const char *end, const char *string)
{
    const size_t size = strlen(string);
    return (size_t)(end - at) >= size && memcmp(at, string, size) == 0 ? at + size : at;
}

/* Skips spaces, no-break ones included. */
static const char *skip_spaces(const char *at, const char *end)
{
    for (const char *after = at;; at = after) {
        after = skip_string(at, end, " ");
        after = after > at ? after : skip_string(at, end, "\xc2\xa0");
        after = after > at ? after : skip_string(at, end, "\xe2\x80\xaf");
        if (after == at)
            return at;
    }
}

/* Returns what follows an apostrophe and spaces; NULL when there are none. */
static const char *after_apostrophe(const char *at, const char *end)
{
    const char *after = skip_string(at, end, "'");
    after = after > at ? after : skip_string(at, end, "’");
    const char *next = skip_spaces(after, end);
    return after > at && next > after ? next : NULL;
}

/* Whether a vowel, with or without an accent, or an h begins the text. */
static bool begins_with_vowel(const char *at, const char *end)
{
    char folded[ANALYSIS_WORD_MAX + 1];
    if (at >= end)
        return false;
    const size_t size = utf8_sequence_size(at, end);
    if (size == 0 || analyzer_fold(at, size, folded) == 0)
        return false;
    return strchr("aeiouyh", ascii_lower(folded[0])) != NULL || skip_string(at, end, "œ") > at ||
           skip_string(at, end, "Œ") > at;
}

/* Whether digits begin, perhaps after the letter of a series (L. 5), or Roman capitals. */
static bool begins_with_number(const char *at, const char *end)
{
    if (at < end && ascii_is_digit(*at))
        return true;
    const char *after = at;
    while (after < end && strchr("LRDACOIVX", *after) != NULL)
        after++;
    if (after == at || after - at > 4)
        return false;
    if (after == end || (!ascii_is_letter(*after) && !ascii_is_digit(*after)))
        return true;
    return ascii_is_digit(*after);
}

/* Whether a dot or a star, and then digits, follow the letter of a series. */
static bool is_before_reference(const char *at, const char *end)
{
    const char *from = at;
    while (at < end && (*at == '.' || *at == '*'))
        at++;
    if (at == from)
        return false;
    at = skip_spaces(at, end);
    at = at < end && *at == '*' ? at + 1 : at;
    return at < end && ascii_is_digit(*at);
}

static bool is_pronoun(const char *at, const char *end)
{
    static const char *const pronouns[] = {"il", "ils", "elle", "elles", "on"};
    struct chunk next;
    if (at >= end || *at != ' ' || !scan_chunk(at + 1, end, &next) || next.start != at + 1)
        return false;
    for (size_t i = 0; i < sizeof pronouns / sizeof *pronouns; i++)
        if ((size_t)(next.end - next.start) == strlen(pronouns[i]) &&
            memcmp(next.start, pronouns[i], strlen(pronouns[i])) == 0)
            return true;
    return false;
}

/* --- reading --- */

static int add_form(struct analyzer *analyzer, struct slice surface, struct chunk covered,
                    struct occurrence *out)
{
    uint32_t form;
    const int status =
        forms_intern(&analyzer->forms, analyzer->stemmer, surface.data, surface.size, &form);
    if (status != 0)
        return status;
    const struct form *known = forms_get(&analyzer->forms, form);
    *out = (struct occurrence){.form = form,
                               .term = known->term_id,
                               .form_number = known->number,
                               .position = analyzer->position,
                               .start = (uint32_t)(covered.start - analyzer->text),
                               .end = (uint32_t)(covered.end - analyzer->text),
                               .group = analyzer->group,
                               .span = 1,
                               .kind = OCCURRENCE_WORD};
    return 0;
}

/* Goes on after `chunks` chunks, the last of which ends at `end`, with `words` words. */
static bool advance(struct analyzer *analyzer, unsigned chunks, const char *end, size_t words)
{
    analyzer->position += (uint32_t)words;
    analyzer->upcoming_at += chunks;
    analyzer->at = end;
    analyzer->after_group = false;
    return true;
}

/* One word of both halves: aujourd' hui. The second is the word that begins at `half`. */
static bool read_compound(struct analyzer *analyzer, const struct chunk *chunk, const char *half,
                          struct occurrence *out, size_t *count)
{
    struct chunk next;
    char surface[ANALYSIS_WORD_MAX + 1];
    if (!scan_chunk(half, analyzer->end, &next) || next.start != half)
        return false;
    const size_t first = (size_t)(chunk->end - chunk->start);
    for (size_t i = 0; i < first; i++)
        surface[i] = ascii_lower(chunk->start[i]);
    const struct meaning *meaning = analyzer_meaning_of(analyzer, &next);
    if (meaning == NULL || meaning->count != 1)
        return false;
    const struct form *second = forms_get(&analyzer->forms, meaning->readings[0].form);
    if (first + second->surface_size > ANALYSIS_WORD_MAX)
        return false;
    memcpy(surface + first, second->surface, second->surface_size);
    analyzer->status = add_form(analyzer, (struct slice){surface, first + second->surface_size},
                                (struct chunk){chunk->start, next.end}, out);
    if (analyzer->status != 0)
        return false;
    ++*count;
    analyzer->group++;
    return advance(analyzer, 2, next.end, 1);
}

/* One word instead of the chunk's own, in the group of the next. */
static bool read_word(struct analyzer *analyzer, const struct chunk *chunk, struct slice surface,
                      struct occurrence *out, size_t *count)
{
    analyzer->status = add_form(analyzer, surface, *chunk, out);
    if (analyzer->status != 0)
        return false;
    ++*count;
    return advance(analyzer, 1, chunk->end, 1);
}

/* The same, in a group of its own. */
static bool read_word_apart(struct analyzer *analyzer, const struct chunk *chunk,
                            struct slice surface, struct occurrence *out, size_t *count)
{
    const bool read = read_word(analyzer, chunk, surface, out, count);
    analyzer->group += read;
    return read;
}

bool leaning_read(struct analyzer *analyzer, const struct chunk *chunk, struct occurrence *out,
                  size_t *count)
{
    assert(chunk->start < chunk->end && chunk->end <= analyzer->end);
    const char *end = analyzer->end, *word = after_apostrophe(chunk->end, end);
    const char *number = skip_string(chunk->end, end, "."), *digits = skip_spaces(chunk->end, end);
    const struct chunk bare = skip_elision(chunk);
    for (size_t i = 0; i < LEANINGS; i++) {
        if (!is_spelt(leanings[i].kind == LEANING_ARTICLE ? &bare : chunk, i))
            continue;
        const struct slice replaced = slice_of(leanings[i].replaced),
                           spelling = slice_of(leanings[i].spelling);
        switch (leanings[i].kind) {
        case LEANING_DROPPED:
            if (word != NULL && begins_with_vowel(word, end))
                return advance(analyzer, 1, chunk->end, 0);
            break;
        case LEANING_EUPHONIC:
            if (is_pronoun(chunk->end, end))
                return advance(analyzer, 1, chunk->end, 0);
            break;
        case LEANING_WHOLE:
            if (word != NULL && begins_with_vowel(word, end))
                return read_word_apart(analyzer, chunk, replaced, out, count);
            break;
        case LEANING_FIRST:
            if (word != NULL && skip_string(word, end, leanings[i].replaced) > word)
                return read_compound(analyzer, chunk, word, out, count);
            break;
        case LEANING_ARTICLE:
            if (number > chunk->end && begins_with_number(skip_spaces(number, end), end))
                return read_word_apart(analyzer, &bare, replaced, out, count);
            break;
        case LEANING_NUMBER:
            if (digits > chunk->end && digits < end && ascii_is_digit(*digits))
                return read_word_apart(analyzer, chunk, replaced, out, count);
            break;
        case LEANING_REFERENCE:
            if (is_before_reference(chunk->end, end))
                return read_word(analyzer, chunk, spelling, out, count);
            break;
        }
    }
    return false;
}
