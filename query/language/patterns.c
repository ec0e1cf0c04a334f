#include "query/language/patterns.h"

#include <string.h>

#include "common/analysis/characters.h"
#include "common/base/error.h"
#include "query/language/marks.h"
#include "query/language/occurrences.h"

enum { WORDS_MAX = 100 };

struct draft {
    struct clause_list *list;
    const struct piece *piece;
    uint32_t offset;
    size_t count;
    struct query_word words[WORDS_MAX];
};

static const char *end_of(const struct piece *piece)
{
    return piece->text + piece->size;
}

/* Returns the end of the character at `at`; sets *within to whether it belongs to a run of letters
 * and wildcards. */
static const char *pass(const struct piece *piece, const char *at, bool *within)
{
    uint32_t character;
    if (*at == '\\' && at + 1 < end_of(piece)) {
        *within = false;
        at++;
        return at + utf8_decode(at, &character);
    }
    unsigned size = utf8_decode(at, &character);
    enum character_kind kind = character_kind(character);
    *within = kind == CHARACTER_LETTER || kind == CHARACTER_MARK || kind == CHARACTER_DIGIT ||
              kind == CHARACTER_INVISIBLE || marks_wildcard(piece->text, at, end_of(piece));
    return at + size;
}

static void add_word(struct draft *draft, const struct query_word *word)
{
    if (draft->count == WORDS_MAX)
        draft->list->status = error_set(
            ERROR_SYNTAX, "a phrase with wildcards may have %d words, not more", WORDS_MAX);
    else
        draft->words[draft->count++] = *word;
}

static const char *copy(struct draft *draft, const char *bytes, size_t size)
{
    const char *copied = arena_copy(&draft->list->query->arena, bytes, size);
    if (copied == NULL)
        draft->list->status = error_memory();
    return copied;
}

/* --- patterns --- */

/* Normalises the run [at, end) as forms are, but keeps wildcards, each run of * as one. Returns
 * the size of the pattern. */
static size_t spell(struct analyzer *analyzer, const char *at, const char *end,
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

static void add_pattern(struct draft *draft, const char *at, const char *end)
{
    char pattern[ANALYSIS_WORD_MAX + 1];
    size_t size = spell(draft->list->analyzer, at, end, pattern);
    pattern[size] = '\0';
    if (strspn(pattern, "*?") == size)
        return;
    const char *text = copy(draft, pattern, size);
    const struct query_word word = {.surface = text,
                                    .term = text,
                                    .surface_size = size,
                                    .term_size = size,
                                    .offset = draft->offset++,
                                    .kind = WORD_PATTERN};
    if (text != NULL)
        add_word(draft, &word);
}

/* --- the text between them --- */

/* Returns the end without a final elided article or pronoun: as before a word, it is not a word
 * before a pattern. */
static const char *drop_elision(const char *at, const char *end)
{
    const char *mark = end;
    if (end - at >= 1 && end[-1] == '\'')
        mark = end - 1;
    else if (end - at >= 3 && memcmp(end - 3, "’", 3) == 0)
        mark = end - 3;
    const char *letters = mark;
    while (letters > at && mark - letters < 2 && marks_is_letter(letters[-1]))
        letters--;
    bool whole = letters == at || !marks_is_letter(letters[-1]);
    return mark < end && letters < mark && whole ? letters : end;
}

static void add_occurrence(struct draft *draft, uint32_t before, const struct occurrence *one)
{
    const struct form *form = analyzer_form(draft->list->analyzer, one->form);
    if (one->kind != OCCURRENCE_WORD && one->kind != OCCURRENCE_CLITIC)
        return;
    const struct query_word word = {.surface = copy(draft, form->surface, form->surface_size),
                                    .term = copy(draft, form->term, form->term_size),
                                    .surface_size = form->surface_size,
                                    .term_size = form->term_size,
                                    .offset = before + one->position,
                                    .kind = draft->piece->exact ? WORD_EXACT : WORD_TERM};
    if (draft->list->status == 0)
        add_word(draft, &word);
}

static void add_text(struct draft *draft, const char *at, const char *end, bool before_pattern)
{
    struct buffer occurrences;
    buffer_init(&occurrences);
    if (before_pattern)
        end = drop_elision(at, end);
    draft->list->status =
        occurrences_read(&occurrences, draft->list->analyzer, at, (size_t)(end - at));
    const struct occurrence *items = (const struct occurrence *)(const void *)occurrences.data;
    size_t count = occurrences.size / sizeof *items;
    for (size_t i = 0; i < count && draft->list->status == 0; i++)
        add_occurrence(draft, draft->offset, &items[i]);
    draft->offset += analyzer_position(draft->list->analyzer);
    buffer_release(&occurrences);
}

/* --- the clause --- */

static void read_words(struct draft *draft)
{
    const char *text = draft->piece->text, *at = text, *end = end_of(draft->piece);
    while (at < end && draft->list->status == 0) {
        const char *start = at, *next;
        bool within = true, pattern = false;
        while (at < end && (next = pass(draft->piece, at, &within), within)) {
            pattern |= marks_wildcard(draft->piece->text, at, end);
            at = next;
        }
        if (pattern) {
            if (start > text)
                add_text(draft, text, start, true);
            if (draft->list->status == 0)
                add_pattern(draft, start, at);
            text = at;
        }
        if (at < end)
            at = pass(draft->piece, at, &within);
    }
    if (text < end && draft->list->status == 0)
        add_text(draft, text, end, false);
}

void patterns_add(struct clause_list *list, const struct piece *piece)
{
    struct draft draft = {.list = list, .piece = piece};
    read_words(&draft);
    if (list->status != 0 || draft.count == 0)
        return;
    uint32_t first = draft.words[0].offset;
    for (size_t i = 0; i < draft.count; i++)
        draft.words[i].offset -= first;
    struct query_sequence sequence = {
        draft.count,
        (struct query_word *)(void *)arena_copy(&list->query->arena, (const char *)draft.words,
                                                draft.count * sizeof *draft.words)};
    struct query_sequence *variant = (struct query_sequence *)(void *)arena_copy(
        &list->query->arena, (const char *)&sequence, sizeof sequence);
    if (sequence.words == NULL || variant == NULL)
        list->status = error_memory();
    else
        clauses_append(list, piece, 0, piece->size, variant, 1);
}
