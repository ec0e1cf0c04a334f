#include "common/base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "common/base/message.h"

static _Thread_local char last_message[1024];
static atomic_ulong memory_ran_out;

int error_leave(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(last_message, sizeof last_message, message_translate(format), arguments);
    va_end(arguments);
    return 0;
}

/* The C library's description of an error, in English. */
static const char *describe(int number)
{
#ifdef __GLIBC__
    const char *known = strerrordesc_np(number);
    if (known != NULL)
        return known;
#endif
    return strerror(number);
}

const char *error_why(int number)
{
    return message_translate(describe(number));
}

int error_leave_system(const char *format, ...)
{
    int saved = errno;
    char what[768];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, message_translate(format), arguments);
    va_end(arguments);
    snprintf(last_message, sizeof last_message, _("%s: %s"), what, error_why(saved));
    errno = saved;
    return 0;
}

unsigned long error_memory_count(void)
{
    return atomic_load(&memory_ran_out);
}

void error_leave_memory(void)
{
    atomic_fetch_add(&memory_ran_out, 1);
    error_set(ERROR_MEMORY, "out of memory");
}

const char *error_message(void)
{
    return last_message;
}
