/* Input rules: which files are read, and how: --filter, --encoding, --map, --include, --exclude,
 * and pdftotext. */
#ifndef FOUILLE_RUN_INPUT_RULES_H
#define FOUILLE_RUN_INPUT_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "indexer/filters/filters.h"
#include "indexer/sources/source.h"
#include "indexer/sources/walk/ignore.h"

struct input_rules {
    struct filters filters;
    const char *encoding;   /* of files that do not declare one, or NULL */
    bool whole_pages;       /* web pages are read with what surrounds their article */
    struct name_map map;    /* what names of JSON and of tables mean */
    struct ignore included; /* what it "excludes" is wanted; empty: everything is */
    struct ignore excluded;
    unsigned filter_seconds;
    size_t filter_memory;
};

/* How a file is read. */
struct input_kind {
    struct source_kind source;
    const struct filter *filter; /* converts it to source.format, or NULL */
    bool lacks_pdf;              /* it is not read, and would be if pdftotext were installed */
};

/* Sets the defaults. The caller releases. */
void input_rules_init(struct input_rules *input_rules);
void input_rules_release(struct input_rules *input_rules);

/* Adds a --filter. 0 or an error. */
int input_rules_add_filter(struct input_rules *input_rules, const char *text);

/* Sets the --encoding. 0 or ERROR_SYNTAX. */
int input_rules_set_encoding(struct input_rules *input_rules, const char *name);

/* Adds a --map. 0; ERROR_SYNTAX; ERROR_MEMORY. */
int input_rules_add_map(struct input_rules *input_rules, const char *text);

/* Adds the filter for .pdf, if there is none and the system has pdftotext. Call it once, after all
 * options are read. 0 or ERROR_MEMORY. */
int input_rules_add_pdf_filter(struct input_rules *input_rules);

/* Returns how a file is read, which its name alone decides. Its cost is a comparison for each
 * filter and each format: ask once for a file. */
struct input_kind input_rules_kind_of(const struct input_rules *input_rules, const char *name);

/* Returns a hash of what reads files of a kind: the program's version, the format, compression, the
 * encoding, whole_pages, the names that are mapped, `limit` (the bytes of the longest article); for
 * a filter also its command, its limits, and the inode, size and time of its program's file. */
uint64_t input_rules_reader_hash(const struct input_rules *input_rules,
                                 const struct input_kind *kind, size_t limit);

/* Whether --include and --exclude let a file or folder in; `path` is relative to its root. */
bool input_rules_allow(const struct input_rules *input_rules, const char *path, bool folder);

/* An open file to read, from its current offset. */
struct intake_file {
    int descriptor;
    const char *display_path; /* its path, for messages and filters */
    struct input_kind kind;
};

/* Reads a file of a format that is read, through its filter if it has one, and passes its articles
 * to the receiver, as source_read does. Output of a filter beyond the reader's limit is cut off,
 * with a complaint. A filter is ended, with ERROR_STOPPED, when the run is to end. */
int intake_read(const struct input_rules *input_rules, const struct intake_file *file,
                struct source_reader *reader, const struct article_receiver *receiver);

#endif
