#include "query/app/hits.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/error.h"
#include "query/present/explain.h"
#include "query/present/file_offsets.h"
#include "query/present/json.h"
#include "query/present/lines.h"
#include "query/present/template.h"
#include "query/present/terminal.h"

enum { PASSAGE_WIDTH = 240, INDENT = 5, PASSAGE_LINES = 3 };

bool hits_are_colored(const struct options *options)
{
    const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");
    if (options->color != COLOR_AUTO)
        return options->color == COLOR_ALWAYS;
    return isatty(STDOUT_FILENO) && (no_color == NULL || no_color[0] == '\0') && terminal != NULL &&
           terminal[0] != '\0' && strcmp(terminal, "dumb") != 0;
}

static void set_style(struct hits *hits)
{
    hits->terminal = isatty(STDOUT_FILENO) || hits->options->color == COLOR_ALWAYS;
    hits->style.color = hits_are_colored(hits->options);
    hits->style.colors = hits->options->colors;
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
    article_reader_init(&hits->article, expansion);
    if (options->format == FORMAT_AUTO)
        set_style(hits);
    hits->parts = calloc(expansion->clause_count + 1, sizeof *hits->parts);
    return hits->parts == NULL ? error_memory() : 0;
}

static void release_passages(struct hits *hits)
{
    for (size_t i = 0; i < hits->passage_count; i++)
        snippet_release(&hits->passages[i]);
    free(hits->passages);
    hits->passages = NULL;
    hits->passage_count = 0;
}

void hits_release(struct hits *hits)
{
    free(hits->parts);
    article_reader_release(&hits->article);
    snippet_release(&hits->title);
    snippet_release(&hits->passage);
    vector_release(&hits->matches);
    vector_release(&hits->offsets);
    vector_release(&hits->passage_ranges);
    vector_release(&hits->file_offsets);
    buffer_release(&hits->file);
    release_passages(hits);
}

static int make_title(struct hits *hits, struct shown_hit *shown)
{
    const struct slice title = article_title(&hits->article);
    vector_clear(&hits->matches);
    int status = highlight_find(&hits->matches, hits->expansion, hits->analyzer, title,
                                (struct highlight_mode){.title = true});
    if (status == 0)
        status = snippet_make_title(&hits->title, title, &hits->matches);
    shown->title = &hits->title;
    return status;
}

/* Reads the body and finds its matches. */
static int read_body_matches(struct hits *hits, struct shown_hit *shown)
{
    vector_clear(&hits->matches);
    vector_clear(&hits->offsets);
    int status = article_read_body(&hits->article);
    const struct slice body = article_body(&hits->article);
    if (status == 0)
        status = highlight_find(&hits->matches, hits->expansion, hits->analyzer, body,
                                (struct highlight_mode){0});
    if (status == 0)
        status = passages_merge(&hits->offsets, &hits->matches);
    hits->text =
        (struct shown_text){.body = body, .offsets = &hits->offsets, .whole = hits->options->full};
    shown->text = &hits->text;
    return status;
}

/* Drops the leading matches that end at or before `start`. */
static void skip_matches(struct match_list *matches, size_t start)
{
    size_t count = vector_count(matches), skipped = 0;
    while (skipped < count && matches->items[skipped].end <= start)
        skipped++;
    if (skipped > 0)
        matches->items += skipped;
    matches->buffer.size -= skipped * sizeof *matches->items;
}

/* Makes all passages of the text. */
static int make_passages(struct hits *hits)
{
    struct slice body = hits->text.body;
    release_passages(hits);
    vector_clear(&hits->passage_ranges);
    int status = passages_find(&hits->passage_ranges, body, &hits->matches, hits->options->context);
    const struct byte_range *passage_ranges = hits->passage_ranges.items;
    size_t count = vector_count(&hits->passage_ranges);
    hits->passages = calloc(count + 1, sizeof *hits->passages);
    if (hits->passages == NULL)
        return error_memory();
    hits->passage_count = count;
    struct match_list left = hits->matches; /* without the leading ones that end before the piece */
    for (size_t i = 0; i < count && status == 0; i++) {
        skip_matches(&left, passage_ranges[i].start);
        status = snippet_make_range(&hits->passages[i], body, &left, passage_ranges[i].start,
                                    passage_ranges[i].end);
    }
    hits->text.passages = hits->passages;
    hits->text.passage_ranges = passage_ranges;
    hits->text.count = count;
    return status;
}

