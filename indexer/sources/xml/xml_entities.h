/* The entities that an XML document may use: those of XML and of HTML, and those that it declares
 * itself as plain text.
 *
 * None is ever expanded from another, none is read from a file or a network: what a reference
 * becomes is text of XML_ENTITY_MOST bytes at most, so no document grows by them more than that.
 */
#ifndef FOUILLE_SOURCES_XML_ENTITIES_H
#define FOUILLE_SOURCES_XML_ENTITIES_H

#include <libxml/entities.h>

#include "common/base/buffer.h"

enum { XML_ENTITY_MOST = 256, XML_ENTITIES_MOST = 1024 };

struct xml_entities {
    struct buffer declared; /* name, NUL, text, NUL, … */
    size_t count;
    struct buffer text; /* of the one that was looked up last */
    xmlEntity entity;   /* the same, as libxml2 wants it */
};

void xml_entities_clear(struct xml_entities *entities);
void xml_entities_release(struct xml_entities *entities);

/* Notes a declaration, the first of a name; one that is long or has markup or references in it is
 * passed over. */
void xml_entities_declare(struct xml_entities *entities, const char *name, const char *text);

/* What &name; stands for: no text, when nobody knows. Holds until the next call. */
xmlEntityPtr xml_entities_find(struct xml_entities *entities, const char *name);

#endif
