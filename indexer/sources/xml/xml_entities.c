#include "indexer/sources/xml/xml_entities.h"

#include <string.h>

#include "indexer/sources/article/span.h"
#include "indexer/sources/markup/markup.h"

void xml_entities_clear(struct xml_entities *entities)
{
    buffer_clear(&entities->declared);
    buffer_clear(&entities->text);
    entities->count = 0;
}

void xml_entities_release(struct xml_entities *entities)
{
    buffer_release(&entities->declared);
    buffer_release(&entities->text);
}

static const char *find_declared(const struct xml_entities *entities, const char *name)
{
    if (entities->declared.failed || entities->declared.size == 0)
        return NULL;
    const char *at = entities->declared.data, *end = at + entities->declared.size;
    while (at < end) {
        const char *text = at + strlen(at) + 1;
        if (strcmp(at, name) == 0)
            return text;
        at = text + strlen(text) + 1;
    }
    return NULL;
}

void xml_entities_declare(struct xml_entities *entities, const char *name, const char *text)
{
    if (entities->count >= XML_ENTITIES_MAX || strlen(name) > XML_ENTITY_MAX ||
        strlen(text) > XML_ENTITY_MAX || strpbrk(text, "<&") != NULL ||
        find_declared(entities, name) != NULL)
        return;
    buffer_append(&entities->declared, name, strlen(name) + 1);
    buffer_append(&entities->declared, text, strlen(text) + 1);
    entities->count++;
}

/* Appends the text of HTML's entity of this name, if there is one. */
static void append_html_entity(struct buffer *text, const char *name)
{
    struct buffer reference;
    buffer_init(&reference);
    buffer_append_byte(&reference, '&');
    buffer_append_string(&reference, name);
    buffer_append_byte(&reference, ';');
    if (buffer_status(&reference) == 0)
        markup_append_entity(span_of(&reference), text);
    text->failed |= reference.failed;
    buffer_release(&reference);
}

xmlEntityPtr xml_entities_find(struct xml_entities *entities, const char *name)
{
    static xmlChar no_name[] = "";
    const char *declared = find_declared(entities, name);
    buffer_clear(&entities->text);
    if (declared != NULL)
        buffer_append_string(&entities->text, declared);
    else if (strlen(name) <= XML_ENTITY_MAX)
        append_html_entity(&entities->text, name);
    const char *text = buffer_string(&entities->text);
    entities->entity = (xmlEntity){
        .type = XML_ENTITY_DECL,
        .name = no_name,
        .orig = no_name, /* else libxml2 would allocate one that we would have to free */
        .content = (xmlChar *)(uintptr_t)text,
        .length = (int)strlen(text),
        .etype = XML_INTERNAL_PREDEFINED_ENTITY, /* used literally, never parsed */
    };
    return &entities->entity;
}
