/* What surrounds an article, by the names of elements and classes: menus, footers, banners,
 * comments, buttons. */
#ifndef FOUILLE_HTML_HTML_NOISE_H
#define FOUILLE_HTML_HTML_NOISE_H

#include "indexer/sources/html/html_outline.h"

/* Marks it in a weighed outline. Names may lie: what holds the page's title, or much of its prose,
 * is not marked. */
void html_noise_mark(struct html_outline *outline);

/* Marks only what browsers do not show. */
void html_noise_mark_unseen(struct html_outline *outline);

#endif
