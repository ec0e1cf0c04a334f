#include "common/base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "common/base/message.h"

static _Thread_local char last_message[1024];
static atomic_ulong memory_failures;

int error_set_message(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(last_message, sizeof last_message, message_translate(format), arguments);
    va_end(arguments);
    return 0;
}

/* The C library's description of an error, in English. */
static const char *describe_in_english(int number)
{
#ifdef __GLIBC__
    const char *known = strerrordesc_np(number);
    if (known != NULL)
        return known;
#endif
    return strerror(number);
}

const char *error_describe(int number)
{
    return message_translate(describe_in_english(number));
}

int error_set_system_message(const char *format, ...)
{
    int saved = errno;
    char description[768];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(description, sizeof description, message_translate(format), arguments);
    va_end(arguments);
    snprintf(last_message, sizeof last_message, _("%s: %s"), description, error_describe(saved));
    errno = saved;
    return 0;
}

unsigned long error_memory_count(void)
{
    return atomic_load(&memory_failures);
}

void error_set_memory_message(void)
{
    atomic_fetch_add(&memory_failures, 1);
    error_set(ERROR_MEMORY, "out of memory");
}

const char *error_message(void)
{
    return last_message;
}
