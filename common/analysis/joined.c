#include "common/analysis/joined.h"

#include <assert.h>
#include <string.h>

#include "common/base/ascii.h"

enum { PAGE_DIGITS_MAX = 4 };

/* --- what matters to the next chunk --- */

static size_t count_digits(const char *at, size_t size)
{
    size_t count = 0;
    while (count < size && ascii_is_digit(at[count]))
        count++;
    return count;
}

uint16_t joined_flags(const char *chunk, size_t size)
{
    size_t digits = count_digits(chunk, size);
    uint16_t flags = 0;
    if (digits == size && size <= 3)
        flags |= MEANING_GROUP;
    bool decimals = digits == 3 && size > 4 && (chunk[3] == ',' || chunk[3] == '.') &&
                    count_digits(chunk + 4, size - 4) == size - 4;
    if (digits == 3 && (size == 3 || decimals))
        flags |= MEANING_TRIPLE;
    return flags;
}

/* --- joining --- */

/* Inserts a joined reading into those of the chunk, after those that share its position. */
static void insert_joined(struct occurrence_batch *batch, struct occurrence joined)
{
    struct occurrence *items = batch->items;
    assert(batch->first <= batch->count);
    size_t place = batch->first;
    while (place < batch->count && items[place].position <= joined.position)
        place++;
    memmove(&items[place + 1], &items[place], (batch->count - place) * sizeof *items);
    items[place] = joined;
    batch->count++;
}

static void set_form(const struct analyzer *analyzer, struct occurrence *occurrence, uint32_t form)
{
    const struct form *known = forms_get(&analyzer->forms, form);
    occurrence->form = form;
    occurrence->term = known->term_id;
    occurrence->form_number = known->number;
}

void joined_insert(const struct analyzer *analyzer, struct occurrence_batch *batch, uint32_t form,
                   const struct chunk *last, size_t span)
{
    assert(batch->first < batch->count);
    struct occurrence whole = batch->items[batch->first];
    set_form(analyzer, &whole, form);
    whole.end = (uint32_t)(last->end - analyzer->text);
    whole.span = (uint16_t)span;
    whole.kind = OCCURRENCE_JOINED;
    insert_joined(batch, whole);
}

/* Writes the spellings of two forms as one; returns the size, 0 when they are too long together. */
static size_t spell_joined(const struct analyzer *analyzer, uint32_t one, uint32_t other,
                           char surface[ANALYSIS_WORD_MAX + 1])
{
    const struct form *a = forms_get(&analyzer->forms, one);
    const struct form *b = forms_get(&analyzer->forms, other);
    size_t size = a->surface_size + b->surface_size;
    if (size > ANALYSIS_WORD_MAX)
        return 0;
    memcpy(surface, a->surface, a->surface_size);
    memcpy(surface + a->surface_size, b->surface, b->surface_size);
    return size;
}

/* Joins the spellings of two forms. Returns 0; 1 when they are too long together; ERROR_MEMORY. */
static int join_forms(struct analyzer *analyzer, uint32_t one, uint32_t other, uint32_t *form)
{
    char surface[ANALYSIS_WORD_MAX + 1];
    const size_t size = spell_joined(analyzer, one, other, surface);
    return size == 0 ? 1 : forms_intern(&analyzer->forms, analyzer->stemmer, surface, size, form);
}

/* Skips spaces and tabs. */
static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    return at;
}

/* Returns the end of the hyphen at `at`, or `at` itself. */
static const char *skip_hyphen(const char *at, const char *end)
{
    static const char *const hyphens[] = {"-",        "\xe2\x80\x90", "\xe2\x80\x91",
                                          "\xc2\xad", "\xc2\xac",     "\xe2\xb8\x97"};
    for (size_t i = 0; i < sizeof hyphens / sizeof *hyphens; i++) {
        const size_t size = strlen(hyphens[i]);
        if ((size_t)(end - at) >= size && memcmp(at, hyphens[i], size) == 0)
            return at + size;
    }
    return at;
}

/* Whether a chunk ends in a soft hyphen or ¬, which belong to it. */
static bool ends_in_hyphen(const struct chunk *chunk)
{
    return chunk->end - chunk->start > 2 && (memcmp(chunk->end - 2, "\xc2\xad", 2) == 0 ||
                                             memcmp(chunk->end - 2, "\xc2\xac", 2) == 0);
}

/* Skips the end of a line; returns NULL when there is none. */
static const char *skip_line_end(const char *at, const char *end)
{
    at = skip_blanks(at, end);
    if (at < end && *at == '\r')
        at++;
    return at < end && (*at == '\n' || *at == '\f') ? skip_blanks(at + 1, end) : NULL;
}

/* Returns the end of a page's number, alone in its line, perhaps between dashes; NULL when there is
 * none. */
