/* SQLite's FTS5 on the articles that fouille-index reads.
 *
 *   peer-sqlite CORPUS.jsonl DATABASE     makes a new database
 *   peer-sqlite --optimize DATABASE       merges its index into one piece
 *
 * What is compared: title and text indexed with positions and stored, id, address and date stored
 * beside them. FTS5 has no French stemmer: it cuts at Unicode's borders, folds case and takes
 * accents off, which is less than the other programs do, and is so in its favour. Also in its
 * favour: one transaction, no journal, no sync, 256 MiB of page cache, ids not checked for being
 * unique.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/articles.h"

struct peer {
    sqlite3 *database;
    sqlite3_stmt *insert;
};

static void check_sqlite(const struct peer *peer, int status)
{
    if (status == SQLITE_OK || status == SQLITE_DONE)
        return;
    fprintf(stderr, "peer-sqlite: %s\n", sqlite3_errmsg(peer->database));
    exit(2);
}

static void run_statement(const struct peer *peer, const char *statement)
{
    check_sqlite(peer, sqlite3_exec(peer->database, statement, NULL, NULL, NULL));
}

static void insert_article(void *context, const struct article *article)
{
    const struct peer *peer = context;
    for (int i = 0; i < ARTICLE_FIELDS; i++) {
        const struct value *value = &article->fields[i];
        check_sqlite(peer,
                     sqlite3_bind_text64(peer->insert, i + 1, value->size > 0 ? value->bytes : "",
                                         value->size, SQLITE_STATIC, SQLITE_UTF8));
    }
    check_sqlite(peer, sqlite3_step(peer->insert));
    check_sqlite(peer, sqlite3_reset(peer->insert));
}

static void build_database(struct peer *peer, const char *corpus)
{
    run_statement(peer,
                  "CREATE VIRTUAL TABLE article USING fts5(id UNINDEXED, title, url UNINDEXED,"
                  " date UNINDEXED, text, tokenize = 'unicode61 remove_diacritics 2')");
    run_statement(peer, "BEGIN");
    check_sqlite(peer,
                 sqlite3_prepare_v2(peer->database, "INSERT INTO article VALUES (?, ?, ?, ?, ?)",
                                    -1, &peer->insert, NULL));
    articles_read(corpus, insert_article, peer);
    check_sqlite(peer, sqlite3_finalize(peer->insert));
    run_statement(peer, "COMMIT");
}

int main(int argc, char **argv)
{
    struct peer peer = {NULL, NULL};
    if (argc != 3) {
        fputs("usage: peer-sqlite CORPUS.jsonl|--optimize DATABASE\n", stderr);
        return 2;
    }
    check_sqlite(&peer, sqlite3_open(argv[2], &peer.database));
    run_statement(
        &peer, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144");
    if (strcmp(argv[1], "--optimize") == 0)
        run_statement(&peer, "INSERT INTO article(article) VALUES ('optimize'); VACUUM");
    else
        build_database(&peer, argv[1]);
    check_sqlite(&peer, sqlite3_close(peer.database));
    return 0;
}
