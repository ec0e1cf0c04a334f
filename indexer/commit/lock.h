/* One writer at a time: flock(2) on the file LOCK in the index directory. It goes with the process,
 * however that ends.
 *
 * Whoever can open a file can lock it, for flock asks for no permission to write. (Neither would
 * locks of fcntl be out of a reader's reach: a shared one, which may be taken by whoever may read,
 * keeps writers out as well.) So nobody may read LOCK who may not write to the index: its mode is
 * that of the folder, as far as that lets anyone write. It holds nothing.
 *
 * flock rather than fcntl: fcntl's classic locks are lost when the process closes any descriptor of
 * the file, and earlier versions, which may be at work beside this one, use flock. On NFS Linux
 * makes it a lock of the server, so that writers on several machines see one another.
 *
 * Which process has it flock does not tell. So the holder takes one of fcntl's classic locks, too,
 * for the message only: the kernel says whose that is as long as the process lives, and not after.
 * Where it cannot be had, as on NFS, where both are of one kind, no process is named.
 */
#ifndef FOUILLE_COMMIT_LOCK_H
#define FOUILLE_COMMIT_LOCK_H

/* Returns the open descriptor that holds the lock (close it to let go); ERROR_BUSY, with a message
 * that names the process that has it, if that is known; ERROR_DENIED when this user may not lock;
 * or ERROR_SYSTEM. Never waits. */
int lock_take(int directory, const char *shown);

#endif
