/* Whether documents pass the filters of a query: looks at the column of days, or at the record in
 * the document table, which is read once for all filters of a document.
 */
#ifndef FOUILLE_MATCH_FILTER_H
#define FOUILLE_MATCH_FILTER_H

#include "common/base/slice.h"
#include "common/index/index.h"
#include "query/language/query.h"

/* Reads what filters need to know about the documents of one segment. */
struct filter_reader {
    struct index *index;
    struct segment *segment;
    struct document_reader documents; /* opened when a record is first needed */
    struct document document;
    uint32_t number; /* of the document that was read; UINT32_MAX: none */
    struct buffer path, composed;
    bool damaged; /* a column could not be read */
    int status;   /* sticky */
};

void filter_reader_init(struct filter_reader *reader, struct index *index, size_t segment);
void filter_reader_release(struct filter_reader *reader);

/* Whether the document passes:
 *
 *     FILTER_DATE  it was published on a day of the period; a year or month alone is its first day
 *     FILTER_SITE  its URL's host is the filter's text, or ends in a dot and the text, as with www.
 *     FILTER_URL   its URL contains the text, or fits it if the text has a *; ASCII case is ignored
 *     FILTER_PATH  its path, below its root or as it is shown, is the text, or is below it, or fits
 *                  its wildcards; * is any text, even with /, and ? one character. Both are
 *                  compared composed (analysis/compose.h): é may be one character, or e and a mark
 *
 * False on failure, which filter_reader_status reports at the end. O(1) for dates; about 10 µs for
 * a record, 1 µs for one right after the previous one. */
bool filter_accepts(struct filter_reader *reader, const struct query_filter *filter,
                    uint32_t document);

/* 0, ERROR_CORRUPT or ERROR_MEMORY. */
int filter_reader_status(const struct filter_reader *reader);

/* Returns the host of an address: "www.exemple.fr" of "https://www.exemple.fr/page". */
struct slice filter_host(struct slice url);

#endif