/* Reads the text and makes what the options ask for: all passages, or the best one. */
static int make_shown_text(struct hits *hits, struct shown_hit *shown, size_t width)
{
    int status = read_body_matches(hits, shown);
    if (status != 0 || hits->options->full)
        return status;
    if (hits->options->passages)
        return make_passages(hits);
    status = snippet_make(&hits->passage, hits->text.body, &hits->matches, width);
    shown->passage = &hits->passage;
    return status;
}

/* The columns that fill LINES lines, less what wrapping may leave unused on each. */
static size_t terminal_passage_width(size_t width)
{
    size_t room = (width - INDENT) * PASSAGE_LINES - (size_t)(PASSAGE_LINES - 1) * INDENT;
    return room < PASSAGE_WIDTH ? room : PASSAGE_WIDTH;
}

static int show_terminal(struct hits *hits, struct shown_hit *shown)
{
    int status = make_title(hits, shown);
    if (status == 0 && !hits->options->no_snippet)
        status = make_shown_text(hits, shown, terminal_passage_width(hits->style.width));
    if (status == 0)
        format_terminal(&hits->output->pending, shown, &hits->style);
    return status;
}

static int show_full(struct hits *hits, struct shown_hit *shown)
{
    int status = hits->terminal ? make_title(hits, shown) : 0;
    if (status == 0)
        status = make_shown_text(hits, shown, 0);
    if (status == 0)
        format_full(&hits->output->pending, shown, &hits->style, hits->terminal);
    return status;
}

static int show_template(struct hits *hits, struct shown_hit *shown)
{
    const char *template = hits->options->line_template;
    int status = template_wants_passage(template) ? make_shown_text(hits, shown, PASSAGE_WIDTH) : 0;
    if (status == 0)
        format_template(&hits->output->pending, shown, template);
    return status;
}

/* Finds the matches in the file, if its text is the article's. */
static int find_file_offsets(struct hits *hits, const struct shown_hit *shown)
{
    vector_clear(&hits->file_offsets);
    if (shown->document->id.size == 0 &&
        index_may_open(hits->index, shown->document, shown->path.data) &&
        file_offsets_find(&hits->file_offsets, shown->path.data, hits->text.body, &hits->offsets,
                          &hits->file))
        hits->text.file_offsets = &hits->file_offsets;
    return vector_status(&hits->file_offsets);
}

static int show_json(struct hits *hits, struct shown_hit *shown)
{
    bool bare = hits->options->no_snippet && !hits->options->full && !hits->options->passages;
    int status = bare ? 0 : make_shown_text(hits, shown, PASSAGE_WIDTH);
    if (status == 0 && !bare)
        status = find_file_offsets(hits, shown);
    if (status == 0)
        format_json(&hits->output->pending, shown);
    return status;
}

static int show_in_format(struct hits *hits, struct shown_hit *shown)
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
    case FORMAT_TEMPLATE:
        return show_template(hits, shown);
    case FORMAT_JSON:
        return show_json(hits, shown);
    case FORMAT_AUTO:
    default:
        if (hits->options->full)
            return show_full(hits, shown);
        if (hits->terminal)
            return show_terminal(hits, shown);
        format_plain(to, shown);
        return 0;
    }
}

int hits_show(struct hits *hits, const struct hit *hit, size_t rank)
{
    int status = article_read(&hits->article, hit);
    if (status != 0)
        return status;
    const struct explanation explanation = {hits->expansion, &hits->options->search, hits->parts};
    struct shown_hit shown = {.query = hits->query,
                              .suggestions = hits->suggestions,
                              .rank = rank,
                              .score = hit->score,
                              .document = &hits->article.document,
                              .path = article_path(&hits->article)};
    if (hits->options->explain) {
        status = search_explain(hits->expansion, &hits->options->search, hit, hits->parts);
        shown.explanation = &explanation;
    }
    if (status == 0)
        status = show_in_format(hits, &shown);
    if (status == 0 && hits->options->explain && hits->options->format != FORMAT_JSON)
        explain_hit(&hits->output->pending, &explanation);
    return status == 0 ? output_drain(hits->output) : status;
}
