#include "indexer/sources/html/html_explain.h"

#include "common/base/message.h"

static const char *const reasons[REASON_COUNT] = {
    [REASON_NONE] = N_("around the article"),
    [REASON_UNSEEN] = N_("not shown by browsers"),
    [REASON_NOISE] = N_("menu, banner, footer or the like"),
    [REASON_COMMENTS] = N_("readers' comments"),
    [REASON_SIDE] = N_("author, date, tags, buttons or the like"),
    [REASON_OUTSIDE] = N_("beside the article"),
    [REASON_LINKS] = N_("links to other pages"),
    [REASON_TITLE] = N_("the title"),
};

static void append_line(struct buffer *into, size_t size, const char *what, const char *why,
                        const char *label)
{
    buffer_append_format(into, "%zu\t%s\t%s\t", size, what, why);
    for (; *label != '\0'; label++)
        buffer_append_byte(into, (unsigned char)*label < ' ' ? ' ' : (unsigned char)*label);
    buffer_append_byte(into, '\n');
}

/* Bytes of the runs in a range of the text. Runs are in its order; *next is kept from call to call.
 */
static size_t words_in(const struct html_outline *outline, uint32_t start, uint32_t end,
                       uint32_t *next)
{
    size_t words = 0;
    while (*next < outline->run_count && outline->runs[*next].end <= start)
        ++*next;
    for (uint32_t i = *next; i < outline->run_count && outline->runs[i].start < end; i++) {
        const struct html_run *run = &outline->runs[i];
        uint32_t from = run->start > start ? run->start : start;
        uint32_t to = run->end < end ? run->end : end;
        words += from == run->start && to == run->end ? run->text : to - from;
    }
    return words;
}

void html_explain(struct buffer *into, const struct html_outline *outline, uint32_t root)
{
    const struct html_element *elements = outline->elements;
    uint32_t next = 0, runs = 0;
    if (into == NULL || outline->labels == NULL || outline->labels->failed)
        return;
    for (uint32_t i = 0; i < outline->element_count; i = next) {
        const struct html_element *element = &elements[i];
        const char *label = outline->labels->data + element->label;
        next = i + 1;
        if (i == root) {
            append_line(into, element->text, _("taken"),
                        root == 0 ? _("the whole page, which is no article")
                                  : _("holds the article"),
                        label);
            continue;
        }
        bool around = i < root && element->next > root; /* an ancestor */
        bool inside = i > root && i < elements[root].next;
        if (around || (inside && !element->out))
            continue;
        next = element->next;
        size_t words = words_in(outline, element->start, element->end, &runs);
        if (words > 0)
            append_line(into, words, _("left out"), _(reasons[element->out ? element->reason : 0]),
                        label);
    }
}

void html_explain_unknown(struct buffer *into, size_t size)
{
    if (into != NULL)
        append_line(into, size, _("taken"), _("the whole page, too large or odd to be outlined"),
                    "html");
}
