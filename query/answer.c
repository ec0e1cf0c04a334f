#include "answer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "analysis/analyzer.h"
#include "match/repair.h"
#include "platform/error.h"
#include "platform/file.h"
#include "present/body.h"
#include "present/explain.h"
#include "present/formats.h"

enum { QUERY_SIZE_MAX = 1 << 20, PASSAGE_WIDTH = 230, JSON_PASSAGE_WIDTH = 300, NARROWEST = 40 };

struct answering {
    const struct options *options;
    answer_notice notice;
    struct analyzer *analyzer;
    struct index index;
    struct query query;
    struct expansion expansion;
    struct output output;
    bool terminal;
    struct terminal_style style;
    struct body_reader bodies;
    struct document_reader *documents; /* one a segment, opened when needed */
    struct snippet title, passage;
    struct buffer path, body, matches;
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
    return file_read_all(STDIN_FILENO, text, QUERY_SIZE_MAX, "standard input");
}

static void tell_repair(void *context, const char *typed, const char *elided, const char *word)
{
    const struct answering *answering = context;
    char message[1000];
    snprintf(message, sizeof message, "« %s » is read as « %s'%s »", typed, elided, word);
    answering->notice(NULL, message);
}

static int prepare_query(struct answering *answering)
{
    struct buffer text;
    buffer_init(&text);
    int status = read_query(answering->options, &text);
    if (status == 0)
        status =
            query_parse(&answering->query, answering->analyzer, text.size == 0 ? "" : text.data,
                        text.size, &answering->options->query);
    buffer_release(&text);
    if (status != 0)
        return status;
    if (answering->query.clause_count == 0)
        return error_set(ERROR_SYNTAX, "there is no word in the query");
    status = expand_query(&answering->expansion, &answering->index, &answering->query);
    if (status == 0)
        status = repair_query(&answering->query, &answering->expansion, answering->analyzer,
                              tell_repair, answering);
    return status;
}

/* --- one hit --- */

static int read_document(struct answering *answering, const struct hit *hit,
                         struct document *document)
{
    struct document_reader *reader = &answering->documents[hit->segment];
    if (reader->file == NULL) {
        int status = document_reader_init(reader, &answering->index.segments[hit->segment].file);
        if (status != 0)
            return status;
    }
    return document_read(reader, hit->document, document);
}

static int make_title(struct answering *answering, const struct document *document)
{
    const char *title = document->title.size == 0 ? "" : document->title.data;
    buffer_clear(&answering->matches);
    int status = highlight_find(&answering->matches, &answering->expansion, answering->analyzer,
                                title, document->title.size, true);
    if (status == 0)
        status = snippet_whole(&answering->title, title, document->title.size, &answering->matches);
    return status;
}

static int make_passage(struct answering *answering, const struct hit *hit,
                        const struct document *document, size_t width)
{
    buffer_clear(&answering->body);
    buffer_clear(&answering->matches);
    int status = body_read(&answering->bodies, &answering->index.segments[hit->segment], document,
                           buffer_string(&answering->path), &answering->body);
    const char *body = answering->body.size == 0 ? "" : answering->body.data;
    if (status == 0)
        status = highlight_find(&answering->matches, &answering->expansion, answering->analyzer,
                                body, answering->body.size, false);
    if (status == 0)
        status = snippet_make(&answering->passage, body, answering->body.size, &answering->matches,
                              width);
    return status;
}

static int show_parts(struct answering *answering, const struct hit *hit)
{
    size_t count = answering->expansion.clause_count;
    struct score_part *parts = malloc(count * sizeof *parts);
    if (parts == NULL)
        return error_memory();
    int status = search_explain(&answering->expansion, &answering->options->search, hit, parts);
    if (status == 0)
        explain_hit(&answering->output.pending, &answering->expansion, &answering->options->search,
                    parts);
    free(parts);
    return status;
}

static int show_terminal(struct answering *answering, const struct hit *hit,
                         struct shown_hit *shown)
{
    size_t width = answering->style.width - 5;
    if (width < PASSAGE_WIDTH)
        width = width * 3;
    int status = make_title(answering, shown->document);
    if (status == 0)
        status = make_passage(answering, hit, shown->document,
                              width > PASSAGE_WIDTH ? PASSAGE_WIDTH : width);
    shown->title = &answering->title;
    shown->passage = &answering->passage;
    if (status == 0)
        format_terminal(&answering->output.pending, shown, &answering->style);
    return status;
}

