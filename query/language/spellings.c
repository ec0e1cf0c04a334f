#include "query/language/spellings.h"

#include <string.h>

#include "common/base/error.h"
#include "common/words/characters.h"
#include "query/language/joins.h"
#include "query/language/pieces.h"
#include "query/language/word_terms.h"

enum { WORDS_MAX = 1000, CHOICES_MAX = 4, FORCED_MAX = 8 };

/* Another reading of words of the run: one word for `span` of them, a joined word or a number
 * without its n°; or the pieces that one word may be spelt in. */
struct choice {
    size_t at;   /* its first word in the run */
    size_t span; /* the number of words it replaces */
    uint32_t form;
    const struct word_pieces *pieces; /* NULL: one word */
};

/* The words to spell, and the choices there are. */
struct word_run {
    struct clause_builder *builder;
    const struct piece *piece;
    size_t count;
    const struct occurrence **words; /* at most WORDS_MAX */
    size_t choice_count;             /* each may be taken or not */
    struct choice choices[CHOICES_MAX];
    size_t forced_count; /* taken unless they overlap a choice that is taken */
    struct choice forced[FORCED_MAX];
};

/* A sequence under construction. */
struct sequence_draft {
    struct clause_builder *builder;
    size_t count;
    uint32_t offset;
    struct query_word *words; /* owned by the query; NULL when memory ran out */
};

static const char *copy_spelling(struct clause_builder *builder, const char *bytes, size_t size)
{
    const char *copied = arena_copy(&builder->query->arena, bytes, size);
    if (copied == NULL)
        builder->status = error_memory();
    return copied;
}

/* Begins a sequence of at most `most` words. */
static void begin_sequence(struct sequence_draft *draft, struct clause_builder *builder,
                           size_t most)
{
    *draft = (struct sequence_draft){
        .builder = builder,
        .words = arena_alloc(&builder->query->arena, most * sizeof *draft->words)};
    if (draft->words == NULL)
        builder->status = error_memory();
}

/* Adds a word; the next one is `step` positions after it. Its terms are still to be set. */
static struct query_word *append_word(struct sequence_draft *draft, const struct form *form,
                                      uint32_t step)
{
    if (draft->words == NULL)
        return NULL;
    struct query_word *word = &draft->words[draft->count++];
    *word = (struct query_word){
        .surface = copy_spelling(draft->builder, form->surface, form->surface_size),
        .surface_size = form->surface_size,
        .offset = draft->offset};
    draft->offset += step;
    return draft->builder->status == 0 ? word : NULL;
}

/* Adds a word that was typed at an occurrence. */
static void append_typed_word(struct sequence_draft *draft, const struct piece *piece,
                              const struct occurrence *one, uint32_t number, uint32_t step)
{
    struct clause_builder *builder = draft->builder;
    struct query_word *word = append_word(draft, analyzer_form(builder->analyzer, number), step);
    const struct slice typed = {piece->text + one->start, one->end - one->start};
    const struct word_style style = {word_is_capitalised(typed), piece->any_accents};
    if (word == NULL)
        return;
    word->family = piece->family;
    builder->status = word_read_terms(word, builder->analyzer, style, &builder->query->arena);
}

/* Adds the pieces of a word, each the form that is spelt so. */
static void append_pieces(struct sequence_draft *draft, const struct word_pieces *pieces)
{
    struct clause_builder *builder = draft->builder;
    for (size_t i = 0; draft->words != NULL && builder->status == 0 && i < pieces->count; i++) {
        const struct slice piece = pieces->items[i];
        struct query_word *word = &draft->words[draft->count++];
        *word = (struct query_word){.surface = copy_spelling(builder, piece.data, piece.size),
                                    .surface_size = piece.size,
                                    .offset = draft->offset++};
        if (builder->status == 0)
            builder->status = word_read_form(word, builder->analyzer, &builder->query->arena);
    }
}

static struct query_sequence finish_sequence(const struct sequence_draft *draft)
{
    return (struct query_sequence){draft->count, draft->words};
}

struct query_sequence spelling_of_form(struct clause_builder *builder, uint32_t form)
{
    struct sequence_draft draft;
    const struct form *of = analyzer_form(builder->analyzer, form);
    begin_sequence(&draft, builder, 1);
    struct query_word *word = append_word(&draft, of, 1);
    if (word != NULL)
        builder->status =
            word_set_term(word, (struct slice){of->term, of->term_size}, &builder->query->arena);
    return finish_sequence(&draft);
}

/* --- reading the run --- */

bool spellings_are_joined(const struct piece *piece, const struct occurrence *one,
                          const struct occurrence *other)
{
    if (other->start <= one->end)
        return true;
    for (uint32_t at = one->end, character; at < other->start;) {
        at += utf8_decode(piece->text + at, &character);
        enum character_kind kind = character_kind(character);
        if (kind == CHARACTER_HYPHEN || kind == CHARACTER_DOT || character == '*')
            return true;
    }
    return false;
}