static const char *skip_page_number(const char *at, const char *end)
{
    static const char *const dashes[] = {"-", "\xe2\x80\x93", "\xe2\x80\x94"};
    const char *from = at;
    for (unsigned side = 0; side < 2; side++) {
        for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
            if ((size_t)(end - at) > strlen(dashes[i]) &&
                memcmp(at, dashes[i], strlen(dashes[i])) == 0)
                at = skip_blanks(at + strlen(dashes[i]), end);
        const size_t digits = side == 0 ? count_digits(at, (size_t)(end - at)) : 0;
        if (side == 0 && (digits == 0 || digits > PAGE_DIGITS_MAX))
            return NULL;
        at = skip_blanks(at + digits, end);
    }
    return at > from && skip_line_end(at, end) != NULL ? at : NULL;
}

/* Where the second half of a word that is hyphenated at the end of a line begins, and how many
 * words, the page's number, are between. */
struct second_half {
    const char *at;
    uint16_t between;
};

static bool begins_with_letter(const char *at, const char *end)
{
    return at < end && (ascii_is_letter(*at) || (unsigned char)*at >= 0xc3);
}

/* A page may end between the halves: blank lines, a form feed, its number. False when there is no
 * second half. */
static bool find_second_half(const struct analyzer *analyzer, const struct chunk *chunk,
                             struct second_half *half)
{
    const char *end = analyzer->end, *at = chunk->end;
    if (!ends_in_hyphen(chunk)) {
        at = skip_hyphen(at, end);
        if (at == chunk->end)
            return false;
    }
    at = skip_line_end(at, end);
    if (at == NULL)
        return false;
    const char *page = at, *number = NULL;
    bool feed = at[-1] == '\f';
    for (const char *next; (next = skip_line_end(page, end)) != NULL; page = next)
        feed = feed || memchr(page, '\f', (size_t)(next - page)) != NULL;
    number = skip_page_number(page, end);
    if (number != NULL)
        for (const char *next = number; next != NULL; next = skip_line_end(page, end))
            page = next;
    half->at = feed || number != NULL ? page : at;
    half->between = number != NULL;
    return begins_with_letter(half->at, end);
}

void joined_add_line(struct analyzer *analyzer, const struct chunk *chunk,
                     struct occurrence_batch *batch)
{
    assert(chunk->start < chunk->end && chunk->end <= analyzer->end);
    struct chunk next;
    struct second_half half;
    if (!find_second_half(analyzer, chunk, &half) || !scan_chunk(half.at, analyzer->end, &next) ||
        next.start != half.at)
        return;
    struct occurrence last = {.kind = UINT16_MAX};
    for (size_t i = batch->first; i < batch->count; i++)
        if (occurrence_takes_position(&batch->items[i]))
            last = batch->items[i];
    const struct meaning *meaning = analyzer_meaning_of(analyzer, &next);
    if (meaning == NULL || meaning->count == 0 || last.kind != OCCURRENCE_WORD)
        return;
    char surface[ANALYSIS_WORD_MAX + 1];
    const size_t size = spell_joined(analyzer, last.form, meaning->readings[0].form, surface);
    uint32_t form;
    if (size == 0)
        return;
    analyzer->status = forms_intern(&analyzer->forms, analyzer->stemmer, surface, size, &form);
    if (analyzer->status != 0)
        return;
    size_t end = (size_t)(next.start - analyzer->text) + meaning->readings[0].end;
    last.end = (uint32_t)end;
    last.span = (uint16_t)(2 + half.between);
    last.kind = OCCURRENCE_JOINED;
    set_form(analyzer, &last, form);
    insert_joined(batch, last);
}

/* Finds the groups of a number with plain spaces that begins with `chunk`. Returns their number, 1
 * if there is no such number. */
static size_t find_number_groups(struct analyzer *analyzer, const struct chunk *chunk,
                                 struct chunk groups[GROUPS_MAX])
{
    size_t count = 1;
    groups[0] = *chunk;
    while (count < GROUPS_MAX) {
        const char *after = groups[count - 1].end;
        if (after + 1 >= analyzer->end || *after != ' ' ||
            !scan_chunk(after + 1, analyzer->end, &groups[count]) ||
            groups[count].start != after + 1)
            break;
        size_t size = (size_t)(groups[count].end - groups[count].start);
        uint16_t flags = joined_flags(groups[count].start, size);
        if ((flags & MEANING_TRIPLE) == 0)
            break;
        count++;
        if (size != 3)
            break;
    }
    return count;
}

void joined_add_number(struct analyzer *analyzer, const struct chunk *chunk,
                       struct occurrence_batch *batch, size_t *groups_left)
{
    assert(chunk->start < chunk->end && chunk->end <= analyzer->end);
    struct chunk groups[GROUPS_MAX];
    size_t group_count = find_number_groups(analyzer, chunk, groups);
    if (group_count == 1 || batch->count == batch->first)
        return;
    const struct occurrence *first = &batch->items[batch->first];
    uint32_t form = first->form;
    for (size_t i = 1; i < group_count; i++) {
        const struct meaning *meaning = analyzer_meaning_of(analyzer, &groups[i]);
        if (meaning == NULL || meaning->count != 1)
            return;
        int joined = join_forms(analyzer, form, meaning->readings[0].form, &form);
        if (joined != 0) {
            analyzer->status = joined < 0 ? joined : 0;
            return;
        }
    }
    *groups_left = group_count - 1;
    joined_insert(analyzer, batch, form, &groups[group_count - 1], group_count);
}
