#include "query/present/snippet.h"

#include <string.h>

#include "common/analysis/safe.h"
#include "query/present/columns.h"
#include "query/present/cut.h"

/* The worth of each further clause in a passage, the most it loses by distance, and the most that
 * repeated matches add. */
enum { WORTH_CLAUSE = 1000, WORTH_CLOSE = 500, WORTH_REPEATED = 100 };

static const char omitted_before[] = "… ", omitted_after[] = " …";
enum { OMITTED_COLUMNS = 2, WIDTH_MIN = 16 };

struct passage {
    size_t start, end;
};

/* One or more matches of the same bytes. */
struct match_group {
    uint32_t start, end;
    uint32_t count;
    uint64_t clauses; /* one bit each */
};

struct match_groups {
    VECTOR(struct match_group);
};

void snippet_release(struct snippet *snippet)
{
    buffer_release(&snippet->text);
    vector_release(&snippet->ranges);
}

/* --- choice --- */

/* What a passage that begins with a match may hold: the text up to `limit`. */
struct snippet_window {
    const char *text;
    size_t size, room; /* bytes of the text; columns of the passage */
    size_t start, limit;
    size_t used; /* columns from `start` to `limit` */
};

/* Moves the start of the window to `start`, which never decreases. */
static void window_move(struct snippet_window *window, size_t start)
{
    if (start >= window->limit) {
        window->limit = start;
        window->used = 0;
    } else {
        window->used -= columns_of(window->text + window->start, start - window->start);
    }
    window->start = start;
    while (window->limit < window->size) {
        struct column_step step =
            columns_step(window->text + window->limit, window->size - window->limit);
        if (window->used + step.columns > window->room)
            break;
        window->used += step.columns;
        window->limit += step.bytes;
    }
}

/* Appends the groups of matches, which are sorted by start, with equal ones adjacent. */
static int group_matches(struct match_groups *groups, const struct match *matches, size_t count)
{
    for (size_t i = 0; i < count;) {
        struct match_group group = {.start = matches[i].start, .end = matches[i].end};
        for (; i < count && matches[i].start == group.start && matches[i].end == group.end; i++) {
            group.clauses |= UINT64_C(1) << (matches[i].clause % CLAUSES_DISTINGUISHED);
            group.count++;
        }
        vector_append(groups, group);
    }
    return vector_status(groups);
}

/* How well the window would show the groups from `groups` on; *end is after the last of them. */
static unsigned passage_worth(const struct snippet_window *window, const struct match_group *groups,
                              size_t count, size_t *end)
{
    uint64_t seen = 0;
    unsigned clauses = 0;
    uint64_t repeated = 0;
    size_t reach = groups[0].start;
    *end = groups[0].end;
    for (size_t i = 0; i < count && groups[i].start < window->limit; i++) {
        if (groups[i].end > window->limit)
            continue;
        if (groups[i].end > *end)
            *end = groups[i].end;
        unsigned others = (unsigned)__builtin_popcountll(groups[i].clauses & ~seen);
        repeated += groups[i].count - others;
        clauses += others;
        seen |= groups[i].clauses;
        if (others > 0)
            reach = groups[i].start;
    }
    repeated = repeated < WORTH_REPEATED ? repeated : WORTH_REPEATED;
    size_t spread = (reach - window->start) * WORTH_CLOSE / (window->limit - window->start + 1);
    return clauses * WORTH_CLAUSE + WORTH_CLOSE - (unsigned)spread + (unsigned)repeated;
}

/* The matches that are worth most together; the earliest among ties. */
static struct passage best_core(const char *text, size_t size, const struct match_groups *found,
                                size_t room)
{
    const struct match_group *groups = found->items;
    size_t count = vector_count(found);
    struct snippet_window window = {.text = text, .size = size, .room = room};
    struct passage best = {0, 0};
    unsigned best_worth = 0;
    for (size_t i = 0; i < count; i++) {
        size_t end;
        if (i > 0 && groups[i].start == groups[i - 1].start)
            continue; /* the previous one was worth at least as much */
        window_move(&window, groups[i].start);
        unsigned value = passage_worth(&window, groups + i, count - i, &end);
        if (value > best_worth) {
            best_worth = value;
            best = (struct passage){window.start, end < window.limit ? end : window.limit};
        }
    }
    return best;
}

