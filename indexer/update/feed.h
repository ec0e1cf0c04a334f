/* Makes jobs of the files that a walk names: small files some at a time, large ones of JSON Lines
 * block by block. Files are opened here, where their folder is open; they are read by whoever does
 * the job.
 */
#ifndef FOUILLE_INDEXER_FEED_H
#define FOUILLE_INDEXER_FEED_H

#include "indexer/sources/walk/walk.h"
#include "indexer/update/crew.h"
#include "indexer/update/listed.h"

struct feed {
    struct run *run;
    struct crew *crew;
    const struct root *root;
    uint32_t root_number;
    struct job *job;    /* files that wait for more */
    uint64_t bytes;     /* of them */
    size_t block_size;  /* of large files */
    uint64_t met;       /* files and others that the walk of this root came to */
    bool foreign_clock; /* of the file system `device`, once one is known */
    bool device_known;
    dev_t device;
    struct ignore ignore; /* of the folders of a listed file */
    struct buffer shown;
};

void feed_init(struct feed *feed, struct run *run, struct crew *crew);
void feed_release(struct feed *feed);

/* Whether there is reason to feed more: the run has not failed, and nobody asked to stop. */
bool feed_goes_on(const struct feed *feed);

/* Walks a root and gives what is new or changed in it to the crew, as jobs. A root that is not to
 * be updated, or not there, keeps its articles. 0, or what ended the walk; the run may have failed
 * without it. Roots come in the order of their numbers. */
int feed_root(struct feed *feed, const struct root *root, uint32_t number);

/* The same with the files that a list names, of all roots, instead of a walk. */
int feed_listed(struct feed *feed, const struct listed *listed, const struct roots *roots);

#endif
