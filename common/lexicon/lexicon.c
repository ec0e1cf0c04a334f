#include "common/lexicon/lexicon.h"

#include <assert.h>

#include "common/lexicon/accents.h"
#include "common/lexicon/table.h"

/* --- the automaton --- */

/* Returns the target of a state's transition with a byte, or 0: the table has no such key. No state
 * but the end of keys is 0, and callers know when a key ends. */
static uint32_t follow(uint32_t state, unsigned char byte)
{
    for (uint32_t at = state;; at++) {
        uint32_t transition = lexicon_transitions[at];
        if ((unsigned char)transition == byte)
            return transition >> TRANSITION_TARGET_SHIFT;
        if ((transition & TRANSITION_LAST) != 0 || (unsigned char)transition > byte)
            return 0;
    }
}

static struct slice ending_of(const struct table_paradigm *paradigm, size_t number)
{
    uint16_t spelling = lexicon_endings[paradigm->first + number];
    const uint16_t start = lexicon_spelling_starts[spelling];
    return (struct slice){(const char *)lexicon_spellings + start,
                          (size_t)(lexicon_spelling_starts[spelling + 1] - start)};
}

/* Up to this many endings are compared one by one. */
enum { LINEAR_MAX = 8 };

/* Whether the paradigm has an ending; *number is its place. */
static bool has_ending(const struct table_paradigm *paradigm, struct slice ending, size_t *number)
{
    size_t low = 0, high = paradigm->count;
    while (high - low > LINEAR_MAX) {
        size_t middle = low + (high - low) / 2;
        if (slice_compare(ending_of(paradigm, middle), ending) <= 0)
            low = middle;
        else
            high = middle;
    }
    for (*number = low; *number < high; ++*number)
        if (slice_equals(ending_of(paradigm, *number), ending))
            return true;
    return false;
}

/* Called with each part whose base is what the walk has read. */
typedef void visit_part(void *context, uint16_t paradigm, uint16_t group);

/* Visits the groups of the state after a paradigm: the end of a key, or two bytes. */
static void each_group(uint32_t state, uint16_t paradigm, visit_part *visit, void *context)
{
    if (state == 0) {
        visit(context, paradigm, LEXICON_NO_GROUP);
        return;
    }
    for (uint32_t high = state;; high++) {
        uint32_t first = lexicon_transitions[high];
        for (uint32_t low = first >> TRANSITION_TARGET_SHIFT;; low++) {
            uint32_t second = lexicon_transitions[low];
            visit(context, paradigm, (uint16_t)((unsigned char)first << 8 | (unsigned char)second));
            if ((second & TRANSITION_LAST) != 0)
                break;
        }
        if ((first & TRANSITION_LAST) != 0)
            return;
    }
}

/* Visits the parts whose bases end at a state. Their tags precede all letters. */
static void each_part(uint32_t state, visit_part *visit, void *context)
{
    for (uint32_t at = state;; at++) {
        uint32_t tag = lexicon_transitions[at];
        unsigned char byte = (unsigned char)tag;
        if (byte >= TABLE_TAG_END)
            return;
        for (uint32_t low = tag >> TRANSITION_TARGET_SHIFT; byte >= TABLE_TAG; low++) {
            uint32_t paradigm = lexicon_transitions[low];
            each_group(paradigm >> TRANSITION_TARGET_SHIFT,
                       (uint16_t)((byte - TABLE_TAG) << 8 | (unsigned char)paradigm), visit,
                       context);
            if ((paradigm & TRANSITION_LAST) != 0)
                break;
        }
        if ((tag & TRANSITION_LAST) != 0)
            return;
    }
}

/* --- the lemmas of a form --- */

struct search {
    struct slice form;
    size_t base_size; /* of the parts that are being visited */
    size_t count;
    struct lexicon_lemma *lemmas; /* NULL: only their number counts */
};

static void add_lemma(void *context, uint16_t number, uint16_t group)
{
    struct search *search = context;
    const struct table_paradigm *paradigm = &lexicon_paradigms[number];
    size_t ending;
    if (search->count == LEXICON_LEMMAS_MAX ||
        !has_ending(paradigm, slice_skip(search->form, search->base_size), &ending))
        return;
    if (search->lemmas != NULL)
        search->lemmas[search->count] =
            (struct lexicon_lemma){.class = (enum lexicon_class)paradigm->class,
                                   .is_head = ending == paradigm->head,
                                   .paradigm = number,
                                   .group = group,
                                   .base = {search->form.data, search->base_size}};
    search->count++;
}

