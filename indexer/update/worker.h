/* Workers turn files into segments. Each has an analyser, a reader and a segment of its own, so
 * that nothing is shared while articles are read.
 *
 * Work comes in jobs: several small files, or a block of a large JSON Lines file. Jobs are made and
 * taken in the order of their documents, so the documents of a worker, and of each of its segments,
 * are in order, too.
 */
#ifndef FOUILLE_UPDATE_WORKER_H
#define FOUILLE_UPDATE_WORKER_H

#include <pthread.h>

#include "indexer/commit/transaction.h"
#include "indexer/invert/builder.h"
#include "indexer/run/input_rules.h"
#include "indexer/run/options.h"
#include "indexer/run/report.h"
#include "indexer/sources/json/json_blocks.h"
#include "indexer/sources/json/json_ids.h"
#include "indexer/sources/source.h"
#include "indexer/update/changes.h"
#include "indexer/update/left_out.h"
#include "indexer/update/mounts.h"
#include "indexer/update/previous_state.h"
#include "indexer/update/readers.h"
#include "indexer/update/roots.h"
#include "indexer/update/unfinished_files.h"

/* What the workers of a run share. */
struct run {
    const struct options *options;
    struct report *report;
    struct transaction *transaction;
    const struct readers *readers; /* of the index */
    bool revokes_access; /* its readers lost access to articles of the index: no segment may keep
                            those */
    struct previous_state *previous; /* the previous state; NULL: everything is new */
    struct left_out left;            /* what is left out */
    struct mounts mounts;
    const uint32_t *map;  /* from the old commit's root numbers to the next one's */
    unsigned threads;     /* workers, at most: fewer than asked for when memory is short */
    size_t memory;        /* bytes that a worker's segment may hold */
    size_t article_limit; /* bytes of an article; a longer one is cut */
    bool store;           /* bodies are kept */
    pthread_mutex_t lock; /* guards what follows, and the transaction */
    unsigned segments;    /* numbers of new files taken so far */
    bool segments_written;
    struct unfinished_files unfinished_files;
    struct changes *changed; /* collects files that changed while read; NULL: report them */
    int failure;             /* the first one, which ends the run, and its message */
    char message[1024];
};

/* A file as the walk found it, open. */
struct job_file {
    int descriptor; /* owned by the job */
    char *path;     /* below the root; owned by the job */
    struct input_kind kind;
    struct file_state state;
    struct previous_file *previous; /* what the index has of it, or NULL; owned by the job */
    const struct left_entry *left; /* its entry if an earlier run left it out; the run's; or NULL */
    bool from_stdin;               /* it came from standard input, and cannot change */
};

/* What was left out of a file: the gravest reason, and of several the first. */
struct left_reason {
    bool any;
    enum left_kind kind;
    int error; /* errno, for LEFT_REFUSED */
    struct buffer why;
};

/* A file that several jobs share; the last user frees it. */
struct shared_file {
    struct job_file file; /* descriptor: -1 */
    uint32_t root_number;
    struct json_ids ids;
    unsigned users;   /* guarded by the run's lock, as is all that follows */
    bool failed;      /* not all of it could be read */
    bool interrupted; /* not read to its end, because it changed or the run was stopped */
    struct left_reason left;
    struct new_article added; /* one of its articles that were added, if any was */
};

void shared_file_retain(struct run *run, struct shared_file *shared);
/* Records how reading a part of it ended: 0, an error with its message, or JOB_FILE_CHANGED.
 * `reason` is what was left out of that part. */
void shared_file_note_result(struct run *run, struct shared_file *shared, int status,
                             const struct left_reason *reason);
void shared_file_release(struct run *run, struct shared_file *shared);

enum { JOB_FILES = 32 };

struct job {
    const struct root *root;
    uint32_t root_number;
    unsigned count; /* of files; 0: the job is a block of `shared` */
    struct job_file files[JOB_FILES];
    struct shared_file *shared;
    struct json_block block;
};

struct pool;

struct worker {
    struct run *run;
    struct pool *pool; /* whose queue it takes jobs from, if it has a thread of its own */
    struct analyzer *analyzer;
    struct source_reader *reader;
    struct builder builder;
    bool open;             /* builder has a segment in progress */
    const struct job *job; /* the current one */
    const struct job_file *file;
    char segment[SEGMENT_NAME_SIZE];  /* name of the segment in progress */
    struct new_article added;         /* the last one added of the current file or block */
    struct article_receiver receiver; /* the worker itself, for its readers */
    struct left_reason left;          /* of the current file or block */
    struct buffer display_path;       /* path for messages */
    struct buffer body; /* title and body, where a long title is indexed as body text, too */
};

/* Returns the most bytes of an article; a longer one is cut. */
size_t run_article_limit(const struct options *options);

void run_init(struct run *run, const struct options *options, struct report *report,
              struct transaction *transaction);
void run_release(struct run *run);

/* Records error_message() as what ends the run, unless the run has failed already. */
void run_fail(struct run *run, int status);

/* Whether the run has not failed. */
bool run_may_continue(struct run *run);

/* Reports that a file cannot be read, unless an earlier run said the same about the unchanged file,
 * and notes it in `reason`. `status` is the reader's, whose message is reported. */
void job_file_report_failure(struct run *run, const struct job_file *file, int status,
                             struct left_reason *reason);

/* Writes the path of a file below a root, as messages show it, into `display_path`. Returns it. */
const char *root_full_path(struct buffer *display_path, const struct root *root, const char *path);

/* Checks that an open file is as the walk found it. Returns 0; JOB_FILE_CHANGED when it has changed
 * since, so that what was read may be neither the old nor the new text (run->changed then has it);
 * ERROR_INPUT when it has changed and run->changed is NULL; ERROR_SYSTEM. */
enum { JOB_FILE_CHANGED = 1 };
int job_file_check(struct run *run, const struct job_file *file, int descriptor,
                   const char *display_path);

/* 0 or ERROR_MEMORY; the caller releases, also after failure. */
int worker_init(struct worker *worker, struct run *run);
void worker_release(struct worker *worker);

/* Frees a job that nobody will do. Its block must not be one that others wait for. */
void job_destroy(struct run *run, struct job *job);

/* Does a job and frees it; when the run has failed, only frees it. */
void worker_run_job(struct worker *worker, struct job *job);

/* Finishes the worker's segment. */
void worker_finish(struct worker *worker);

#endif
