/* Pages that libxml2 would take quadratic time over: read without a parser, in linear time. */
#ifndef FOUILLE_SOURCES_HTML_STRIP_H
#define FOUILLE_SOURCES_HTML_STRIP_H

#include <stdbool.h>

#include "sources/html_text.h"

/* Whether a tag has thousands of attributes, which libxml2 compares each with each. */
bool html_is_hostile(struct text_span page);

/* Goes through the page's tags, comments, scripts and entities as they stand. Of what is hidden
 * only comments, scripts and styles are left out. */
void html_strip(struct text_span page, struct html_text *text);

#endif
