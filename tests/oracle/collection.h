/* The oracle's own, uncompressed view of a collection: every document as plain arrays of words.
 *
 * It shares the analyser with the programs (text must be cut into the same words), and what the
 * lexicon says of a form: no index, no codec, no cursor.
 */
#ifndef FOUILLE_ORACLE_COLLECTION_H
#define FOUILLE_ORACLE_COLLECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/analysis/analyzer.h"
#include "tests/oracle/lemmas.h"

struct occurrence_of {
    uint32_t position;
    uint32_t term; /* analyser's numbers */
    uint32_t form;
};

struct plain_document {
    char *path;       /* "a/b.txt", or "file.jsonl#id" */
    char *sort_path;  /* path of the file alone */
    uint32_t ordinal; /* in its file */
    size_t count;
    struct occurrence_of *occurrences; /* title first, then body */
    uint32_t length;                   /* positions used */
    uint32_t title_length;
    int32_t day;  /* published, in days since 1970; ORACLE_NO_DAY: unknown */
    char *url;    /* may be empty */
    bool deleted; /* no match any more, but counted where amended indexes count it */
};

#define ORACLE_NO_DAY INT32_MIN

struct collection {
    struct analyzer *analyzer;
    size_t count, capacity;
    struct plain_document *documents;
    bool counts_deleted; /* the statistics are those of an index with deleted documents */
    /* of all documents, and of those that are not deleted: */
    uint64_t documents_of[2], length_of[2], title_length_of[2];
    uint32_t form_count; /* forms that occur; those above are of queries alone */
    bool *live_forms;    /* of each of them: whether it occurs in a document that is not deleted */
    struct lemma_list *lemmas; /* of each of them; by collection_sort */
};

void collection_init(struct collection *collection);
void collection_release(struct collection *collection);

/* What a document is beside its words. */
struct plain_record {
    const char *file, *id; /* id: NULL, or that of a line of JSON Lines */
    uint32_t ordinal;
    int32_t day;
    const char *url;
};

/* Adds a document. Aborts when memory runs out. */
void collection_add(struct collection *collection, const struct plain_record *record,
                    const char *title, const char *body);

/* Whether a document, a form, is among what is counted. */
bool collection_counts(const struct collection *collection, size_t document);
bool collection_has_form(const struct collection *collection, uint32_t form);

/* Sorts by path bytes, then place in the file; after the last document and before any query. */
void collection_sort(struct collection *collection);

#endif
