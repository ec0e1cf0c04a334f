/* How long a word may be; what both the rules and the users of the analysis need to know. */
#ifndef FOUILLE_WORDS_WORD_SIZE_H
#define FOUILLE_WORDS_WORD_SIZE_H

/* Longer terms and surface forms are cut, at a code point, to this many bytes. */
enum { ANALYSIS_WORD_MAX = 255 };

#endif
