/* What the names of members mean: those that crawlers, newspapers' and blogs' interfaces and search
 * engines give to the fields of an article, in English and in French.
 *
 * Letter case, accents and the signs between words do not matter: articleBody, article_body and
 * "Article body" are one name. A name of several words that is not known is a text's if one of them
 * is: texte_nettoyé, short_description.
 */
#ifndef FOUILLE_JSON_JSON_NAMES_H
#define FOUILLE_JSON_JSON_NAMES_H

#include <stdint.h>

#include "common/base/slice.h"

enum json_field {
    JSON_ID,
    JSON_TITLE,
    JSON_URL,
    JSON_PUBLISHED,
    JSON_MODIFIED,
    JSON_LEAD, /* what stands between title and text: subtitle, standfirst */
    JSON_TEXT,
    JSON_FIELDS,
    JSON_OTHER = JSON_FIELDS, /* none of them */
};

/* Of names that are no field: what their objects may hold. */
enum json_role {
    JSON_UNKNOWN,
    JSON_CONTAINER, /* the fields of the article */
    JSON_RECORDS,   /* an array of records; in an object, as a container */
    JSON_ELSEWHERE, /* what is not the article: its author, its pictures, its comments */
};

enum {
    JSON_RANK_ADDRESS = 48, /* of addresses from here on: only what is one counts */
    /* Of texts: the name may mean something else; one of its words names a text; markup of a whole
     * page; less than all of a text. */
    JSON_RANK_VAGUE = 96,
    JSON_RANK_WORD = 344,
    JSON_RANK_PAGE = 360,
    JSON_RANK_WEAK = 400,
};

struct json_name {
    enum json_field field;
    enum json_role role;
    /* Whether an object may have the value itself under this name: {"rendered": …}. */
    bool wraps;
    uint16_t rank; /* of several names of one field, the lowest has precedence; a multiple of 8 */
};

struct json_name json_name_find(struct slice name);

/* Reduces a name to its letters, in lower case and without accents, and digits. Returns its size; 0
 * when it has more than `room`, or other letters than those of French. */
size_t json_name_reduce(struct slice name, char *to, size_t room);

#endif
