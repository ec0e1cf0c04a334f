#include "query/language/patterns.h"

#include <string.h>

#include "common/base/ascii.h"
#include "common/base/error.h"
#include "common/words/characters.h"
#include "query/language/clauses.h"
#include "query/language/expression.h"
#include "query/language/marks.h"
#include "query/language/word_terms.h"

enum { WORDS_MAX = 100 };

struct pattern_draft {
    struct clause_builder *builder;
    const struct piece *piece;
    uint32_t offset;
    size_t count;
    struct query_word words[WORDS_MAX];
};

static const char *typed_end(const struct piece *piece)
{
    return piece->text + piece->size;
}

/* Returns the end of the character at `at`; sets *within to whether it belongs to a run of letters
 * and wildcards. */
static const char *next_run_character(const struct piece *piece, const char *at, bool *within)
{
    uint32_t character;
    if (*at == '\\' && at + 1 < typed_end(piece)) {
        *within = false;
        at++;
        return at + utf8_decode(at, &character);
    }
    unsigned size = utf8_decode(at, &character);
    enum character_kind kind = character_kind(character);
    *within = kind == CHARACTER_LETTER || kind == CHARACTER_MARK || kind == CHARACTER_DIGIT ||
              kind == CHARACTER_INVISIBLE || marks_is_wildcard(piece->text, at, typed_end(piece));
    return at + size;
}

static void append_pattern_word(struct pattern_draft *draft, const struct query_word *word)
{
    if (draft->count == WORDS_MAX)
        draft->builder->status =
            error_set(ERROR_SYNTAX, "a phrase with wildcards may have at most %d words", WORDS_MAX);
    else
        draft->words[draft->count++] = *word;
}

static const char *copy_pattern_text(struct pattern_draft *draft, const char *bytes, size_t size)
{
    const char *copied = arena_copy(&draft->builder->query->arena, bytes, size);
    if (copied == NULL)
        draft->builder->status = error_memory();
    return copied;
}

/* --- patterns --- */

/* Normalises the run [at, end) as forms are, but keeps wildcards, each run of * as one. Returns
 * the size of the pattern. */
static size_t normalise_pattern(struct analyzer *analyzer, const char *at, const char *end,
                                char pattern[ANALYSIS_WORD_MAX + 1])
{
    size_t size = 0;
    while (at < end) {
        char letters[ANALYSIS_WORD_MAX + 1];
        size_t literal = 0, room = ANALYSIS_WORD_MAX - size, spelt;
        while (at + literal < end && at[literal] != '*' && at[literal] != '?')
            literal++;
        spelt = analyzer_normalise(analyzer, at, literal, letters);
        if (spelt > room)
            return size;
        memcpy(pattern + size, letters, spelt);
        size += spelt;
        at += literal;
        if (at < end && size < ANALYSIS_WORD_MAX &&
            (*at == '?' || size == 0 || pattern[size - 1] != '*'))
            pattern[size++] = *at;
        at += at < end;
    }
    return size;
}

static void append_pattern(struct pattern_draft *draft, const char *at, const char *end)
{
    char pattern[ANALYSIS_WORD_MAX + 1];
    size_t size = normalise_pattern(draft->builder->analyzer, at, end, pattern);
    pattern[size] = '\0';
    if (strspn(pattern, "*?") == size)
        return;
    const char *text = copy_pattern_text(draft, pattern, size);
    const struct query_word word = {
        .surface = text, .surface_size = size, .offset = draft->offset++, .kind = WORD_PATTERN};
    if (text != NULL)
        append_pattern_word(draft, &word);
}

/* Returns the end of a regular expression at `at`; NULL when there is none. */
static const char *find_expression(const struct piece *piece, const char *at)
{
    return at == piece->text || ascii_is_space(at[-1]) ? expression_end(at, typed_end(piece))
                                                       : NULL;
}

static void append_expression(struct pattern_draft *draft, const char *at, const char *end)
{
    struct clause_builder *builder = draft->builder;
    const char *text = copy_pattern_text(draft, at, (size_t)(end - at));
    struct query_word word = {.surface = text,
                              .surface_size = (size_t)(end - at),
                              .offset = draft->offset++,
                              .kind = WORD_EXPRESSION};
    if (builder->status == 0)
        builder->status =
            expression_compile(&word.expression, &builder->query->arena, slice_between(at, end));
    if (builder->status == 0)
        append_pattern_word(draft, &word);
}

