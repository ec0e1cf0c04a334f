#include "common/base/arguments.h"

#include <getopt.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/message.h"

int arguments_error(int option, char *const *argv, const char *hint)
{
    const char *argument = argv[optind - 1];
    if (option == ':')
        return error_set(ERROR_SYNTAX, "option '%s' requires a value; see --help", argument);
    if (strncmp(argument, "--", 2) == 0 && optopt != 0)
        return error_set(ERROR_SYNTAX, "option '%s' takes no value; see --help", argument);
    const char letter[] = {'-', (char)optopt, '\0'};
    if (strncmp(argument, "--", 2) != 0) /* letters may share an argument */
        argument = letter;
    if (optopt != 0 && (optopt <= ' ' || optopt >= 0x7f))
        /* The first byte of a non-ASCII letter: getopt has not read the others yet. */
        argument = argv[optind];
    return error_set(ERROR_SYNTAX, "unknown option '%s'; see --help%s", argument, _(hint));
}
