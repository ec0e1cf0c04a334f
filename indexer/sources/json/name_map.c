#include "indexer/sources/json/name_map.h"

#include "common/base/error.h"
#include "indexer/sources/article/hash.h"
#include "indexer/sources/article/span.h"

/* The names of one field; json_names.h keeps ranks below 8 for them. */
enum { NAMES_MAX = 4, OTHERS_RANK = 8, REDUCED_MAX = 100 };

struct name_mapping {
    struct slice name;
    enum json_field field;
    uint16_t rank;
    uint8_t reduced_size; /* 0: only the very bytes are this name */
    char reduced[REDUCED_MAX];
};

static const struct {
    const char *name;
    enum json_field field;
} fields[] = {
    {"id", JSON_ID},
    {"title", JSON_TITLE},
    {"titre", JSON_TITLE},
    {"url", JSON_URL},
    {"adresse", JSON_URL},
    {"date", JSON_PUBLISHED},
    {"modified", JSON_MODIFIED},
    {"modifie", JSON_MODIFIED},
    {"lead", JSON_LEAD},
    {"chapo", JSON_LEAD},
    {"text", JSON_TEXT},
    {"texte", JSON_TEXT},
};

void name_map_release(struct name_map *map)
{
    vector_release(&map->mappings);
}

/* Returns the field of that name; JSON_OTHER if there is none. */
static enum json_field find_field(struct slice name)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (slice_is(name, fields[i].name))
            return fields[i].field;
    return JSON_OTHER;
}

static struct slice trim(struct slice text)
{
    struct text_span span = span_trim((struct text_span){text.data, text.size});
    return (struct slice){span.bytes, span.size};
}

static int add_mapping(struct name_map *map, struct slice text)
{
    const char *equals = memchr(text.data, '=', text.size);
    if (equals == NULL)
        return error_set(ERROR_SYNTAX, "'%.*s' is not FIELD=NAME, as in title=titre",
                         (int)text.size, text.data);
    struct slice field = trim(slice_between(text.data, equals));
    struct name_mapping mapping = {.name = trim(slice_between(equals + 1, slice_end(text))),
                                   .field = find_field(field)};
    if (mapping.field == JSON_OTHER)
        return error_set(
            ERROR_SYNTAX,
            "unknown field '%.*s'; there are id, title, url, date, modified, lead, text",
            (int)field.size, field.data);
    if (mapping.name.size == 0)
        return error_set(ERROR_SYNTAX, "'%.*s' is not FIELD=NAME, as in title=titre",
                         (int)text.size, text.data);
    for (size_t i = 0; i < vector_count(&map->mappings); i++)
        if (map->mappings.items[i].field == mapping.field)
            mapping.rank++;
    if (mapping.rank == NAMES_MAX)
        return error_set(ERROR_SYNTAX, "more than %d names for the field '%.*s'", NAMES_MAX,
                         (int)field.size, field.data);
    mapping.reduced_size = (uint8_t)json_name_reduce(mapping.name, mapping.reduced, REDUCED_MAX);
    vector_append(&map->mappings, mapping);
    return vector_status(&map->mappings);
}

int name_map_add(struct name_map *map, const char *text)
{
    for (;;) {
        size_t size = strcspn(text, ",");
        int status = add_mapping(map, (struct slice){text, size});
        if (status != 0 || text[size] == '\0')
            return status;
        text += size + 1;
    }
}

/* Returns the mapping of a name; NULL if there is none. */
static const struct name_mapping *find_mapping(const struct name_map *map, struct slice name)
{
    char reduced[REDUCED_MAX];
    const size_t size = json_name_reduce(name, reduced, REDUCED_MAX);
    for (size_t i = 0; i < vector_count(&map->mappings); i++) {
        const struct name_mapping *mapping = &map->mappings.items[i];
        const bool same = size > 0 && size == mapping->reduced_size &&
                          memcmp(reduced, mapping->reduced, size) == 0;
        if (same || slice_equals(mapping->name, name))
            return mapping;
    }
    return NULL;
}

static bool is_mapped_field(const struct name_map *map, enum json_field field)
{
    for (size_t i = 0; i < vector_count(&map->mappings); i++)
        if (map->mappings.items[i].field == field)
            return true;
    return false;
}

bool name_map_has(const struct name_map *map, struct slice name)
{
    return map != NULL && find_mapping(map, name) != NULL;
}

struct json_name name_map_find(const struct name_map *map, struct slice name)
{
    if (map == NULL || vector_count(&map->mappings) == 0)
        return json_name_find(name);
    const struct name_mapping *mapping = find_mapping(map, name);
    if (mapping != NULL)
        return (struct json_name){.field = mapping->field, .rank = mapping->rank};
    struct json_name means = json_name_find(name);
    if (means.rank < OTHERS_RANK && is_mapped_field(map, means.field))
        means.rank = OTHERS_RANK;
    return means;
}

uint64_t name_map_hash(const struct name_map *map)
{
    uint64_t hash = 0;
    for (size_t i = 0; map != NULL && i < vector_count(&map->mappings); i++) {
        const struct name_mapping *mapping = &map->mappings.items[i];
        const uint64_t part[] = {hash, (uint64_t)mapping->field,
                                 hash_bytes(mapping->name.data, mapping->name.size)};
        hash = hash_bytes((const char *)part, sizeof part);
    }
    return hash;
}
