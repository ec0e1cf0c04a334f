#include "query/present/concordance.h"

#include "common/analysis/analyzer.h"
#include "common/analysis/safe.h"
#include "common/base/ascii.h"
#include "common/base/error.h"
#include "common/json/json_write.h"
#include "common/words/characters.h"
#include "query/present/columns.h"
#include "query/present/cut.h"

struct concordance_line {
    size_t number; /* in text order */
    struct slice path, id, left, match, right;
    struct slice key; /* the sort key */
};

void concordance_init(struct concordance *concordance, struct analyzer *analyzer, size_t context,
                      enum concordance_order order)
{
    *concordance = (struct concordance){.analyzer = analyzer, .context = context, .order = order};
    arena_init(&concordance->arena, 1 << 14);
}

void concordance_release(struct concordance *concordance)
{
    arena_release(&concordance->arena);
    vector_release(&concordance->lines);
    buffer_release(&concordance->text);
}

/* --- lines --- */

/* The start of the `count`-th word before `at`, but not before `low`. */
static size_t left_words_start(const char *text, size_t low, size_t at, size_t count)
{
    for (; count > 0 && at > low; count--) {
        while (at > low && ascii_is_space(text[at - 1]))
            at--;
        while (at > low && !ascii_is_space(text[at - 1]))
            at--;
    }
    return at;
}

/* The same, but at most as many columns back as `count` words may take. No character has more
 * columns than bytes, so columns are counted only when words are long. */
static size_t left_context_start(const char *text, size_t at, size_t count)
{
    size_t room = cut_context(count), low = at > room ? at - room : 0;
    size_t start = left_words_start(text, low, at, count);
    return start > low || low == 0 ? start
                                   : left_words_start(text, cut_back(text, 0, at, room), at, count);
}

/* The end of the `count`-th word after `at`. */
static size_t right_words_end(const char *text, size_t at, size_t size, size_t count)
{
    while (at < size && !ascii_is_space(text[at])) /* the rest of the match's own word */
        at++;
    for (; count > 0 && at < size; count--) {
        while (at < size && ascii_is_space(text[at]))
            at++;
        while (at < size && !ascii_is_space(text[at]))
            at++;
    }
    return at;
}

static size_t right_context_end(const char *text, size_t at, size_t size, size_t count)
{
    size_t room = cut_context(count), high = size - at > room ? at + room : size;
    size_t end = right_words_end(text, at, high, count);
    return end < high || high == size
               ? end
               : right_words_end(text, at, cut_forward(text, size, at, room), count);
}

static struct slice copy_bytes(struct concordance *concordance, const char *bytes, size_t size)
{
    struct slice kept = {arena_copy(&concordance->arena, bytes, size), size};
    if (kept.data == NULL)
        concordance->lines.buffer.failed = true;
    return kept;
}

/* Copies a piece of text for a line; appends … if it is cut. */
static struct slice copy_text(struct concordance *concordance, const char *text, size_t size,
                              bool cut)
{
    buffer_clear(&concordance->text);
    safe_append_text(&concordance->text, text, size);
    if (cut)
        buffer_append_string(&concordance->text, "…");
    concordance->lines.buffer.failed |= concordance->text.failed;
    return copy_bytes(concordance, buffer_string(&concordance->text), concordance->text.size);
}

/* Whether lines are sorted by a character: not by the signs around a word. */
static bool is_sorted_by(enum character_kind kind)
{
    return kind == CHARACTER_LETTER || kind == CHARACTER_MARK || kind == CHARACTER_DIGIT ||
           kind == CHARACTER_IDEOGRAPH || kind == CHARACTER_CURRENCY;
}

/* Returns a word of valid UTF-8 without the signs before and after it: Paris of "(Paris,". */
static struct slice trim_signs(const char *word, size_t size)
{
    size_t start = size, end = size;
    for (size_t at = 0, width; at < size; at += width) {
        uint32_t character;
        width = utf8_decode(word + at, &character);
        if (!is_sorted_by(character_kind(character)))
            continue;
        start = start == size ? at : start;
        end = at + width;
    }
    return (struct slice){word + start, end - start};
}

static void append_sort_key(struct analyzer *analyzer, struct buffer *key, const char *text,
                            size_t length)
{
    char surface[ANALYSIS_WORD_MAX + 1], folded[ANALYSIS_WORD_MAX + 1];
    const struct slice word = trim_signs(text, length);
    size_t surface_size = analyzer_normalise(analyzer, word.data, word.size, surface);
    size_t folded_size = analyzer_fold(surface, surface_size, folded);
    if (folded_size == 0)
        return;
    buffer_append(key, folded, folded_size);
    buffer_append_byte(key, ' ');
}

