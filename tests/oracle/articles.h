/* A collection of invented articles, from a seed. */
#ifndef FOUILLE_ORACLE_ARTICLES_H
#define FOUILLE_ORACLE_ARTICLES_H

#include "tests/oracle/collection.h"

/* Writes `count` articles below `folder` (plain text in sub-folders, and JSON Lines), and adds
 * them to the collection, which the caller sorts. Aborts when a file cannot be written. */
void generate_articles(const char *folder, size_t count, uint64_t seed,
                       struct collection *collection);

/* Removes some of those files and writes others anew; returns how many documents of the collection,
 * which is not sorted yet, are now deleted. */
size_t generate_amendments(const char *folder, size_t count, uint64_t seed,
                           struct collection *collection);

#endif
