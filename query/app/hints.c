#include "query/app/hints.h"

#include <stdio.h>
#include <unistd.h>

#include "common/base/message.h"

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

int hints_find_suggestions(const struct hints *hints, size_t hits, struct suggestions *suggestions)
{
    suggestions->count = 0;
    if (hints->options->format == FORMAT_TREC)
        return 0;
    return suggest_words(hints->expansion, hits < HINTS_FEW, suggestions);
}

void hints_suggest(const struct hints *hints, const struct suggestions *suggestions)
{
    char message[1000];
    for (size_t i = 0; i < suggestions->count; i++) {
        const struct suggestion *suggestion = &suggestions->items[i];
        snprintf(message, sizeof message,
                 suggestion->rare ? _("few articles contain “%s”; did you mean “%s”?")
                                  : _("no article contains “%s”; did you mean “%s”?"),
                 suggestion->word->surface, suggestion->form);
        notify(hints, message);
    }
}

void hints_family(const struct hints *hints, size_t hits)
{
    const struct expansion *expansion = hints->expansion;
    char message[1000];
    if (hits >= HINTS_FEW || !is_for_terminal(hints))
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
