#include "hits.h"

#include <stdlib.h>
#include <unistd.h>

#include "analysis/decode.h"
#include "platform/error.h"
#include "present/explain.h"

enum { PASSAGE_WIDTH = 240, INDENT = 5, LINES = 3 };

static void set_style(struct hits *hits)
{
    const char *no_color = getenv("NO_COLOR");
    enum color color = hits->options->color;
    bool is_terminal = isatty(STDOUT_FILENO);
    hits->terminal = is_terminal || color == COLOR_ALWAYS;
    hits->style.color = color == COLOR_ALWAYS || (color == COLOR_AUTO && is_terminal &&
                                                  (no_color == NULL || no_color[0] == '\0'));
    hits->style.width = hits->terminal ? terminal_width(STDOUT_FILENO) : 0;
}

int hits_init(struct hits *hits, const struct options *options, const struct expansion *expansion,
              struct analyzer *analyzer, struct output *output)
{
    *hits = (struct hits){.options = options,
                          .index = expansion->index,
                          .analyzer = analyzer,
                          .expansion = expansion,
                          .output = output};
    body_reader_init(&hits->bodies);
    if (options->format == FORMAT_AUTO)
        set_style(hits);
    hits->parts = calloc(expansion->clause_count + 1, sizeof *hits->parts);
    hits->documents = expansion->documents;
    return hits->parts == NULL ? error_memory() : 0;
}

void hits_release(struct hits *hits)
{
    free(hits->parts);
    body_reader_release(&hits->bodies);
    snippet_release(&hits->title);
    snippet_release(&hits->passage);
    buffer_release(&hits->path);
    buffer_release(&hits->body);
    buffer_release(&hits->matches);
}

static int make_title(struct hits *hits, struct shown_hit *shown)
{
    struct bytes title = shown->document->title;
    size_t size = title.size == 0 ? 0 : decode_valid_prefix(title.data, title.size);
    const char *text = size == 0 ? "" : title.data;
    buffer_clear(&hits->matches);
    int status = highlight_find(&hits->matches, hits->expansion, hits->analyzer, text, size, true);
    if (status == 0)
        status = snippet_whole(&hits->title, text, size, &hits->matches);
    shown->title = &hits->title;
    return status;
}

static int make_passage(struct hits *hits, const struct hit *hit, struct shown_hit *shown,
                        size_t width)
{
    buffer_clear(&hits->body);
    buffer_clear(&hits->matches);
    int status = body_read(&hits->bodies, &hits->index->segments[hit->segment], shown->document,
                           buffer_string(&hits->path), &hits->body);
    const char *text = hits->body.size == 0 ? "" : hits->body.data;
    if (status == 0)
        status = highlight_find(&hits->matches, hits->expansion, hits->analyzer, text,
                                hits->body.size, false);
    if (status == 0)
        status = snippet_make(&hits->passage, text, hits->body.size, &hits->matches, width);
    shown->passage = &hits->passage;
    return status;
}

/* As many columns as fill LINES lines, less what wrapping may leave unused on each. */
static size_t terminal_passage(size_t width)
{
    size_t room = (width - INDENT) * LINES - (LINES - 1) * INDENT;
    return room < PASSAGE_WIDTH ? room : PASSAGE_WIDTH;
}

static int show_terminal(struct hits *hits, const struct hit *hit, struct shown_hit *shown)
{
    int status = make_title(hits, shown);
    if (status == 0 && !hits->options->no_snippet)
        status = make_passage(hits, hit, shown, terminal_passage(hits->style.width));
    if (status == 0)
        format_terminal(&hits->output->pending, shown, &hits->style);
    return status;
}

static int show_json(struct hits *hits, const struct hit *hit, struct shown_hit *shown)
{
    int status = hits->options->no_snippet ? 0 : make_passage(hits, hit, shown, PASSAGE_WIDTH);
    if (status == 0)
        format_json(&hits->output->pending, shown);
    return status;
}

static int show_as(struct hits *hits, const struct hit *hit, struct shown_hit *shown)
{
    struct buffer *to = &hits->output->pending;
    switch (hits->options->format) {
    case FORMAT_PATH:
        format_path(to, shown);
        return 0;
    case FORMAT_PATH_NUL:
        format_path_nul(to, shown);
        return 0;
    case FORMAT_TSV:
        format_tsv(to, shown);
        return 0;
    case FORMAT_TREC:
        format_trec(to, shown);
        return 0;
    case FORMAT_JSON:
        return show_json(hits, hit, shown);
    case FORMAT_AUTO:
    default:
        if (hits->terminal)
            return show_terminal(hits, hit, shown);
        format_plain(to, shown);
        return 0;
    }
}

int hits_show(struct hits *hits, const struct hit *hit, size_t rank)
{
    struct document document;
    int status = index_documents_read(hits->documents, hit->segment, hit->document, &document);
    if (status != 0)
        return status;
    buffer_clear(&hits->path);
    index_document_path(hits->index, &document, &hits->path);
    const struct explanation explanation = {hits->expansion, &hits->options->search, hits->parts};
    struct shown_hit shown = {.query = hits->query,
                              .rank = rank,
                              .score = hit->score,
                              .document = &document,
                              .path = {hits->path.data, hits->path.size}};
    if (hits->options->explain) {
        status = search_explain(hits->expansion, &hits->options->search, hit, hits->parts);
        shown.explanation = &explanation;
    }
    if (status == 0)
        status = show_as(hits, hit, &shown);
    if (status == 0 && hits->options->explain && hits->options->format != FORMAT_JSON)
        explain_hit(&hits->output->pending, &explanation);
    return status == 0 ? output_drain(hits->output) : status;
}
