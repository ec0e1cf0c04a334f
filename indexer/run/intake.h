/* Input rules: which files are read, and how: --filter, --encoding, --include, --exclude, and
 * pdftotext. */
#ifndef FOUILLE_RUN_INTAKE_H
#define FOUILLE_RUN_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "indexer/filters/filters.h"
#include "indexer/sources/source.h"
#include "indexer/sources/walk/ignore.h"

struct intake {
    struct filters filters;
    const char *encoding;   /* of files that do not declare one, or NULL */
    struct ignore included; /* what it "excludes" is wanted; empty: everything is */
    struct ignore excluded;
    unsigned filter_seconds;
    size_t filter_memory;
};

/* How a file is read. */
struct intake_kind {
    struct source_kind source;
    const struct filter *filter; /* converts it to source.format, or NULL */
};

/* Sets the defaults. The caller releases. */
void intake_init(struct intake *intake);
void intake_release(struct intake *intake);

/* Adds a --filter. 0 or an error. */
int intake_add_filter(struct intake *intake, const char *text);

/* Sets the --encoding. 0 or ERROR_SYNTAX. */
int intake_set_encoding(struct intake *intake, const char *name);

/* Adds the filter for .pdf, if there is none and the system has pdftotext. Call it once, after all
 * options are read. 0 or ERROR_MEMORY. */
int intake_complete(struct intake *intake);

/* Returns how a file is read, which its name alone decides. */
struct intake_kind intake_kind_of(const struct intake *intake, const char *name);

/* Returns a hash of what reads files of a kind: the program's version, the format, compression, the
 * encoding, `limit` (the bytes of the longest article); for a filter also its command, its limits,
 * and the inode, size and time of its program's file. */
uint64_t intake_reader(const struct intake *intake, const struct intake_kind *kind, size_t limit);

/* Whether a file would be read if pdftotext were installed. */
bool intake_lacks_pdf(const struct intake *intake, const char *name);

/* Whether --include and --exclude let a file or folder in; `path` is relative to its root. */
bool intake_wants(const struct intake *intake, const char *path, bool folder);

/* Runs a kind's filter on an open file and passes the articles to the sink, as source_read does.
 * `output` is scratch; output beyond `limit` bytes is cut off, with a complaint. */
int intake_read_filtered(const struct intake *intake, const struct intake_kind *kind,
                         struct source_reader *reader, struct buffer *output, size_t limit,
                         int descriptor, const char *shown, bool (*stopped)(void),
                         article_sink sink, article_complaint complaint, void *context);

#endif
