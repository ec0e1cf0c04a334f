#include "query/app/answer.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/analysis/analyzer.h"
#include "common/analysis/decode.h"
#include "common/base/error.h"
#include "common/base/file.h"
#include "common/base/map_fault.h"
#include "common/base/message.h"
#include "query/app/batch.h"
#include "query/app/hits.h"
#include "query/app/runs.h"
#include "query/app/selection.h"
#include "query/app/study.h"
#include "query/present/explain.h"
#include "query/search/similar.h"
#include "query/terms/suggest.h"

enum { FEW_HITS = 3, ORIGINAL_SIZE_MAX = 1 << 26 };

struct answering {
    const struct options *options;
    question_notice notice;
    struct analyzer *analyzer;
    struct index index;
    struct index_documents documents;
    struct question question;
    struct output output;
    struct buffer original; /* the text of --similar */
};

/* --- the query --- */

static int read_query(const struct options *options, struct buffer *text)
{
    for (int i = 0; i < options->word_count; i++) {
        if (i > 0)
            buffer_append_byte(text, ' ');
        buffer_append_string(text, options->words[i]);
    }
    if (options->word_count > 0)
        return buffer_status(text);
    if (isatty(STDIN_FILENO))
        return error_set(ERROR_SYNTAX, "nothing to search for; see --help");
    return file_read_all(STDIN_FILENO, text, QUERY_SIZE_MAX, NULL);
}

static int read_original(struct answering *answering)
{
    const char *name = answering->options->similar;
    bool standard = strcmp(name, "-") == 0;
    struct buffer bytes;
    buffer_init(&bytes);
    int descriptor = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    int status = descriptor < 0
                     ? error_system("cannot open '%s'", name)
                     : file_read_all(descriptor, &bytes, ORIGINAL_SIZE_MAX, standard ? NULL : name);
    if (status == 0)
        status =
            decode_text(&answering->original, bytes.size == 0 ? "" : bytes.data, bytes.size, NULL);
    if (descriptor >= 0 && !standard)
        close(descriptor);
    buffer_release(&bytes);
    return status;
}

/* The text of --similar, valid UTF-8; otherwise data is NULL. */
static struct bytes original_of(const struct answering *answering)
{
    const struct buffer *original = &answering->original;
    if (answering->options->similar == NULL)
        return (struct bytes){NULL, 0};
    return (struct bytes){original->size == 0 ? "" : original->data, original->size};
}

/* Appends the text of the query: the words, or a query for articles similar to the file. */
static int read_text(struct answering *answering, struct buffer *text)
{
    if (answering->options->similar == NULL)
        return read_query(answering->options, text);
    int status = read_original(answering);
    struct bytes original = original_of(answering);
    if (status == 0)
        status = similar_query(text, &answering->index, answering->analyzer, original.data,
                               original.size);
    if (status == 0 && text->size == 0)
        status =
            error_set(ERROR_SYNTAX, "no word of '%s' is in the index", answering->options->similar);
    return status;
}

static int prepare(struct answering *answering)
{
    struct buffer text;
    buffer_init(&text);
    int status = read_text(answering, &text);
    if (status == 0)
        status = question_prepare(&answering->question, &answering->documents, answering->analyzer,
                                  text.size == 0 ? "" : text.data, text.size,
                                  &answering->options->query, answering->notice, NULL);
    buffer_release(&text);
    return status;
}

/* --- the answer --- */

static int show_count(struct answering *answering, bool *found)
{
    uint64_t count;
    int status = search_count(&answering->question.expansion, &count);
    if (status != 0)
        return status;
    buffer_append_format(&answering->output.pending, "%" PRIu64 "\n", count);
    *found = count > 0;
    return 0;
}

/* Suggests another word for one that is in no article. */
static int suggest(const struct answering *answering, const struct query_word *word)
{
    char form[ANALYSIS_WORD_MAX + 1], message[1000];
    int status = suggest_form(answering->question.expansion.index, word, form);
    if (status != 0 || form[0] == '\0')
        return status;
    snprintf(message, sizeof message, _("« %s » is in no article: did you mean « %s »?"),
             word->surface, form);
    answering->notice(NULL, message);
    return 0;
}

static bool is_among(const struct query_word *word, const struct query_word *const *words,
                     size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i]->surface, word->surface) == 0)
            return true;
    return false;
}

/* Suggests words, when hits are few, for those that are in no article. */
static int tell_suggestions(const struct answering *answering, size_t hits)
{
    const struct expansion *expansion = &answering->question.expansion;
    const struct query_word *asked[SUGGEST_WORDS_MAX];
    size_t count = 0;
    int status = 0;
    for (size_t i = 0; i < expansion->clause_count && hits < FEW_HITS && status == 0; i++) {
        const struct expanded_sequence *sequence = &expansion->clauses[i].variants[0];
        bool excluded = expansion->clauses[i].clause->occur == OCCUR_MUST_NOT;
        for (size_t w = 0; !excluded && w < sequence->count && status == 0; w++) {
            const struct query_word *word = sequence->words[w].word;
            if (sequence->words[w].count > 0 || word->kind != WORD_TERM ||
                !suggest_is_asked(word) || is_among(word, asked, count))
                continue;
            if (count == SUGGEST_WORDS_MAX)
                return 0;
            asked[count++] = word;
            status = suggest(answering, word);
        }
    }
    return status;
}