/* The words on the side that is sorted by, the nearest first. */
static struct slice make_sort_key(struct concordance *concordance,
                                  const struct concordance_line *line)
{
    struct buffer *key = &concordance->text;
    const char *text = line->right.data;
    buffer_clear(key);
    if (concordance->order == CONCORDANCE_RIGHT)
        for (size_t at = 0, end; at < line->right.size; at = end + 1) {
            for (end = at; end < line->right.size && text[end] != ' ';)
                end++;
            append_sort_key(concordance->analyzer, key, text + at, end - at);
        }
    text = line->left.data;
    if (concordance->order == CONCORDANCE_LEFT)
        for (size_t end = line->left.size, at; end > 0; end = at > 0 ? at - 1 : 0) {
            for (at = end; at > 0 && text[at - 1] != ' ';)
                at--;
            append_sort_key(concordance->analyzer, key, text + at, end - at);
        }
    concordance->lines.buffer.failed |= key->failed;
    return copy_bytes(concordance, buffer_string(key), key->size);
}

int concordance_add(struct concordance *concordance, struct slice path, struct slice id,
                    struct slice text, const struct match_list *matches)
{
    const struct match *items = matches->items;
    size_t count = vector_count(matches);
    struct concordance_line line = {0};
    if (count == 0)
        return 0;
    line.path = copy_bytes(concordance, path.size == 0 ? "" : path.data, path.size);
    line.id = copy_bytes(concordance, id.size == 0 ? "" : id.data, id.size);
    for (size_t i = 0; i < count && !concordance->lines.buffer.failed; i++) {
        const struct match *match = &items[i];
        if (i > 0 && match->start == match[-1].start)
            continue; /* same place, another clause */
        size_t left = left_context_start(text.data, match->start, concordance->context);
        size_t right = right_context_end(text.data, match->end, text.size, concordance->context);
        line.number = vector_count(&concordance->lines);
        size_t end = cut_forward(text.data, match->end, match->start, CUT_MATCH);
        line.left = copy_text(concordance, text.data + left, match->start - left, false);
        line.match =
            copy_text(concordance, text.data + match->start, end - match->start, end < match->end);
        line.right = copy_text(concordance, text.data + match->end, right - match->end, false);
        if (!concordance->lines.buffer.failed)
            line.key = make_sort_key(concordance, &line);
        vector_append(&concordance->lines, line);
    }
    return vector_status(&concordance->lines);
}

/* --- writing --- */

static int compare_line_keys(const void *one, const void *other)
{
    const struct concordance_line *a = one, *b = other;
    int order = key_compare(a->key.data, a->key.size, b->key.data, b->key.size);
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

/* Writes the end of a text, right-aligned in `columns` columns. */
static void write_right_aligned(struct buffer *to, struct slice text, size_t columns)
{
    size_t at = cut_back(text.data, 0, text.size, columns);
    for (size_t used = columns_of(text.data + at, text.size - at); used < columns; used++)
        buffer_append_byte(to, ' ');
    buffer_append(to, text.data + at, text.size - at);
}

/* Writes the start of a text, at most `columns` wide. */
static void write_truncated(struct buffer *to, struct slice text, size_t columns)
{
    buffer_append(to, text.data, cut_forward(text.data, text.size, 0, columns));
}

static void write_terminal(struct buffer *to, const struct concordance_line *line,
                           const struct concordance_style *style)
{
    size_t width = style->width, left = width / 5 * 2;
    size_t match = columns_of(line->match.data, line->match.size);
    write_right_aligned(to, line->left, left);
    buffer_append_string(to, "  ");
    buffer_append_string(to, style->mark);
    buffer_append(to, line->match.data, line->match.size);
    buffer_append_string(to, style->mark[0] == '\0' ? "  " : "\033[0m  ");
    if (width > left + match + 4)
        write_truncated(to, line->right, width - left - match - 4);
    buffer_append_byte(to, '\n');
}

static void write_tabs(struct buffer *to, const struct concordance_line *line)
{
    safe_append_path(to, line->path.data, line->path.size);
    if (line->id.size > 0) {
        buffer_append_byte(to, '#');
        safe_append_path(to, line->id.data, line->id.size);
    }
    const struct slice pieces[] = {line->left, line->match, line->right};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        buffer_append_byte(to, '\t');
        buffer_append(to, pieces[i].data, pieces[i].size);
    }
    buffer_append_byte(to, '\n');
}

static void write_line_json(struct buffer *to, const struct concordance_line *line)
{
    const struct {
        const char *name;
        struct slice value;
    } fields[] = {{"path", line->path},
                  {"id", line->id},
                  {"left", line->left},
                  {"match", line->match},
                  {"right", line->right}};
    buffer_append_string(to, "{\"version\":1");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (i == 1 && fields[i].value.size == 0)
            continue;
        buffer_append_format(to, ",\"%s\":", fields[i].name);
        json_string(to, fields[i].value.data, fields[i].value.size);
    }
    buffer_append_string(to, "}\n");
}

void concordance_write(struct buffer *to, struct concordance *concordance,
                       const struct concordance_style *style)
{
    vector_sort(&concordance->lines, compare_line_keys);
    const struct concordance_line *lines = concordance->lines.items;
    for (size_t i = 0; i < vector_count(&concordance->lines); i++) {
        if (style->json)
            write_line_json(to, &lines[i]);
        else if (style->width > 0)
            write_terminal(to, &lines[i], style);
        else
            write_tabs(to, &lines[i]);
    }
}
