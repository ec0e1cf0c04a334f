/* A large JSON Lines file that several jobs share, block by block: what they must agree on. The
 * last user frees it. */
#ifndef FOUILLE_UPDATE_SHARED_FILE_H
#define FOUILLE_UPDATE_SHARED_FILE_H

#include "indexer/sources/json/json_ids.h"
#include "indexer/update/job_file.h"

struct shared_file {
    struct job_file file; /* without a descriptor */
    struct json_ids ids;
    unsigned users;   /* guarded by the run's lock, as is all that follows */
    bool failed;      /* not all of it could be read */
    bool interrupted; /* not read to its end, because it changed or the run was stopped */
    struct left_reason left;
    struct new_article added; /* one of its articles that were added, if any was */
};

/* Makes a shared file with one user. It takes over what the file owns, except for the descriptor,
 * which stays the caller's. NULL with a message when memory ran out, and the caller keeps all. */
struct shared_file *shared_file_create(const struct run *run, const struct job_file *file);

/* Adds a user. */
void shared_file_retain(struct run *run, struct shared_file *shared);

/* Notes one of the articles that were added; the last one counts. */
void shared_file_note_article(struct run *run, struct shared_file *shared,
                              const struct new_article *article);

/* Records how reading a part of it ended: 0, an error with its message, or JOB_FILE_CHANGED.
 * `reason` is what was left out of that part. */
void shared_file_note_result(struct run *run, struct shared_file *shared, int status,
                             const struct left_reason *reason);

/* Removes a user. The last one applies what was read to what the index has of the file, as
 * job_file_finish does, and frees it. */
void shared_file_release(struct run *run, struct shared_file *shared);

#endif
