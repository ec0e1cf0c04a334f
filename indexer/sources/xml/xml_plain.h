/* Any other XML: its text, as one article. Adjacent elements without text between them become
 * lines; those within a sentence have no effect. The first title, date and address, recognised by
 * the names of their elements, are the article's. */
#ifndef FOUILLE_XML_XML_PLAIN_H
#define FOUILLE_XML_XML_PLAIN_H

#include "indexer/sources/xml/xml_document.h"

extern const struct xml_dialect xml_plain;

#endif
