/* The parts of lemmas and their paradigms: what common/lexicon/table.h stores. */
#ifndef FOUILLE_TOOLS_LEXICON_PARADIGMS_H
#define FOUILLE_TOOLS_LEXICON_PARADIGMS_H

#include "tools/lexicon/lemmas.h"

struct paradigm {
    enum lexicon_class class;
    bool has_head;
    struct slice head; /* the headword's ending */
    size_t count;
    const struct slice *endings; /* ascending */
};

/* What the forms of a lemma have in common, or those with one first letter. */
struct part {
    struct slice base;
    size_t paradigm;
    size_t group; /* NO_GROUP: the lemma has no other part or spelling */
};

#define NO_GROUP SIZE_MAX

struct paradigms {
    struct arena arena;
    VECTOR(struct paradigm) paradigms;
    VECTOR(struct part) parts;   /* of all lemmas */
    VECTOR(size_t) group_parts;  /* numbers of parts, group by group */
    VECTOR(size_t) group_starts; /* in group_parts; one more than groups */
};

/* Returns 0, ERROR_SYNTAX when there is more than the table can hold, or ERROR_MEMORY. The caller
 * releases, also after failure. The lemmas must outlive the result. */
int paradigms_make(struct paradigms *paradigms, const struct lemmas *lemmas);
void paradigms_release(struct paradigms *paradigms);

#endif
