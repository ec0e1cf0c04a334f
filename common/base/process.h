/* What a program makes sure of before anything else, whoever started it. */
#ifndef FOUILLE_PLATFORM_PROCESS_H
#define FOUILLE_PLATFORM_PROCESS_H

/* Opens those of the descriptors 0, 1 and 2 that are closed (daemons have that habit), or the next
 * file opened would be one of them, and a complaint be written into a segment. What they are opened
 * on fails as a closed descriptor does: standard input cannot be read, standard output cannot be
 * written, so that nobody takes an input for empty or an answer for delivered; only what goes to
 * standard error is dropped. Child processes inherit them.
 *
 * A write beyond the limit on file sizes (RLIMIT_FSIZE) then fails with EFBIG, as one to a full
 * disk does with ENOSPC, instead of SIGXFSZ ending the process: who starts another program gives
 * that signal its default action back.
 *
 * 0; or -1 when a descriptor cannot be opened, and nothing can be said to anybody. Two system
 * calls where all three are open. */
int process_prepare(void);

#endif
