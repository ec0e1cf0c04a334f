#include "query/app/hints.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "common/base/message.h"
#include "query/terms/suggest.h"

enum { SUGGEST_HITS_MAX = 3 };

/* A family in this many times the articles of its word is worth a hint. */
enum { FAMILY_RATIO = 3 };

static bool is_for_terminal(const struct hints *hints)
{
    return hints->options->format == FORMAT_AUTO && isatty(STDOUT_FILENO);
}

static void notify(const struct hints *hints, const char *message)
{
    hints->notice.notify(hints->notice.context, message);
}

void hints_capitals(const struct hints *hints)
{
    const unsigned capitals = hints->expansion->query->capitals;
    if (!is_for_terminal(hints))
        return;
    if (capitals & CAPITALS_OPERATORS)
        notify(hints, _("the query is in capitals: ET, OU, SAUF beside a name or a number are read "
                        "as operators"));
    if (capitals & CAPITALS_WORDS)
        notify(hints,
               _("the query is in capitals: ET, OU, SAUF between other words are read as words"));
}

/* Suggests another word for one that is in no article. */
static int suggest_word(const struct hints *hints, const struct query_word *word)
{
    char form[ANALYSIS_WORD_MAX + 1], message[1000];
    int status = suggest_form(hints->expansion->index, word, form);
    /* Texts may have the word, though titles do not. */
    if (status != 0 || form[0] == '\0' || strcmp(form, word->surface) == 0)
        return status;
    snprintf(message, sizeof message, _("no article contains “%s”; did you mean “%s”?"),
             word->surface, form);
    notify(hints, message);
    return 0;
}

static bool contains_word(const struct query_word *word, const struct query_word *const *words,
                          size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i]->surface, word->surface) == 0)
            return true;
    return false;
}

int hints_suggest(const struct hints *hints, size_t hits)
{
    const struct expansion *expansion = hints->expansion;
    const struct query_word *asked[SUGGEST_WORDS_MAX];
    size_t count = 0;
    int status = 0;
    for (size_t i = 0; i < expansion->clause_count && hits < SUGGEST_HITS_MAX && status == 0; i++) {
        const struct expanded_sequence *sequence = &expansion->clauses[i].variants[0];
        const enum occur occur = expansion->clauses[i].clause->occur;
        bool excluded = occur == OCCUR_MUST_NOT || occur == OCCUR_SCORE_ONLY;
        for (size_t w = 0; !excluded && w < sequence->count && status == 0; w++) {
            const struct query_word *word = sequence->words[w].word;
            if (sequence->words[w].count > 0 || word->kind != WORD_TERM || !suggest_accepts(word) ||
                contains_word(word, asked, count))
                continue;
            if (count == SUGGEST_WORDS_MAX)
                return 0;
            asked[count++] = word;
            status = suggest_word(hints, word);
        }
    }
    return status;
}

void hints_family(const struct hints *hints, size_t hits)
{
    const struct expansion *expansion = hints->expansion;
    char message[1000];
    if (hits >= SUGGEST_HITS_MAX || !is_for_terminal(hints))
        return;
    for (size_t i = 0; i < expansion->clause_count; i++) {
        const struct expanded_clause *clause = &expansion->clauses[i];
        const struct expanded_word *word = &clause->variants[0].words[0];
        if (clause->family == NULL || clause->clause->occur == OCCUR_SCORE_ONLY ||
            clause->family->document_count <= FAMILY_RATIO * word->document_count)
            continue;
        snprintf(message, sizeof message,
                 _("few articles contain “%s”; more contain words of its family, which %%%s finds"),
                 word->word->surface, word->word->surface);
        notify(hints, message);
        return;
    }
}

void hints_nothing_found(const struct hints *hints)
{
    const struct index *index = hints->expansion->index;
    struct message_text articles = message_with_count("%s article", "%s articles",
                                                      index->document_count - index->deleted_count);
    char message[1000];
    if (!is_for_terminal(hints))
        return;
    snprintf(message, sizeof message, _("nothing found in %s ('%s')"), articles.text,
             index->directory);
    notify(hints, message);
}
