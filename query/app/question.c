#include "query/app/question.h"

#include <inttypes.h>
#include <stdio.h>

#include "common/base/error.h"
#include "common/base/message.h"
#include "query/search/respell.h"
#include "query/terms/repair.h"

/* Limited words named in a notice, at most. */
enum { MESSAGE_SIZE = 1000, LIMITED_WORDS_SHOWN = 10 };

static int check_searchable(const struct query *query)
{
    if (query_can_match(query))
        return 0;
    return error_set(ERROR_SYNTAX, query->clause_count == 0
                                       ? N_("the query contains no words")
                                       : N_("the query only excludes; add a word to search for"));
}

static void notify_repair(void *context, const struct repair *repair)
{
    const struct question_notice *notice = context;
    char message[MESSAGE_SIZE];
    snprintf(message, sizeof message,
             repair->also ? _("“%s” is also read as “%s'%s”") : _("“%s” is read as “%s'%s”"),
             repair->typed, repair->elision, repair->word);
    notice->notify(notice->context, message);
}

static void notify_split(void *context, const char *typed, const char *one, const char *other)
{
    const struct question_notice *notice = context;
    char message[MESSAGE_SIZE];
    snprintf(message, sizeof message, _("“%s” is also read as “%s %s”"), typed, one, other);
    notice->notify(notice->context, message);
}

static void notify_limit(const struct question_notice *notice, const struct expanded_word *word)
{
    char message[MESSAGE_SIZE];
    snprintf(message, sizeof message,
             message_plural("“%s” matches %s words: only the %s most frequent is searched",
                            "“%s” matches %s words: only the %s most frequent are searched",
                            word->count),
             word->word->surface, message_count(word->left_out + word->count).text,
             message_count(word->count).text);
    notice->notify(notice->context, message);
}

/* Sends a notice of the words that stand for more terms than are searched. */
static void notify_limits(const struct question_notice *notice, const struct expansion *expansion)
{
    size_t limited = 0;
    for (size_t i = 0; i < expansion->clause_count; i++) {
        const struct expanded_clause *clause = &expansion->clauses[i];
        for (size_t v = 0; v < clause->variant_count; v++)
            for (size_t w = 0; w < clause->variants[v].count; w++) {
                const struct expanded_word *word = &clause->variants[v].words[w];
                if (word->left_out == 0 || word->repeated)
                    continue;
                if (limited++ < LIMITED_WORDS_SHOWN)
                    notify_limit(notice, word);
            }
    }
    if (limited <= LIMITED_WORDS_SHOWN)
        return;
    char message[MESSAGE_SIZE];
    snprintf(message, sizeof message,
             message_plural("%s other word also matches more words than are searched",
                            "%s other words also match more words than are searched",
                            limited - LIMITED_WORDS_SHOWN),
             message_count(limited - LIMITED_WORDS_SHOWN).text);
    notice->notify(notice->context, message);
}

int question_prepare(struct question *question, const struct question_base *base, struct slice text)
{
    *question = (struct question){0};
    int status = query_parse(&question->query, base->analyzer, text.data, text.size, base->options);
    if (status == 0)
        status = question_complete(question, base);
    struct question_notice notice = base->notice;
    return status != 0 ? status
                       : respell_query(&question->query, &question->expansion, base->analyzer,
                                       &(struct respell_notice){notify_split, &notice});
}

int question_complete(struct question *question, const struct question_base *base)
{
    struct query *query = &question->query;
    struct expansion *expansion = &question->expansion;
    struct question_notice notice = base->notice;
    int status = check_searchable(query);
    if (status == 0)
        status = expand_query(expansion, base->documents->index, query);
    if (status == 0)
        status = repair_query(query, expansion, base->analyzer, base->options,
                              &(struct repair_notice){notify_repair, &notice});
    expansion->documents = base->documents;
    if (status == 0)
        notify_limits(&notice, expansion);
    return status;
}

void question_release(struct question *question)
{
    expansion_release(&question->expansion);
    query_release(&question->query);
}
