/* The values of front matter on their way to the draft, whatever syntax they are written in
 * (front_matter.h). */
#ifndef FOUILLE_TEXT_MATTER_H
#define FOUILLE_TEXT_MATTER_H

#include <stdbool.h>

#include "indexer/sources/article/draft.h"

enum matter_field { MATTER_TITLE, MATTER_URL, MATTER_PUBLISHED, MATTER_MODIFIED, MATTER_FIELDS };

/* All zeros but the draft at first. */
struct matter {
    struct draft *draft;
    int ranks[MATTER_FIELDS]; /* of each field's current value */
};

/* Whether a field has this name, ASCII letter case ignored. */
bool matter_knows(struct text_span name);

/* Stores a value, which may have several lines, unless a name with precedence has set the field, or
 * the value is none. Other names are ignored. */
void matter_set(struct matter *matter, struct text_span name, struct text_span value);

/* Appends the string that begins at the quote of `text`, with its escapes read as YAML, TOML and
 * JSON have them; those of control characters are blanks. In single quotes only '' is one. Returns
 * the bytes read, with the closing quote if it is there. */
size_t matter_append_quoted(struct buffer *into, struct text_span text);

/* Each reads the metadata that the text begins with, cuts it off and returns whether there was any;
 * without any, nothing changes. Linear time.
 *
 * Between --- and --- or ...: a block whose first line is a key, unless most of it cannot be YAML;
 * or one that is YAML line by line. */
bool matter_read_yaml(struct matter *matter, struct text_span *text);
/* Between +++ and +++: the keys before the first table. */
bool matter_read_toml(struct matter *matter, struct text_span *text);
/* An object, alone on its lines. */
bool matter_read_json(struct matter *matter, struct text_span *text);
/* Pandoc's: up to three lines that begin with %: title, authors, date. */
bool matter_read_percents(struct matter *matter, struct text_span *text);
/* Lines of "Key: value" up to a blank line or ---, with a title among them, as Pelican,
 * MultiMarkdown and Hexo have them. */
bool matter_read_header(struct matter *matter, struct text_span *text);

#endif