static size_t search_form(struct search *search, bool *lost)
{
    uint32_t state = lexicon_root;
    if (lost != NULL)
        *lost = false;
    if (search->form.size > LEXICON_WORD_MAX)
        return 0;
    for (size_t at = 0;; at++) {
        search->base_size = at;
        each_part(state, add_lemma, search);
        if (at == search->form.size)
            break;
        unsigned char byte = (unsigned char)search->form.data[at];
        state = byte < TABLE_TAG_END ? 0 : follow(state, byte);
        if (state == 0)
            return search->count;
    }
    if (lost != NULL)
        *lost = (unsigned char)lexicon_transitions[state] == TABLE_LOST;
    return search->count;
}

size_t lexicon_find(struct slice form, struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX], bool *lost)
{
    struct search search = {.form = form, .lemmas = lemmas};
    return search_form(&search, lost);
}

bool lexicon_has(struct slice form)
{
    struct search search = {.form = form};
    return search_form(&search, NULL) > 0;
}

/* --- the forms of a lemma --- */

static size_t spell(struct slice base, const struct table_paradigm *paradigm, size_t ending,
                    char word[LEXICON_WORD_MAX])
{
    const struct slice end = ending_of(paradigm, ending);
    assert(base.size + end.size <= LEXICON_WORD_MAX);
    memcpy(word, base.data, base.size);
    memcpy(word + base.size, end.data, end.size);
    return base.size + end.size;
}

/* Takes the next part of a group from the bytes at *at. */
static struct slice next_part(const unsigned char **at, const struct table_paradigm **paradigm)
{
    const struct slice base = {(const char *)*at + 1, **at};
    const unsigned char *number = *at + 1 + base.size;
    *paradigm = &lexicon_paradigms[number[0] | number[1] << 8];
    *at = number + 2;
    return base;
}

size_t lexicon_headword(const struct lexicon_lemma *lemma, char headword[LEXICON_WORD_MAX])
{
    const struct table_paradigm *paradigm = &lexicon_paradigms[lemma->paradigm];
    struct slice base = lemma->base;
    if (lemma->group != LEXICON_NO_GROUP) {
        const unsigned char *at = lexicon_groups + lexicon_group_starts[lemma->group];
        base = next_part(&at, &paradigm);
    }
    return spell(base, paradigm, paradigm->head, headword);
}

static void each_ending(struct slice base, const struct table_paradigm *paradigm,
                        void (*visit)(void *context, struct slice form), void *context)
{
    char word[LEXICON_WORD_MAX];
    for (size_t i = 0; i < paradigm->count; i++)
        visit(context, (struct slice){word, spell(base, paradigm, i, word)});
}

void lexicon_each_form(const struct lexicon_lemma *lemma,
                       void (*visit)(void *context, struct slice form), void *context)
{
    if (lemma->group == LEXICON_NO_GROUP) {
        each_ending(lemma->base, &lexicon_paradigms[lemma->paradigm], visit, context);
        return;
    }
    const unsigned char *at = lexicon_groups + lexicon_group_starts[lemma->group];
    const unsigned char *end = lexicon_groups + lexicon_group_starts[lemma->group + 1];
    while (at < end) {
        const struct table_paradigm *paradigm;
        const struct slice base = next_part(&at, &paradigm);
        each_ending(base, paradigm, visit, context);
    }
}

/* --- lost accents --- */

/* A walk over the words that a form could be. */
struct restoration {
    struct slice form;
    void (*visit)(void *context, struct slice word);
    void *context;
    size_t at;   /* bytes of the form that were read */
    size_t size; /* bytes of the word so far */
    char word[2 * LEXICON_WORD_MAX];
};

/* Whether a byte of a word can be what a form has as another: the same, or part of an accented
 * letter. */
static bool may_be(char byte, char of_form)
{
    return byte == of_form || (unsigned char)byte >= 0x80;
}

