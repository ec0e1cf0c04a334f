/* TEI P5 (and P4's TEI.2): a TEI element is an article; a teiCorpus contains several.
 *
 * Title: the header's title statement. Published: the date of creation, else the source's, else the
 * publication's. Address: an idno that contains one. Text: the contents of <text>; of a <choice>,
 * the regularised, corrected or expanded form; without running heads (fw).
 */
#ifndef FOUILLE_XML_XML_TEI_H
#define FOUILLE_XML_XML_TEI_H

#include "indexer/sources/xml/xml_document.h"

extern const struct xml_dialect xml_tei;

#endif
