#include "query/terms/suggest.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/arena.h"
#include "common/base/ascii.h"
#include "common/base/error.h"
#include "common/base/utf8.h"
#include "common/base/vector.h"
#include "common/lexicon/lexicon.h"
#include "query/language/word_terms.h"
#include "query/terms/form_walk.h"
#include "query/terms/live_count.h"

/* The letters from which a word may be two letters wrong, and those from which its first letter may
 * be, which then counts for as many halves of a letter more. */
enum { LONG_LETTERS = 8, FIRST_LETTERS = 6, FIRST_HALVES = 2 };

/* A form half a letter further away is preferred if it is 2^WORTH_HALF times as frequent: articles
 * have misspellings, too. */
enum { WORTH_HALF = 3 };

/* A form is frequent if it occurs once for so many articles, rounded down, and once more; a word of
 * the lexicon may be rarer, since it is no misspelling. For a short word, only those are suggested,
 * and only if they are not rare. */
enum { ARTICLES_PER_UNKNOWN = 5000, ARTICLES_PER_KNOWN = 10000, ARTICLES_PER_SHORT = 1000 };

/* A word that is in articles is questioned if it is in at most RARE of them, long, and one letter
 * from a word of the lexicon that is RARER times as frequent. */
enum { RARE_ARTICLES = 5, RARE_LETTERS = 6, RARER = 100 };

/* A form near the word, in one segment. */
struct near_form {
    struct segment *segment;
    struct form_entry entry; /* its spellings are in the list's arena */
    unsigned halves;         /* its distance from the word */
};

/* The word that is questioned. */
struct sought_form {
    struct index *index;
    const struct query_word *word;
    size_t letters;
    uint64_t articles; /* that have it */
    size_t folded_size;
    char folded[ANALYSIS_WORD_MAX + 1];
};

/* The forms near the word, segment by segment. */
struct near_list {
    const struct sought_form *sought;
    struct segment *segment; /* the one being walked */
    VECTOR(struct near_form) forms;
    struct arena arena;
};

/* The rank of a form as a suggestion: the larger comes first. */
struct worth {
    int value;
    uint64_t count;
};

static struct worth worth_of(uint64_t count, unsigned halves)
{
    struct worth worth = {-(int)halves * WORTH_HALF, count};
    for (uint64_t left = count; left > 1; left /= 2)
        worth.value++;
    return worth;
}

static bool is_better(const struct worth *one, const struct worth *other)
{
    return one->value > other->value || (one->value == other->value && one->count > other->count);
}

static bool has_digit(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (ascii_is_digit(text[i]))
            return true;
    return false;
}

/* Whether two folded spellings are the same but for letters that are doubled. */
static bool differ_in_doubles(struct slice one, struct slice other)
{
    size_t i = 0, k = 0;
    while (i < one.size && k < other.size && one.data[i] == other.data[k]) {
        const char letter = one.data[i];
        while (i < one.size && one.data[i] == letter)
            i++;
        while (k < other.size && other.data[k] == letter)
            k++;
    }
    return i == one.size && k == other.size;
}

/* Returns how far a form at a distance from the word, in halves of letters, is from what was
 * probably meant; UINT_MAX: it cannot be that. Doubled letters are the most frequent mistake of
 * French, and first letters the rarest. */
static unsigned weigh_distance(const struct sought_form *sought, const struct form_entry *entry,
                               unsigned halves)
{
    const struct slice folded = {entry->folded, entry->folded_size};
    if (halves == 0 || folded.size < SUGGEST_LETTERS_MIN ||
        has_digit(entry->surface, entry->surface_size))
        return UINT_MAX;
    if (differ_in_doubles(folded, (struct slice){sought->folded, sought->folded_size}))
        return 0;
    if (folded.data[0] == sought->folded[0])
        return halves;
    return sought->letters < FIRST_LETTERS ? UINT_MAX : halves + FIRST_HALVES;
}

static int note_form(void *context, const struct form_entry *entry, unsigned halves)
{
    struct near_list *list = context;
    struct near_form form = {list->segment, *entry, weigh_distance(list->sought, entry, halves)};
    if (entry->surface_size > ANALYSIS_WORD_MAX || form.halves == UINT_MAX)
        return 0;
    form.entry.folded = arena_copy(&list->arena, entry->folded, entry->folded_size);
    form.entry.surface = arena_copy(&list->arena, entry->surface, entry->surface_size);
    if (form.entry.folded == NULL || form.entry.surface == NULL)
        return error_memory();
    vector_append(&list->forms, form);
    return vector_status(&list->forms);
}

