#include "query/terms/entries.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "query/terms/segment_lookup.h"

/* The document_count of an entry that has not been looked up yet. */
static const uint32_t unknown_count = UINT32_MAX;

int entries_alloc(struct expansion *expansion, struct alternative *alternative)
{
    const size_t count = expansion->index->segment_count;
    alternative->entries =
        arena_alloc(&expansion->arena, (count + 1) * sizeof *alternative->entries);
    if (alternative->entries == NULL)
        return error_memory();
    for (size_t i = 0; i < count; i++)
        alternative->entries[i].document_count = unknown_count;
    return 0;
}

/* An alternative's term, by its key in the dictionaries. */
struct sought_term {
    struct expansion *expansion;
    struct alternative *alternative;
    size_t size;
    char key[TERM_KEY_MAX];
};

static bool is_entry_unknown(void *context, size_t number)
{
    const struct sought_term *term = context;
    return term->alternative->entries[number].document_count == unknown_count;
}

static int find_entry(void *context, size_t number, uint32_t block)
{
    const struct sought_term *term = context;
    struct term_entry *entry = &term->alternative->entries[number];
    int found = term_find_in(&term->expansion->index->segments[number].terms, block, term->key,
                             term->size, entry);
    if (found == 0)
        entry->document_count = 0;
    if (found == 1)
        postings_prefetch(&term->expansion->index->segments[number].file, entry);
    return found;
}

int entries_find(struct expansion *expansion, struct alternative *alternative,
                 enum term_field field)
{
    struct sought_term term = {.expansion = expansion, .alternative = alternative};
    term.size = term_key(field, alternative->term, alternative->size, term.key);
    int status = alternative->entries == NULL ? entries_alloc(expansion, alternative) : 0;
    if (status == 0)
        status = segment_lookup_run(&(struct segment_lookup){.index = expansion->index,
                                                             .dictionary = DICTIONARY_TERMS,
                                                             .key = term.key,
                                                             .size = term.size,
                                                             .wanted = is_entry_unknown,
                                                             .find_in_block = find_entry,
                                                             .context = &term});
    if (status == 0)
        entries_sum(expansion, alternative);
    return status;
}

void entries_sum(const struct expansion *expansion, struct alternative *alternative)
{
    alternative->document_count = 0;
    for (size_t i = 0; i < expansion->index->segment_count; i++) {
        struct term_entry *entry = &alternative->entries[i];
        if (entry->document_count == unknown_count) /* or the dictionary is empty */
            entry->document_count = 0;
        alternative->document_count += entry->document_count;
    }
}

static int compare_alternatives(const void *one, const void *other)
{
    const struct alternative *a = one, *b = other;
    if (a->document_count != b->document_count)
        return a->document_count > b->document_count ? -1 : 1;
    return key_compare(a->term, a->size, b->term, b->size);
}

void alternatives_sort(struct alternative *alternatives, size_t count)
{
    qsort(alternatives, count, sizeof *alternatives, compare_alternatives);
}
