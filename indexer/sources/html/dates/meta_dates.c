#include "indexer/sources/html/dates/meta_dates.h"

#include <stdbool.h>
#include <string.h>

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"

enum { NAME_SIZE = 64 };

/* Names without signs. */
static const struct {
    const char *name;
    struct meta_promise promise;
} names[] = {
    {"articlepublishedtime", {META_PUBLISHED, 9}},
    {"articlepublished", {META_PUBLISHED, 9}},
    {"ogarticlepublishedtime", {META_PUBLISHED, 9}},
    {"ogpublishedtime", {META_PUBLISHED, 8}},
    {"datepublished", {META_PUBLISHED, 8}},
    {"citationpublicationdate", {META_PUBLISHED, 8}},
    {"citationonlinedate", {META_PUBLISHED, 8}},
    {"dcdateissued", {META_PUBLISHED, 8}},
    {"dctermsissued", {META_PUBLISHED, 8}},
    {"dcissued", {META_PUBLISHED, 8}},
    {"pubdate", {META_PUBLISHED, 7}},
    {"parselypubdate", {META_PUBLISHED, 7}},
    {"sailthrudate", {META_PUBLISHED, 7}},
    {"citationdate", {META_PUBLISHED, 6}},
    {"date", {META_PUBLISHED, 5}},
    {"dcdate", {META_PUBLISHED, 5}},
    {"dctermsdate", {META_PUBLISHED, 5}},
    {"displaydate", {META_PUBLISHED, 5}},
    {"dateposted", {META_PUBLISHED, 5}},
    {"datecreated", {META_CREATED, 9}},
    {"articlecreated", {META_CREATED, 9}},
    {"dctermscreated", {META_CREATED, 8}},
    {"dcdatecreated", {META_CREATED, 8}},
    {"dccreated", {META_CREATED, 8}},
    {"created", {META_CREATED, 7}},
    {"createdate", {META_CREATED, 7}},
    {"creationdate", {META_CREATED, 7}},
    {"articlemodifiedtime", {META_MODIFIED, 9}},
    {"articlemodified", {META_MODIFIED, 9}},
    {"ogarticlemodifiedtime", {META_MODIFIED, 9}},
    {"datemodified", {META_MODIFIED, 8}},
    {"dcdatemodified", {META_MODIFIED, 7}},
    {"dctermsmodified", {META_MODIFIED, 7}},
    {"dcmodified", {META_MODIFIED, 7}},
    {"ogupdatedtime", {META_MODIFIED, 6}},
    {"modifiedtime", {META_MODIFIED, 6}},
    {"updatedtime", {META_MODIFIED, 6}},
    {"dateupdate", {META_MODIFIED, 6}},
    {"dateupdated", {META_MODIFIED, 6}},
    {"lastmodified", {META_MODIFIED, 3}},
    {"revised", {META_MODIFIED, 3}},
};

/* What other names promise. */
static struct meta_promise promise_of_words(const char *name)
{
    static const char *const published[] = {"publishdate",       "publisheddate",   "publishedat",
                                            "publicationdate",   "publishtime",     "publishedtime",
                                            "publicationtime",   "datepublication", "pubdate",
                                            "datedepublication", "dateparution"};
    static const char *const modified[] = {
        "modifieddate",       "modifiedtime", "modificationdate", "datemodification",
        "datedemodification", "lastupdate",   "datemaj",          "moddate",
        "lastmodified",       "lastupdated",  "updatedat"};
    for (size_t i = 0; i < sizeof published / sizeof *published; i++)
        if (strstr(name, published[i]) != NULL)
            return (struct meta_promise){META_PUBLISHED, 6};
    for (size_t i = 0; i < sizeof modified / sizeof *modified; i++)
        if (strstr(name, modified[i]) != NULL)
            return (struct meta_promise){META_MODIFIED, 4};
    return (struct meta_promise){META_NO_DATE, 0};
}

struct meta_promise meta_date_of(struct text_span name)
{
    char letters[NAME_SIZE];
    size_t size = 0;
    for (size_t i = 0; i < name.size && size < NAME_SIZE - 1; i++)
        if (ascii_is_letter(name.bytes[i]))
            letters[size++] = ascii_lower(name.bytes[i]);
    letters[size] = '\0';
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (letters[0] == names[i].name[0] && strcmp(letters, names[i].name) == 0)
            return names[i].promise;
    return promise_of_words(letters);
}

struct meta_promise meta_date_of_item(struct text_span items)
{
    struct meta_promise promise = meta_date_of(items); /* "Publication Date" */
    const char *at = items.bytes, *end = span_end(items);
    while (at < end && promise.kind == META_NO_DATE) {
        const char *start = at;
        while (at < end && !ascii_is_space(*at))
            at++;
        promise = meta_date_of(span_between(start, at));
        const char *colon = memrchr(start, ':', (size_t)(at - start));
        if (promise.kind == META_NO_DATE && colon != NULL)
            promise = meta_date_of(span_between(colon + 1, at));
        at += at < end;
    }
    return promise;
}
