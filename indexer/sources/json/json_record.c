#include "indexer/sources/json/json_record.h"

#include "common/base/error.h"
#include "common/base/utf8.h"
#include "common/json/json_scan.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/json/json_pieces.h"

/* `UNKNOWN_RANK` is added to the ranks of what lies in objects of unknown name. */
enum { UNKNOWN_RANK = 1000, WRAPPED_RANK = 3, NAME_RANK_MAX = 7 };

/* An object whose members are read. */
struct scope {
    enum json_field field; /* whose value it is; JSON_OTHER: of none */
    uint16_t rank;         /* of that field's name */
    uint16_t number;       /* of the object of unknown name around; 0: none */
    unsigned depth;
};

/* What a member means there. */
struct member {
    struct slice name;
    enum json_field field;
    enum json_role role;
    uint16_t rank;
};

static int read_members(struct json_record *record, struct json_scan *scan,
                        const struct scope *scope);

void json_record_init(struct json_record *record)
{
    *record = (struct json_record){0};
    json_record_clear(record);
}

void json_record_release(struct json_record *record)
{
    for (size_t i = 0; i < JSON_FIELDS; i++)
        buffer_release(&record->values[i].storage);
    buffer_release(&record->name);
    buffer_release(&record->spare);
}

void json_record_clear(struct json_record *record)
{
    for (size_t i = 0; i < JSON_FIELDS; i++) {
        struct json_slot *value = &record->values[i];
        value->shape = JSON_ABSENT;
        value->span = (struct text_span){"", 0};
        buffer_clear(&value->storage);
    }
    record->has_blank_text = record->was_lenient = false;
    record->array_count = 0;
    record->untaken.size = 0;
    record->scopes = 0;
}

/* --- what is not taken --- */

static void note_untaken(struct json_record *record, size_t size, struct slice name)
{
    if (size <= record->untaken.size)
        return;
    record->untaken.size = size;
    size_t kept = utf8_floor(name.data, name.size, JSON_NAME_SHOWN);
    memcpy(record->untaken.name, name.data, kept);
    record->untaken.name[kept] = '\0';
}

/* Skips a value that may be text which nobody takes. */
static int skip_unknown(struct json_record *record, struct json_scan *scan, struct slice name)
{
    int status = json_scan_skip(scan);
    note_untaken(record, scan->longest.size, name);
    return status;
}

/* Skips a value that is known not to be the article's text. */
static int skip_known(struct json_scan *scan)
{
    const struct slice longest = scan->longest;
    int status = json_scan_skip(scan);
    scan->longest = longest;
    return status;
}

/* --- values --- */

static bool has_value(const struct json_slot *slot)
{
    return slot->shape == JSON_STRING || slot->shape == JSON_NUMBER;
}

/* Stores a value; `storage`, where it lies unless it lies in the line, becomes the slot's. */
static void store_value(struct json_record *record, const struct member *member, uint16_t scope,
                        const struct json_value *value)
{
    struct json_slot *slot = &record->values[member->field];
    struct buffer previous = slot->storage;
    if (member->field == JSON_TEXT && slot->shape == JSON_STRING && slot->rank < JSON_RANK_PAGE &&
        slot->rank != member->rank && *slot->span.bytes != '<')
        note_untaken(record, slot->span.size, member->name);
    slot->storage = record->spare;
    record->spare = previous;
    slot->shape = value->shape;
    slot->rank = member->rank;
    slot->scope = scope;
    slot->span = (struct text_span){value->text.data, value->text.size};
}

/* Whether a value is not what a name that may mean something else promises: words, an address. */
static bool is_doubtful(const struct member *member, struct text_span span)
{
    if (member->field == JSON_URL)
        return member->rank >= JSON_RANK_ADDRESS && !span_starts_with(span, "http");
    return member->field == JSON_TEXT && member->rank >= JSON_RANK_WORD &&
           member->rank < JSON_RANK_PAGE && memchr(span.bytes, ' ', span.size) == NULL;
}

