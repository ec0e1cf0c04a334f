/* ALTO (Library of Congress, versions 1 to 4): the text of scanned pages, as BnF and others have
 * it.
 *
 * Text: the CONTENT of each String, a line each TextLine, in the order that ReadingOrder gives,
 * else that of the file. A word that is hyphenated at the end of a line is its SUBS_CONTENT, once;
 * an abbreviation is its SUBS_CONTENT; a HYP without either becomes a hyphen at the end of its
 * line. There is no title, date or address: libraries have them elsewhere (METS).
 */
#ifndef FOUILLE_XML_XML_ALTO_H
#define FOUILLE_XML_XML_ALTO_H

#include "indexer/sources/xml/xml_document.h"

extern const struct xml_dialect xml_alto;

#endif