/* Whether the rest of the form could be this ending. */
static bool could_be(struct slice rest, struct slice ending)
{
    while (rest.size > 0 && ending.size > 0) {
        bool same = rest.data[0] == ending.data[0];
        if (!same && (ending.size < 2 || !is_accented(ending.data, rest.data[0])))
            return false;
        rest = slice_skip(rest, 1);
        ending = slice_skip(ending, same ? 1 : 2);
    }
    return rest.size == 0 && ending.size == 0;
}

static void visit_endings(void *context, uint16_t number, uint16_t group)
{
    struct restoration *walk = context;
    const struct table_paradigm *paradigm = &lexicon_paradigms[number];
    const struct slice rest = slice_skip(walk->form, walk->at);
    /* Each accent adds a byte, and the word has one more than the form: the form is no word. */
    const size_t least = rest.size + (walk->size == walk->at);
    (void)group;
    for (size_t i = 0; i < paradigm->count; i++) {
        const struct slice ending = ending_of(paradigm, i);
        if (ending.size < least ||
            (rest.size > 0 && ending.size > 0 && !may_be(ending.data[0], rest.data[0])) ||
            !could_be(rest, ending) || walk->size + ending.size > LEXICON_WORD_MAX)
            continue;
        memcpy(walk->word + walk->size, ending.data, ending.size);
        const struct slice word = {walk->word, walk->size + ending.size};
        if (!slice_equals(word, walk->form))
            walk->visit(walk->context, word);
    }
}

/* Walks on from a state. Not deeper than the form has letters. */
static void restore_from(struct restoration *walk, uint32_t state)
{
    each_part(state, visit_endings, walk);
    if (walk->at == walk->form.size || walk->size + 2 > LEXICON_WORD_MAX)
        return;
    const char letter = walk->form.data[walk->at];
    uint32_t next =
        (unsigned char)letter < TABLE_TAG_END ? 0 : follow(state, (unsigned char)letter);
    walk->at++;
    if (next != 0) {
        walk->word[walk->size++] = letter;
        restore_from(walk, next);
        walk->size--;
    }
    const char *accented = accents_of(letter);
    const uint32_t lead = *accented == 0 ? 0 : follow(state, (unsigned char)accent_lead);
    for (; lead != 0 && *accented != 0; accented++) {
        next = follow(lead, (unsigned char)*accented);
        if (next == 0)
            continue;
        walk->word[walk->size++] = accent_lead;
        walk->word[walk->size++] = *accented;
        restore_from(walk, next);
        walk->size -= 2;
    }
    walk->at--;
}

void lexicon_each_accented(struct slice form, void (*visit)(void *context, struct slice word),
                           void *context)
{
    struct restoration walk = {.form = form, .visit = visit, .context = context};
    if (form.size <= LEXICON_WORD_MAX)
        restore_from(&walk, lexicon_root);
}

/* --- spellings without accents --- */

/* A walk over the spellings of a word. */
struct loss {
    struct slice word;
    void (*visit)(void *context, struct slice form);
    void *context;
    size_t size; /* bytes of the spelling so far */
    char form[LEXICON_WORD_MAX];
};

/* Walks on from a state, where the spelling has `loss->size` bytes for `at` of the word. */
static void lose_from(struct loss *loss, uint32_t state, size_t at)
{
    if (at == loss->word.size) {
        if ((unsigned char)lexicon_transitions[state] == TABLE_LOST)
            loss->visit(loss->context, (struct slice){loss->form, loss->size});
        return;
    }
    const char *letter = loss->word.data + at;
    const char plain = at + 1 < loss->word.size ? plain_letter(letter) : 0;
    uint32_t next = plain == 0 ? 0 : follow(state, (unsigned char)plain);
    if (next != 0) {
        loss->form[loss->size++] = plain;
        lose_from(loss, next, at + 2);
        loss->size--;
    }
    next = (unsigned char)*letter < TABLE_TAG_END ? 0 : follow(state, (unsigned char)*letter);
    if (next != 0) {
        loss->form[loss->size++] = *letter;
        lose_from(loss, next, at + 1);
        loss->size--;
    }
}

void lexicon_each_lost(struct slice word, void (*visit)(void *context, struct slice form),
                       void *context)
{
    struct loss loss = {.word = word, .visit = visit, .context = context};
    bool accented = false;
    for (size_t i = 0; i < word.size; i++)
        accented |= (unsigned char)word.data[i] >= 0x80;
    if (accented && word.size <= LEXICON_WORD_MAX)
        lose_from(&loss, lexicon_root, 0);
}
