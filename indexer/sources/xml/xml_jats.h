/* JATS (journal articles: NISO Z39.96, and its forerunner of the NLM).
 *
 * Title: the article-title of the article's metadata. Published: the first complete pub-date, one
 * of an issue or a collection last. Address: a self-uri, else the DOI's. Text: abstracts, keywords,
 * names, body and back; not the journal's metadata, numbers, history and permissions. An <article>
 * that does not begin as JATS has it is read as any other XML (xml_plain.h).
 */
#ifndef FOUILLE_XML_XML_JATS_H
#define FOUILLE_XML_XML_JATS_H

#include "indexer/sources/xml/xml_document.h"

extern const struct xml_dialect xml_jats;

#endif
