/* MediaWiki's export (Special:Export, the dumps of Wikipedia): each page is an article, with the
 * text of its last revision. Redirects, and pages that are not wikitext, are silently omitted. */
#ifndef FOUILLE_XML_XML_MEDIAWIKI_H
#define FOUILLE_XML_XML_MEDIAWIKI_H

#include "indexer/sources/xml/xml_document.h"

extern const struct xml_dialect xml_mediawiki;

#endif
