#include "tools/lexicon/paradigms.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/utf8.h"
#include "common/lexicon/table.h"

enum { PARADIGMS_MAX = (TABLE_TAG_END - TABLE_TAG) << 8, GROUPS_MAX = LEXICON_NO_GROUP };

/* A part of a lemma, before groups are numbered. */
struct lemma_part {
    size_t group_lemma; /* number of the lemma that stands for the group */
    size_t lemma, part;
    bool has_head;
};

struct maker {
    struct paradigms *made;
    const struct lemmas *lemmas;
    VECTOR(struct lemma_part) parts;
};

static bool has_endings(const struct paradigm *paradigm, const struct paradigm *other)
{
    if (paradigm->class != other->class || paradigm->has_head != other->has_head ||
        paradigm->count != other->count || !slice_equals(paradigm->head, other->head))
        return false;
    for (size_t i = 0; i < paradigm->count; i++)
        if (!slice_equals(paradigm->endings[i], other->endings[i]))
            return false;
    return true;
}

/* Finds the number of a paradigm, which is added if it is new. They are few hundred. */
static int number_paradigm(struct paradigms *made, const struct paradigm *paradigm, size_t *number)
{
    const size_t count = vector_count(&made->paradigms);
    for (*number = 0; *number < count; ++*number)
        if (has_endings(&made->paradigms.items[*number], paradigm))
            return 0;
    if (count == PARADIGMS_MAX)
        return error_set(ERROR_SYNTAX, "the dictionary has more than %d paradigms", PARADIGMS_MAX);
    vector_append(&made->paradigms, *paradigm);
    return vector_status(&made->paradigms);
}

static size_t common_size(struct slice one, struct slice other)
{
    size_t size = 0;
    while (size < one.size && size < other.size && one.data[size] == other.data[size])
        size++;
    while (size > 0 && size < one.size && utf8_is_continuation(one.data[size]))
        size--;
    return size;
}

/* Adds the part of a lemma with forms [first, end). */
static int add_part(struct maker *maker, const struct lemma *lemma, size_t first, size_t end)
{
    struct paradigms *made = maker->made;
    const struct slice *forms = lemma->forms;
    const size_t base = common_size(forms[first], forms[end - 1]);
    struct slice *endings = arena_alloc(&made->arena, (end - first) * sizeof *endings);
    if (endings == NULL)
        return error_memory();
    struct paradigm paradigm = {
        .class = lemma->class, .count = end - first, .endings = endings, .head = {"", 0}};
    for (size_t i = first; i < end; i++) {
        endings[i - first] = slice_skip(forms[i], base);
        if (slice_equals(forms[i], lemma->head)) {
            paradigm.has_head = true;
            paradigm.head = endings[i - first];
        }
    }
    struct part part = {.base = {forms[first].data, base}, .group = NO_GROUP};
    int status = number_paradigm(made, &paradigm, &part.paradigm);
    if (status != 0)
        return status;
    const struct lemma *items = maker->lemmas->items.items;
    struct lemma_part lemma_part = {.group_lemma =
                                        (size_t)(lemmas_group(maker->lemmas, lemma) - items),
                                    .lemma = (size_t)(lemma - items),
                                    .part = vector_count(&made->parts),
                                    .has_head = paradigm.has_head};
    vector_append(&made->parts, part);
    vector_append(&maker->parts, lemma_part);
    return vector_status(&made->parts) == 0 ? vector_status(&maker->parts) : ERROR_MEMORY;
}

/* A lemma is one part if all its forms have a first letter in common. */
static int add_parts(struct maker *maker, const struct lemma *lemma)
{
    const size_t count = lemma->form_count;
    int status = 0;
    if (common_size(lemma->forms[0], lemma->forms[count - 1]) > 0)
        return add_part(maker, lemma, 0, count);
    for (size_t first = 0, end; first < count && status == 0; first = end) {
        for (end = first + 1;
             end < count && common_size(lemma->forms[first], lemma->forms[end]) > 0;)
            end++;
        status = add_part(maker, lemma, first, end);
    }
    return status;
}

/* By group; in a group the part with the headword that stands for it is first. */
static int compare_parts(const void *one, const void *other)
{
    const struct lemma_part *a = one, *b = other;
    if (a->group_lemma != b->group_lemma)
        return a->group_lemma < b->group_lemma ? -1 : 1;
    bool a_first = a->lemma == a->group_lemma && a->has_head;
    bool b_first = b->lemma == b->group_lemma && b->has_head;
    if (a_first != b_first)
        return a_first ? -1 : 1;
    return a->part < b->part ? -1 : 1;
}

static int number_groups(struct maker *maker)
{
    struct paradigms *made = maker->made;
    const size_t count = vector_count(&maker->parts);
    const struct lemma_part *parts = maker->parts.items;
    vector_sort(&maker->parts, compare_parts);
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && parts[end].group_lemma == parts[first].group_lemma;)
            end++;
        if (end - first == 1)
            continue;
        const size_t group = vector_count(&made->group_starts);
        vector_append(&made->group_starts, vector_count(&made->group_parts));
        for (size_t i = first; i < end; i++) {
            made->parts.items[parts[i].part].group = group;
            vector_append(&made->group_parts, parts[i].part);
        }
    }
    if (vector_count(&made->group_starts) >= GROUPS_MAX)
        return error_set(ERROR_SYNTAX, "the dictionary has more than %d groups", GROUPS_MAX);
    vector_append(&made->group_starts, vector_count(&made->group_parts));
    return vector_status(&made->group_starts) == 0 ? vector_status(&made->group_parts)
                                                   : ERROR_MEMORY;
}

int paradigms_make(struct paradigms *paradigms, const struct lemmas *lemmas)
{
    struct maker maker = {.made = paradigms, .lemmas = lemmas};
    int status = 0;
    *paradigms = (struct paradigms){0};
    arena_init(&paradigms->arena, 1 << 20);
    for (size_t i = 0; i < vector_count(&lemmas->items) && status == 0; i++)
        status = add_parts(&maker, &lemmas->items.items[i]);
    if (status == 0)
        status = number_groups(&maker);
    vector_release(&maker.parts);
    return status;
}

void paradigms_release(struct paradigms *paradigms)
{
    vector_release(&paradigms->paradigms);
    vector_release(&paradigms->parts);
    vector_release(&paradigms->group_parts);
    vector_release(&paradigms->group_starts);
    arena_release(&paradigms->arena);
}
