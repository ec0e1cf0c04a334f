/* Section `forms`: every surface form seen, sorted by its folded form (no accents). Its key is the
 * folded form, followed by a NUL and the surface form if the two differ; the surface form is
 * written as its difference from the folded one (key_blocks.h). Its value, in varints:
 *
 *     term ordinal − that of the previous form (0 for a block's first), zigzag, × 2
 *         + (rank is 0 and there is one occurrence)
 *     [rank within the term, 0 the most frequent · occurrences, unless that is so]
 */
#ifndef FOUILLE_DICTIONARY_FORM_DICTIONARY_H
#define FOUILLE_DICTIONARY_FORM_DICTIONARY_H

#include "common/index/dictionary/key_blocks.h"

struct form_entry {
    uint32_t term; /* ordinal in the term dictionary */
    uint32_t rank;
    uint64_t count; /* occurrences in the segment */
    const char *folded;
    size_t folded_size;
    const char *surface; /* both point into the cursor's key; valid until it moves */
    size_t surface_size;
};

/* Writes the key of a form to `key`, of KEY_MAX bytes, which it fits in. Returns its size. */
size_t form_key(const char *folded, size_t folded_size, const char *surface, size_t surface_size,
                char *key);

void form_writer_init(struct key_writer *writer);

/* Appends a form by its key (form_key); keys ascend. Reads term, rank and count of the entry. */
void form_writer_add(struct key_writer *writer, const char *key, size_t size,
                     const struct form_entry *entry);

/* Reads the next form, in the order of keys. 1, 0 at the end, or ERROR_CORRUPT. */
int form_next(struct key_cursor *cursor, struct form_entry *entry);

/* Moves to the block of the first form whose folded form is >= `folded`. The caller reads on with
 * form_next and skips the smaller forms that come first, at most a block of them. 0 or
 * ERROR_CORRUPT. */
int form_seek(struct key_cursor *cursor, const struct key_set *forms, const char *folded,
              size_t size);

/* Looks up a form by its key (form_key). 1 if found, 0 if not, or ERROR_CORRUPT. The entry's
 * `folded` and `surface` are set to NULL. */
int form_find(const struct key_set *forms, const char *key, size_t size, struct form_entry *entry);

/* As form_find, in the block that key_set_seek found. O(1). */
int form_find_in(const struct key_set *forms, uint32_t block, struct slice key,
                 struct form_entry *entry);

#endif
