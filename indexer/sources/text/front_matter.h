/* The YAML between --- lines at the top of a Markdown file: title, dates, address. */
#ifndef FOUILLE_SOURCES_FRONT_MATTER_H
#define FOUILLE_SOURCES_FRONT_MATTER_H

#include <stdbool.h>

#include "indexer/sources/article/draft.h"

/* Cuts the front matter off *text and puts what it says into the draft. Keys, letter case ignored:
 * title; date, published, ms.date (MM/DD/YYYY, as Microsoft writes it); modified, updated, lastmod,
 * last-update; canonical, canonical_url, url. Values may be quoted, or go on in indented lines.
 * False, and nothing is cut, if there is none: no closing line, or lines that are no YAML. */
bool front_matter_read(struct draft *draft, struct text_span *text);

#endif
