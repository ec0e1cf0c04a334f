#include "tools/lexicon/automaton.h"

#include "common/base/error.h"
#include "common/lexicon/table.h"

enum { FIRST_SLOTS = 1 << 12 };

static uint32_t pack(unsigned char byte, uint32_t target)
{
    return byte | target << TRANSITION_TARGET_SHIFT;
}

int automaton_init(struct automaton *automaton)
{
    *automaton = (struct automaton){.slot_mask = FIRST_SLOTS - 1};
    automaton->slots = calloc(FIRST_SLOTS, sizeof *automaton->slots);
    vector_append(&automaton->transitions, 0);
    return automaton->slots == NULL ? error_memory() : vector_status(&automaton->transitions);
}

void automaton_release(struct automaton *automaton)
{
    for (size_t i = 0; i < AUTOMATON_KEY_MAX; i++)
        vector_release(&automaton->path[i].transitions);
    vector_release(&automaton->transitions);
    free(automaton->slots);
}

/* --- states that are minimal --- */

static size_t count_transitions(const struct automaton *automaton, uint32_t state)
{
    size_t count = 1;
    while ((automaton->transitions.items[state + count - 1] & TRANSITION_LAST) == 0)
        count++;
    return count;
}

static size_t hash_transitions(const uint32_t *transitions, size_t count)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++)
        hash =
            (hash ^ (transitions[i] & ~(uint32_t)TRANSITION_LAST)) * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(hash >> 20);
}

static bool is_state(const struct automaton *automaton, uint32_t state, const uint32_t *transitions,
                     size_t count)
{
    const uint32_t *own = &automaton->transitions.items[state];
    for (size_t i = 0; i < count; i++)
        if (own[i] != (transitions[i] | (i + 1 == count ? TRANSITION_LAST : 0)))
            return false;
    return true;
}

/* Returns the slot of an equal state, or the empty one for a new state. */
static uint32_t *find_slot(const struct automaton *automaton, const uint32_t *transitions,
                           size_t count)
{
    for (size_t at = hash_transitions(transitions, count);; at++) {
        uint32_t *slot = &automaton->slots[at & automaton->slot_mask];
        if (*slot == 0 || is_state(automaton, *slot, transitions, count))
            return slot;
    }
}

static int grow_slots(struct automaton *automaton)
{
    uint32_t *old = automaton->slots;
    const size_t size = automaton->slot_mask + 1;
    automaton->slots = calloc(size * 2, sizeof *automaton->slots);
    if (automaton->slots == NULL) {
        automaton->slots = old;
        return error_memory();
    }
    automaton->slot_mask = size * 2 - 1;
    for (size_t i = 0; i < size; i++) {
        if (old[i] == 0)
            continue;
        const size_t count = count_transitions(automaton, old[i]);
        uint32_t transitions[256];
        for (size_t k = 0; k < count; k++)
            transitions[k] = automaton->transitions.items[old[i] + k] & ~(uint32_t)TRANSITION_LAST;
        *find_slot(automaton, transitions, count) = old[i];
    }
    free(old);
    return 0;
}

/* Finds the minimal state with these transitions, which is added if it is new. */
static int find_state(struct automaton *automaton, const uint32_t *transitions, size_t count,
                      uint32_t *state)
{
    if (automaton->slots_used > automaton->slot_mask / 2 && grow_slots(automaton) != 0)
        return ERROR_MEMORY;
    uint32_t *slot = find_slot(automaton, transitions, count);
    if (*slot == 0) {
        *slot = (uint32_t)vector_count(&automaton->transitions);
        automaton->slots_used++;
        for (size_t i = 0; i < count; i++)
            vector_append(&automaton->transitions,
                          transitions[i] | (i + 1 == count ? TRANSITION_LAST : 0));
    }
    *state = *slot;
    return vector_status(&automaton->transitions);
}

/* --- keys --- */

/* Makes the states of the last key that are deeper than `depth` minimal. */
static int minimise_below(struct automaton *automaton, size_t depth)
{
    uint32_t target = 0; /* the end of the key */
    int status = 0;
    for (size_t at = automaton->key_size; at > depth && status == 0; at--) {
        struct automaton_state *state = &automaton->path[at];
        if (at < automaton->key_size) {
            status = find_state(automaton, state->transitions.items,
                                vector_count(&state->transitions), &target);
            vector_clear(&state->transitions);
        }
        uint32_t *last = vector_last(&automaton->path[at - 1].transitions);
        *last = pack((unsigned char)*last, target);
    }
    return status;
}

int automaton_add(struct automaton *automaton, struct slice key)
{
    size_t common = 0;
    assert(key.size > 0 && key.size < AUTOMATON_KEY_MAX);
    while (common < key.size && common < automaton->key_size &&
           key.data[common] == automaton->key[common])
        common++;
    assert(common < key.size && (automaton->key_size == 0 || common < automaton->key_size));
    int status = minimise_below(automaton, common);
    for (size_t at = common; at < key.size && status == 0; at++) {
        vector_append(&automaton->path[at].transitions, pack((unsigned char)key.data[at], 0));
        status = vector_status(&automaton->path[at].transitions);
    }
    memcpy(automaton->key, key.data, key.size);
    automaton->key_size = key.size;
    return status;
}

int automaton_finish(struct automaton *automaton)
{
    int status = minimise_below(automaton, 0);
    const struct automaton_state *root = &automaton->path[0];
    return status != 0 ? status
                       : find_state(automaton, root->transitions.items,
                                    vector_count(&root->transitions), &automaton->root);
}
