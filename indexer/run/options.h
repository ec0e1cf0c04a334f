/* The command line of fouille-index. */
#ifndef FOUILLE_RUN_OPTIONS_H
#define FOUILLE_RUN_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "indexer/run/input_rules.h"
#include "indexer/sources/json/shard_input.h"

enum task {
    TASK_BUILD,
    TASK_FORGET,
    TASK_WATCH,
    TASK_OPTIMIZE,
    TASK_ADOPT,
    TASK_REPAIR,
    TASK_STATUS,
    TASK_STATS,
    TASK_CHECK,
    TASK_EXTRACT,
    TASK_EXPORT,
    TASK_ANALYZE,
    TASK_HELP,
    TASK_VERSION
};

enum readers_option { READERS_UNCHANGED, READERS_SHARED, READERS_PRIVATE };

struct options {
    enum task task;
    const char *index;      /* --index, or NULL */
    const char *operand;    /* of --extract, --export-bulk and --forget */
    const char *files_from; /* --files-from, or NULL */
    const char *stdin_name; /* --stdin-name, or NULL */
    bool quiet;
    struct shard shard; /* --shard; count 0: everything */
    struct shard group; /* --merge-group; count 0: none */
    bool explain;       /* --explain with --extract */
    bool optimize;      /* --optimize with --adopt */
    bool rebuild;       /* --rebuild */
    bool ignore_ctime;  /* --ignore-ctime */
    bool retry;         /* --retry: what was left out is read again */
    bool strict;        /* --strict: nothing may be left out */
    bool allow_empty;   /* --allow-empty: an empty or unmounted folder has lost its articles */
    bool store;         /* not --no-store */
    enum readers_option readers; /* --shared, --private; neither: unchanged */
    bool include_private;        /* --include-private */
    size_t memory;               /* bytes that the run may use, plus a few MiB */
    unsigned threads;            /* workers, at least 1 */
    char **paths;                /* the arguments after the options */
    int path_count;
    struct input_rules input_rules; /* which files are read, and how */
    struct buffer build_parameters; /* those among the above (build_parameters.h) */
};

/* Fills options from the arguments (argv is reordered). 0, or an error with a message, such as
 * ERROR_SYNTAX. The caller releases, also after failure. */
int options_parse(struct options *options, int argc, char **argv);
void options_release(struct options *options);

#endif
