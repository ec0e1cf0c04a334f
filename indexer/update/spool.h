/* Standard input as a file: all of it is read before the index is touched, so that a command that
 * feeds it may be slow, or fail, while nobody waits for the index's lock. */
#ifndef FOUILLE_UPDATE_SPOOL_H
#define FOUILLE_UPDATE_SPOOL_H

/* Reads standard input to its end into a file without a name ($TMPDIR, else /var/tmp), which
 * replaces it, positioned at its beginning. Returns 0; ERROR_INPUT when it was empty, as when the
 * command before it failed; ERROR_SYSTEM. */
int spool_standard_input(void);

#endif
