/* What an index answers, which is all that counts: two commits are the same when their answers to a
 * fixed set of queries are, to the last byte of scores and passages. */
#ifndef FOUILLE_TESTS_CRASH_STATE_H
#define FOUILLE_TESTS_CRASH_STATE_H

#include <stdbool.h>
#include <stddef.h>

enum { WHY_SIZE = 2048 };

/* The programs under test; set once. */
struct programs {
    const char *indexer, *search, *shim;
};
extern struct programs programs;

/* The index of a folder of the tests, below it. */
#define STATE_INDEX "index"

struct state {
    bool there;    /* there is an index */
    bool damaged;  /* and both programs say that it is: its answers are what they say */
    char *answers; /* to all queries; owned */
    long segments; /* as --check counts them */
};

/* The queries, a line each, as --batch reads them. */
extern const char state_queries[];

/* The arguments that ask them. */
#define STATE_ASK "--index", STATE_INDEX, "--batch", "--json", "-n", "0", "--threads", "1"

/* Checks every byte of the index in `folder` and asks it. True; or false and why, when one of the
 * programs failed, or they do not agree. No index at all is a state, and a damaged one. */
bool state_observe(struct state *state, const char *folder, char why[WHY_SIZE]);

/* Asks it, without the check; `segments` is not told. */
bool state_ask(struct state *state, const char *folder, char why[WHY_SIZE]);
void state_release(struct state *state);

bool state_same(const struct state *one, const struct state *other);

/* Whether `some` has the hits of `all`, but in files that `errors` names perhaps those of `old`:
 * what an indexer may leave as it was if it complains of it. Else false, and why. Scores may
 * differ. */
bool state_is_between(const struct state *some, const struct state *old, const struct state *all,
                      const char *errors, char why[WHY_SIZE]);

/* Whether the index's folder holds nothing but MANIFEST, LOCK, tags and the files that
 * MANIFEST names. Else false, and why. */
bool state_tidy(const char *folder, char why[WHY_SIZE]);

#endif