/* --- context --- */

/* The columns a character adds to a line where runs of blanks become one space. */
static unsigned columns_added(struct column_step step, bool *after_blank)
{
    unsigned columns = step.blank && *after_blank ? 0 : step.columns;
    *after_blank = step.blank;
    return columns;
}

static size_t folded_columns(const char *text, size_t from, size_t to)
{
    size_t columns = 0;
    bool blank = false;
    while (from < to) {
        struct column_step step = columns_step(text + from, to - from);
        columns += columns_added(step, &blank);
        from += step.bytes;
    }
    return columns;
}

/* The end of a context of at most *room columns after `from`: the end of the text, else the last
 * white space, else, if there is none, where the room ends. Subtracts what it uses from *room. */
static size_t extend_forward(const char *text, size_t size, size_t from, size_t *room)
{
    size_t at = from, border = from, used = 0, border_used = 0;
    bool blank = false, has_border = false;
    while (at < size) {
        struct column_step step = columns_step(text + at, size - at);
        if (step.blank) {
            border = at;
            border_used = used;
            has_border = true;
        }
        unsigned columns = columns_added(step, &blank);
        if (used + columns > *room)
            break;
        used += columns;
        at += step.bytes;
    }
    if (at < size && has_border) {
        at = border;
        used = border_used;
    }
    *room -= used;
    return has_border ? at : cut_border_back(text, size, from, at);
}

/* The same before `from`. */
static size_t extend_back(const char *text, size_t from, size_t *room)
{
    size_t at = from, border = from, used = 0, border_used = 0;
    bool blank = false, has_border = false;
    while (at > 0) {
        struct column_step step = columns_step_back(text, at);
        if (step.blank) {
            border = at;
            border_used = used;
            has_border = true;
        }
        unsigned columns = columns_added(step, &blank);
        if (used + columns > *room)
            break;
        used += columns;
        at -= step.bytes;
    }
    if (at > 0 && has_border) {
        at = border;
        used = border_used;
    }
    *room -= used;
    return at > 0 ? cut_border_forward(text, from, at) : 0;
}

/* Extends the core to whole words at both ends, if there is room. */
static struct passage extend_to_words(struct passage core, const char *text, size_t size,
                                      size_t room)
{
    size_t start = core.start, end = core.end;
    while (start > 0 && !columns_step_back(text, start).blank)
        start -= columns_step_back(text, start).bytes;
    while (end < size && !columns_step(text + end, size - end).blank)
        end += columns_step(text + end, size - end).bytes;
    return folded_columns(text, start, end) <= room ? (struct passage){start, end} : core;
}

/* Adds context on both sides, a third of it before; what one side does not need goes to the
 * other. */
static struct passage widen_passage(struct passage core, const char *text, size_t size, size_t room)
{
    size_t used = folded_columns(text, core.start, core.end);
    size_t spare = used < room ? room - used : 0;
    size_t before = spare / 3, after = spare - before;
    size_t start = extend_back(text, core.start, &before);
    after += before;
    size_t end = extend_forward(text, size, core.end, &after);
    if (end == size && after > 0)
        start = extend_back(text, start, &after);
    return (struct passage){start, end};
}

/* The passage for a text without matches. */
static struct passage first_passage(const char *text, size_t size, size_t room)
{
    size_t start = 0;
    while (start < size && columns_step(text + start, size - start).blank)
        start += columns_step(text + start, size - start).bytes;
    return (struct passage){start, extend_forward(text, size, start, &room)};
}

static struct passage best_passage(const char *text, size_t size, const struct match_groups *groups,
                                   size_t room)
{
    struct passage core = best_core(text, size, groups, room);
    return widen_passage(extend_to_words(core, text, size, room), text, size, room);
}

/* --- rendering --- */

/* Writes a passage as one line: runs of blanks become one space. */
struct line_writer {
    struct buffer *to;
    bool begun, space;
    unsigned marks; /* in a row */
};

