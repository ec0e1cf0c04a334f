#include "common/base/arguments.h"

#include <getopt.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/message.h"

int arguments_error(int option, char *const *argv, const char *hint)
{
    const char *argument = argv[optind - 1];
    if (option == ':')
        return error_set(ERROR_SYNTAX, "option '%s' wants a value; see --help", argument);
    if (strncmp(argument, "--", 2) == 0 && optopt != 0)
        return error_set(ERROR_SYNTAX, "option '%s' takes no value; see --help", argument);
    if (strncmp(argument, "--", 2) == 0)
        return error_set(ERROR_SYNTAX, "unknown option '%s'; see --help", argument);
    if (optopt > ' ' && optopt < 0x7f)
        return error_set(ERROR_SYNTAX, "unknown option '-%c'%s; see --help", optopt, _(hint));
    /* The first byte of a non-ASCII letter: getopt has not read the others yet. */
    return error_set(ERROR_SYNTAX, "unknown option '%s'%s; see --help", argv[optind], _(hint));
}
