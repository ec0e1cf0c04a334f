/* Errors as values: a function that can fail returns 0 or a negative error code, and sets a message
 * that says what failed, on what, and why ("cannot open 'x': Permission denied"). Formats are
 * written in English and translated here (common/base/message.h); the caller translates arguments
 * that are words.
 *
 * The message belongs to the calling thread and is valid until that thread's next failure; a worker
 * that passes its failure to another thread copies the message. Libraries never print and never
 * exit: only main.c shows messages. The design follows libgit2's (docs/error-handling.md).
 */
#ifndef FOUILLE_BASE_ERROR_H
#define FOUILLE_BASE_ERROR_H

#include <assert.h>

enum error_code {
    ERROR_SYSTEM = -1,    /* the operating system refused; the message ends with strerror(errno) */
    ERROR_MEMORY = -2,    /* an allocation failed */
    ERROR_CORRUPT = -3,   /* stored bytes are not what their format says */
    ERROR_VERSION = -4,   /* stored bytes are of an unknown version or another analysis */
    ERROR_INPUT = -5,     /* an article's bytes cannot be read as its format */
    ERROR_SYNTAX = -6,    /* a query or an option value is malformed */
    ERROR_NOT_FOUND = -7, /* no index, no such document */
    ERROR_BUSY = -8,      /* another writer holds the lock */
    ERROR_STOPPED = -9,   /* the user interrupted */
    ERROR_UNSYNCED = -10, /* done and visible, but a power cut may undo it */
    ERROR_OLDER = -11,    /* stored bytes are of an earlier version than this program reads */
    ERROR_DENIED = -12,   /* this user may not lock the index: trying again is of no use */
};

/* error_set(code, format, …) sets the formatted message and evaluates to `code`, so that callers
 * write `return error_set(…)`; error_system(format, …) does the same with ": " and strerror(errno)
 * appended, and evaluates to ERROR_SYSTEM; error_memory() says that memory ran out, and returns
 * ERROR_MEMORY. They are defined so that static analysers see that the code is negative. */
#define error_set(code, ...) error_with_code(error_set_message(__VA_ARGS__), (code))
#define error_system(...) error_with_code(error_set_system_message(__VA_ARGS__), ERROR_SYSTEM)

int error_set_message(const char *format, ...) __attribute__((format(printf, 1, 2)));
int error_set_system_message(const char *format, ...) __attribute__((format(printf, 1, 2)));
void error_set_memory_message(void);

/* Returns the system's description of an error number, in the user's language. */
const char *error_describe(int number);

static inline int error_with_code(int message, enum error_code code)
{
    (void)message;
    assert(code < 0);
    return code;
}

static inline int error_memory(void)
{
    error_set_memory_message();
    return ERROR_MEMORY;
}

/* Returns how often error_memory was called in this process, by any thread. Code that is about to
 * publish its work checks whether memory ran out meanwhile: if so, something may be missing, even
 * if the failure was ignored where it occurred. */
unsigned long error_memory_count(void);

/* Returns the calling thread's last message; "" before the first failure, never NULL. */
const char *error_message(void);

#endif
