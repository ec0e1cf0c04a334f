/* Spellings of one word. The dictionary has classical spellings and those of the rectifications of
 * 1990 (Journal officiel, 6 December 1990) as words of their own; they are found by what the
 * rectifications change. A pair is joined where both spellings are headwords of one class, one
 * gender, and as many forms:
 *
 *     circumflex on i and u         boîte, boite; but not the words that keep it (sûr, mûr, jeûne)
 *     é before a mute syllable      crémerie, crèmerie
 *     diaeresis on the u            exiguïté, exigüité
 *     doubled consonants            chariot, charriot; imbécillité, imbécilité; corolle, corole
 *     -illier, -illière             joaillier, joailler
 *     ph, oign                      nénuphar, nénufar; oignon, ognon
 *     -aie, -aye                    paie, paye
 *     e, é in loanwords             scenario, scénario; revolver, révolver (however their plurals
 * are made) -eoir, -oir; -eller, -eler    asseoir, assoir; interpeller, interpeler (whatever their
 * forms) ceâ, çâ; cz, x; -yement       douceâtre, douçâtre; eczéma, exéma; égayement, égaiement
 */
#include "common/base/buffer.h"
#include "tools/lexicon/lemmas.h"

/* Letters before the doubled consonant, and in all, from which on a doubled consonant does not tell
 * words apart: sommation and somation differ, imbécillité and imbécilité do not. */
enum { DOUBLED_FROM = 3, DOUBLED_WORD_MIN = 8, OLLE_WORD_MIN = 6, INNER_PH_WORD_MIN = 6 };

/* Bytes from which on e and é, or -eller and -eler, do not tell words apart. */
enum { LOANWORD_MIN = 4, ELLER_WORD_MIN = 8 };

/* Irregular plurals and feminines that the dictionary lists as words of their own, and nouns with
 * two spellings that no rule makes. */
static const struct {
    const char *one, *other;
} irregular[] = {
    {"yeux", "oeil"},
    {"cieux", "ciel"},
    {"aïeux", "aïeul"},
    {"messieurs", "monsieur"},
    {"mesdames", "madame"},
    {"mesdemoiselles", "mademoiselle"},
    {"bonshommes", "bonhomme"},
    {"gentilshommes", "gentilhomme"},
    {"clef", "clé"},
    {"cuiller", "cuillère"},
    {"favori", "favorite"},
    {"relais", "relai"},
    {"punch", "ponch"},
    {"leitmotive", "leitmotiv"},
};

struct joiner {
    struct lemmas *lemmas;
    const struct lemma *lemma;
    struct buffer spelling;
};

/* The headword with `count` bytes from `at` on replaced; NULL when no other word of the same class
 * is spelt so. */
static const struct lemma *respelt(struct joiner *joiner, size_t at, size_t count,
                                   const char *replacement)
{
    const struct slice head = joiner->lemma->head;
    buffer_clear(&joiner->spelling);
    buffer_append(&joiner->spelling, head.data, at);
    buffer_append_string(&joiner->spelling, replacement);
    buffer_append(&joiner->spelling, head.data + at + count, head.size - at - count);
    return lemmas_find(joiner->lemmas, (struct slice){joiner->spelling.data, joiner->spelling.size},
                       joiner->lemma->class);
}

static void join(struct joiner *joiner, size_t at, size_t count, const char *replacement)
{
    const struct lemma *lemma = joiner->lemma, *other = respelt(joiner, at, count, replacement);
    if (other != NULL && other->genders == lemma->genders && other->form_count == lemma->form_count)
        lemmas_join(joiner->lemmas, lemma, other);
}

/* récréation is not recréation, nor réformation reformation. */
static bool is_loanword(struct slice head)
{
    return head.size >= LOANWORD_MIN && !slice_ends_with(head, slice_of("tion"));
}

static void join_to_loanword(struct joiner *joiner, const struct lemma *other)
{
    if (other != NULL && other->genders == joiner->lemma->genders)
        lemmas_join(joiner->lemmas, joiner->lemma, other);
}

/* Joins a loanword to its spellings without the accent at `at`, which is not its last letter, and
 * without any from there on: référendum, referendum. */
static void join_loanword(struct joiner *joiner, size_t at)
{
    static const char accented[] = "é";
    const size_t size = sizeof accented - 1;
    const struct slice head = joiner->lemma->head;
    if (joiner->lemma->class != LEXICON_NOMINAL || !is_loanword(head) || at + size >= head.size)
        return;
    join_to_loanword(joiner, respelt(joiner, at, size, "e"));
    buffer_clear(&joiner->spelling);
    for (size_t i = 0; i < head.size; i++) {
        const bool lost = i >= at && slice_starts_with(slice_skip(head, i), slice_of(accented));
        buffer_append(&joiner->spelling, lost ? "e" : head.data + i, 1);
        i += lost ? size - 1 : 0;
    }
    join_to_loanword(joiner,
                     lemmas_find(joiner->lemmas,
                                 (struct slice){joiner->spelling.data, joiner->spelling.size},
                                 joiner->lemma->class));
}

