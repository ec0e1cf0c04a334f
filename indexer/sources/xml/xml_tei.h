/* TEI P5 (and P4's TEI.2): a TEI element is an article; a teiCorpus contains several.
 *
 * Title, date and address are the header's (xml_tei_header.h). Text: the header's abstract, and the
 * contents of <text>, else of <sourceDoc>. Of a <choice>, the corrected, regularised or expanded
 * form; of an <app>, the lemma, else the first rdg; of a <subst>, what was added. Without deletions
 * (del) and running heads (fw). Tokens (w, pc, also of XML-TXM, without its annotations) are parted
 * where they are written apart.
 */
#ifndef FOUILLE_XML_XML_TEI_H
#define FOUILLE_XML_XML_TEI_H

#include "indexer/sources/xml/xml_document.h"

extern const struct xml_dialect xml_tei;

#endif
