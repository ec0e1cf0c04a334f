/* Runs many queries on a search engine in one process and times each: what bench/query measures
 * every C or C++ engine with, so that all are treated alike. peers/Search.java does the same in
 * Java.
 *
 * A file of jobs has one line per job, with tab-separated fields:
 *
 *     NAME  WAY  LIMIT  QUERIES
 *
 * QUERIES is a file, one query a line; LIMIT the hits wanted, 0: none, only how many articles
 * match. WAY says how the words of a query belong together (enum way). All jobs are first run
 * WARM times; then the queries of each job are run in order, once untimed and PASSES times timed
 * (with PASSES 0, only once: a process that answers one query). A query's
 * time is the median of its passes. Prints to standard output, one line per query:
 *
 *     NAME  LIMIT  number of the query  microseconds  found  [postings  decoded  scored]
 */
#ifndef FOUILLE_BENCH_QUERY_TIMER_H
#define FOUILLE_BENCH_QUERY_TIMER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum way {
    WAY_ANY,       /* "any": articles with any of the words */
    WAY_ALL,       /* "all": with all of them */
    WAY_PHRASE,    /* "phrase": with the words in sequence; they are in quotes */
    WAY_PREFIX,    /* "prefix": with words that begin so; a `*` follows */
    WAY_EXHAUSTIVE /* "exhaustive": as "any", but every match is scored; fouille alone can */
};

struct job {
    char *name, *path;
    enum way way;
    size_t limit; /* 0: count */
};

struct answer {
    uint64_t found;                     /* hits, or matching articles where they are counted */
    uint64_t postings, decoded, scored; /* postings 0: unknown */
};

struct engine {
    void *context;
    /* From the query's text to its hits. This is what the clock sees. */
    void (*answer)(void *context, const struct job *job, const char *text, struct answer *answer);
    /* Frees what the answer allocated, not timed; may be NULL. */
    void (*release)(void *context);
};

/* Takes JOBS WARM PASSES MOST from `arguments`; of each file at most the first MOST queries are
 * asked. Ends the program with status 2 when a file cannot be read. */
enum { QUERY_TIMER_ARGUMENTS = 4 };
void query_timer_run(const struct engine *engine, char **arguments);

#ifdef __cplusplus
}
#endif

#endif
