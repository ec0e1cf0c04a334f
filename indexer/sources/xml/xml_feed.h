/* RSS 0.9 to 2.0 and Atom: each item is an article. Its text is content:encoded or content, else
 * description or summary: HTML, unless Atom declares it as text. */
#ifndef FOUILLE_XML_XML_FEED_H
#define FOUILLE_XML_XML_FEED_H

#include "indexer/sources/xml/xml_document.h"

extern const struct xml_dialect xml_feed;

#endif
