/* fouille-index --status: which index, how old, of what, and what a run would change. */
#ifndef FOUILLE_INDEXER_STATUS_H
#define FOUILLE_INDEXER_STATUS_H

/* Prints it to standard output, in the user's language. Folders are walked as by a run that has
 * nothing to do; no file is opened, nothing is written, no lock is taken. `given` is --index or
 * NULL. 0 or an error. */
int status_print(const char *given);

#endif
