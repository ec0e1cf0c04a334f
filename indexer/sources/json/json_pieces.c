#include "indexer/sources/json/json_pieces.h"

#include "common/base/error.h"
#include "indexer/sources/json/json_names.h"

enum { DEPTH_MAX = 12, PARAGRAPH_DEPTH = 3 };

struct pieces {
    struct json_scan *scan;
    struct buffer *into;
    struct buffer name, value;
    bool empty;
};

static int read_piece(struct pieces *pieces, unsigned depth);

static int read_string_piece(struct pieces *pieces, unsigned depth)
{
    struct json_value value;
    int status = json_scan_value(pieces->scan, &pieces->value, &value);
    if (status != 0 || value.shape != JSON_STRING || value.text.size == 0)
        return status;
    if (pieces->into->size > 0)
        buffer_append_string(pieces->into, depth <= PARAGRAPH_DEPTH ? "\n\n" : "\n");
    buffer_append(pieces->into, value.text.data, value.text.size);
    return 0;
}

static int read_array_pieces(struct pieces *pieces, unsigned depth)
{
    int status = json_scan_array(pieces->scan);
    while (status == 0 && (status = json_scan_element(pieces->scan)) == 1) {
        pieces->empty = pieces->empty && json_scan_peek(pieces->scan) == 'n';
        status = read_piece(pieces, depth + 1);
    }
    return status;
}

/* Whether a member of a piece is text that is read, or has some within it. */
static bool is_shown(struct slice name)
{
    const struct json_name means = json_name_find(name);
    return means.wraps || means.field == JSON_TEXT || means.field == JSON_TITLE ||
           means.field == JSON_LEAD || means.role == JSON_CONTAINER || means.role == JSON_RECORDS;
}

static int read_object_pieces(struct pieces *pieces, unsigned depth)
{
    struct slice name;
    int status = json_scan_object(pieces->scan);
    while (status == 0 && (status = json_scan_name(pieces->scan, &pieces->name, &name)) == 1)
        status = is_shown(name) ? read_piece(pieces, depth) : json_scan_skip(pieces->scan);
    return status;
}

static int read_piece(struct pieces *pieces, unsigned depth)
{
    char first = json_scan_peek(pieces->scan);
    if (first == '"')
        return read_string_piece(pieces, depth);
    if (depth >= DEPTH_MAX || (first != '{' && first != '['))
        return json_scan_skip(pieces->scan);
    return first == '{' ? read_object_pieces(pieces, depth + 1) : read_array_pieces(pieces, depth);
}

int json_pieces_read(struct json_scan *scan, struct buffer *into, bool *empty)
{
    struct pieces pieces = {.scan = scan, .into = into, .empty = true};
    int status = read_array_pieces(&pieces, 0);
    *empty = pieces.empty;
    buffer_release(&pieces.name);
    buffer_release(&pieces.value);
    return status;
}
