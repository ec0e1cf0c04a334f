/* Suggestions for words that are misspelt: in no article, though the query's other words may be,
 * or, where hits are few, in few articles. Only a word that the lexicon does not have is
 * questioned, no acronym in capitals, and only a frequent form of the index is suggested. */
#ifndef FOUILLE_TERMS_SUGGEST_H
#define FOUILLE_TERMS_SUGGEST_H

#include "query/terms/expand.h"

/* Suggestions are made for words that a person could type: the fewest and the most letters of such
 * a word, none of which is a digit, and the most words of a query. */
enum { SUGGEST_LETTERS_MIN = 4, SUGGEST_LETTERS_MAX = 40, SUGGEST_WORDS_MAX = 10 };

struct suggestion {
    const struct query_word *word;
    bool rare; /* articles have the word, but few */
    char form[ANALYSIS_WORD_MAX + 1];
};

struct suggestions {
    size_t count;
    struct suggestion items[SUGGEST_WORDS_MAX];
};

/* Finds suggestions for the words of a query, none excluded, in their order; `rare`: also for words
 * that articles have. A suggestion is at most two letters from its word, one if the word is short:
 * the nearest, unless another is much more frequent in all segments together. 0, ERROR_CORRUPT or
 * ERROR_MEMORY. O(forms near the word) for each word. */
int suggest_words(const struct expansion *expansion, bool rare, struct suggestions *suggestions);

#endif
