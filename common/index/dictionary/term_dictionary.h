/* Terms in byte order, and for each where its postings are (section `terms`).
 *
 * A term's key is its field's byte and the term itself. What stands behind a key, in varints:
 *
 *     in a block's first: offsets of its postings, positions and ranks in their sections
 *     (occurrences − documents) × 4 + (more than one surface form) × 2 + (more than one document)
 *     [documents − 2, if more than one] · [surface forms − 2, if more than one]
 *     bytes of its postings; but of a single document its number
 *     bytes of its positions; but of a single occurrence its position; none for titles
 *     [bytes of ranks, if more than one form]
 *
 * Offsets of later entries are the sums of the sizes before them.
 */
#ifndef FOUILLE_DICTIONARY_TERM_DICTIONARY_H
#define FOUILLE_DICTIONARY_TERM_DICTIONARY_H

#include "common/index/dictionary/key_blocks.h"
#include "common/index/postings/postings.h"

/* The byte before a term. Title words are indexed with the text and by themselves. */
enum term_field { FIELD_TITLE = 1, FIELD_TEXT = 2 };

enum { TERM_KEY_MAX = 256 };

/* `key` has TERM_KEY_MAX bytes; size at most ANALYSIS_WORD_MAX. Returns the key's size. */
size_t term_key(enum term_field field, const char *term, size_t size, char *key);

/* Appends an entry; keys ascend. Fills entry->ordinal. */
void term_writer_add(struct key_writer *writer, const char *key, size_t size,
                     struct term_entry *entry);

/* Looks a key up. 1 found, 0 not there, or ERROR_CORRUPT. O(log terms). */
int term_find(const struct key_set *terms, const char *key, size_t size, struct term_entry *entry);

/* The same in the block that key_set_seek found. O(1). */
int term_find_in(const struct key_set *terms, uint32_t block, const char *key, size_t size,
                 struct term_entry *entry);

/* The entry of an ordinal below the number of terms, and its key if `key` is not NULL
 * (TERM_KEY_MAX bytes and a NUL). 0 or ERROR_CORRUPT. O(1). */
int term_at(const struct key_set *terms, uint32_t ordinal, struct term_entry *entry, char *key,
            size_t *key_size);

/* Walks all terms: open with key_cursor_open or _seek, then call until it returns 0 (the end) or
 * an error. `entry` is carried from call to call; start with zeros. */
int term_next(struct key_cursor *cursor, struct term_entry *entry);

#endif