/* On a terminal, an empty answer looks like one that is still to come. */
static void tell_nothing(const struct answering *answering)
{
    const struct index *index = &answering->index;
    struct message_text articles =
        message_counted("%s article", "%s articles", index->document_count - index->deleted_count);
    char message[1000];
    if (answering->options->format != FORMAT_AUTO || !isatty(STDOUT_FILENO))
        return;
    snprintf(message, sizeof message, _("nothing found in %s ('%s')"), articles.text,
             index->directory);
    answering->notice(NULL, message);
}

static int show_all(struct answering *answering, const struct search_result *result)
{
    struct hits hits;
    int status = hits_init(&hits, answering->options, &answering->question.expansion,
                           answering->analyzer, &answering->output);
    for (size_t i = answering->options->offset;
         i < result->count && status == 0 && !answering->output.closed; i++)
        status = hits_show(&hits, &result->hits[i], i + 1);
    hits_release(&hits);
    return status;
}

static int show_hits(struct answering *answering, bool *found)
{
    const struct options *options = answering->options;
    struct search_result result;
    if (options->explain && options->format != FORMAT_JSON)
        explain_query(&answering->output.pending, &answering->question.expansion);
    int status = selection_make(options, &answering->question.expansion, answering->analyzer,
                                original_of(answering), &result);
    if (status != 0)
        return status;
    *found = result.count > options->offset;
    if (options->header)
        format_tsv_header(&answering->output.pending, false);
    status = show_all(answering, &result);
    if (status == 0 && !*found && options->offset == 0)
        tell_nothing(answering);
    if (status == 0)
        status = tell_suggestions(answering, result.count);
    search_result_release(&result);
    return status;
}

static int show_words(struct answering *answering, bool *found)
{
    struct buffer text;
    buffer_init(&text);
    int status = answering->options->word_count > 0 ? read_query(answering->options, &text) : 0;
    const struct study study = {answering->options, &answering->index, answering->analyzer,
                                &answering->output, original_of(answering)};
    if (status == 0)
        status = study_words(&study, text.size == 0 ? "" : text.data, text.size, found);
    buffer_release(&text);
    return status;
}

static int show(struct answering *answering, bool *found)
{
    const struct study study = {answering->options, &answering->index, answering->analyzer,
                                &answering->output, original_of(answering)};
    switch (answering->options->task) {
    case TASK_COUNT:
        return show_count(answering, found);
    case TASK_FACET:
        return study_facets(&study, &answering->question.expansion, found);
    case TASK_KWIC:
        return study_concordance(&study, &answering->question.expansion, found);
    default:
        return show_hits(answering, found);
    }
}

static int open_index(struct answering *answering)
{
    char *path;
    int status = index_locate(answering->options->index, &path);
    if (status == 0) {
        status = index_open(&answering->index, path, analysis_fingerprint());
        answering->index.confined = !index_is_named(answering->options->index);
        free(path);
    }
    return status;
}

static int run(struct answering *answering, bool *found)
{
    answering->analyzer = analyzer_create();
    int status = answering->analyzer == NULL ? ERROR_MEMORY : open_index(answering);
    if (status == 0 && answering->options->task == TASK_TERMS)
        return show_words(answering, found);
    if (status == 0 && answering->options->task == TASK_BATCH)
        return batch_answer(answering->options, &answering->index, &answering->output,
                            answering->notice, found);
    index_documents_init(&answering->documents, &answering->index);
    if (status == 0)
        status = prepare(answering);
    return status == 0 ? show(answering, found) : status;
}

int answer(const struct options *options, question_notice notice, bool *found)
{
    struct answering answering = {.options = options, .notice = notice};
    const unsigned long memory_ran_out = error_memory_count();
    *found = false;
    output_init(&answering.output, STDOUT_FILENO);
    int status = options->task == TASK_MERGE_RUNS ? runs_merge(options, &answering.output, found)
                                                  : run(&answering, found);
    status = map_fault_result(status, 0);
    /* Part of the answer may be missing even if nobody reported it, such as a word that was not
     * stemmed. */
    if (status == 0 && error_memory_count() != memory_ran_out)
        status = error_memory();
    int written = output_finish(&answering.output);
    question_release(&answering.question);
    buffer_release(&answering.original);
    index_documents_release(&answering.documents);
    index_close(&answering.index);
    if (answering.analyzer != NULL)
        analyzer_destroy(answering.analyzer);
    return status != 0 ? status : written;
}
