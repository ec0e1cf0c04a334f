/* The dialects of XML that are read, each in a file of its own. The first element decides. */
#ifndef FOUILLE_XML_XML_DIALECTS_H
#define FOUILLE_XML_XML_DIALECTS_H

#include "indexer/sources/xml/xml_document.h"

/* Returns the dialect of a document with this root; xml_plain reads any. */
const struct xml_dialect *xml_dialect_of(const struct xml_element *root);

#endif
