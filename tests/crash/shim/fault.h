/* What the preloaded library may do to a system call or an allocation: nothing, fail it, cut it
 * short, or end the process there. Which one, and how, the environment says:
 *
 *   FOUILLE_FAULT        calls or memory: what is counted, and may fail
 *   FOUILLE_FAULT_AT     the number of the one that is met, from 1; 0 or nothing: none
 *   FOUILLE_FAULT_HOW    first, second   it fails with a likely error, or with another one
 *                        lasting         it and all after it fail with the first error, but for
 *                                        unlinks: a full disk lets go of files
 *                        short           a read or write moves half of its bytes
 *                        kill            SIGKILL before it, or amid it if it is a write
 *                        stop            SIGSTOP before it: whoever waits for that may look around
 *                        hollow          a file is mapped, but no page of it can be read: SIGBUS
 *                                        where one is touched, as on a disk that fails
 *   FOUILLE_FAULT_TRACE  a file to which the letters of all that was counted are written at the end
 *   FOUILLE_FAULT_SECTOR NAME:OFFSET: of each file whose path ends with NAME the page at that byte
 *                        cannot be read; with nothing else set
 *   FOUILLE_FAULT_NO_NAMELESS   set: the file system knows no files without a name
 */
#ifndef FOUILLE_TESTS_CRASH_FAULT_H
#define FOUILLE_TESTS_CRASH_FAULT_H

/* The letters of the trace. */
enum call {
    CALL_OPEN = 'o',
    CALL_READ = 'r',
    CALL_WRITE = 'w',
    CALL_SYNC = 's',
    CALL_RENAME = 'n',
    CALL_UNLINK = 'u',
    CALL_MAP = 'm',
    CALL_TRUNCATE = 't',
    CALL_MKDIR = 'd',
    CALL_LINK = 'l',
    CALL_MEMORY = 'a'
};

enum verdict { VERDICT_GO, VERDICT_FAIL, VERDICT_SHORT, VERDICT_DIE_AMID, VERDICT_HOLLOW };

/* Counts one call. VERDICT_FAIL: it is not to be made, errno is set. VERDICT_SHORT and
 * VERDICT_DIE_AMID are for reads and writes only; after the latter's half comes fault_die.
 * VERDICT_HOLLOW is for maps only. */
enum verdict fault_meet(enum call call);

_Noreturn void fault_die(void);

#endif
