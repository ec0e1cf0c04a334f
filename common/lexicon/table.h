/* The lexicon as it is stored: arrays in the source that tools/lexicon writes, read-only and shared
 * by all processes that run the program. lexicon.c reads them; nobody else does.
 *
 * An automaton (deterministic, acyclic, minimal; Daciuk et al., Incremental construction of minimal
 * acyclic finite-state automata, Computational Linguistics 26(1), 2000) accepts keys
 *
 *     base TAG+high byte low byte [group, two bytes, high first]
 *     form LOST
 *
 * base is what all forms of a part of a lemma begin with, and the number high × 256 + low says
 * which paradigm has their endings. All forms of a lemma are one part, unless they begin with
 * different letters (être). A group number follows when the lemma has several parts or several
 * spellings. LOST marks a word that lacks accents and could be several words: eleve.
 */
#ifndef FOUILLE_LEXICON_TABLE_H
#define FOUILLE_LEXICON_TABLE_H

#include <stdint.h>

enum { TABLE_TAG = 0x10, TABLE_TAG_END = 0x18, TABLE_LOST = 0x0f, TABLE_NO_HEAD = 0xffff };

/* A transition: its byte, whether it is the last of its state, and the first transition of the
 * target; 0 is the state that ends a key. Transitions of a state are in order of their bytes. */
enum { TRANSITION_BYTE_BITS = 8, TRANSITION_LAST = 1 << 8, TRANSITION_TARGET_SHIFT = 9 };

struct table_paradigm {
    uint32_t first; /* of its endings, ascending, in lexicon_endings */
    uint16_t count;
    uint16_t head;  /* number of the headword's ending among them, or TABLE_NO_HEAD */
    uint16_t class; /* enum lexicon_class */
};

/* A part of a group: in lexicon_groups, the size of the base, the base, and two bytes of paradigm,
 * low first. The first part has the headword that stands for the group. */
extern const uint32_t lexicon_transitions[];
extern const uint32_t lexicon_root;
extern const struct table_paradigm lexicon_paradigms[];
extern const uint16_t lexicon_endings[];         /* numbers of spellings */
extern const uint16_t lexicon_spelling_starts[]; /* in lexicon_spellings; one more than spellings */
extern const unsigned char lexicon_spellings[];
extern const uint32_t lexicon_group_starts[]; /* one more than groups */
extern const unsigned char lexicon_groups[];

#endif