static int compare_spellings(const struct near_form *a, const struct near_form *b)
{
    int order =
        key_compare(a->entry.folded, a->entry.folded_size, b->entry.folded, b->entry.folded_size);
    return order != 0 ? order
                      : key_compare(a->entry.surface, a->entry.surface_size, b->entry.surface,
                                    b->entry.surface_size);
}

/* In the order of the dictionaries, then of segments. */
static int compare_forms(const void *one, const void *other)
{
    const struct near_form *a = one, *b = other;
    int order = compare_spellings(a, b);
    return order != 0 ? order : (a->segment > b->segment) - (a->segment < b->segment);
}

/* Counts the occurrences of one spelling, `count` forms of as many segments, in documents that are
 * not deleted. 0, ERROR_CORRUPT or ERROR_MEMORY. */
static int count_live(const struct near_form *forms, size_t count, uint64_t *occurrences)
{
    int status = 0;
    *occurrences = 0;
    for (size_t i = 0; i < count && status == 0; i++) {
        uint64_t here = 0;
        status = live_count_occurrences(forms[i].segment, &forms[i].entry, &here);
        *occurrences += here;
    }
    return status;
}

/* Whether a form that occurs so often may be suggested. */
static bool is_frequent(const struct sought_form *sought, const struct form_entry *entry,
                        uint64_t occurrences)
{
    const uint64_t articles = sought->index->document_count;
    const bool known = lexicon_has((struct slice){entry->surface, entry->surface_size});
    if (sought->letters < FIRST_LETTERS && (!known || occurrences <= articles / ARTICLES_PER_SHORT))
        return false;
    if (sought->articles > 0)
        return known && occurrences / RARER >= sought->articles;
    return occurrences > articles / (known ? ARTICLES_PER_KNOWN : ARTICLES_PER_UNKNOWN);
}

/* Sets `form` to the best of the forms, to nothing if none is frequent. */
static int choose_form(const struct sought_form *sought, struct near_form *forms, size_t count,
                       char form[ANALYSIS_WORD_MAX + 1])
{
    struct worth best = {INT32_MIN, 0};
    int status = 0;
    if (count > 1)
        qsort(forms, count, sizeof *forms, compare_forms);
    for (size_t i = 0, end; i < count && status == 0; i = end) {
        uint64_t occurrences = 0;
        for (end = i; end < count && compare_spellings(&forms[i], &forms[end]) == 0; end++)
            occurrences += forms[end].entry.count;
        struct worth worth = worth_of(occurrences, forms[i].halves);
        if (!is_better(&worth, &best) || !is_frequent(sought, &forms[i].entry, occurrences))
            continue;
        status = count_live(&forms[i], end - i, &occurrences); /* may be fewer */
        worth = worth_of(occurrences, forms[i].halves);
        if (status != 0 || !is_better(&worth, &best) ||
            !is_frequent(sought, &forms[i].entry, occurrences))
            continue;
        best = worth;
        memcpy(form, forms[i].entry.surface, forms[i].entry.surface_size);
        form[forms[i].entry.surface_size] = '\0';
    }
    return status;
}

static size_t count_letters(const struct query_word *word)
{
    size_t letters = 0;
    for (size_t i = 0; i < word->surface_size; i++)
        letters += !utf8_is_continuation(word->surface[i]);
    return letters;
}

/* Finds the form that is suggested for a word; `form` is empty when there is none. */
static int suggest_form(const struct sought_form *sought, char form[ANALYSIS_WORD_MAX + 1])
{
    struct query_word fuzzy = *sought->word;
    struct near_list list = {.sought = sought};
    int status = 0;
    form[0] = '\0';
    fuzzy.kind = WORD_FUZZY;
    fuzzy.edits = sought->letters < LONG_LETTERS || sought->articles > 0 ? 1 : 2;
    arena_init(&list.arena, 1 << 12);
    for (size_t i = 0; i < sought->index->segment_count && status == 0; i++) {
        list.segment = &sought->index->segments[i];
        status = form_walk_for_each(list.segment, &fuzzy, note_form, &list);
    }
    if (status == 0)
        status = choose_form(sought, list.forms.items, vector_count(&list.forms), form);
    arena_release(&list.arena);
    vector_release(&list.forms);
    return status;
}

