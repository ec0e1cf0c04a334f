/* Who turns files into segments: workers, each with an analyser, a reader and a segment of its own,
 * so that nothing is shared while articles are read.
 *
 * Work comes in jobs: some small files, or a block of a large file of JSON Lines. Jobs are made
 * and taken in the order of their documents, so the documents of a worker, and of each of its
 * segments, are in order too.
 */
#ifndef FOUILLE_INDEXER_WORKER_H
#define FOUILLE_INDEXER_WORKER_H

#include <pthread.h>

#include "indexer/commit/transaction.h"
#include "indexer/invert/builder.h"
#include "indexer/run/intake.h"
#include "indexer/run/options.h"
#include "indexer/run/report.h"
#include "indexer/sources/json/json_blocks.h"
#include "indexer/sources/json/json_ids.h"
#include "indexer/sources/source.h"
#include "indexer/update/changes.h"
#include "indexer/update/known.h"
#include "indexer/update/left_out.h"
#include "indexer/update/mounts.h"
#include "indexer/update/readers.h"
#include "indexer/update/roots.h"
#include "indexer/update/unfinished.h"

/* What the workers of a run share. */
struct run {
    const struct options *options;
    struct report *report;
    struct transaction *transaction;
    const struct readers *readers; /* of the index */
    bool closes; /* articles of the index were closed to them since: no segment may keep them */
    struct known *known;  /* what the index has; NULL: everything is new */
    struct left_out left; /* what is not read */
    struct mounts mounts;
    const uint32_t *map;  /* of the old commit's root numbers to the next one's */
    unsigned threads;     /* workers, at most: fewer than asked for when memory is short */
    size_t memory;        /* bytes that a worker's segment may hold */
    size_t article_limit; /* bytes of an article; a longer one is cut */
    bool store;           /* bodies are kept */
    pthread_mutex_t lock; /* guards what follows, and the transaction */
    unsigned segments;    /* numbers of new files that are taken */
    bool segments_written;
    struct unfinished unfinished;
    struct changes
        *changed; /* files that changed while they were read; NULL: that is a complaint */
    int failure;  /* that ends the run: the first one, and what it said */
    char message[1024];
};

/* A file as the walk found it, open. */
struct job_file {
    int descriptor; /* the job's */
    char *path;     /* below the root; the job's */
    struct intake_kind kind;
    struct file_state state;
    struct known_file *known;      /* the articles that the index has of it; the job's; or NULL */
    const struct left_entry *left; /* when an earlier run left it out, the run's; or NULL */
    bool standard;                 /* it came from standard input: nobody changes it */
};

/* What of a file was left out, as the first complaint has it. */
struct left_reason {
    bool any;
    enum left_kind kind;
    int error; /* of the system, for LEFT_AWAY */
    struct buffer why;
};

/* A file that several jobs share; the last user frees it. */
struct shared_file {
    struct job_file file; /* descriptor: -1 */
    uint32_t root_number;
    struct json_ids ids;
    unsigned users;           /* guarded by the run's lock */
    bool failed;              /* too: not all of it could be read */
    bool interrupted;         /* too: because it changed, or the run was stopped */
    struct left_reason left;  /* too */
    struct new_article added; /* too: one of its articles that were added, if any was */
};

void shared_file_join(struct run *run, struct shared_file *shared);
/* A reader of a part of it ended so: 0, an error with its message, or JOB_FILE_CHANGED. `reason` is
 * what it left out. */
void shared_file_settle(struct run *run, struct shared_file *shared, int status,
                        const struct left_reason *reason);
void shared_file_leave(struct run *run, struct shared_file *shared);

enum { JOB_FILES = 32 };

struct job {
    const struct root *root;
    uint32_t root_number;
    unsigned count; /* of files; 0: the job is a block of `shared` */
    struct job_file files[JOB_FILES];
    struct shared_file *shared;
    struct json_block block;
};

struct crew;

struct worker {
    struct run *run;
    struct crew *crew; /* whose queue it takes jobs from, in a thread of its own */
    struct analyzer *analyzer;
    struct source_reader *reader;
    struct builder builder;
    bool open;             /* builder holds a segment under way */
    const struct job *job; /* at work on */
    const struct job_file *file;
    char segment[SEGMENT_NAME_SIZE]; /* its name */
    struct new_article added;        /* the last one of the file or block at work on */
    struct left_reason left;         /* of the file or block at work on */
    struct buffer shown;             /* path that messages name */
    struct buffer body;              /* a body that is not the article's own */
    struct buffer output;            /* of a filter */
};

/* Bytes of an article; a longer one is cut. */
size_t run_article_limit(const struct options *options);

void run_init(struct run *run, const struct options *options, struct report *report,
              struct transaction *transaction);
void run_release(struct run *run);

/* Notes error_message() as what ends the run, unless something has already. */
void run_fail(struct run *run, int status);

/* Whether the run goes on. */
bool run_goes_on(struct run *run);

/* Complains, unless an earlier run said the same of the file as it is, and notes it in `reason`.
 * `status` is the reader's, whose message is the complaint. */
void job_file_complain(struct run *run, const struct job_file *file, int status,
                       struct left_reason *reason);

/* The path of a file below a root, as messages name it, into `shown`. */
const char *run_show(struct buffer *shown, const struct root *root, const char *path);

/* Whether an open file is as the walk found it. 0; JOB_FILE_CHANGED when it has changed since, so
 * that what was read may be neither the old nor the new, and the run knows; ERROR_INPUT when that
 * is to be complained of; ERROR_SYSTEM. */
enum { JOB_FILE_CHANGED = 1 };
int job_file_check(struct run *run, const struct job_file *file, int descriptor, const char *shown);

/* 0 or ERROR_MEMORY; the caller releases, also after failure. */
int worker_init(struct worker *worker, struct run *run);
void worker_release(struct worker *worker);

/* Frees a job that nobody will do. Its block must not be one that others wait for. */
void job_free(struct run *run, struct job *job);

/* Does a job and frees it; when the run has failed, only frees it. */
void worker_do(struct worker *worker, struct job *job);

/* Finishes the worker's segment. */
void worker_finish(struct worker *worker);

#endif
