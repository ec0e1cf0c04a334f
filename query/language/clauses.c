#include "language/clauses.h"

#include <string.h>

#include "platform/error.h"

/* Variants of a phrase beyond the first spelling; a phrase with more choices keeps the first ones.
 */
enum { VARIANTS_MAX = 16, WORDS_MAX = 1000, GROUPED_DIGITS_MAX = 18 };

static void *allocate(struct clause_list *list, size_t size)
{
    void *piece = arena_alloc(&list->query->arena, size);
    if (piece == NULL)
        list->status = error_memory();
    return piece;
}

static const char *copy(struct clause_list *list, const char *bytes, size_t size)
{
    const char *copied = arena_copy(&list->query->arena, bytes, size);
    if (copied == NULL)
        list->status = error_memory();
    return copied;
}

static struct query_word make_word(struct clause_list *list, uint32_t form_number, uint32_t offset)
{
    const struct form *form = analyzer_form(list->analyzer, form_number);
    return (struct query_word){copy(list, form->surface, form->surface_size),
                               copy(list, form->term, form->term_size), form->surface_size,
                               form->term_size, offset};
}

/* A sequence under construction. */
struct draft {
    size_t count;
    uint32_t next_offset;
    struct query_word words[WORDS_MAX];
};

static struct query_sequence finish(struct clause_list *list, const struct draft *draft)
{
    struct query_sequence sequence = {draft->count,
                                      allocate(list, draft->count * sizeof *draft->words)};
    if (sequence.words != NULL)
        memcpy(sequence.words, draft->words, draft->count * sizeof *draft->words);
    return sequence;
}

static struct query_sequence one_word(struct clause_list *list, uint32_t form)
{
    struct query_sequence sequence = {1, allocate(list, sizeof *sequence.words)};
    if (sequence.words != NULL)
        sequence.words[0] = make_word(list, form, 0);
    return sequence;
}

static void add_clause(struct clause_list *list, const struct piece *piece, const char *text,
                       size_t text_size, const struct query_sequence *variants, size_t count)
{
    struct query_clause clause = {.occur = piece->sign,
                                  .field = piece->field,
                                  .quoted = piece->quoted,
                                  .text = copy(list, text, text_size),
                                  .variant_count = count};
    clause.variants = allocate(list, count * sizeof *variants);
    if (list->status != 0)
        return;
    memcpy(clause.variants, variants, count * sizeof *variants);
    buffer_append(&list->clauses, &clause, sizeof clause);
    if (list->clauses.failed)
        list->status = error_memory();
}

/* --- words --- */

static bool is_word(const struct occurrence *one)
{
    return one->kind == OCCURRENCE_WORD || one->kind == OCCURRENCE_CLITIC;
}

/* What stands between two words of one typed word. */
static bool parted_by_hyphen_or_dot(const struct piece *piece, const struct occurrence *one,
                                    const struct occurrence *other)
{
    for (uint32_t at = one->end; at < other->start; at++) {
        unsigned char byte = (unsigned char)piece->text[at];
        if (byte == '\'' || byte == '`' || byte == 0xbc || byte == 0x99 || byte == ' ')
            return false;
    }
    return other->start > one->end;
}

/* The occurrences of one typed word, from `first` on; the index behind the last. */
static size_t group_end(const struct occurrence *occurrences, size_t first, size_t count)
{
    size_t end = first + 1;
    while (end < count && occurrences[end].group == occurrences[first].group)
        end++;
    return end;
}

static void add_single(struct clause_list *list, const struct piece *piece,
                       const struct occurrence *one, const struct query_sequence *variants,
                       size_t count)
{
    add_clause(list, piece, piece->text + one->start, one->end - one->start, variants, count);
}

/* Words from `first` to `end` that belong together: the parts of a compound, and its joined
 * reading when there is one. */
static void add_compound(struct clause_list *list, const struct piece *piece,
                         const struct occurrence *occurrences, size_t first, size_t end)
{
    struct draft draft;
    struct query_sequence variants[2];
    const struct occurrence *joined = NULL, *last = &occurrences[first];
    draft.count = 0;
    for (size_t i = first; i < end && draft.count < WORDS_MAX; i++) {
        const struct occurrence *one = &occurrences[i];
        if (is_word(one)) {
            draft.words[draft.count++] =
                make_word(list, one->form, one->position - occurrences[first].position);
            last = one;
        } else if (one->kind == OCCURRENCE_JOINED && joined == NULL) {
            joined = one;
        }
    }
    if (draft.count == 0)
        return;
    struct occurrence whole = {.start = occurrences[first].start, .end = last->end};
    bool covers = joined != NULL && joined->span >= draft.count;
    bool hyphened = draft.count > 1 && parted_by_hyphen_or_dot(piece, &occurrences[first], last) &&
                    last->start > occurrences[first].end;
    size_t count = 0;
    if (!covers || hyphened)
        variants[count++] = finish(list, &draft);
    if (covers)
        variants[count++] = one_word(list, joined->form);
    add_single(list, piece, &whole, variants, count);
}

/* One word, and what else is written in its place. */
static size_t add_place(struct clause_list *list, const struct piece *piece,
                        const struct occurrence *occurrences, size_t first, size_t end)
{
    enum { READINGS = 4 };
    struct query_sequence variants[READINGS];
    size_t count = 0, at = first;
    for (; at < end && occurrences[at].position == occurrences[first].position; at++)
        if (occurrences[at].kind != OCCURRENCE_JOINED && count < READINGS)
            variants[count++] = one_word(list, occurrences[at].form);
    if (count > 0)
        add_single(list, piece, &occurrences[first], variants, count);
    return at;
}

