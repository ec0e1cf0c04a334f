/* Terms in byte order, and where the postings of each are (section `terms`).
 *
 * A term's key is its field's byte and the stem. Its value, in varints:
 *
 *     [offsets of its postings, positions and ranks in their sections, if first in a block]
 *     (occurrences − documents) × 4 + (more than one surface form) × 2 + (more than one document)
 *     [documents − 2, if more than one] · [surface forms − 2, if more than one]
 *     bytes of its postings; for a single document, its number instead
 *     bytes of its positions; for a single occurrence, its position instead; absent for titles
 *     [bytes of ranks, if more than one form]
 *
 * The offsets of a block's other entries are the sums of the sizes before them.
 */
#ifndef FOUILLE_DICTIONARY_TERM_DICTIONARY_H
#define FOUILLE_DICTIONARY_TERM_DICTIONARY_H

#include "common/index/dictionary/key_blocks.h"
#include "common/index/postings/term_entry.h"

/* The field's byte in a key. Words of the title are indexed in both fields. */
enum term_field { FIELD_TITLE = 1, FIELD_TEXT = 2 };

enum { TERM_KEY_MAX = 256 };

/* Writes a term's key to `key`, of TERM_KEY_MAX bytes; size is at most ANALYSIS_WORD_MAX. Returns
 * the key's size. */
size_t term_key(enum term_field field, const char *term, size_t size, char *key);

/* Appends an entry, as postings_write sets it; keys ascend. Sets entry->ordinal. */
void term_writer_add(struct key_writer *writer, const char *key, size_t size,
                     struct term_entry *entry);

/* Looks up a key. 1 if found, 0 if not, or ERROR_CORRUPT. O(log terms). */
int term_find(const struct key_set *terms, const char *key, size_t size, struct term_entry *entry);

/* As term_find, in the block that key_set_seek found. O(1). */
int term_find_in(const struct key_set *terms, uint32_t block, const char *key, size_t size,
                 struct term_entry *entry);

/* Reads the entry with an ordinal, and its key if `key` is not NULL (TERM_KEY_MAX bytes and a NUL).
 * 0, or ERROR_CORRUPT, also for an ordinal that is not below the number of terms. O(1). */
int term_at(const struct key_set *terms, uint32_t ordinal, struct term_entry *entry, char *key,
            size_t *key_size);

/* Reads the next term: open the cursor with key_cursor_open or _seek, then call until it returns 0
 * (the end) or an error; 1 otherwise. `entry` carries state from call to call; start with zeros. */
int term_next(struct key_cursor *cursor, struct term_entry *entry);

#endif
