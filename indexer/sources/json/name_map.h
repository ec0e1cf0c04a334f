/* Names that the user says are those of fields (--map): "title=titre,text=contenu".
 *
 * They come before the names that are known (json_names.h), and mean nothing else. They are
 * compared as those are: letter case, accents and the signs between words do not matter.
 */
#ifndef FOUILLE_JSON_NAME_MAP_H
#define FOUILLE_JSON_NAME_MAP_H

#include <stdbool.h>

#include "common/base/vector.h"
#include "indexer/sources/json/json_names.h"

struct name_mapping;

/* All zeros at first: nothing is mapped. */
struct name_map {
    VECTOR(struct name_mapping) mappings;
};

void name_map_release(struct name_map *map);

/* Adds FIELD=NAME[,FIELD=NAME]...; of several names of one field the first that has a value counts.
 * `text` is borrowed. 0; ERROR_SYNTAX with a message; ERROR_MEMORY. */
int name_map_add(struct name_map *map, const char *text);

/* Returns what a name means: what it is mapped to, else what json_name_find says. `map` may be
 * NULL. */
struct json_name name_map_find(const struct name_map *map, struct slice name);

/* Whether the name is mapped. `map` may be NULL. */
bool name_map_has(const struct name_map *map, struct slice name);

/* Returns a hash of the mappings; 0 if there are none. `map` may be NULL. */
uint64_t name_map_hash(const struct name_map *map);

#endif