/* Considers a value for its field. It lies in the line or in record->spare. */
static void take_value(struct json_record *record, const struct member *member, uint16_t scope,
                       struct json_value value)
{
    struct json_slot *slot = &record->values[member->field];
    const bool is_text = member->field == JSON_TEXT;
    const struct text_span span = {value.text.size == 0 ? "" : value.text.data, value.text.size};
    if (value.shape == JSON_NULL || (value.shape == JSON_STRING && span_trim(span).size == 0)) {
        record->has_blank_text |= is_text && value.shape == JSON_STRING;
        return;
    }
    if (value.shape == JSON_NEITHER || (is_text && value.shape == JSON_NUMBER)) {
        if (!has_value(slot) && member->rank < JSON_RANK_VAGUE)
            slot->shape = JSON_NEITHER;
        return;
    }
    if (!is_doubtful(member, span))
        store_value(record, member, scope, &value);
}

static int skip_outranked(struct json_record *record, struct json_scan *scan,
                          const struct member *member)
{
    bool is_text = member->field == JSON_TEXT && member->rank < JSON_RANK_PAGE;
    return is_text ? skip_unknown(record, scan, member->name) : skip_known(scan);
}

/* Whether a name with precedence has set the member's field. */
static bool is_outranked(const struct json_record *record, const struct member *member)
{
    const struct json_slot *slot = &record->values[member->field];
    return has_value(slot) && (slot->rank < member->rank ||
                               (slot->rank == member->rank && member->rank >= UNKNOWN_RANK));
}

static int read_scalar(struct json_record *record, struct json_scan *scan,
                       const struct member *member, uint16_t scope)
{
    struct json_value value;
    int status = json_scan_value(scan, &record->spare, &value);
    if (status == 0)
        take_value(record, member, scope, value);
    return status;
}

/* --- arrays --- */

/* Reads an array of paragraphs. */
static int read_paragraphs(struct json_record *record, struct json_scan *scan,
                           const struct member *member, uint16_t scope)
{
    bool empty = true;
    buffer_clear(&record->spare);
    int status = json_pieces_read(scan, &record->spare, &empty);
    if (status != 0)
        return status;
    if (buffer_status(&record->spare) != 0)
        return ERROR_MEMORY;
    const bool is_text = empty || record->spare.size > 0;
    const struct slice text = {record->spare.data, record->spare.size};
    take_value(record, member, scope,
               (struct json_value){is_text ? JSON_STRING : JSON_NEITHER, text});
    return 0;
}

/* Reads the first value of an array that is not null. */
static int read_first(struct json_record *record, struct json_scan *scan,
                      const struct member *member, const struct scope *scope)
{
    const struct scope inside = {member->field, member->rank, scope->number, scope->depth + 1};
    int status = json_scan_array(scan);
    while (status == 0 && (status = json_scan_element(scan)) == 1) {
        char first = json_scan_peek(scan);
        if (has_value(&record->values[member->field]) || first == '[')
            status = skip_known(scan);
        else if (first == '{')
            status = inside.depth >= JSON_NESTING ? skip_known(scan)
                                                  : read_members(record, scan, &inside);
        else
            status = read_scalar(record, scan, member, scope->number);
    }
    return status;
}

/* Passes over an array of objects, and remembers where it is. */
static int note_records(struct json_record *record, struct json_scan *scan,
                        const struct member *member)
{
    json_scan_peek(scan);
    const char *start = scan->at;
    int status = skip_unknown(record, scan, member->name);
    if (status == 0 && record->array_count < JSON_ARRAYS_MAX)
        record->arrays[record->array_count++] = span_between(start, scan->at);
    return status;
}

static int read_array(struct json_record *record, struct json_scan *scan,
                      const struct member *member, const struct scope *scope)
{
    if (member->role == JSON_ELSEWHERE)
        return skip_known(scan);
    if (member->field == JSON_OTHER) {
        bool may_be_records = member->role == JSON_CONTAINER || member->role == JSON_RECORDS;
        if (may_be_records && scope->number == 0)
            return note_records(record, scan, member);
        return skip_unknown(record, scan, member->name);
    }
    if (is_outranked(record, member))
        return skip_outranked(record, scan, member);
    if (member->field == JSON_TEXT)
        return read_paragraphs(record, scan, member, scope->number);
    return read_first(record, scan, member, scope);
}

/* --- objects --- */

/* Forgets what an object of unknown name gave, if there was no text in it. */
static void end_unknown_scope(struct json_record *record, uint16_t number)
{
    if (record->values[JSON_TEXT].scope == number && has_value(&record->values[JSON_TEXT]))
        return;
    for (size_t i = 0; i < JSON_FIELDS; i++)
        if (record->values[i].scope == number && has_value(&record->values[i]))
            record->values[i].shape = JSON_ABSENT;
}

