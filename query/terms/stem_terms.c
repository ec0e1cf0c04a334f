#include "query/terms/stem_terms.h"

#include <string.h>

#include "common/analysis/term.h"
#include "common/base/error.h"
#include "query/terms/entries.h"
#include "query/terms/segment_lookup.h"

/* A stem being looked up. */
struct stem_search {
    struct stem_terms *terms;
    size_t size;
    char key[TERM_KEY_MAX]; /* the field and the stem */
};

static struct alternative *find_term(const struct stem_terms *terms, struct slice term)
{
    for (size_t i = 0; i < vector_count(&terms->terms); i++) {
        struct alternative *item = &terms->terms.items[i];
        if (slice_equals((struct slice){item->term, item->size}, term))
            return item;
    }
    return NULL;
}

/* Keeps the entry of a term in a segment. */
static int add_entry(struct stem_terms *terms, size_t number, struct slice term,
                     const struct term_entry *entry)
{
    struct alternative *there = find_term(terms, term);
    if (there == NULL) {
        struct alternative added = {
            .term = arena_copy(&terms->expansion->arena, term.data, term.size), .size = term.size};
        int status = added.term == NULL ? error_memory() : entries_alloc(terms->expansion, &added);
        if (status != 0)
            return status;
        vector_append(&terms->terms, added);
        if (vector_status(&terms->terms) != 0)
            return ERROR_MEMORY;
        there = vector_last(&terms->terms);
    }
    there->entries[number] = *entry;
    return 0;
}

static int add_terms_in_block(void *context, size_t number, uint32_t block)
{
    const struct stem_search *stem = context;
    const struct key_set *set = &stem->terms->expansion->index->segments[number].terms;
    struct key_cursor cursor;
    struct term_entry entry = {0};
    if (!key_cursor_open(&cursor, set, block))
        return cursor.damaged ? ERROR_CORRUPT : 0;
    int status;
    while ((status = term_next(&cursor, &entry)) == 1) {
        const size_t common = cursor.key_size < stem->size ? cursor.key_size : stem->size;
        const int order = memcmp(cursor.key, stem->key, common);
        if (order < 0 || (order == 0 && cursor.key_size < stem->size))
            continue;
        if (order > 0 || (cursor.key_size > stem->size &&
                          (unsigned char)cursor.key[stem->size] >= TERM_MARK_END))
            return 0;
        status = add_entry(stem->terms, number, (struct slice){cursor.key + 1, cursor.key_size - 1},
                           &entry);
        if (status != 0)
            return status;
    }
    return status;
}

static int find_stem(struct stem_terms *terms, struct slice bytes)
{
    struct stem_search stem = {.terms = terms};
    stem.size = term_key(terms->field, bytes.data, bytes.size, stem.key);
    return segment_lookup_run(&(struct segment_lookup){.index = terms->expansion->index,
                                                       .dictionary = DICTIONARY_TERMS,
                                                       .key = stem.key,
                                                       .size = stem.size,
                                                       .find_in_block = add_terms_in_block,
                                                       .context = &stem});
}

int stem_terms_find(struct stem_terms *terms, struct expansion *expansion,
                    const struct query_word *word, enum term_field field)
{
    *terms = (struct stem_terms){.expansion = expansion, .field = field};
    int status = 0;
    for (size_t i = 0; i < word->term_count && terms->stem_count < STEMS_MAX && status == 0; i++) {
        const struct slice stem = {word->terms[i].data, term_stem_size(word->terms[i])};
        if (stem.size == 0 || stem_terms_cover(terms, word->terms[i]))
            continue;
        terms->stems[terms->stem_count++] = stem;
        status = find_stem(terms, stem);
    }
    for (size_t i = 0; i < vector_count(&terms->terms) && status == 0; i++)
        entries_sum(expansion, &terms->terms.items[i]);
    return status;
}

void stem_terms_release(struct stem_terms *terms)
{
    vector_release(&terms->terms);
}

bool stem_terms_cover(const struct stem_terms *terms, struct slice term)
{
    const struct slice stem = {term.data, term_stem_size(term)};
    for (size_t i = 0; i < terms->stem_count; i++)
        if (slice_equals(terms->stems[i], stem))
            return true;
    return false;
}

const struct alternative *stem_terms_get(const struct stem_terms *terms, struct slice term)
{
    return find_term(terms, term);
}
