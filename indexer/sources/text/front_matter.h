/* The YAML between --- lines at the top of a Markdown file: title, dates, address. */
#ifndef FOUILLE_TEXT_FRONT_MATTER_H
#define FOUILLE_TEXT_FRONT_MATTER_H

#include <stdbool.h>

#include "indexer/sources/article/draft.h"

/* Cuts the front matter off *text and stores its values in the draft. Keys, letter case ignored:
 * title; date, published, ms.date (MM/DD/YYYY, as Microsoft writes it); modified, updated, lastmod,
 * last-update; canonical, canonical_url, url. Values may be quoted, or continue on indented lines.
 * False, without any change, if there is none: no closing line, or lines that are not YAML. */
bool front_matter_read(struct draft *draft, struct text_span *text);

#endif
