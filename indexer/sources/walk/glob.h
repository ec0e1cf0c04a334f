/* Path patterns with the syntax of gitignore(5) (git's wildmatch with WM_PATHNAME).
 *
 * `*`, `?` and `[…]` never match '/'. A double star with a slash or an end of the pattern on both
 * sides matches any number of folders (at the start or in the middle) or everything below (at the
 * end); any other double star is a single star. Brackets accept ranges, classes such as [:digit:]
 * (ASCII only), and ! or ^ for "none of these". A backslash quotes the next character. Unlike
 * git's, `?` and brackets match a whole character where the path is UTF-8.
 */
#ifndef FOUILLE_WALK_GLOB_H
#define FOUILLE_WALK_GLOB_H

#include <stdbool.h>

#include "indexer/sources/article/article.h"

/* Whether the pattern matches the whole path. A malformed pattern (an open bracket, a backslash at
 * the end) matches nothing. No recursion and no allocation: on a mismatch it backtracks to the last
 * star or the last double star (Robert van Engelen, "Fast String Matching with Wildcards, Globs,
 * and Gitignore-Style Globs", Dr. Dobb's 2019). */
bool glob_match(struct text_span pattern, struct text_span path);

#endif