static int read_object(struct json_record *record, struct json_scan *scan,
                       const struct member *member, const struct scope *scope)
{
    struct scope inside = {member->field, member->rank, scope->number, scope->depth + 1};
    if (inside.depth >= JSON_NESTING || member->role == JSON_ELSEWHERE)
        return member->role == JSON_ELSEWHERE ? skip_known(scan)
                                              : skip_unknown(record, scan, member->name);
    bool begins = member->field == JSON_OTHER && member->role == JSON_UNKNOWN &&
                  scope->number == 0 && record->scopes < UINT16_MAX;
    if (begins)
        inside.number = ++record->scopes;
    int status = read_members(record, scan, &inside);
    if (begins)
        end_unknown_scope(record, inside.number);
    if (status == 0 && member->field == JSON_TEXT && member->rank < JSON_RANK_VAGUE &&
        record->values[JSON_TEXT].shape == JSON_ABSENT && !record->has_blank_text)
        record->values[JSON_TEXT].shape = JSON_NEITHER;
    return status;
}

/* Returns what a member means in its object. */
static struct member find_meaning(const struct json_record *record, struct slice name,
                                  const struct scope *scope)
{
    const struct json_name means = name_map_find(record->map, name);
    struct member member = {name, means.field, means.role, means.rank};
    const uint16_t nested = (uint16_t)(scope->depth + (scope->number > 0 ? UNKNOWN_RANK : 0));
    if (scope->field == JSON_OTHER) {
        member.rank = (uint16_t)(means.rank + nested);
        return member;
    }
    const bool same = means.field == scope->field;
    if (means.wraps || (same && scope->field == JSON_TEXT)) {
        unsigned rank = same ? means.rank / 64 : WRAPPED_RANK;
        member.field = scope->field;
        member.rank = (uint16_t)(scope->rank + (rank < NAME_RANK_MAX ? rank : NAME_RANK_MAX));
    } else if (scope->field == JSON_TEXT) {
        member.rank = (uint16_t)(means.rank + nested);
    } else {
        member.field = JSON_OTHER;
        member.role = JSON_ELSEWHERE;
    }
    return member;
}

static int read_member(struct json_record *record, struct json_scan *scan, struct slice name,
                       const struct scope *scope)
{
    struct member member = find_meaning(record, name, scope);
    switch (json_scan_peek(scan)) {
    case '{':
        if (member.rank >= JSON_RANK_WORD && member.rank < JSON_RANK_PAGE)
            member.field = JSON_OTHER; /* text_stats is no text */
        return read_object(record, scan, &member, scope);
    case '[':
        return read_array(record, scan, &member, scope);
    default:
        break;
    }
    if (member.field == JSON_OTHER)
        return member.role == JSON_ELSEWHERE ? skip_known(scan) : skip_unknown(record, scan, name);
    if (is_outranked(record, &member))
        return skip_outranked(record, scan, &member);
    return read_scalar(record, scan, &member, scope->number);
}

static int read_members(struct json_record *record, struct json_scan *scan,
                        const struct scope *scope)
{
    struct slice name;
    int status = json_scan_object(scan);
    while (status == 0 && (status = json_scan_name(scan, &record->name, &name)) == 1)
        status = read_member(record, scan, name, scope);
    return status;
}

void json_record_put(struct json_record *record, struct slice name, const struct json_name *means,
                     struct text_span value)
{
    const struct member member = {name, means->field, means->role, means->rank};
    const bool is_text = means->field == JSON_TEXT && means->rank < JSON_RANK_PAGE;
    if (means->field != JSON_OTHER && !is_outranked(record, &member))
        take_value(record, &member, 0, (struct json_value){JSON_STRING, {value.bytes, value.size}});
    else if (is_text || (means->field == JSON_OTHER && means->role != JSON_ELSEWHERE))
        note_untaken(record, value.size, name);
}

int json_record_read(struct json_record *record, const char *line, size_t size)
{
    static const struct scope top = {.field = JSON_OTHER};
    struct json_scan scan;
    json_record_clear(record);
    json_scan_init(&scan, line, size);
    scan.lenient = true;
    int status = read_members(record, &scan, &top);
    record->was_lenient = scan.was_lenient;
    return status == 0 ? json_scan_end(&scan) : status;
}
