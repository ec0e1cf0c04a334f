/* Error messages, for both programs, about command lines that cannot be parsed. */
#ifndef FOUILLE_BASE_ARGUMENTS_H
#define FOUILLE_BASE_ARGUMENTS_H

/* Call this when getopt_long returns ':' or '?' (its short options must begin with ':', and opterr
 * be 0). Sets the message and returns ERROR_SYNTAX. `hint` is appended to the message about an
 * unknown option, long or short; it may be empty, and is translated here. */
int arguments_error(int option, char *const *argv, const char *hint);

#endif
