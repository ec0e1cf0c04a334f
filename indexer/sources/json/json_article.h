/* From the record of a JSON object to an article. */
#ifndef FOUILLE_JSON_JSON_ARTICLE_H
#define FOUILLE_JSON_JSON_ARTICLE_H

#include "indexer/sources/json/json_record.h"
#include "indexer/sources/json/json_text.h"

/* The storage of an article; kept from record to record. All zeros at first. */
struct json_article {
    struct buffer title, url, body;
    struct json_text title_text, body_text, lead_text;
};

void json_article_release(struct json_article *made);

/* Returns what is wrong with an object whose syntax is valid, not yet translated; NULL if nothing
 * is. */
const char *json_article_fault(const struct json_record *record);

/* Fills in the article, all but its id, ordinal and hash; its spans last as long as the record and
 * the storage. A lead that the text does not repeat comes before it. 0 or ERROR_MEMORY. */
int json_article_make(struct json_article *made, const struct json_record *record,
                      struct article *article);

/* Reports, as a notice, what of the record is not in the article: a long text under another name,
 * values that count as null. */
void json_article_report(const struct json_record *record, const struct article *article,
                         size_t line, const struct article_receiver *receiver);

/* Writes a string or a number as one line. */
struct text_span json_article_line(struct buffer *into, const struct json_slot *value);

#endif