/* --- the text between them --- */

/* Returns the end without a final elided article or pronoun: as before a word, it is not a word
 * before a pattern. */
static const char *trim_elision(const char *at, const char *end)
{
    const char *mark = end;
    if (end - at >= 1 && end[-1] == '\'')
        mark = end - 1;
    else if (end - at >= 3 && memcmp(end - 3, "’", 3) == 0)
        mark = end - 3;
    const char *letters = mark;
    while (letters > at && mark - letters < 2 && ascii_is_letter(letters[-1]))
        letters--;
    bool whole = letters == at || !ascii_is_letter(letters[-1]);
    return mark < end && letters < mark && whole ? letters : end;
}

static void append_occurrence(struct pattern_draft *draft, const char *text,
                              const struct occurrence *one)
{
    const struct form *form = analyzer_form(draft->builder->analyzer, one->form);
    if (!occurrence_takes_position(one))
        return;
    struct clause_builder *builder = draft->builder;
    const struct slice typed = {text + one->start, one->end - one->start};
    struct query_word word = {.surface =
                                  copy_pattern_text(draft, form->surface, form->surface_size),
                              .surface_size = form->surface_size,
                              .offset = draft->offset + one->position,
                              .family = draft->piece->family,
                              .kind = draft->piece->exact ? WORD_EXACT : WORD_TERM};
    if (builder->status == 0)
        builder->status = word_read_terms(
            &word, builder->analyzer,
            (struct word_style){word_is_capitalised(typed), draft->piece->any_accents},
            &builder->query->arena);
    if (builder->status == 0)
        append_pattern_word(draft, &word);
}

static void append_literal_text(struct pattern_draft *draft, const char *at, const char *end,
                                bool before_pattern)
{
    struct occurrence_list occurrences = {0};
    if (before_pattern)
        end = trim_elision(at, end);
    draft->builder->status =
        occurrences_read(&occurrences, draft->builder->analyzer, at, (size_t)(end - at));
    for (size_t i = 0; i < vector_count(&occurrences) && draft->builder->status == 0; i++)
        append_occurrence(draft, at, &occurrences.items[i]);
    draft->offset += analyzer_position(draft->builder->analyzer);
    vector_release(&occurrences);
}

/* --- the clause --- */

/* Appends the words of the text before an expression, and the expression; *text becomes its end. */
static void read_expression(struct pattern_draft *draft, const char **text, const char *at,
                            const char *end)
{
    if (at > *text)
        append_literal_text(draft, *text, at, true);
    if (draft->builder->status == 0)
        append_expression(draft, at, end);
    *text = end;
}

static void read_pattern_words(struct pattern_draft *draft)
{
    const char *text = draft->piece->text, *at = text, *end = typed_end(draft->piece);
    while (at < end && draft->builder->status == 0) {
        const char *start = at, *next = find_expression(draft->piece, at);
        bool within = true, pattern = false;
        if (next != NULL) {
            read_expression(draft, &text, at, next);
            at = next;
            continue;
        }
        while (at < end && (next = next_run_character(draft->piece, at, &within), within)) {
            pattern |= marks_is_wildcard(draft->piece->text, at, end);
            at = next;
        }
        if (pattern) {
            if (start > text)
                append_literal_text(draft, text, start, true);
            if (draft->builder->status == 0)
                append_pattern(draft, start, at);
            text = at;
        }
        if (at < end)
            at = next_run_character(draft->piece, at, &within);
    }
    if (text < end && draft->builder->status == 0)
        append_literal_text(draft, text, end, false);
}

void patterns_add(struct clause_builder *builder, const struct piece *piece)
{
    struct pattern_draft draft = {.builder = builder, .piece = piece};
    read_pattern_words(&draft);
    if (builder->status != 0 || draft.count == 0)
        return;
    uint32_t first = draft.words[0].offset;
    for (size_t i = 0; i < draft.count; i++)
        draft.words[i].offset -= first;
    struct query_sequence sequence = {
        draft.count, clauses_copy(builder, draft.words, draft.count * sizeof *draft.words)};
    struct query_sequence *variant = clauses_copy(builder, &sequence, sizeof sequence);
    if (builder->status == 0)
        clauses_append(builder, piece, (struct slice){piece->text, piece->size}, variant, 1);
}
