/* The entities that an XML document may use: those of XML and of HTML, and those that it declares
 * itself as plain text.
 *
 * No entity is expanded from another, and none is read from a file or the network: a reference
 * becomes at most XML_ENTITY_MAX bytes of text, so no reference makes a document grow by more.
 */
#ifndef FOUILLE_XML_XML_ENTITIES_H
#define FOUILLE_XML_XML_ENTITIES_H

#include <libxml/entities.h>

#include "common/base/buffer.h"

enum { XML_ENTITY_MAX = 256, XML_ENTITIES_MAX = 1024 };

struct xml_entities {
    struct buffer declared; /* name, NUL, text, NUL, … */
    size_t count;
    struct buffer text; /* of the entity looked up last */
    xmlEntity entity;   /* the same, in libxml2's form */
};

void xml_entities_clear(struct xml_entities *entities);
void xml_entities_release(struct xml_entities *entities);

/* Stores a declaration. Ignores repeated names, and texts that are long or contain markup or
 * references. */
void xml_entities_declare(struct xml_entities *entities, const char *name, const char *text);

/* Returns the entity &name;, with empty text if it is unknown. Valid until the next call. */
xmlEntityPtr xml_entities_find(struct xml_entities *entities, const char *name);

#endif
