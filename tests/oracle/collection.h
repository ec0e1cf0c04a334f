/* The oracle's own, uncompressed view of a collection: every document as plain arrays of words.
 *
 * It shares the analyser with the programs (text must be cut into the same words), and nothing
 * else: no index, no codec, no cursor.
 */
#ifndef FOUILLE_ORACLE_COLLECTION_H
#define FOUILLE_ORACLE_COLLECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/analyzer.h"

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
};

struct collection {
    struct analyzer *analyzer;
    size_t count, capacity;
    struct plain_document *documents;
    uint64_t total_length, total_title_length;
    uint32_t form_count; /* forms that occur; those above are of queries alone */
    char **fold_keys;    /* of each of them; by collection_sort */
    bool *accented;      /* whether it has accents */
};

void collection_init(struct collection *collection);
void collection_release(struct collection *collection);

/* Adds a document. Aborts when memory runs out. */
void collection_add(struct collection *collection, const char *file, const char *id,
                    uint32_t ordinal, const char *title, const char *body);

/* Sorts by path bytes, then place in the file; after the last document and before any query. */
void collection_sort(struct collection *collection);

#endif
