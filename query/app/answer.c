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
#include "query/app/hints.h"
#include "query/app/hits.h"
#include "query/app/runs_merge.h"
#include "query/app/selection.h"
#include "query/app/study.h"
#include "query/present/explain.h"
#include "query/present/lines.h"
#include "query/search/similar.h"

enum { ORIGINAL_SIZE_MAX = 1 << 26 };

struct answer_context {
    const struct options *options;
    struct question_notice notice;
    struct analyzer *analyzer;
    struct index index;
    struct index_documents documents;
    struct question question;
    struct output output;
    struct buffer original; /* the text of --similar */
};

/* --- the query --- */

static int read_words(const struct options *options, struct buffer *text)
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

static int read_original(struct answer_context *context)
{
    const char *name = context->options->similar;
    bool standard = strcmp(name, "-") == 0;
    struct buffer bytes;
    buffer_init(&bytes);
    int descriptor = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    int status = descriptor < 0
                     ? error_system("cannot open '%s'", name)
                     : file_read_all(descriptor, &bytes, ORIGINAL_SIZE_MAX, standard ? NULL : name);
    if (status == 0)
        status =
            decode_text(&context->original, bytes.size == 0 ? "" : bytes.data, bytes.size, NULL);
    if (descriptor >= 0 && !standard)
        close(descriptor);
    buffer_release(&bytes);
    return status;
}

/* The text of --similar, valid UTF-8; otherwise data is NULL. */
static struct slice original_of(const struct answer_context *context)
{
    const struct buffer *original = &context->original;
    if (context->options->similar == NULL)
        return (struct slice){NULL, 0};
    return (struct slice){original->size == 0 ? "" : original->data, original->size};
}

/* Makes the question of the words, or of the file of --similar. */
static int read_question(struct answer_context *context)
{
    const struct options *options = context->options;
    const struct question_base base = {&context->documents, context->analyzer, &options->query,
                                       context->notice};
    struct question *question = &context->question;
    if (options->similar == NULL) {
        struct buffer text;
        buffer_init(&text);
        int status = read_words(options, &text);
        if (status == 0)
            status = question_prepare(question, &base,
                                      (struct slice){text.size == 0 ? "" : text.data, text.size});
        buffer_release(&text);
        return status;
    }
    int status = read_original(context);
    const struct slice original = original_of(context);
    if (status == 0)
        status = similar_query(&question->query, &context->index, context->analyzer,
                               (struct slice){original.data, original.size}, &options->query);
    if (status == 0 && question->query.clause_count == 0)
        status = error_set(ERROR_SYNTAX, "no word of '%s' is in the index", options->similar);
    return status == 0 ? question_complete(question, &base) : status;
}

/* --- the answer --- */

static int show_count(struct answer_context *context, bool *found)
{
    uint64_t count;
    int status = search_count(&context->question.expansion, &count);
    if (status != 0)
        return status;
    buffer_append_format(&context->output.pending, "%" PRIu64 "\n", count);
    *found = count > 0;
    return 0;
}

static int show_result(struct answer_context *context, const struct search_result *result,
                       const struct suggestions *suggestions)
{
    struct hits hits;
    int status = hits_init(&hits, context->options, &context->question.expansion, context->analyzer,
                           &context->output);
    hits.suggestions = suggestions;
    for (size_t i = context->options->offset;
         i < result->count && status == 0 && !context->output.closed; i++)
        status = hits_show(&hits, &result->hits[i], i + 1);
    hits_release(&hits);
    return status;
}

static int show_hits(struct answer_context *context, bool *found)
{
    const struct options *options = context->options;
    struct search_result result;
    struct suggestions suggestions;
    if (options->explain && options->format != FORMAT_JSON)
        explain_query(&context->output.pending, &context->question.expansion);
    int status = selection_make(options, &context->question.expansion, context->analyzer,
                                original_of(context), &result);
    const struct hints hints = {options, context->notice, &context->question.expansion};
    if (status != 0)
        return status;
    *found = result.count > options->offset;
    if (options->header)
        format_tsv_header(&context->output.pending, false);
    status = hints_find_suggestions(&hints, result.count, &suggestions);
    if (status == 0)
        status = show_result(context, &result, &suggestions);
    if (status == 0 && !*found && options->offset == 0)
        hints_nothing_found(&hints);
    if (status == 0)
        hints_suggest(&hints, &suggestions);
    if (status == 0)
        hints_family(&hints, result.count);
    search_result_release(&result);
    return status;
}

static int show_words(struct answer_context *context, bool *found)
{
    struct buffer text;
    buffer_init(&text);
    int status = context->options->word_count > 0 ? read_words(context->options, &text) : 0;
    const struct study study = {context->options, &context->index, context->analyzer,
                                &context->output, original_of(context)};
    if (status == 0)
        status = study_words(&study, text.size == 0 ? "" : text.data, text.size, found);
    buffer_release(&text);
    return status;
}

static int show_answer(struct answer_context *context, bool *found)
{
    const struct study study = {context->options, &context->index, context->analyzer,
                                &context->output, original_of(context)};
    switch (context->options->task) {
    case TASK_COUNT:
        return show_count(context, found);
    case TASK_FACET:
        return study_facets(&study, &context->question.expansion, found);
    case TASK_KWIC:
        return study_concordance(&study, &context->question.expansion, found);
    default:
        return show_hits(context, found);
    }
}

/* Opens the index that is named or near, else that of the settings. */
static int open_search_index(struct answer_context *context)
{
    const struct options *options = context->options;
    const char *given = options->index;
    char *path;
    int status = index_locate(given, &path);
    if (status == ERROR_NOT_FOUND && given == NULL && options->fallback_index != NULL) {
        given = options->fallback_index;
        status = index_locate(given, &path);
    }
    if (status != 0)
        return status;
    status = index_open(&context->index, path, analysis_fingerprint());
    context->index.confined = !index_is_named(given);
    free(path);
    index_documents_init(&context->documents, &context->index);
    return status;
}

static int run_task(struct answer_context *context, bool *found)
{
    context->analyzer = analyzer_create();
    int status = context->analyzer == NULL ? ERROR_MEMORY : open_search_index(context);
    if (status != 0)
        return status;
    if (context->options->task == TASK_TERMS)
        return show_words(context, found);
    if (context->options->task == TASK_BATCH)
        return batch_answer(context->options, &context->index, &context->output, context->notice,
                            found);
    status = read_question(context);
    if (status == 0)
        hints_capitals(
            &(struct hints){context->options, context->notice, &context->question.expansion});
    return status == 0 ? show_answer(context, found) : status;
}

int answer(const struct options *options, struct question_notice notice, bool *found)
{
    struct answer_context context = {.options = options, .notice = notice};
    const unsigned long memory_ran_out = error_memory_count();
    *found = false;
    output_init(&context.output, STDOUT_FILENO);
    int status = options->task == TASK_MERGE_RUNS ? runs_merge(options, &context.output, found)
                                                  : run_task(&context, found);
    status = map_fault_result(status, 0);
    /* Part of the answer may be missing even if nobody reported it, such as a word that was not
     * stemmed. */
    if (status == 0 && error_memory_count() != memory_ran_out)
        status = error_memory();
    int written = output_finish(&context.output);
    question_release(&context.question);
    buffer_release(&context.original);
    index_documents_release(&context.documents);
    index_close(&context.index);
    if (context.analyzer != NULL)
        analyzer_destroy(context.analyzer);
    return status != 0 ? status : written;
}
