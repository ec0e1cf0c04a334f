/* The letters that French writes with accents, its foreign names included, by what is left without
 * them: which spellings the compiler of the lexicon stores, and which words a form could be, must
 * agree. */
#ifndef FOUILLE_LEXICON_ACCENTS_H
#define FOUILLE_LEXICON_ACCENTS_H

#include <stdbool.h>

/* The first byte, in UTF-8, of all accented letters. */
static const char accent_lead = '\xc3';

/* The second bytes of the accented letters of a plain one; "" when it has none. */
static inline const char *accents_of(char plain)
{
    static const char accents['y' - 'a' + 1][7] = {
        ['a' - 'a'] = "\xa0\xa2\xa4\xa1\xa3\xa5",
        ['c' - 'a'] = "\xa7",
        ['e' - 'a'] = "\xa9\xa8\xaa\xab",
        ['i' - 'a'] = "\xae\xaf\xac\xad",
        ['n' - 'a'] = "\xb1",
        ['o' - 'a'] = "\xb4\xb6\xb2\xb3\xb5",
        ['u' - 'a'] = "\xbb\xb9\xbc\xba",
        ['y' - 'a'] = "\xbf\xbd",
    };
    return plain >= 'a' && plain <= 'y' ? accents[plain - 'a'] : "";
}

/* Whether a letter of two bytes is a plain one with an accent. */
static inline bool is_accented(const char *letter, char plain)
{
    const char *accent = accents_of(plain);
    while (*accent != 0 && *accent != letter[1])
        accent++;
    return letter[0] == accent_lead && *accent != 0;
}

/* Returns the letter that is left of an accented one of two bytes, or 0. */
static inline char plain_letter(const char *letter)
{
    for (char plain = 'a'; letter[0] == accent_lead && plain <= 'y'; plain++)
        if (is_accented(letter, plain))
            return plain;
    return 0;
}

#endif
