/* XML of any dialect (xml_dialects.h), by libxml2's push parser.
 *
 * MediaWiki's export is read as a stream, so its size does not matter; anything else is held in
 * memory, and cut at the limit of an article. Nothing outside the file is ever opened: no DTD, no
 * entity, no network. Entities become text of at most 256 bytes (xml_entities.h). Documents nested
 * deeper than 256 elements are read up to that point. Malformed XML is read as far as libxml2 can
 * make sense of it, and reported once.
 */
#ifndef FOUILLE_XML_XML_H
#define FOUILLE_XML_XML_H

#include "indexer/sources/article/input.h"
#include "indexer/sources/xml/xml_document.h"
#include "indexer/sources/xml/xml_entities.h"

struct xml_reader {
    struct xml_document document;
    struct xml_entities entities;
    struct buffer raw, text;
    void *parser; /* of the current document */
    bool broken, out_of_memory;
};

/* Also initialises libxml2 (html_initialize). */
void xml_reader_init(struct xml_reader *reader, size_t limit);
void xml_reader_release(struct xml_reader *reader);

/* Passes the articles to the receiver, in order. `encoding` is for files that do not declare
 * theirs, or NULL. 0; ERROR_INPUT (binary, damaged gzip); ERROR_SYSTEM; ERROR_MEMORY; the
 * receiver's. */
int xml_read(struct xml_reader *reader, struct input *input, const char *encoding,
             const struct article_receiver *receiver);

#endif
