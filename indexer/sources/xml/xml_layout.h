/* How elements of a vocabulary that nobody has described part the text around them.
 *
 * Names that mean a block nearly everywhere (p, title, section, alinea, …) begin and end lines, in
 * French and English, whatever the letter case, and with a number at their end (titre2). So do
 * elements that follow each other without text between them. An element without text (tab, lb, …)
 * parts words. Names of typography (i, sup, hi, …) have no effect, and neither has any other within
 * a sentence.
 */
#ifndef FOUILLE_XML_XML_LAYOUT_H
#define FOUILLE_XML_XML_LAYOUT_H

#include "indexer/sources/xml/xml_document.h"

enum xml_layout {
    XML_LAYOUT_OTHER,
    XML_LAYOUT_INLINE,
    XML_LAYOUT_CELL, /* of a table: parted by a blank */
    XML_LAYOUT_BREAK,
    XML_LAYOUT_BLOCK
};

enum xml_layout xml_layout_of(const char *name);

/* Both are called for the deepest element, if its text is part of the body. */
void xml_layout_open(struct xml_document *document, const char *name);
void xml_layout_close(struct xml_document *document);

#endif
