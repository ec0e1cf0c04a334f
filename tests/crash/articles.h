/* The articles of the tests: a few, of every kind of file, in two versions. */
#ifndef FOUILLE_TESTS_CRASH_ARTICLES_H
#define FOUILLE_TESTS_CRASH_ARTICLES_H

enum articles_version { ARTICLES_OLD, ARTICLES_NEW };

/* Writes folder/articles; what is there of another version is replaced. Of `size` times as many
 * articles. Their words are enough for several segments with --memory 4M. */
void articles_write(const char *folder, enum articles_version version, unsigned size);

#endif
