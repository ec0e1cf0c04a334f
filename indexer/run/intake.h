/* Which files are taken in, and how: --filter, --encoding, --include, --exclude, and pdftotext. */
#ifndef FOUILLE_INDEXER_INTAKE_H
#define FOUILLE_INDEXER_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "indexer/filters/filters.h"
#include "indexer/sources/source.h"
#include "indexer/sources/walk/ignore.h"

struct intake {
    struct filters filters;
    const char *encoding;   /* of files that say nothing else, or NULL */
    struct ignore included; /* what it "excludes" is what is wanted; empty: everything */
    struct ignore excluded;
    unsigned filter_seconds;
    size_t filter_memory;
};

/* How a file is read. */
struct intake_kind {
    struct source_kind source;
    const struct filter *filter; /* that makes source.format of it, or NULL */
};

/* The defaults. The caller releases. */
void intake_init(struct intake *intake);
void intake_release(struct intake *intake);

/* --filter. 0 or an error. */
int intake_add_filter(struct intake *intake, const char *text);

/* --encoding. 0 or ERROR_SYNTAX. */
int intake_set_encoding(struct intake *intake, const char *name);

/* Adds the filter for .pdf, if there is none and the system has pdftotext. Once, when all options
 * are read. 0 or ERROR_MEMORY. */
int intake_complete(struct intake *intake);

/* By the file's name alone. */
struct intake_kind intake_kind_of(const struct intake *intake, const char *name);

/* A hash of what reads files of a kind: the program's version, the format, the encoding, `limit`
 * (the bytes of the longest article); of a filter its command, its limits, and its program as it is
 * on the disk. */
uint64_t intake_reader(const struct intake *intake, const struct intake_kind *kind, size_t limit);

/* Whether it would be read if pdftotext were there. */
bool intake_lacks_pdf(const struct intake *intake, const char *name);

/* Whether --include and --exclude let a file or folder in; `path` is below its root. */
bool intake_wants(const struct intake *intake, const char *path, bool folder);

/* Runs a kind's filter on an open file and hands the articles to the sink, as source_read does.
 * `output` is scratch; `limit`: bytes of output that are read; more is cut and complained of. */
int intake_read_filtered(const struct intake *intake, const struct intake_kind *kind,
                         struct source_reader *reader, struct buffer *output, size_t limit,
                         int descriptor, const char *shown, bool (*stopped)(void),
                         article_sink sink, article_complaint complaint, void *context);

#endif
