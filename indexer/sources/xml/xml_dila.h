/* What DILA publishes of French law: LEGI, JORF, KALI (laws and agreements), CASS, INCA, CAPP,
 * JADE, CONSTIT (judgments), CNIL.
 *
 * Title: TITREFULL, else TITRE; of an article or a section, the title of its text, and its number
 * or its own title. Published: the date of the decision, of publication, of signature, or of the
 * beginning of this version; 2999 and 2222, which stand for no date, are none. Modified: the last
 * modification. Id: the document's; address: its ELI. Text: all but what META has for machines;
 * NOR, ECLI, numbers of cases, courts, names and keywords of META are lines of the text. An ARTICLE
 * that does not begin as DILA's is read as any other XML (xml_plain.h).
 */
#ifndef FOUILLE_XML_XML_DILA_H
#define FOUILLE_XML_XML_DILA_H

#include "indexer/sources/xml/xml_document.h"

extern const struct xml_dialect xml_dila;

#endif