/* Joins verbs whatever their forms. */
static void join_verbs(struct joiner *joiner, size_t at, size_t count, const char *replacement)
{
    const struct lemma *other =
        joiner->lemma->class == LEXICON_VERB ? respelt(joiner, at, count, replacement) : NULL;
    if (other != NULL)
        lemmas_join(joiner->lemmas, joiner->lemma, other);
}

/* What the lists of the rectifications give for single words. */
static void join_rare_letters(struct joiner *joiner, size_t at)
{
    const struct slice head = joiner->lemma->head, from = slice_skip(head, at);
    if (slice_is(from, "eoir"))
        join_verbs(joiner, at, strlen("e"), "");
    if (slice_is(from, "eller") && head.size >= ELLER_WORD_MIN)
        join_verbs(joiner, at + 1, strlen("l"), "");
    if (slice_starts_with(from, slice_of("ceâ")))
        join(joiner, at, strlen("ce"), "ç");
    if (slice_starts_with(from, slice_of("cz")))
        join(joiner, at, strlen("cz"), "x");
    if (slice_is(from, "yement"))
        join(joiner, at, strlen("y"), "i");
}

static bool keeps_circumflex(struct slice head)
{
    return slice_is(head, "sûr") || slice_is(head, "mûr") || slice_is(head, "dû") ||
           slice_is(head, "jeûne") || slice_is(head, "jeûner");
}

/* Whether a doubled consonant at `at` is one of those whose doubling only the spelling decides. */
static bool is_loosely_doubled(struct joiner *joiner, size_t at)
{
    const struct slice head = joiner->lemma->head, from = slice_skip(head, at);
    if (from.size < 2 || from.data[0] != from.data[1] ||
        strchr("bcdfglmnprt", from.data[0]) == NULL)
        return false;
    if (slice_is(from, "lle") && at > 0 && head.data[at - 1] == 'o')
        return head.size >= OLLE_WORD_MIN;
    /* goutteux is not goûteux, whose newer spelling is gouteux */
    const struct lemma *with_circumflex = NULL;
    if (at >= 2 && head.data[at - 1] == 'u') {
        buffer_clear(&joiner->spelling);
        buffer_append(&joiner->spelling, head.data, at - 1);
        buffer_append_string(&joiner->spelling, "û");
        buffer_append(&joiner->spelling, from.data + 1, from.size - 1);
        with_circumflex = lemmas_find(joiner->lemmas,
                                      (struct slice){joiner->spelling.data, joiner->spelling.size},
                                      joiner->lemma->class);
    }
    return at >= DOUBLED_FROM && head.size >= DOUBLED_WORD_MIN && with_circumflex == NULL &&
           !slice_is(from, "nner");
}

static void join_letters(struct joiner *joiner, size_t at)
{
    const struct slice head = joiner->lemma->head, from = slice_skip(head, at);
    if (slice_starts_with(from, slice_of("î")) && !keeps_circumflex(head))
        join(joiner, at, strlen("î"), "i");
    if (slice_starts_with(from, slice_of("û")) && !keeps_circumflex(head))
        join(joiner, at, strlen("û"), "u");
    if (slice_starts_with(from, slice_of("é"))) {
        join(joiner, at, strlen("é"), "è");
        join_loanword(joiner, at);
    }
    if (slice_starts_with(from, slice_of("uï")))
        join(joiner, at, strlen("uï"), "üi");
    if (slice_starts_with(from, slice_of("uë")))
        join(joiner, at, strlen("uë"), "üe");
    if (slice_is(from, "illier") || slice_is(from, "illière"))
        join(joiner, at, strlen("illi"), "ill");
    if (slice_starts_with(from, slice_of("ph")) && at > 0 && head.size >= INNER_PH_WORD_MIN)
        join(joiner, at, strlen("ph"), "f");
    if (at == 0 && slice_starts_with(from, slice_of("oign")))
        join(joiner, at, strlen("oi"), "o");
    if (slice_is(from, "aie"))
        join(joiner, at, strlen("ai"), "ay");
    if (is_loosely_doubled(joiner, at))
        join(joiner, at, 1, "");
    join_rare_letters(joiner, at);
}

void lemmas_join_variants(struct lemmas *lemmas)
{
    struct joiner joiner = {.lemmas = lemmas};
    for (size_t i = 0; i < vector_count(&lemmas->items); i++) {
        joiner.lemma = &lemmas->items.items[i];
        for (size_t at = 0; joiner.lemma->class != LEXICON_PROPER && at < joiner.lemma->head.size;
             at++)
            join_letters(&joiner, at);
    }
    for (size_t i = 0; i < sizeof irregular / sizeof *irregular; i++) {
        const struct lemma *one = lemmas_find(lemmas, slice_of(irregular[i].one), LEXICON_NOMINAL);
        const struct lemma *other =
            lemmas_find(lemmas, slice_of(irregular[i].other), LEXICON_NOMINAL);
        if (one != NULL && other != NULL)
            lemmas_join(lemmas, one, other);
    }
    buffer_release(&joiner.spelling);
}
