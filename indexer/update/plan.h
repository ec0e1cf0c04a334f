/* What a run is going to do, decided before it reads a file: for which readers, with which roots,
 * from scratch or from the segments of the current commit. */
#ifndef FOUILLE_UPDATE_PLAN_H
#define FOUILLE_UPDATE_PLAN_H

#include "indexer/update/run.h"

/* Plans a run whose transaction has begun, and whose roots are those that the user named. Fills
 * what run.h lists as planned, and the next commit's roots and segments. Returns 0 or an error that
 * says why the run cannot be. */
int plan_run(struct run *run);

#endif