/* Reads the words, one per position. */
static int collect_run_words(struct word_run *run, const struct occurrence *occurrences,
                             size_t count)
{
    run->count = 0;
    run->words = arena_alloc(&run->builder->query->arena, count * sizeof *run->words + 1);
    if (run->words == NULL)
        return error_memory();
    for (size_t i = 0; i < count; i++) {
        if (!occurrence_takes_position(&occurrences[i]))
            continue;
        if (run->count == WORDS_MAX)
            return error_set(ERROR_SYNTAX, "a phrase may have at most %d words", WORDS_MAX);
        run->words[run->count++] = &occurrences[i];
    }
    return 0;
}

/* Returns the word of the run at a position, as positions ascend; run->count when there is none. */
static size_t find_word(const struct word_run *run, uint32_t position)
{
    size_t low = 0, high = run->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (run->words[middle]->position < position)
            low = middle + 1;
        else
            high = middle;
    }
    return low < run->count && run->words[low]->position == position ? low : run->count;
}

/* Whether a sign joins any two parts of a joined word, which others write with spaces. */
static bool has_sign_within(const struct word_run *run, const struct piece *piece, size_t at,
                            size_t span)
{
    for (size_t i = at; i + 1 < at + span; i++)
        for (uint32_t from = run->words[i]->end, c; from < run->words[i + 1]->start;) {
            from += utf8_decode(piece->text + from, &c);
            const enum character_kind kind = character_kind(c);
            if (kind == CHARACTER_HYPHEN || kind == CHARACTER_DOT || kind == CHARACTER_APOSTROPHE ||
                kind == CHARACTER_AMPERSAND)
                return true;
        }
    return false;
}

static void add_choice(struct word_run *run, bool forced, struct choice choice)
{
    if (forced && run->forced_count < FORCED_MAX)
        run->forced[run->forced_count++] = choice;
    else if (!forced && run->choice_count < CHOICES_MAX)
        run->choices[run->choice_count++] = choice;
}

/* n° before a number may be left out, and may stand before that of a law: loi 2016-1088. */
static void read_number_sign(struct word_run *run, const struct piece *piece, size_t at)
{
    struct analyzer *analyzer = run->builder->analyzer;
    const struct form *form = analyzer_form(analyzer, run->words[at]->form);
    if (at + 1 == run->count)
        return;
    const struct form *next = analyzer_form(analyzer, run->words[at + 1]->form);
    if (pieces_is_number_sign(form) && pieces_is_digits(next)) {
        add_choice(run, false, (struct choice){at, 2, run->words[at + 1]->form, NULL});
        return;
    }
    const uint32_t end = run->words[at]->end;
    const bool hyphen = piece->text[end] == '-' && run->words[at + 1]->start == end + 1;
    const struct form *before = at == 0 ? NULL : analyzer_form(analyzer, run->words[at - 1]->form);
    /* Not after the letter of an article of law, nor where there is one. */
    const bool may_be_signed =
        before != NULL && before->surface_size > 2 && !pieces_is_number_sign(before);
    if (hyphen && may_be_signed && pieces_is_digits(form) && pieces_is_digits(next))
        add_choice(run, false,
                   (struct choice){at, 1, run->words[at]->form,
                                   pieces_after_sign(form, &run->builder->query->arena)});
}

/* A joined reading of parts that no sign joins is forced at the end of the run: as no word follows
 * it, it finds both spellings. */
static void read_choices(struct word_run *run, const struct piece *piece,
                         const struct occurrence *occurrences, size_t count)
{
    run->choice_count = run->forced_count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct occurrence *one = &occurrences[i];
        size_t at = find_word(run, one->position);
        if (at == run->count || at + one->span > run->count)
            continue;
        bool last = at + one->span == run->count;
        if (one->kind == OCCURRENCE_JOINED) {
            add_choice(run, last && !has_sign_within(run, piece, at, one->span),
                       (struct choice){at, one->span, one->form, NULL});
            continue;
        }
        if (!occurrence_takes_position(one))
            continue;
        const struct slice typed = {piece->text + one->start, one->end - one->start};
        const struct word_pieces *pieces =
            last ? NULL
                 : pieces_of(analyzer_form(run->builder->analyzer, one->form), typed,
                             &run->builder->query->arena);
        if (pieces != NULL)
            add_choice(run, false, (struct choice){at, 1, one->form, pieces});
        read_number_sign(run, piece, at);
    }
}

