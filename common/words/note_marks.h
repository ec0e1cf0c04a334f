/* Note marks: digits raised after a word. */
#ifndef FOUILLE_WORDS_NOTE_MARKS_H
#define FOUILLE_WORDS_NOTE_MARKS_H

#include "common/words/letters.h"

/* Removes the note marks among the letters of a chunk (Strasbourg¹, 2019²); after a unit or a
 * single letter, raised digits are a power and stay (m², x²). Returns the number of letters left.
 */
size_t note_marks_drop(struct letter *letters, size_t count);

#endif