/* --- the words of a query --- */

/* Whether the index has a spelling of a clause whole, so that none of its words is questioned. */
static bool is_found(const struct expanded_clause *clause)
{
    for (size_t v = 0; v < clause->variant_count; v++) {
        size_t words = 0;
        while (words < clause->variants[v].count && clause->variants[v].words[words].count > 0)
            words++;
        if (words == clause->variants[v].count)
            return true;
    }
    return false;
}

static void note_word(void *context, struct slice word)
{
    (void)word;
    *(bool *)context = true;
}

/* Whether the lexicon has a word, with the accents that it may lack. */
static bool is_in_lexicon(struct slice word)
{
    bool known = lexicon_has(word);
    if (!known)
        lexicon_each_accented(word, note_word, &known);
    return known;
}

/* Whether a word may be misspelt, so far as can be told without looking for what was meant. */
static bool is_questionable(const struct expanded_word *expanded, bool rare)
{
    const struct query_word *word = expanded->word;
    const size_t letters = count_letters(word);
    if (word->kind != WORD_TERM ||
        is_in_lexicon((struct slice){word->surface, word->surface_size}) ||
        letters < SUGGEST_LETTERS_MIN || letters > SUGGEST_LETTERS_MAX ||
        has_digit(word->surface, word->surface_size))
        return false;
    return expanded->count == 0 || (rare && letters >= RARE_LETTERS &&
                                    expanded->document_count <= RARE_ARTICLES && !word->known);
}

static bool is_asked(const struct suggestions *asked, const struct query_word *word)
{
    for (size_t i = 0; i < asked->count; i++)
        if (strcmp(asked->items[i].word->surface, word->surface) == 0)
            return true;
    return false;
}

/* Asks about a word: appends what is suggested for it, perhaps nothing. */
static int ask(const struct expansion *expansion, const struct expanded_word *expanded,
               struct suggestions *asked)
{
    const struct query_word *word = expanded->word;
    struct sought_form sought = {.index = expansion->index,
                                 .word = word,
                                 .letters = count_letters(word),
                                 .articles = expanded->document_count};
    sought.folded_size = analyzer_fold(word->surface, word->surface_size, sought.folded);
    struct suggestion *suggestion = &asked->items[asked->count++];
    suggestion->word = expanded->word;
    suggestion->rare = expanded->count > 0;
    int status = suggest_form(&sought, suggestion->form);
    /* Texts may have the word, though titles do not. */
    if (strcmp(suggestion->form, expanded->word->surface) == 0)
        suggestion->form[0] = '\0';
    return status;
}

static int ask_clause(const struct expansion *expansion, const struct expanded_clause *clause,
                      bool rare, struct suggestions *asked)
{
    const struct expanded_sequence *sequence = &clause->variants[0];
    const enum occur occur = clause->clause->occur;
    const bool found = is_found(clause);
    const bool acronym =
        word_is_in_capitals(clause->clause->text) && !(expansion->query->capitals & CAPITALS_ONLY);
    int status = 0;
    if (acronym || clause->clause->joined || occur == OCCUR_MUST_NOT || occur == OCCUR_SCORE_ONLY ||
        (found && !rare))
        return 0;
    for (size_t w = 0; w < sequence->count && status == 0; w++)
        if (asked->count < SUGGEST_WORDS_MAX && is_questionable(&sequence->words[w], rare) &&
            !(found && sequence->words[w].count == 0) && !is_asked(asked, sequence->words[w].word))
            status = ask(expansion, &sequence->words[w], asked);
    return status;
}

int suggest_words(const struct expansion *expansion, bool rare, struct suggestions *suggestions)
{
    int status = 0;
    size_t kept = 0;
    suggestions->count = 0;
    for (size_t i = 0; i < expansion->clause_count && status == 0; i++)
        status = ask_clause(expansion, &expansion->clauses[i], rare, suggestions);
    for (size_t i = 0; i < suggestions->count && status == 0; i++)
        if (suggestions->items[i].form[0] != '\0')
            suggestions->items[kept++] = suggestions->items[i];
    suggestions->count = kept;
    return status;
}