/* Reads two words with a space between them as one, if they can be. */
static void read_join(struct word_run *run, const struct piece *piece, size_t at)
{
    const struct occurrence *one = run->words[at], *other = run->words[at + 1];
    struct analyzer *analyzer = run->builder->analyzer;
    struct occurrence_list occurrences = {0};
    char joined[ANALYSIS_WORD_MAX + 1];
    if (other->position != one->position + 1 ||
        !joins_are_apart(piece->text + one->end, piece->text + other->start))
        return;
    const size_t size = joins_spell(analyzer_form(analyzer, one->form)->surface,
                                    analyzer_form(analyzer, other->form)->surface, joined);
    if (size == 0)
        return;
    run->builder->status = occurrences_read(&occurrences, analyzer, joined, size);
    if (run->builder->status == 0 && vector_count(&occurrences) == 1)
        add_choice(run, false, (struct choice){at, 2, occurrences.items[0].form, NULL});
    vector_release(&occurrences);
}

/* --- spelling --- */

static bool choices_overlap(const struct choice *one, const struct choice *other)
{
    return one->at < other->at + other->span && other->at < one->at + one->span;
}

/* Whether the choices whose bits are set can be taken together. */
static bool choices_agree(const struct word_run *run, unsigned taken)
{
    for (size_t i = 0; i < run->choice_count; i++)
        for (size_t k = 0; k < i; k++)
            if (taken >> i & 1 && taken >> k & 1 &&
                choices_overlap(&run->choices[i], &run->choices[k]))
                return false;
    return true;
}

/* Returns the reading that begins at word `at`, NULL for the word itself. */
static const struct choice *reading_at(const struct word_run *run, unsigned taken, size_t at)
{
    for (size_t i = 0; i < run->choice_count; i++)
        if (taken >> i & 1 && run->choices[i].at == at)
            return &run->choices[i];
    for (size_t i = 0; i < run->forced_count; i++) {
        bool free = run->forced[i].at == at;
        for (size_t k = 0; k < run->choice_count && free; k++)
            free = !(taken >> k & 1 && choices_overlap(&run->forced[i], &run->choices[k]));
        if (free)
            return &run->forced[i];
    }
    return NULL;
}

static struct query_sequence spell_run(const struct word_run *run, unsigned taken)
{
    struct sequence_draft draft;
    begin_sequence(&draft, run->builder, run->count + run->choice_count * PIECES_MAX);
    for (size_t i = 0; i < run->count;) {
        const struct choice *choice = reading_at(run, taken, i);
        uint32_t step =
            i + 1 < run->count ? run->words[i + 1]->position - run->words[i]->position : 1;
        if (choice == NULL)
            append_typed_word(&draft, run->piece, run->words[i], run->words[i]->form, step);
        else if (choice->pieces != NULL)
            append_pieces(&draft, choice->pieces);
        else
            append_typed_word(&draft, run->piece, run->words[i], choice->form, 1);
        i += choice == NULL ? 1 : choice->span;
    }
    return finish_sequence(&draft);
}

/* Whether an earlier word at this position has the same term, and so finds all that this one does.
 */
static bool is_repeated(struct analyzer *analyzer, const struct occurrence *occurrences, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (analyzer_form(analyzer, occurrences[i].form)->term_id ==
            analyzer_form(analyzer, occurrences[at].form)->term_id)
            return true;
    return false;
}

/* Makes each word at one position a variant. */
static size_t spell_position(struct word_run *run, const struct occurrence *occurrences,
                             size_t count, struct query_sequence variants[SPELLINGS_MAX])
{
    size_t made = 0;
    for (size_t i = 0; i < count && made < SPELLINGS_MAX; i++) {
        struct sequence_draft draft;
        if (is_repeated(run->builder->analyzer, occurrences, i))
            continue;
        begin_sequence(&draft, run->builder, 1);
        append_typed_word(&draft, run->piece, &occurrences[i], occurrences[i].form, 1);
        variants[made++] = finish_sequence(&draft);
    }
    return made;
}

size_t spellings_of(struct clause_builder *builder, const struct piece *piece,
                    const struct occurrence *occurrences, size_t count,
                    struct query_sequence variants[SPELLINGS_MAX])
{
    struct word_run run;
    size_t made = 0;
    run.builder = builder;
    run.piece = piece;
    builder->status = collect_run_words(&run, occurrences, count);
    if (builder->status != 0)
        return 0;
    if (run.count == 1)
        return spell_position(&run, occurrences, count, variants);
    read_choices(&run, piece, occurrences, count);
    for (size_t i = 0; i + 1 < run.count && builder->status == 0; i++)
        read_join(&run, piece, i);
    for (unsigned taken = 0; run.count > 0 && taken < 1U << run.choice_count; taken++)
        if (choices_agree(&run, taken))
            variants[made++] = spell_run(&run, taken);
    return builder->status == 0 ? made : 0;
}
