/* PAGE (PRImA's page content, as Transkribus, eScriptorium and OCR-D write it): the text of scanned
 * pages.
 *
 * Text: of each line its own TextEquiv, else its words; of a region without text in its lines its
 * own. Of several TextEquiv the one with the lowest index, else the first. Lines and regions are in
 * the order of ReadingOrder and of Transkribus's custom attributes, else that of the file. There is
 * no title, date or address; the dates of Metadata are those of the transcription.
 */
#ifndef FOUILLE_XML_XML_PAGE_H
#define FOUILLE_XML_XML_PAGE_H

#include "indexer/sources/xml/xml_document.h"

extern const struct xml_dialect xml_page;

#endif