/* Whether the next word of the group belongs to the same compound as the one at `at`. */
static bool goes_on(const struct piece *piece, const struct occurrence *occurrences, size_t at,
                    size_t next)
{
    if (occurrences[next].kind == OCCURRENCE_CLITIC)
        return false;
    return occurrences[next].start == occurrences[at].end ||
           parted_by_hyphen_or_dot(piece, &occurrences[at], &occurrences[next]);
}

static bool has_joined(const struct occurrence *occurrences, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        if (occurrences[i].kind == OCCURRENCE_JOINED &&
            occurrences[i].position == occurrences[first].position)
            return true;
    return false;
}

static void add_group(struct clause_list *list, const struct piece *piece,
                      const struct occurrence *occurrences, size_t first, size_t end)
{
    while (first < end) {
        size_t last = first, behind = first + 1;
        bool joined = has_joined(occurrences, first, end);
        for (size_t i = first + 1; i < end; i++) {
            if (!is_word(&occurrences[i]) || occurrences[i].position == occurrences[first].position)
                continue;
            if (!joined && !goes_on(piece, occurrences, last, i))
                break;
            last = i;
        }
        behind = last + 1;
        while (behind < end && !is_word(&occurrences[behind]))
            behind++;
        if (last == first)
            behind = add_place(list, piece, occurrences, first, behind);
        else
            add_compound(list, piece, occurrences, first, behind);
        first = behind;
    }
}

void clauses_add_words(struct clause_list *list, const struct piece *piece,
                       const struct occurrence *occurrences, size_t count)
{
    for (size_t first = 0, end; first < count && list->status == 0; first = end) {
        end = group_end(occurrences, first, count);
        add_group(list, piece, occurrences, first, end);
    }
}

/* --- phrases --- */

/* One way to read a place of a phrase: a joined word over `span` of its words, or a number's
 * groups of three for one. */
struct choice {
    size_t at;   /* word of the phrase */
    size_t span; /* words it stands for */
    bool grouped;
    uint32_t form;
};

struct phrase {
    size_t count;
    uint32_t forms[WORDS_MAX];
    uint32_t offsets[WORDS_MAX];
    size_t choice_count;
    struct choice choices[VARIANTS_MAX];
};

static bool is_long_number(const struct form *form)
{
    return form->surface_size >= 4 && form->surface_size <= GROUPED_DIGITS_MAX &&
           strspn(form->surface, "0123456789") == form->surface_size;
}

static void read_phrase(struct clause_list *list, struct phrase *phrase,
                        const struct occurrence *occurrences, size_t count)
{
    phrase->count = phrase->choice_count = 0;
    for (size_t i = 0; i < count && phrase->count < WORDS_MAX; i++) {
        const struct occurrence *one = &occurrences[i];
        struct choice *choice = &phrase->choices[phrase->choice_count];
        bool room = phrase->choice_count < VARIANTS_MAX;
        if (is_word(one)) {
            phrase->offsets[phrase->count] = one->position - occurrences[0].position;
            phrase->forms[phrase->count++] = one->form;
            if (room && is_long_number(analyzer_form(list->analyzer, one->form))) {
                *choice = (struct choice){phrase->count - 1, 1, true, one->form};
                phrase->choice_count++;
            }
        } else if (one->kind == OCCURRENCE_JOINED && room) {
            *choice = (struct choice){phrase->count - 1, one->span, false, one->form};
            phrase->choice_count++;
        }
    }
}

static void add_groups(struct clause_list *list, struct draft *draft, uint32_t form_number)
{
    const struct form *form = analyzer_form(list->analyzer, form_number);
    for (size_t at = 0, size; at < form->surface_size && draft->count < WORDS_MAX; at += size) {
        size = (form->surface_size - at) % 3 == 0 ? 3 : (form->surface_size - at) % 3;
        const char *digits = copy(list, form->surface + at, size);
        draft->words[draft->count++] =
            (struct query_word){digits, digits, size, size, draft->next_offset++};
    }
}

/* The phrase with the choices whose bits are set in `taken`; choices that overlap are left out. */
static struct query_sequence spell_phrase(struct clause_list *list, const struct phrase *phrase,
                                          unsigned taken)
{
    struct draft draft;
    draft.count = 0;
    draft.next_offset = 0;
    for (size_t i = 0; i < phrase->count && draft.count < WORDS_MAX;) {
        const struct choice *choice = NULL;
        for (size_t k = 0; k < phrase->choice_count && choice == NULL; k++)
            if (taken & 1U << k && phrase->choices[k].at == i &&
                i + phrase->choices[k].span <= phrase->count)
                choice = &phrase->choices[k];
        if (choice != NULL && choice->grouped) {
            add_groups(list, &draft, choice->form);
        } else {
            uint32_t form = choice != NULL ? choice->form : phrase->forms[i];
            draft.words[draft.count++] = make_word(list, form, draft.next_offset++);
        }
        i += choice != NULL ? choice->span : 1;
    }
    return finish(list, &draft);
}

void clauses_add_phrase(struct clause_list *list, const struct piece *piece,
                        const struct occurrence *occurrences, size_t count)
{
    struct phrase phrase;
    struct query_sequence variants[VARIANTS_MAX];
    read_phrase(list, &phrase, occurrences, count);
    if (phrase.count == 0)
        return;
    size_t choices = phrase.choice_count, made = 0;
    while (choices > 4)
        choices--;
    for (unsigned taken = 0; taken < 1U << choices && made < VARIANTS_MAX; taken++)
        variants[made++] = spell_phrase(list, &phrase, taken);
    add_clause(list, piece, piece->text, piece->size, variants, made);
}
