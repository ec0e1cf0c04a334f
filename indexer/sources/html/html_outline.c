#include "indexer/sources/html/html_outline.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/ascii.h"
#include "common/base/error.h"
#include "indexer/sources/markup/html_tags.h"

void html_outline_init(struct html_outline *outline)
{
    *outline = (struct html_outline){0};
}

void html_outline_release(struct html_outline *outline)
{
    free(outline->elements);
    free(outline->runs);
}

/* Makes room for one more of `count`. Returns the array, or NULL if it may not grow. */
static void *make_room(struct html_outline *outline, void *array, uint32_t count,
                       uint32_t *capacity, size_t size)
{
    if (count < *capacity)
        return array;
    if (count >= OUTLINE_MAX) {
        outline->too_large = true;
        return NULL;
    }
    uint32_t wanted = *capacity == 0 ? 256 : *capacity * 2;
    void *larger = realloc(array, wanted * size);
    outline->out_of_memory |= larger == NULL;
    if (larger != NULL)
        *capacity = wanted;
    return larger;
}

static struct html_element *add_element(struct html_outline *outline)
{
    struct html_element *larger = make_room(outline, outline->elements, outline->element_count,
                                            &outline->element_capacity, sizeof *outline->elements);
    if (larger == NULL)
        return NULL;
    outline->elements = larger;
    outline->elements[outline->element_count] = (struct html_element){0};
    return &outline->elements[outline->element_count++];
}

static struct html_run *add_run(struct html_outline *outline)
{
    struct html_run *larger = make_room(outline, outline->runs, outline->run_count,
                                        &outline->run_capacity, sizeof *outline->runs);
    if (larger == NULL)
        return NULL;
    outline->runs = larger;
    outline->runs[outline->run_count] = (struct html_run){0};
    return &outline->runs[outline->run_count++];
}

static bool is_usable(const struct html_outline *outline)
{
    return !outline->out_of_memory && !outline->too_large;
}

static bool has_attribute(const char *const *attributes, const char *name)
{
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return true;
    return false;
}

static bool is_shown_on_demand(const char *name, const char *const *attributes)
{
    if (name[0] == 'n')
        return strcmp(name, "noscript") == 0 || strcmp(name, "noframes") == 0;
    return name[0] == 'd' && strcmp(name, "dialog") == 0 && !has_attribute(attributes, "open");
}

static bool parts_lines(enum html_tag tag)
{
    return tag == HTML_BLOCK || tag == HTML_PRE || tag == HTML_CELL || tag == HTML_HIDDEN;
}

/* Appends a label as in a style sheet: div#main.article. */
static void append_label(struct buffer *labels, const char *name, const char *const *attributes)
{
    buffer_append_string(labels, name);
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2) {
        bool is_id = strcmp(attributes[0], "id") == 0;
        if (attributes[1] == NULL || (!is_id && strcmp(attributes[0], "class") != 0))
            continue;
        buffer_append_byte(labels, is_id ? '#' : '.');
        for (const char *at = attributes[1]; *at != '\0'; at++)
            buffer_append_byte(labels, ascii_is_space(*at) ? '.' : (unsigned char)*at);
    }
    buffer_append_byte(labels, 0);
}

/* Opens an element that is kept. NULL if there is no room. */
static struct html_element *open_element(struct html_outline *outline, enum html_part part,
                                         uint16_t names, size_t size)
{
    struct html_element *element = add_element(outline);
    if (element == NULL)
        return NULL;
    element->parent = outline->open;
    element->start = (uint32_t)size;
    element->part = (uint8_t)part;
    element->names = names;
    outline->open = outline->element_count - 1;
    outline->links += part == PART_LINK;
    return element;
}

void html_outline_open(struct html_outline *outline, const char *name,
                       const char *const *attributes, size_t size)
{
    enum html_tag tag = html_tag_find((struct text_span){name, strlen(name)});
    enum html_part part = html_part_find(name);
    if (part == PART_LINK && !has_attribute(attributes, "href"))
        part = PART_OTHER;
    if (parts_lines(tag))
        outline->run_is_open = false;
    outline->too_large |= outline->depth == OUTLINE_DEPTH_MAX;
    if (!is_usable(outline))
        return;
    uint16_t names = html_names_of(attributes);
    if (is_shown_on_demand(name, attributes))
        names |= NAME_UNSEEN;
    bool kept = parts_lines(tag) || part != PART_OTHER || names != 0 || outline->element_count == 0;
    outline->kept[outline->depth++] = kept;
    if (!kept)
        return;
    struct html_element *element = open_element(outline, part, names, size);
    if (element == NULL)
        return;
    element->is_inline = !parts_lines(tag);
    if (outline->labels != NULL) {
        element->label = (uint32_t)outline->labels->size;
        append_label(outline->labels, name, attributes);
    }
}

void html_outline_close(struct html_outline *outline, size_t size)
{
    if (!is_usable(outline) || outline->depth == 0 || !outline->kept[--outline->depth])
        return;
    struct html_element *element = &outline->elements[outline->open];
    element->end = (uint32_t)size;
    element->next = outline->element_count;
    outline->links -= element->part == PART_LINK;
    outline->run_is_open &= element->is_inline;
    outline->open = element->parent;
}

/* Whether a comma, or the end of a sentence, stands at `at`: of the Latin alphabet, Chinese and
 * Japanese, or Arabic. */
static bool is_mark(const char *at, const char *end)
{
    switch (*at) {
    case ',':
    case ';':
        return true;
    case '.':
    case '!':
    case '?':
        return at + 1 == end || ascii_is_space(at[1]);
    case '\xe3':
        return end - at > 2 && at[1] == '\x80' && (at[2] == '\x81' || at[2] == '\x82');
    case '\xef':
        return end - at > 2 && at[1] == '\xbc' && at[2] == '\x8c';
    case '\xd8':
        return end - at > 1 && at[1] == '\x8c';
    default:
        return false;
    }
}

static void count_bytes(struct html_run *run, const char *at, const char *end, bool linked)
{
    uint32_t words = 0;
    for (; at < end; at++) {
        words += !ascii_is_space(*at);
        run->marks += is_mark(at, end);
    }
    run->text += words;
    run->links += linked ? words : 0;
}

void html_outline_text(struct html_outline *outline, const char *text, size_t start, size_t end)
{
    if (end <= start || !is_usable(outline) || outline->element_count == 0)
        return;
    if (!outline->run_is_open) {
        struct html_run *run = add_run(outline);
        if (run == NULL)
            return;
        run->element = outline->open;
        while (outline->elements[run->element].is_inline && run->element > 0)
            run->element = outline->elements[run->element].parent;
        run->start = (uint32_t)start;
        outline->run_is_open = true;
    }
    struct html_run *run = &outline->runs[outline->run_count - 1];
    run->end = (uint32_t)end;
    count_bytes(run, text + start, text + end, outline->links > 0);
}

int html_outline_end(struct html_outline *outline, size_t size)
{
    if (outline->out_of_memory)
        return error_memory();
    if (!is_usable(outline) || outline->element_count == 0)
        return ERROR_NOT_FOUND;
    for (uint32_t open = outline->open;; open = outline->elements[open].parent) {
        outline->elements[open].end = (uint32_t)size;
        outline->elements[open].next = outline->element_count;
        if (open == 0)
            return 0;
    }
}
