#include "query/app/study.h"

#include <unistd.h>

#include "common/analysis/decode.h"
#include "query/app/article.h"
#include "query/app/hits.h"
#include "query/app/selection.h"
#include "query/present/terminal.h"
#include "query/present/word_list.h"

/* The columns of the terminal; 0: the output is for a program. */
static size_t output_width(const struct study *study)
{
    bool terminal = isatty(STDOUT_FILENO) || study->options->color == COLOR_ALWAYS;
    return terminal ? terminal_width(STDOUT_FILENO) : 0;
}

/* The number of lines, at most; 0: all, unless --limit is given. */
static size_t line_limit(const struct study *study)
{
    return study->options->limited ? study->options->search.limit : 0;
}

static bool wants_json(const struct study *study)
{
    return study->options->format == FORMAT_JSON;
}

int study_facets(const struct study *study, const struct expansion *expansion, bool *found)
{
    struct tally tally;
    tally_init(&tally);
    int status = facet_count(&tally, expansion, study->options->facet);
    const struct facet_style style = {study->options->facet, wants_json(study), output_width(study),
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
        status = word_list_make(&forms, study->index, study->analyzer,
                                decoded.size == 0 ? "" : decoded.data, decoded.size);
    if (status == 0)
        status = word_list_write(&study->output->pending, &forms, study->index, line_limit(study),
                                 wants_json(study));
    *found = forms.count > 0;
    buffer_release(&decoded);
    tally_release(&forms);
    return status;
}

/* --- concordances --- */

struct concordance_task {
    const struct study *study;
    const struct expansion *expansion;
    struct concordance concordance;
    struct article_reader article;
    struct match_list matches;
};

static int add_article_text(struct concordance_task *task, struct slice text, bool title)
{
    const struct article_reader *article = &task->article;
    vector_clear(&task->matches);
    int status = highlight_find(&task->matches, task->expansion, task->study->analyzer, text,
                                (struct highlight_mode){.title = title, .whole = true});
    return status != 0 ? status
                       : concordance_add(&task->concordance, article_path(article),
                                         article->document.id, text, &task->matches);
}

static int add_hit(struct concordance_task *task, const struct hit *hit)
{
    int status = article_read(&task->article, hit);
    if (status == 0)
        status = add_article_text(task, article_title(&task->article), true);
    if (status == 0)
        status = article_read_body(&task->article);
    return status != 0 ? status : add_article_text(task, article_body(&task->article), false);
}

int study_concordance(const struct study *study, const struct expansion *expansion, bool *found)
{
    const struct options *options = study->options;
    struct concordance_task task = {.study = study, .expansion = expansion};
    const struct concordance_style style = {
        wants_json(study), output_width(study),
        hits_are_colored(options) ? options->colors.codes[PART_MATCH] : ""};
    struct search_result result;
    int status = selection_make(options, expansion, study->analyzer, study->original, &result);
    if (status != 0)
        return status;
    concordance_init(&task.concordance, study->analyzer, options->context, options->kwic_order);
    article_reader_init(&task.article, expansion);
    for (size_t i = options->offset; i < result.count && status == 0; i++)
        status = add_hit(&task, &result.hits[i]);
    *found = task.concordance.lines.buffer.size > 0;
    if (status == 0)
        concordance_write(&study->output->pending, &task.concordance, &style);
    article_reader_release(&task.article);
    concordance_release(&task.concordance);
    vector_release(&task.matches);
    search_result_release(&result);
    return status;
}
