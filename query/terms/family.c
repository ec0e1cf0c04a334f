#include "query/terms/family.h"

#include <string.h>

#include "common/analysis/term.h"
#include "common/base/error.h"
#include "common/base/vector.h"
#include "query/terms/entries.h"
#include "query/terms/segment_lookup.h"

/* Stems of one word that are looked at. */
enum { STEMS_MAX = 8 };

/* The terms with one stem. */
struct stem_terms {
    struct expansion *expansion;
    const struct expanded_word *own;
    enum term_field field;
    VECTOR(struct alternative) terms;
    size_t size;
    char key[TERM_KEY_MAX]; /* the field and the stem */
};

/* Whether the word stands for a term: by its reading, or by forms of the index that lost accents.
 */
static bool is_own_term(const struct expanded_word *own, struct slice term)
{
    for (size_t i = 0; i < own->word->term_count; i++)
        if (slice_equals(own->word->terms[i], term))
            return true;
    for (size_t i = 0; i < own->count; i++)
        if (slice_equals((struct slice){own->alternatives[i].term, own->alternatives[i].size},
                         term))
            return true;
    return false;
}

/* Keeps the entry of a term in a segment, so that it need not be looked up. */
static int add_entry(struct stem_terms *stem, size_t number, struct slice term,
                     const struct term_entry *entry)
{
    struct alternative *items = stem->terms.items;
    const size_t count = vector_count(&stem->terms);
    size_t place = 0;
    while (place < count &&
           !slice_equals((struct slice){items[place].term, items[place].size}, term))
        place++;
    if (place == count) {
        struct alternative added = {
            .term = arena_copy(&stem->expansion->arena, term.data, term.size), .size = term.size};
        int status = added.term == NULL ? error_memory() : entries_alloc(stem->expansion, &added);
        if (status != 0)
            return status;
        vector_append(&stem->terms, added);
        if (vector_status(&stem->terms) != 0)
            return ERROR_MEMORY;
    }
    stem->terms.items[place].entries[number] = *entry;
    return 0;
}

static int add_terms_in_block(void *context, size_t number, uint32_t block)
{
    struct stem_terms *stem = context;
    const struct key_set *terms = &stem->expansion->index->segments[number].terms;
    struct key_cursor cursor;
    struct term_entry entry = {0};
    if (!key_cursor_open(&cursor, terms, block))
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
        const struct slice term = {cursor.key + 1, cursor.key_size - 1};
        status = is_own_term(stem->own, term) ? 0 : add_entry(stem, number, term, &entry);
        if (status != 0)
            return status;
    }
    return status;
}

static int find_stem_terms(struct stem_terms *stem, struct slice bytes)
{
    stem->size = term_key(stem->field, bytes.data, bytes.size, stem->key);
    return segment_lookup_run(&(struct segment_lookup){.index = stem->expansion->index,
                                                       .dictionary = DICTIONARY_TERMS,
                                                       .key = stem->key,
                                                       .size = stem->size,
                                                       .find_in_block = add_terms_in_block,
                                                       .context = stem});
}

/* Looks the stems of the word's terms up, each once. */
static int find_stems(struct stem_terms *terms)
{
    const struct query_word *word = terms->own->word;
    struct slice stems[STEMS_MAX];
    size_t count = 0;
    int status = 0;
    for (size_t i = 0; i < word->term_count && count < STEMS_MAX && status == 0; i++) {
        const struct slice stem = {word->terms[i].data, term_stem_size(word->terms[i])};
        size_t known = 0;
        while (known < count && !slice_equals(stems[known], stem))
            known++;
        if (known < count || stem.size == 0)
            continue;
        stems[count++] = stem;
        status = find_stem_terms(terms, stem);
    }
    return status;
}

int family_expand(struct expansion *expansion, const struct expanded_word *own,
                  enum term_field field, struct expanded_word *family)
{
    struct stem_terms terms = {.expansion = expansion, .own = own, .field = field};
    int status = find_stems(&terms);
    size_t count = vector_count(&terms.terms);
    for (size_t i = 0; i < count && status == 0; i++)
        entries_sum(expansion, &terms.terms.items[i]);
    if (count > 1)
        alternatives_sort(terms.terms.items, count);
    if (count > FAMILY_MAX)
        count = FAMILY_MAX;
    *family = (struct expanded_word){.word = own->word, .count = count};
    if (status == 0 && count > 0) {
        const size_t bytes = count * sizeof *family->alternatives;
        family->alternatives = arena_alloc(&expansion->arena, bytes);
        if (family->alternatives == NULL)
            status = error_memory();
        else
            memcpy(family->alternatives, terms.terms.items, bytes);
    }
    if (status == 0 && count > 0)
        family->document_count = family->alternatives[0].document_count;
    vector_release(&terms.terms);
    return status;
}
