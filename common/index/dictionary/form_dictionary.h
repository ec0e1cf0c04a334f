/* Surface forms, and how words that differ in accents meet.
 *
 * Section `forms`: every surface form seen, sorted by its folded spelling (no accents). Its key is
 * the folded form; behind a NUL the surface form, if that is another, which is written as its
 * difference to the folded one (key_blocks.h). Its value, in varints: the distance of its term's
 * ordinal from that of the form before (zigzag; 0 before a block's first) × 2 + (rank 0, and one
 * occurrence); else its rank within the term, 0 the most frequent, and its occurrences.
 *
 * Section `folds`: for each fold key (a folded form without its final e, s or x) the terms of the
 * accented forms with that key: "rivier" → "rivi" (rivière, rivières). Its value: the number of
 * terms, then their ordinals, the first whole, each later one as difference.
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
    const char *surface; /* both in the cursor's key, valid until its next move */
    size_t surface_size;
};

/* The key of a form; `key` has KEY_MAX bytes. Returns its size. */
size_t form_key(const char *folded, size_t folded_size, const char *surface, size_t surface_size,
                char *key);

void form_writer_init(struct key_writer *writer);
void form_writer_add(struct key_writer *writer, const char *key, size_t size, uint32_t term,
                     uint32_t rank, uint64_t count);

/* Walks forms in order of their keys: 1 a form, 0 the end, ERROR_CORRUPT. */
int form_next(struct key_cursor *cursor, struct form_entry *entry);

/* Stands before the first form whose folded spelling is >= `folded`; 0 or ERROR_CORRUPT. The
 * caller reads on with form_next and passes over the few smaller ones that come first. */
int form_seek(struct key_cursor *cursor, const struct key_set *forms, const char *folded,
              size_t size);

/* Looks up a form by its key (form_key). 1 found, 0 not there, or ERROR_CORRUPT. The entry's
 * spellings are not set. */
int form_find(const struct key_set *forms, const char *key, size_t size, struct form_entry *entry);

/* The same in the block that key_set_seek found. */
int form_find_in(const struct key_set *forms, uint32_t block, const char *key, size_t size,
                 struct form_entry *entry);

/* The same in that block and further ones, of several keys in their order. `found` gets each that
 * is there, by its number; what it returns other than 0 ends the look-up and is returned. */
struct form_search {
    const struct form_sought {
        const char *key;
        size_t size;
    } * sought;
    size_t count;
    int (*found)(void *context, size_t number, const struct form_entry *entry);
    void *context;
};

int form_find_all_in(const struct key_set *forms, uint32_t block, const struct form_search *search);

void fold_writer_add(struct key_writer *writer, const char *key, size_t size, const uint32_t *terms,
                     size_t count);

/* The terms of a fold key: writes up to `capacity` ordinals, returns how many there are, or
 * ERROR_CORRUPT. */
int fold_find(const struct key_set *folds, const char *key, size_t size, uint32_t *terms,
              size_t capacity);

/* The same in the block that key_set_seek found. */
int fold_find_in(const struct key_set *folds, uint32_t block, const char *key, size_t size,
                 uint32_t *terms, size_t capacity);

/* Walks the fold table: 1, 0 at the end, ERROR_CORRUPT. `terms` as in fold_find; *count is how
 * many there are. */
int fold_next(struct key_cursor *cursor, uint32_t *terms, size_t capacity, size_t *count);

#endif
