/* Any other XML: its text, as one article, with the layout of xml_layout.h.
 *
 * The first title, date and address, recognised by the names of their elements or of the root's
 * attributes (trafilatura's <doc title="…" date="…" url="…">), are the article's. The title of a
 * section, a figure or a table is one only for want of another, and remains text. An element with
 * elements in it, except those of typography, is no field.
 */
#ifndef FOUILLE_XML_XML_PLAIN_H
#define FOUILLE_XML_XML_PLAIN_H

#include "indexer/sources/xml/xml_document.h"

extern const struct xml_dialect xml_plain;

/* Reads on a document whose root only looked like another dialect's; `element` is the root's first
 * child, and nothing has been read but the root, which has begun an article. */
void xml_plain_take_over(struct xml_document *document, const struct xml_element *element);

#endif
