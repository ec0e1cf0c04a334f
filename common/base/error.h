/* Errors as values: a function that can fail returns 0, or a negative error code, and leaves a
 * message that says what failed, on what, and why ("cannot open 'x': Permission denied").
 * Formats are written in English and translated here (common/base/message.h), what stands in them
 * by the caller, where it is words.
 *
 * The message belongs to the calling thread and holds until that thread's next failure; a worker
 * that hands its failure to another thread copies the message. Libraries never print and never
 * exit: only main.c shows messages. The shape follows libgit2's (docs/error-handling.md).
 */
#ifndef FOUILLE_PLATFORM_ERROR_H
#define FOUILLE_PLATFORM_ERROR_H

enum error_code {
    ERROR_SYSTEM = -1,    /* the operating system refused; the message ends with strerror(errno) */
    ERROR_MEMORY = -2,    /* an allocation failed */
    ERROR_CORRUPT = -3,   /* stored bytes are not what their format says */
    ERROR_VERSION = -4,   /* stored bytes are of a version or analysis this program does not know */
    ERROR_INPUT = -5,     /* an article's bytes cannot be read as its format */
    ERROR_SYNTAX = -6,    /* a query or an option value is malformed */
    ERROR_NOT_FOUND = -7, /* no index, no such document */
    ERROR_BUSY = -8,      /* another writer holds the lock */
    ERROR_STOPPED = -9,   /* the user interrupted */
    ERROR_UNSYNCED = -10, /* it is done and visible, but a power cut may undo it */
    ERROR_OLDER = -11,    /* stored bytes are of an earlier version than this program reads */
    ERROR_DENIED = -12,   /* the index may not be locked by this user: trying again is of no use */
};

/* error_set(code, format, …) leaves the formatted message and is `code`, so that callers write
 * `return error_set(…)`; error_system(format, …) is the same with ": " and strerror(errno) behind
 * it, and is ERROR_SYSTEM; error_memory() says that memory ran out, and is ERROR_MEMORY. Analysers
 * see by these definitions that they fail. */
#define error_set(code, ...) error_left(error_leave(__VA_ARGS__), (code))
#define error_system(...) error_left(error_leave_system(__VA_ARGS__), ERROR_SYSTEM)

int error_leave(const char *format, ...) __attribute__((format(printf, 1, 2)));
int error_leave_system(const char *format, ...) __attribute__((format(printf, 1, 2)));
void error_leave_memory(void);

/* What the system says of an error number, in the user's language. */
const char *error_why(int number);

static inline int error_left(int message, enum error_code code)
{
    (void)message;
    return code;
}

static inline int error_memory(void)
{
    error_leave_memory();
    return ERROR_MEMORY;
}

/* How often it was called in this process, by any thread. Who is about to publish what was made
 * asks whether memory ran out meanwhile: then something may be missing from it, whoever passed over
 * that. */
unsigned long error_memory_count(void);

/* The calling thread's last message; "" before the first failure. Never NULL. */
const char *error_message(void);

#endif
