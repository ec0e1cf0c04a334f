/* One writer at a time: an advisory lock on the file LOCK in the index directory. It goes with the
 * process, however that ends. The file holds the writer's process number, for messages only.
 */
#ifndef FOUILLE_COMMIT_LOCK_H
#define FOUILLE_COMMIT_LOCK_H

/* Returns the open descriptor that holds the lock (close it to let go); ERROR_BUSY, with a message
 * that names the process that has it; or ERROR_SYSTEM. Never waits. */
int lock_take(int directory, const char *shown);

#endif
