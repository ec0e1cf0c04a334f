/* What the elements of a page weigh: how much text they hold, how much of it in links, and how much
 * that reads like sentences.
 *
 * A run of text is prose if it has at least 60 bytes of words, commas or ends of sentences, and
 * less than a third of it is in links. Length and links are what boilerpipe (Kohlschütter,
 * Fankhauser, Nejdl, "Boilerplate detection using shallow text features", WSDM 2010) and
 * Readability judge by.
 */
#ifndef FOUILLE_HTML_HTML_WEIGH_H
#define FOUILLE_HTML_HTML_WEIGH_H

#include "indexer/sources/html/html_outline.h"

/* Fills in the second part of every element (html_outline.h), and marks what is in an element that
 * is out. What is out weighs nothing. `weight` is the prose, that of list items a quarter of it,
 * since lists of articles have much of it; `link_count` are links with words. One pass over the
 * elements and one over the runs. */
void html_weigh(struct html_outline *outline);

bool html_run_is_prose(const struct html_outline *outline, const struct html_run *run);

#endif
