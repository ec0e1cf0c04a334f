/* From a file's bytes to articles: the door of the source readers, one per format.
 *
 * The format is told by the name's last extension, below an optional ".gz": txt, text; md,
 * markdown; html, htm, xhtml; jsonl, ndjson; xml, rss, atom, tei. A reader never opens files by
 * itself.
 */
#ifndef FOUILLE_SOURCES_SOURCE_H
#define FOUILLE_SOURCES_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "indexer/sources/article/article.h"
#include "indexer/sources/json/json_blocks.h"
#include "indexer/sources/json/json_ids.h"
#include "indexer/sources/json/share.h"

enum source_format {
    SOURCE_NONE, /* not a format that is read */
    SOURCE_PLAIN,
    SOURCE_MARKDOWN,
    SOURCE_HTML,
    SOURCE_JSON_LINES,
    SOURCE_XML,
};

struct source_kind {
    enum source_format format;
    bool compressed; /* .gz */
};

/* By the file's name alone, letter case ignored. */
struct source_kind source_kind_of(const char *name);

/* libxml2 counts in int. */
enum { SOURCE_LIMIT = 1 << 30 };

struct source_reader; /* buffers that are kept from file to file; one per thread */

/* `limit`: bytes of an article, at least 1, at most SOURCE_LIMIT; a longer one is cut there, and
 * complained of. NULL with a message when memory ran out. */
struct source_reader *source_reader_create(size_t limit);
/* The charset of files that say nothing else, or NULL; borrowed. JSON Lines always are UTF-8. */
void source_reader_set_encoding(struct source_reader *reader, const char *name);
/* Of JSON Lines, only the lines of this share are read. */
void source_reader_set_share(struct source_reader *reader, struct share share);
void source_reader_destroy(struct source_reader *reader);

/* Reads all that `descriptor` holds (a regular file or a pipe, from its current offset; not
 * closed) and hands its articles to the sink, in order. `shown` is the path that messages name.
 *
 * Plain text, Markdown and HTML give one article; an empty file, or one that is blank, gives one
 * article without words; they are held whole, up to the limit. JSON Lines are read in a
 * stream: memory is the longest line's, not the file's; json_lines.h tells the keys. XML may hold
 * several articles (xml.h). Gzip is inflated on the way, all members of it.
 *
 * 0: read whole. ERROR_INPUT: the file is not what its name says, or is damaged (binary, truncated
 * gzip, …); the articles handed over before that stand. ERROR_SYSTEM: reading failed. Else the
 * sink's own failure. */
int source_read(struct source_reader *reader, int descriptor, struct source_kind kind,
                const char *shown, article_sink sink, article_complaint complaint, void *context);

/* The same of a block of a JSON Lines file that several readers share. */
int source_read_block(struct source_reader *reader, struct json_block *block, struct json_ids *ids,
                      article_sink sink, article_complaint complaint, void *context);

/* The same from bytes in memory, not compressed. */
int source_read_bytes(struct source_reader *reader, const char *bytes, size_t size,
                      enum source_format format, const char *shown, article_sink sink,
                      article_complaint complaint, void *context);

#endif
