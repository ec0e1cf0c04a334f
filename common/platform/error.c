#include "platform/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "platform/message.h"

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

int error_leave_system(const char *format, ...)
{
    int saved = errno;
    char what[768];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, message_translate(format), arguments);
    va_end(arguments);
    const char *why = strerrordesc_np(saved);
    snprintf(last_message, sizeof last_message, _("%s: %s"), what,
             why == NULL ? strerror(saved) : message_translate(why));
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
