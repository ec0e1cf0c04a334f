/* The metadata at the top of a Markdown file: title, dates, address.
 *
 * It is YAML between lines of --- (the last may be ...), TOML between +++, a JSON object, Pandoc's
 * lines of %, or a header of "Key: value" lines with a title.
 */
#ifndef FOUILLE_TEXT_FRONT_MATTER_H
#define FOUILLE_TEXT_FRONT_MATTER_H

#include <stdbool.h>

#include "indexer/sources/article/draft.h"

/* Cuts the front matter off *text and stores its values in the draft. Keys, letter case and the
 * signs between words ignored: title, titre, headline; date, published, publishDate, created and
 * the like, ms.date (MM/DD/YYYY, as Microsoft writes it); modified, updated, lastmod, maj and the
 * like; canonical, canonical_url, url, and if they are a web address link, permalink, source. Of
 * several items of a list the first counts. False, without any change, if there is none: no closing
 * line, or lines that are no metadata. Linear time. */
bool front_matter_read(struct draft *draft, struct text_span *text);

/* The same for plain text: YAML only, and only with one of these keys. */
bool front_matter_read_known(struct draft *draft, struct text_span *text);

#endif
