/* What a program sets up before anything else, however it was started. */
#ifndef FOUILLE_BASE_PROCESS_H
#define FOUILLE_BASE_PROCESS_H

/* Opens those of the descriptors 0, 1 and 2 that are closed (daemons often close them); otherwise
 * the next file opened would be one of them, and an error message could be written into a segment.
 * They still fail as closed descriptors do: standard input cannot be read and standard output
 * cannot be written, so that nobody takes an input for empty or an answer for delivered; only what
 * is written to standard error is dropped. Child processes inherit them.
 *
 * A write beyond the limit on file sizes (RLIMIT_FSIZE) then fails with EFBIG, as one to a full
 * disk does with ENOSPC, instead of SIGXFSZ ending the process: code that starts another program
 * restores that signal's default action.
 *
 * Returns 0; or -1 when a descriptor cannot be opened, with no way to report it. Two system calls
 * when all three are open. */
int process_prepare(void);

#endif