static void line_append(struct line_writer *line, const char *text, size_t from, size_t to)
{
    while (from < to) {
        struct column_step step = columns_step(text + from, to - from);
        line->marks = step.columns > 0 ? 0 : line->marks + 1;
        if (step.blank) {
            line->space = line->begun;
        } else if (line->marks <= SAFE_MARKS) {
            if (line->space)
                buffer_append_byte(line->to, ' ');
            buffer_append(line->to, text + from, step.bytes);
            line->begun = true;
            line->space = false;
        }
        from += step.bytes;
    }
}

static void line_append_match(struct line_writer *line, struct snippet *snippet, const char *text,
                              const struct match *match)
{
    if (line->space)
        buffer_append_byte(line->to, ' ');
    line->space = false;
    size_t start = line->to->size;
    line_append(line, text, match->start, match->end);
    const struct match range = {(uint32_t)start, (uint32_t)line->to->size, match->clause};
    if (range.end > range.start)
        vector_append(&snippet->ranges, range);
}

/* Joins matches that overlap; marks those that the passage cuts as far as they go. */
static void render_passage(struct snippet *snippet, const char *text, struct passage passage,
                           const struct match *matches, size_t count)
{
    struct line_writer line = {.to = &snippet->text};
    size_t at = passage.start;
    for (size_t i = 0; i < count && matches[i].start < passage.end;) {
        size_t start = matches[i].start, end = matches[i].end;
        uint32_t clause = matches[i].clause;
        for (i++; i < count && matches[i].start < end; i++)
            if (matches[i].end > end)
                end = matches[i].end;
        start = start < at ? at : start;
        end = end > passage.end ? passage.end : end;
        if (start >= end)
            continue;
        line_append(&line, text, at, start);
        line_append_match(&line, snippet, text,
                          &(struct match){(uint32_t)start, (uint32_t)end, clause});
        at = end;
    }
    line_append(&line, text, at, passage.end);
}

static void clear_snippet(struct snippet *snippet)
{
    buffer_clear(&snippet->text);
    vector_clear(&snippet->ranges);
}

static int snippet_status(const struct snippet *snippet)
{
    int status = buffer_status(&snippet->text);
    return status != 0 ? status : vector_status(&snippet->ranges);
}

static bool has_visible_text(const char *text, size_t from, size_t to)
{
    while (from < to) {
        struct column_step step = columns_step(text + from, to - from);
        if (!step.blank)
            return true;
        from += step.bytes;
    }
    return false;
}

int snippet_make_range(struct snippet *snippet, struct slice text, const struct match_list *matches,
                       size_t start, size_t end)
{
    clear_snippet(snippet);
    if (has_visible_text(text.data, 0, start))
        buffer_append_string(&snippet->text, omitted_before);
    render_passage(snippet, text.data, (struct passage){start, end}, matches->items,
                   vector_count(matches));
    if (has_visible_text(text.data, end, text.size))
        buffer_append_string(&snippet->text, omitted_after);
    return snippet_status(snippet);
}

int snippet_make(struct snippet *snippet, struct slice text, const struct match_list *matches,
                 size_t width)
{
    size_t count = vector_count(matches);
    size_t room = (width < WIDTH_MIN ? WIDTH_MIN : width) - (size_t)2 * OMITTED_COLUMNS;
    struct match_groups groups = {0};
    int status = group_matches(&groups, matches->items, count);
    struct passage passage = {0, 0};
    if (status == 0)
        passage = count == 0 ? first_passage(text.data, text.size, room)
                             : best_passage(text.data, text.size, &groups, room);
    vector_release(&groups);
    return status != 0 ? status
                       : snippet_make_range(snippet, text, matches, passage.start, passage.end);
}

int snippet_make_title(struct snippet *snippet, struct slice text, const struct match_list *matches)
{
    if (text.size > CUT_TITLE)
        return snippet_make(snippet, text, matches, CUT_TITLE);
    clear_snippet(snippet);
    render_passage(snippet, text.data, (struct passage){0, text.size}, matches->items,
                   vector_count(matches));
    return snippet_status(snippet);
}
