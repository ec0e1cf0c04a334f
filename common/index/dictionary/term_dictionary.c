#include "common/index/dictionary/term_dictionary.h"

#include <assert.h>

#include "common/base/error.h"

size_t term_key(enum term_field field, const char *term, size_t size, char *key)
{
    if (size > TERM_KEY_MAX - 1)
        size = TERM_KEY_MAX - 1;
    key[0] = (char)field;
    memcpy(key + 1, term, size);
    return size + 1;
}

void term_writer_add(struct key_writer *writer, const char *key, size_t size,
                     struct term_entry *entry)
{
    assert(entry->document_count > 0 && entry->occurrence_count >= entry->document_count &&
           entry->form_count > 0);
    entry->ordinal = writer->count;
    struct buffer *to = &writer->blocks;
    if (key_writer_add(writer, key, size)) {
        buffer_append_varint(to, entry->postings_offset);
        buffer_append_varint(to, entry->positions_offset);
        buffer_append_varint(to, entry->ranks_offset);
    }
    bool several_forms = entry->form_count > 1, several = entry->document_count > 1;
    uint64_t more = entry->occurrence_count - entry->document_count;
    buffer_append_varint(to, more * 4 + several_forms * UINT64_C(2) + several);
    if (several)
        buffer_append_varint(to, entry->document_count - 2);
    if (several_forms)
        buffer_append_varint(to, entry->form_count - 2);
    buffer_append_varint(to, several ? entry->postings_size : entry->single_document);
    if (key[0] == FIELD_TEXT)
        buffer_append_varint(to, entry->occurrence_count > 1 ? entry->positions_size
                                                             : entry->single_position);
    if (several_forms)
        buffer_append_varint(to, entry->ranks_size);
}

static bool read_term_value(struct key_cursor *cursor, uint64_t *value)
{
    cursor->at = varint_read(cursor->at, cursor->end, value);
    if (cursor->at == NULL)
        cursor->damaged = true;
    return cursor->at != NULL;
}

static bool read_counts(struct key_cursor *cursor, struct term_entry *entry)
{
    uint64_t counts, documents = 0, forms = 0;
    if (!read_term_value(cursor, &counts) ||
        ((counts & 1) && !read_term_value(cursor, &documents)) ||
        ((counts & 2) && !read_term_value(cursor, &forms)))
        return false;
    if (documents > UINT32_MAX - 2 || forms > UINT32_MAX - 2)
        return false;
    entry->document_count = counts & 1 ? (uint32_t)documents + 2 : 1;
    entry->occurrence_count = entry->document_count + counts / 4;
    entry->form_count = counts & 2 ? (uint32_t)forms + 2 : 1;
    return true;
}

static bool read_locations(struct key_cursor *cursor, struct term_entry *entry)
{
    entry->postings_size = entry->positions_size = entry->ranks_size = 0;
    entry->single_document = entry->single_position = 0;
    if (!read_term_value(cursor, &entry->postings_size))
        return false;
    if (cursor->key[0] == FIELD_TEXT && !read_term_value(cursor, &entry->positions_size))
        return false;
    if (entry->form_count > 1 && !read_term_value(cursor, &entry->ranks_size))
        return false;
    if (entry->document_count == 1) {
        entry->single_document = (uint32_t)entry->postings_size;
        if (entry->postings_size > UINT32_MAX)
            return false;
        entry->postings_size = 0;
    }
    if (entry->occurrence_count == 1) {
        entry->single_position = (uint32_t)entry->positions_size;
        if (entry->positions_size > UINT32_MAX)
            return false;
        entry->positions_size = 0;
    }
    return true;
}

/* Reads the current key's value; offsets continue from the previous entry. */
static bool read_dictionary_entry(struct key_cursor *cursor, struct term_entry *entry)
{
    if (cursor->ordinal % KEY_BLOCK_SIZE == 0) {
        if (!read_term_value(cursor, &entry->postings_offset) ||
            !read_term_value(cursor, &entry->positions_offset) ||
            !read_term_value(cursor, &entry->ranks_offset))
            return false;
    } else {
        entry->postings_offset += entry->postings_size;
        entry->positions_offset += entry->positions_size;
        entry->ranks_offset += entry->ranks_size;
    }
    entry->ordinal = cursor->ordinal;
    return read_counts(cursor, entry) && read_locations(cursor, entry);
}

int term_next(struct key_cursor *cursor, struct term_entry *entry)
{
    if (!key_cursor_next(cursor))
        return cursor->damaged ? ERROR_CORRUPT : 0;
    return read_dictionary_entry(cursor, entry) ? 1 : key_damaged(cursor->set);
}

/* Looks up a key in the block at whose beginning the cursor is. */
static int find_term_in_block(struct key_cursor *cursor, const char *key, size_t size,
                              struct term_entry *entry)
{
    *entry = (struct term_entry){0};
    for (unsigned i = 0; i < KEY_BLOCK_SIZE; i++) {
        int order;
        if (!key_cursor_compare_next(cursor, key, size, &order))
            return cursor->damaged ? ERROR_CORRUPT : 0;
        if (order > 0)
            return 0;
        if (!read_dictionary_entry(cursor, entry))
            return key_damaged(cursor->set);
        if (order == 0)
            return 1;
    }
    return 0;
}

int term_find(const struct key_set *terms, const char *key, size_t size, struct term_entry *entry)
{
    struct key_cursor cursor;
    if (!key_cursor_seek(&cursor, terms, key, size))
        return cursor.damaged ? ERROR_CORRUPT : 0;
    return find_term_in_block(&cursor, key, size, entry);
}

int term_find_in(const struct key_set *terms, uint32_t block, const char *key, size_t size,
                 struct term_entry *entry)
{
    struct key_cursor cursor;
    if (!key_cursor_open(&cursor, terms, block))
        return cursor.damaged ? ERROR_CORRUPT : 0;
    return find_term_in_block(&cursor, key, size, entry);
}

int term_at(const struct key_set *terms, uint32_t ordinal, struct term_entry *entry, char *key,
            size_t *key_size)
{
    struct key_cursor cursor;
    *entry = (struct term_entry){0};
    if (ordinal >= terms->count || !key_cursor_open(&cursor, terms, ordinal / KEY_BLOCK_SIZE))
        return key_damaged(terms);
    for (uint32_t i = 0; i <= ordinal % KEY_BLOCK_SIZE; i++) {
        int status = term_next(&cursor, entry);
        if (status <= 0)
            return status < 0 ? status : key_damaged(terms);
    }
    if (key != NULL) {
        if (cursor.key_size > TERM_KEY_MAX)
            return key_damaged(terms);
        memcpy(key, cursor.key, cursor.key_size + 1);
        *key_size = cursor.key_size;
    }
    return 0;
}
