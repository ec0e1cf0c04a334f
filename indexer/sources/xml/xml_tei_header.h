/* What a TEI header says of the work.
 *
 * Title: the title statement's, a main title first, a subtitle last. Published, in this order: the
 * date of creation, or of a letter that was sent; the first edition's; the source's (the earliest
 * of several, so that a reprint does not count); the title page's; that of a digital source; the
 * digital copy's own. Dates of downloads and of persons are none. Address: an idno that contains
 * one, else a ptr or ref of the source.
 */
#ifndef FOUILLE_XML_XML_TEI_HEADER_H
#define FOUILLE_XML_XML_TEI_HEADER_H

#include "indexer/sources/xml/xml_document.h"

/* For the elements of the header, itself included. */
void xml_tei_header_open(struct xml_document *document, const struct xml_element *element);
void xml_tei_header_close(struct xml_document *document, const char *name);

/* A docDate of the title page: `element` may have the date as an attribute; else it is in the text
 * of the body that the deepest element has. */
void xml_tei_open_title_page_date(struct xml_document *document, const struct xml_element *element);
void xml_tei_close_title_page_date(struct xml_document *document);

#endif
