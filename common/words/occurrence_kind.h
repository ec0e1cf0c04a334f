/* What a word is to the positions of a text. */
#ifndef FOUILLE_WORDS_OCCURRENCE_KIND_H
#define FOUILLE_WORDS_OCCURRENCE_KIND_H

enum occurrence_kind {
    OCCURRENCE_WORD,    /* one word at one position */
    OCCURRENCE_JOINED,  /* a second reading of the parts at position … position + span - 1 */
    OCCURRENCE_VARIANT, /* a second word at the same position (étudiant·e·s → étudiante) */
    OCCURRENCE_CLITIC   /* one word at one position, attached to a verb before it (regarde-t-il) */
};

#endif
