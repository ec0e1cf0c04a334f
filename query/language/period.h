/* Spans of days as a query writes them:
 *
 *     2022   2022-01   2022-01-05   06/01/2022   all its days
 *     2022-01-05..2022-02   2021..   ..2021      from the first day to the last of both
 *     >2021   <2022                              after all its days, or before them
 *     >=2022-01   <=2022-01                      from its first day on, or up to its last
 */
#ifndef FOUILLE_LANGUAGE_PERIOD_H
#define FOUILLE_LANGUAGE_PERIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Days since 1970-01-01, both included. A missing date is INT32_MIN, which is in no period. */
struct period {
    int32_t first, last;
};

/* Reads a span; false when the text is not a valid one. */
bool period_read(const char *text, size_t size, struct period *period);

/* For error messages: what to write instead. */
#define PERIOD_EXPECTED N_("a date such as 2022, 2022-01, 2022-01-05..2022-02 or >2021")

#endif
