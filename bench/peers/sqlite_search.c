/* SQLite's FTS5 searched, in the database that peer-sqlite made.
 *
 *   peer-sqlite-search DATABASE JOBS WARM PASSES MOST        see query_timer.h
 *
 * Hits by its own BM25 (ORDER BY rank), as row numbers; titles and texts are not fetched. FTS5's
 * query language wants each word in quotes and an operator between, so words are cut here; elided
 * articles and pronouns (l', d', qu') are left out, as fouille and Lucene leave them out: whoever
 * writes French queries for FTS5 would do no less. In its favour: 256 MiB of page cache, and the
 * file mapped.
 */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/query_timer.h"

enum { ELIDED_MAX = 2 };

struct peer {
    sqlite3 *database;
    sqlite3_stmt *best, *count;
    sqlite3_stmt *active; /* one of them, to be reset */
    char *match;          /* the expression */
};

static void check_sqlite(const struct peer *peer, int status)
{
    if (status == SQLITE_OK || status == SQLITE_DONE || status == SQLITE_ROW)
        return;
    fprintf(stderr, "peer-sqlite-search: %s\n", sqlite3_errmsg(peer->database));
    exit(2);
}

/* Returns the size of the separator at `at`, which ends words, or 0: all of ASCII but letters and
 * digits, general punctuation (U+2000 to U+203F), guillemets and the no-break space. */
static size_t separator_size(const char *at)
{
    unsigned char byte = (unsigned char)at[0];
    if (byte < 0x80)
        return !((byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z'));
    if (byte == 0xe2 && (unsigned char)at[1] == 0x80 && at[2] != '\0')
        return 3;
    if (byte == 0xc2 && strchr("\xa0\xab\xbb", at[1]) != NULL && at[1] != '\0')
        return 2;
    return 0;
}

static bool is_apostrophe(const char *at)
{
    return at[0] == '\'' || strncmp(at, "’", strlen("’")) == 0;
}

static char *append_match(char *to, const char *text, size_t size)
{
    memcpy(to, text, size);
    return to + size;
}

/* Writes FTS5's expression for a query. A word takes its bytes and seven more, and a separator. */
static void write_match(struct peer *peer, enum way way, const char *text)
{
    const char *separator = way == WAY_ALL ? "\" AND \"" : way == WAY_PHRASE ? " " : "\" OR \"";
    peer->match = realloc(peer->match, strlen(text) * 5 + 16);
    if (peer->match == NULL)
        check_sqlite(peer, SQLITE_NOMEM);
    char *to = append_match(peer->match, "\"", 1);
    for (const char *at = text; *at != '\0';) {
        const char *start = at;
        while (*at != '\0' && separator_size(at) == 0)
            at++;
        size_t size = (size_t)(at - start);
        if (size > ELIDED_MAX || (size > 0 && !is_apostrophe(at))) {
            if (to > peer->match + 1)
                to = append_match(to, separator, strlen(separator));
            to = append_match(to, start, size);
        }
        if (*at != '\0')
            at += separator_size(at);
    }
    to = append_match(to, "\"", 1);
    if (way == WAY_PREFIX)
        *to++ = '*';
    *to = '\0';
}

static void run_match(void *context, const struct job *job, const char *text, struct answer *answer)
{
    struct peer *peer = context;
    sqlite3_stmt *statement = peer->active = job->limit > 0 ? peer->best : peer->count;
    write_match(peer, job->way, text);
    check_sqlite(peer, sqlite3_bind_text(statement, 1, peer->match, -1, SQLITE_STATIC));
    if (job->limit > 0)
        check_sqlite(peer, sqlite3_bind_int64(statement, 2, (sqlite3_int64)job->limit));
    int status;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
        sqlite3_int64 value = sqlite3_column_int64(statement, 0);
        answer->found = job->limit > 0 ? answer->found + 1 : (uint64_t)value;
    }
    check_sqlite(peer, status);
}

static void reset_statement(void *context)
{
    const struct peer *peer = context;
    check_sqlite(peer, sqlite3_reset(peer->active));
}

int main(int argc, char **argv)
{
    struct peer peer = {NULL, NULL, NULL, NULL, NULL};
    if (argc != 2 + QUERY_TIMER_ARGUMENTS) {
        fputs("usage: peer-sqlite-search DATABASE JOBS WARM PASSES MOST\n", stderr);
        return 2;
    }
    check_sqlite(&peer, sqlite3_open_v2(argv[1], &peer.database, SQLITE_OPEN_READONLY, NULL));
    check_sqlite(&peer, sqlite3_exec(peer.database,
                                     "PRAGMA cache_size = -262144; PRAGMA mmap_size = 4294967296",
                                     NULL, NULL, NULL));
    check_sqlite(&peer, sqlite3_prepare_v2(peer.database,
                                           "SELECT rowid FROM article WHERE article MATCH ?"
                                           " ORDER BY rank LIMIT ?",
                                           -1, &peer.best, NULL));
    check_sqlite(&peer, sqlite3_prepare_v2(peer.database,
                                           "SELECT count(*) FROM article WHERE article MATCH ?", -1,
                                           &peer.count, NULL));
    const struct engine engine = {&peer, run_match, reset_statement};
    query_timer_run(&engine, argv + 2);
    sqlite3_finalize(peer.best);
    sqlite3_finalize(peer.count);
    free(peer.match);
    check_sqlite(&peer, sqlite3_close(peer.database));
    return 0;
}
