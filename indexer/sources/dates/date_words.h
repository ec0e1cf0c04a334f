/* Words in dates: the names of months. */
#ifndef FOUILLE_DATES_DATE_WORDS_H
#define FOUILLE_DATES_DATE_WORDS_H

#include "indexer/sources/dates/date_scan.h"

/* No name that is looked up is as long; longer words are cut. */
enum { DATE_WORD_SIZE = 24 };

/* Reads the letters from here on, all of them; `word` gets them in lower case, without accents,
 * NUL-terminated. Returns the bytes read; 0 if there is no letter. */
size_t date_take_word(struct date_scan *scan, char word[DATE_WORD_SIZE]);

/* The month that a word of date_take_word names, 1 to 12; 0 if none. Full and usual short names in
 * French, English, German, Spanish, Italian, Portuguese, Dutch, Swedish, Polish, Turkish and
 * Russian. */
int date_month_of(const char *word);

/* Reads the name of a month, and the full stop of a short name. 0, and nothing read, if there is
 * none. */
int date_take_month(struct date_scan *scan);

#endif
