/* Workers turn files into segments. Each has an analyser, a reader and a segment of its own, so
 * that nothing is shared while articles are read. Jobs come in the order of their documents, so the
 * documents of a worker, and of each of its segments, are in order, too. */
#ifndef FOUILLE_UPDATE_WORKER_H
#define FOUILLE_UPDATE_WORKER_H

#include "indexer/invert/builder.h"
#include "indexer/sources/source.h"
#include "indexer/update/job.h"

struct worker {
    struct run *run;
    struct analyzer *analyzer;
    struct source_reader *reader;
    struct article_receiver receiver; /* the worker itself, for its reader */
    struct builder builder;
    bool open;             /* builder has a segment in progress */
    const struct job *job; /* the current one */
    const struct job_file *file;
    char segment[SEGMENT_NAME_SIZE]; /* name of the segment in progress */
    struct new_article added;        /* the last one added of the current file or block */
    struct left_reason left;         /* of the current file or block */
    uint64_t text_bytes;             /* in the articles of the current file or block */
    struct buffer display_path;      /* path for messages */
    struct buffer body; /* title and body, where a long title is indexed as body text, too */
};

/* 0 or ERROR_MEMORY; the caller releases, also after failure. The worker must not move. */
int worker_init(struct worker *worker, struct run *run);
void worker_release(struct worker *worker);

/* Does a job and frees it; when the run has failed, only frees it. Failures are recorded with
 * run_fail. */
void worker_run_job(struct worker *worker, struct job *job);

/* Finishes the worker's segment. */
void worker_finish(struct worker *worker);

#endif
