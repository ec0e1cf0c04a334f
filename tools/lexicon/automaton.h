/* Builds a minimal acyclic automaton from keys in ascending order (Daciuk, Mihov, Watson and
 * Watson, Incremental construction of minimal acyclic finite-state automata, Computational
 * Linguistics 26(1), 2000, algorithm 1). No key may be the beginning of another: what ends a key is
 * the state without transitions. Transitions are packed as common/lexicon/table.h says.
 */
#ifndef FOUILLE_TOOLS_LEXICON_AUTOMATON_H
#define FOUILLE_TOOLS_LEXICON_AUTOMATON_H

#include "common/base/slice.h"
#include "common/base/vector.h"

enum { AUTOMATON_KEY_MAX = 256 };

struct automaton_state {
    VECTOR(uint32_t) transitions; /* packed; the last one's target is not known yet */
};

struct automaton {
    VECTOR(uint32_t) transitions; /* of the states that are minimal; the first is unused */
    uint32_t *slots;              /* a hash table of those states */
    size_t slot_mask, slots_used;
    struct automaton_state path[AUTOMATON_KEY_MAX]; /* the states of the last key */
    size_t key_size;
    char key[AUTOMATON_KEY_MAX];
    uint32_t root; /* after automaton_finish */
};

/* All three return 0 or ERROR_MEMORY; the caller releases, also after failure. */
int automaton_init(struct automaton *automaton);
int automaton_add(struct automaton *automaton, struct slice key);
int automaton_finish(struct automaton *automaton);
void automaton_release(struct automaton *automaton);

#endif
