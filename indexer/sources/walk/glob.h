/* Patterns of paths, as gitignore(5) has them (git's wildmatch with WM_PATHNAME).
 *
 * `*` and `?` and `[…]` never match '/'. A double star with a slash or an end of the pattern on
 * both of its sides matches any number of folders (in front, in the middle) or all that lies below
 * (at the end); any other is a single star. Brackets take ranges, classes such as [:digit:] (of
 * ASCII), and ! or ^ for "none of these". A backslash takes the next character as it is. Unlike
 * git's, `?` and brackets take a whole character where the path is UTF-8.
 */
#ifndef FOUILLE_SOURCES_GLOB_H
#define FOUILLE_SOURCES_GLOB_H

#include <stdbool.h>

#include "indexer/sources/article/article.h"

/* Whether the whole path is what the pattern says. A pattern that is broken (an open bracket, a
 * backslash at the end) matches nothing. Does not recurse, takes no memory: the last star and the
 * last double star are gone back to (Robert van Engelen, "Fast String Matching with Wildcards,
 * Globs, and Gitignore-Style Globs", Dr. Dobb's 2019). */
bool glob_match(struct text_span pattern, struct text_span path);

#endif
