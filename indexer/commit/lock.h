/* One writer at a time: flock(2) on the file LOCK in the index directory. The lock ends with the
 * process, however the process ends.
 *
 * Anyone who can open a file can lock it, since flock needs no permission to write. (fcntl's locks
 * would not be out of a reader's reach either: a shared lock needs only permission to read, and
 * keeps writers out as well.) So only those who may write to the index may read LOCK: its mode is
 * the folder's, for the classes of users that may write. The file is empty.
 *
 * flock rather than fcntl: fcntl's classic locks are lost when the process closes any descriptor of
 * the file, and earlier versions, which may be running at the same time, use flock. On NFS, Linux
 * makes it a lock on the server, so that writers on several machines see one another.
 *
 * flock does not say which process holds the lock. So the holder also takes one of fcntl's classic
 * locks, only for the message: the kernel names its owner as long as the process lives, and no
 * longer. Where that lock cannot be taken, as on NFS, where both are of one kind, no process is
 * named.
 */
#ifndef FOUILLE_COMMIT_LOCK_H
#define FOUILLE_COMMIT_LOCK_H

/* Returns the open descriptor that holds the lock (close it to unlock); ERROR_BUSY, with a message
 * that names the process that holds it, if known; ERROR_DENIED when this user may not lock; or
 * ERROR_SYSTEM. Never waits. */
int lock_acquire(int directory, const char *display_path);

#endif
