/* The log of file operations that the preloaded library writes and powercut reads: records, one
 * after another, each a head with a name and bytes after it. Integers are the machine's own.
 *
 * Files and folders are known by their inode numbers; a number that comes again with LOG_CREATE is
 * a new file. What a descriptor of no known file did (a file without a name) is passed over.
 */
#ifndef FOUILLE_TESTS_CRASH_LOG_H
#define FOUILLE_TESTS_CRASH_LOG_H

#include <stdint.h>

enum log_operation {
    LOG_CREATE,   /* inode, an empty file, appears as name in folder */
    LOG_MKDIR,    /* the same, a folder */
    LOG_WRITE,    /* bytes to inode at offset */
    LOG_TRUNCATE, /* inode has size `offset` now */
    LOG_SYNC,     /* inode, a file or a folder */
    LOG_RENAME,   /* name in folder goes; the file is `bytes` (a name) in folder `inode` now */
    LOG_UNLINK,   /* name in folder goes */
    LOG_LINK,     /* inode, a file that is there, appears as name in folder, too */
    LOG_DONE      /* a process has ended with status 0: what it did is promised to last */
};

struct log_head {
    uint32_t operation;
    uint32_t name_size;
    uint64_t size; /* of the bytes */
    uint64_t folder, inode, offset;
};

#endif
