/* The articles of the tests: a few, of every kind of file, in two versions. */
#ifndef FOUILLE_TESTS_CRASH_ARTICLES_H
#define FOUILLE_TESTS_CRASH_ARTICLES_H

enum articles_version { ARTICLES_OLD, ARTICLES_NEW };

/* Words of their own that the long articles have: enough for a segment each with --memory 4M. */
enum { ARTICLES_SHORT = 200, ARTICLES_LONG = 4000 };

/* Writes folder/articles; what is there of another version is replaced. */
void articles_write(const char *folder, enum articles_version version, unsigned words);

#endif
