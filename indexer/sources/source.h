/* From a file's bytes to articles: the entry point to the source readers, one per format.
 *
 * The format depends on the name's last extension, without an optional ".gz", ".zst",
 * ".xz" or ".bz2": txt, text; md,
 * markdown; html, htm, xhtml; jsonl, ndjson; json; xml, rss, atom, tei; csv,
 * tsv, tab. What follows a ? is
 * ignored if that gives no format, as in page.html?p=3. Without an extension, or with that of a
 * server's program (php, asp, …), a file may be a web page. A reader never opens files itself.
 */
#ifndef FOUILLE_SOURCES_SOURCE_H
#define FOUILLE_SOURCES_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "indexer/sources/article/article.h"
#include "indexer/sources/article/compression.h"
#include "indexer/sources/json/json_blocks.h"
#include "indexer/sources/json/json_ids.h"
#include "indexer/sources/json/name_map.h"
#include "indexer/sources/json/shard_input.h"

enum source_format {
    SOURCE_NONE, /* not a format that we read */
    SOURCE_PLAIN,
    SOURCE_MARKDOWN,
    SOURCE_HTML,
    SOURCE_JSON_LINES,
    SOURCE_XML,
    SOURCE_JSON,  /* one object, or several in another way than by lines */
    SOURCE_TABLE, /* CSV, TSV */
};

struct source_kind {
    enum source_format format;
    enum compression compression;
    bool maybe_page; /* SOURCE_NONE by its name, which a web page may have: source_is_page tells */
};

/* Returns the kind of a file by its name alone, letter case ignored. */
struct source_kind source_kind_of(const char *name);

/* Whether a file that may be a page is one, by its beginning. Its offset does not move. */
bool source_is_page(int descriptor);

/* libxml2 counts bytes in an int. */
enum { SOURCE_LIMIT = 1 << 30 };

struct source_reader; /* its buffers are kept from file to file; one per thread */

/* `limit`: the maximum bytes of an article, from 1 to SOURCE_LIMIT; a longer one is cut there, and
 * reported. NULL with a message when out of memory. */
struct source_reader *source_reader_create(size_t limit);
/* Sets the encoding, or NULL, of files that do not show their own; borrowed. JSON Lines are always
 * UTF-8. */
void source_reader_set_encoding(struct source_reader *reader, const char *name);
/* Whether all text of a web page is taken, or its article alone (the default). */
void source_reader_set_whole_pages(struct source_reader *reader, bool whole);
/* Sets the buffer, or NULL, to which is appended what was taken of web pages, and why; borrowed. */
void source_reader_set_explanation(struct source_reader *reader, struct buffer *explanation);
/* Sets what names of JSON and of tables mean, or NULL; borrowed. */
void source_reader_set_map(struct source_reader *reader, const struct name_map *map);
/* Restricts JSON Lines to the lines of this shard. */
void source_reader_set_shard(struct source_reader *reader, struct shard shard);
void source_reader_destroy(struct source_reader *reader);

/* Returns the most bytes of an article. */
size_t source_reader_limit(const struct source_reader *reader);

/* Reads all that `descriptor` holds (a regular file or a pipe, from its current offset; not closed)
 * and passes its articles to the receiver, in order. `display_path` is the path used in messages.
 *
 * Plain text, Markdown and HTML give one article, without words if the file is empty or blank; they
 * are held in memory whole, up to the limit. JSON Lines are streamed: memory depends on the longest
 * line, not on the file; so is JSON, by its values. json_names.h lists the keys. XML may hold
 * several articles (xml.h); so may a table, which is streamed by its rows (table.h). Compressed
 * files are decompressed on the way, all members of them.
 *
 * 0: read to the end. ERROR_INPUT: the file is not what its name says, or is damaged (binary,
 * truncated gzip, …); the articles already passed on remain valid. ERROR_SYSTEM: reading failed.
 * ERROR_MEMORY. Otherwise the receiver's own failure.
 */
int source_read(struct source_reader *reader, int descriptor, struct source_kind kind,
                const char *display_path, const struct article_receiver *receiver);

/* Like source_read, for a block of a JSON Lines file that several readers share. */
int source_read_block(struct source_reader *reader, struct json_block *block, struct json_ids *ids,
                      const struct article_receiver *receiver);

/* Like source_read, from bytes in memory, not compressed. */
int source_read_bytes(struct source_reader *reader, struct text_span bytes,
                      enum source_format format, const char *display_path,
                      const struct article_receiver *receiver);

#endif
