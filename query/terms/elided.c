#include "query/terms/elided.h"

#include <string.h>

#include "common/lexicon/lexicon.h"
#include "common/words/fold.h"
#include "common/words/word_size.h"
#include "query/language/function_words.h"

enum follower { FOLLOWER_GRAMMAR, FOLLOWER_VERB, FOLLOWER_ANY };

/* Longest first, so that "lorsquil" is read as lorsqu'il rather than l'orsquil. */
static const struct {
    const char *letters;
    enum follower follower;
} elisions[ELIDED_MAX] = {
    {"lorsqu", FOLLOWER_GRAMMAR}, {"puisqu", FOLLOWER_GRAMMAR}, {"quoiqu", FOLLOWER_GRAMMAR},
    {"quelqu", FOLLOWER_GRAMMAR}, {"presqu", FOLLOWER_ANY},     {"jusqu", FOLLOWER_ANY},
    {"qu", FOLLOWER_ANY},         {"c", FOLLOWER_GRAMMAR},      {"d", FOLLOWER_ANY},
    {"j", FOLLOWER_VERB},         {"l", FOLLOWER_ANY},          {"m", FOLLOWER_VERB},
    {"n", FOLLOWER_VERB},         {"s", FOLLOWER_VERB},         {"t", FOLLOWER_VERB}};

/* In this many articles a misspelling may be though the word meant is hardly more frequent; in
 * more, it may be a word of its own, and must be this much rarer. */
enum { FEW = 5, RARER_FEW = 3, RARER_NAME = 60, RARER_MANY = 250 };

/* Letters of a misspelling that articles have; shorter ones are names and acronyms. */
enum { LETTERS_MIN = 5 };

/* Shorter ones that nothing else is. */
static const char *const short_spellings[] = {"cest", "dun",  "jai",  "lun", "nai",
                                              "nest", "quil", "quon", "sil", "sils"};

static bool begins_with_vowel(struct slice word)
{
    char folded[ANALYSIS_WORD_MAX + 1];
    const size_t size = analyzer_fold(word.data, word.size, folded);
    return size > 0 && strchr("aeiouyh", folded[0]) != NULL;
}

/* What a word is in the lexicon, with the accents that it may lack. */
struct classes {
    bool verb, name, any;
};

static void add_classes(void *context, struct slice word)
{
    struct classes *classes = context;
    struct lexicon_lemma lemmas[LEXICON_LEMMAS_MAX];
    const size_t count = lexicon_find(word, lemmas, NULL);
    for (size_t i = 0; i < count; i++) {
        classes->verb |= lemmas[i].class == LEXICON_VERB;
        classes->name |= lemmas[i].class == LEXICON_PROPER;
        classes->any |= lemmas[i].class != LEXICON_PROPER;
    }
}

/* Words before which pronouns are elided, though they are no verbs. */
static bool is_after_pronoun(const char *elision, struct slice word)
{
    return slice_is(word, "y") || slice_is(word, "en") ||
           (*elision == 's' && (slice_is(word, "il") || slice_is(word, "ils")));
}

static bool may_follow(enum follower follower, const struct elided_spelling *spelling,
                       struct slice word, const struct classes *classes)
{
    switch (follower) {
    case FOLLOWER_GRAMMAR:
        return spelling->function_word;
    case FOLLOWER_VERB:
        return classes->verb || is_after_pronoun(spelling->elision, word);
    case FOLLOWER_ANY:
    default:
        return true;
    }
}

bool elided_read(struct slice surface, unsigned way, struct elided_spelling *spelling)
{
    const struct slice letters = slice_of(elisions[way].letters);
    if (surface.size <= letters.size + 1 || !slice_starts_with(surface, letters))
        return false;
    const struct slice word = slice_skip(surface, letters.size);
    struct classes classes = {false, false, false};
    if (!begins_with_vowel(word))
        return false;
    add_classes(&classes, word);
    lexicon_each_accented(word, add_classes, &classes);
    *spelling = (struct elided_spelling){.elision = letters.data,
                                         .size = letters.size,
                                         .function_word = is_function_word(word.data),
                                         .name = classes.name && !classes.any};
    return may_follow(elisions[way].follower, spelling, word, &classes);
}

static bool is_short_spelling(struct slice surface)
{
    for (size_t i = 0; i < sizeof short_spellings / sizeof *short_spellings; i++)
        if (slice_is(surface, short_spellings[i]))
            return true;
    return false;
}

bool elided_may_be_misspelling(struct slice surface, uint64_t typed, uint64_t articles)
{
    if (typed == 0)
        return true;
    if (typed > FEW && articles / RARER_MANY < typed)
        return false;
    return surface.size >= LETTERS_MIN || is_short_spelling(surface);
}

bool elided_is_misspelling(const struct elided_spelling *spelling, uint64_t typed, uint64_t meant)
{
    uint64_t rarer = RARER_FEW;
    if (typed > FEW)
        rarer = RARER_MANY;
    else if (spelling->name)
        rarer = RARER_NAME;
    return meant / rarer >= typed;
}