static int show_hit(struct answering *answering, const struct hit *hit, size_t rank)
{
    struct document document;
    int status = read_document(answering, hit, &document);
    if (status != 0)
        return status;
    buffer_clear(&answering->path);
    index_document_path(&answering->index, &document, &answering->path);
    struct shown_hit shown = {.rank = rank,
                              .score = hit->score,
                              .document = &document,
                              .path = {answering->path.data, answering->path.size}};
    struct buffer *to = &answering->output.pending;
    switch (answering->options->format) {
    case FORMAT_PATH:
        format_path(to, &shown);
        break;
    case FORMAT_PATH_NUL:
        format_path_nul(to, &shown);
        break;
    case FORMAT_TSV:
        format_tsv(to, &shown);
        break;
    case FORMAT_JSON:
        status = make_passage(answering, hit, &document, JSON_PASSAGE_WIDTH);
        shown.passage = &answering->passage;
        if (status == 0)
            format_json(to, &shown);
        break;
    case FORMAT_AUTO:
    default:
        if (answering->terminal)
            status = show_terminal(answering, hit, &shown);
        else
            format_plain(to, &shown);
        break;
    }
    if (status == 0 && answering->options->explain)
        status = show_parts(answering, hit);
    return status == 0 ? output_drain(&answering->output) : status;
}

/* --- all --- */

static int show_count(struct answering *answering, bool *found)
{
    uint64_t count;
    int status = search_count(&answering->expansion, &count);
    if (status != 0)
        return status;
    buffer_append_format(&answering->output.pending, "%" PRIu64 "\n", count);
    *found = count > 0;
    return 0;
}

static int show_hits(struct answering *answering, bool *found)
{
    struct search_result result;
    if (answering->options->explain)
        explain_query(&answering->output.pending, &answering->expansion);
    int status = search_run(&answering->expansion, &answering->options->search, &result);
    if (status != 0)
        return status;
    *found = result.count > 0;
    for (size_t i = 0; i < result.count && status == 0 && !answering->output.closed; i++)
        status = show_hit(answering, &result.hits[i], i + 1);
    search_result_release(&result);
    return status;
}

static void set_style(struct answering *answering)
{
    const char *no_color = getenv("NO_COLOR"), *columns = getenv("COLUMNS");
    enum color color = answering->options->color;
    bool is_terminal = isatty(STDOUT_FILENO);
    answering->terminal = is_terminal || color == COLOR_ALWAYS;
    answering->style.color = color == COLOR_ALWAYS || (color == COLOR_AUTO && is_terminal &&
                                                       (no_color == NULL || no_color[0] == '\0'));
    struct winsize size;
    answering->style.width = columns == NULL ? 0 : (size_t)strtoul(columns, NULL, 10);
    if (answering->style.width == 0 && is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
        answering->style.width = size.ws_col;
    if (answering->style.width < NARROWEST)
        answering->style.width = 80;
}

static int open_index(struct answering *answering)
{
    char *path;
    int status = index_locate(answering->options->index, &path);
    if (status != 0)
        return status;
    status = index_open(&answering->index, path, analysis_fingerprint());
    free(path);
    if (status != 0)
        return status;
    answering->documents = calloc(answering->index.segment_count + 1, sizeof *answering->documents);
    return answering->documents == NULL ? error_memory() : 0;
}

static void release(struct answering *answering)
{
    for (size_t i = 0; answering->documents != NULL && i < answering->index.segment_count; i++)
        if (answering->documents[i].file != NULL)
            document_reader_release(&answering->documents[i]);
    free(answering->documents);
    body_reader_release(&answering->bodies);
    snippet_release(&answering->title);
    snippet_release(&answering->passage);
    buffer_release(&answering->path);
    buffer_release(&answering->body);
    buffer_release(&answering->matches);
    expansion_release(&answering->expansion);
    query_release(&answering->query);
    index_close(&answering->index);
    if (answering->analyzer != NULL)
        analyzer_destroy(answering->analyzer);
}

int answer(const struct options *options, answer_notice notice, bool *found)
{
    struct answering answering = {.options = options, .notice = notice};
    *found = false;
    output_init(&answering.output, STDOUT_FILENO);
    set_style(&answering);
    body_reader_init(&answering.bodies, &answering.index);
    answering.analyzer = analyzer_create();
    int status = answering.analyzer == NULL ? ERROR_MEMORY : open_index(&answering);
    if (status == 0)
        status = prepare_query(&answering);
    if (status == 0)
        status = options->task == TASK_COUNT ? show_count(&answering, found)
                                             : show_hits(&answering, found);
    int written = output_finish(&answering.output);
    release(&answering);
    return status != 0 ? status : written;
}
