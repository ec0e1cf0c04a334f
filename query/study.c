#include "study.h"

#include <stdlib.h>
#include <unistd.h>

#include "analysis/decode.h"
#include "platform/error.h"
#include "present/body.h"
#include "present/formats.h"
#include "present/word_list.h"

/* Columns of the terminal that is written to; 0: for a program. */
static size_t width_of(const struct study *study)
{
    bool terminal = isatty(STDOUT_FILENO) || study->options->color == COLOR_ALWAYS;
    return terminal ? terminal_width(STDOUT_FILENO) : 0;
}

/* How many lines there may be: all, unless --limit says otherwise. */
static size_t line_limit(const struct study *study)
{
    return study->options->limited ? study->options->search.limit : 0;
}

static bool is_json(const struct study *study)
{
    return study->options->format == FORMAT_JSON;
}

int study_facets(const struct study *study, const struct expansion *expansion, bool *found)
{
    struct tally tally;
    tally_init(&tally);
    int status = facet_count(&tally, expansion, study->options->facet);
    const struct facet_style style = {study->options->facet, is_json(study), width_of(study),
                                      line_limit(study)};
    if (status == 0)
        facet_write(&study->output->pending, &tally, &style);
    *found = tally.count > 0;
    tally_release(&tally);
    return status;
}

int study_words(const struct study *study, const char *text, size_t size, bool *found)
{
    struct tally forms;
    struct buffer decoded;
    tally_init(&forms);
    buffer_init(&decoded);
    int status = decode_text(&decoded, text, size, NULL);
    if (status == 0)
        status = word_list_make(&forms, study->index, decoded.size == 0 ? "" : decoded.data,
                                decoded.size);
    if (status == 0)
        status = word_list_write(&study->output->pending, &forms, study->index, line_limit(study),
                                 is_json(study));
    *found = forms.count > 0;
    buffer_release(&decoded);
    tally_release(&forms);
    return status;
}

/* --- concordances --- */

struct reading {
    const struct study *study;
    const struct expansion *expansion;
    struct concordance concordance;
    struct document_reader documents; /* of the segment that was read last */
    uint32_t segment;
    struct body_reader bodies;
    struct buffer path, body, matches;
};

static int open_documents(struct reading *reading, uint32_t segment)
{
    if (reading->documents.file != NULL && reading->segment == segment)
        return 0;
    if (reading->documents.file != NULL)
        document_reader_release(&reading->documents);
    reading->segment = segment;
    return document_reader_init(&reading->documents,
                                &reading->study->index->segments[segment].file);
}

static int add_text(struct reading *reading, const struct document *document, const char *text,
                    size_t size, bool title)
{
    buffer_clear(&reading->matches);
    int status = highlight_spans(&reading->matches, reading->expansion, reading->study->analyzer,
                                 text, size, title);
    const struct bytes path = {reading->path.data, reading->path.size};
    return status != 0 ? status
                       : concordance_add(&reading->concordance, path, document->id, text, size,
                                         &reading->matches);
}

static int add_hit(struct reading *reading, const struct hit *hit)
{
    struct document document;
    int status = open_documents(reading, hit->segment);
    if (status == 0)
        status = document_read(&reading->documents, hit->document, &document);
    if (status != 0)
        return status;
    buffer_clear(&reading->path);
    index_document_path(reading->study->index, &document, &reading->path);
    size_t size = document.title.size == 0
                      ? 0
                      : decode_valid_prefix(document.title.data, document.title.size);
    status = add_text(reading, &document, size == 0 ? "" : document.title.data, size, true);
    buffer_clear(&reading->body);
    if (status == 0)
        status = body_read(&reading->bodies, &reading->study->index->segments[hit->segment],
                           &document, buffer_string(&reading->path), &reading->body);
    if (status == 0)
        status = add_text(reading, &document, reading->body.size == 0 ? "" : reading->body.data,
                          reading->body.size, false);
    return status;
}

static void release(struct reading *reading)
{
    if (reading->documents.file != NULL)
        document_reader_release(&reading->documents);
    body_reader_release(&reading->bodies);
    buffer_release(&reading->path);
    buffer_release(&reading->body);
    buffer_release(&reading->matches);
    concordance_release(&reading->concordance);
}

int study_concordance(const struct study *study, const struct expansion *expansion, bool *found)
{
    const struct options *options = study->options;
    struct reading reading = {.study = study, .expansion = expansion};
    struct search_options search = options->search;
    struct search_result result;
    if (search.limit > 0 && search.limit + options->offset >= search.limit)
        search.limit += options->offset;
    int status = search_run(expansion, &search, &result);
    if (status != 0)
        return status;
    concordance_init(&reading.concordance, options->context, options->kwic_order);
    body_reader_init(&reading.bodies);
    for (size_t i = options->offset; i < result.count && status == 0; i++)
        status = add_hit(&reading, &result.hits[i]);
    *found = reading.concordance.lines.size > 0;
    if (status == 0)
        concordance_write(&study->output->pending, &reading.concordance, width_of(study),
                          is_json(study));
    release(&reading);
    search_result_release(&result);
    return status;
}
