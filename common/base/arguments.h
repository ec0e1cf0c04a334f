/* What both programs say of command lines that they do not understand. */
#ifndef FOUILLE_PLATFORM_ARGUMENTS_H
#define FOUILLE_PLATFORM_ARGUMENTS_H

/* For what getopt_long returned as ':' or '?' (with ':' first in its short options, and opterr 0):
 * leaves the message and returns ERROR_SYNTAX. `hint` stands behind an unknown option; it may be
 * empty, and is translated here. */
int arguments_refuse(int option, char *const *argv, const char *hint);

#endif
