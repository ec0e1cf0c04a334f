/* Ctrl-C, SIGTERM and SIGHUP: the first signal asks the run to end soon and publish what is
 * complete; the second ends the program at once, as it would without this, and the index stays as
 * it was. */
#ifndef FOUILLE_RUN_STOP_H
#define FOUILLE_RUN_STOP_H

#include <stdbool.h>

/* Starts catching signals. One that is ignored, as under nohup, stays ignored. */
void stop_on_signals(void);

/* Whether the run is asked to end. Any thread may call. */
bool stop_requested(void);

/* Withdraws the request, for one last short run after the signal. The next signal still ends the
 * program. */
void stop_withdraw(void);

/* Waits until the descriptor (-1: none) can be read, `seconds` have passed, or a signal asks the
 * run to end; a signal that came before is not missed. 0 or ERROR_SYSTEM. */
int stop_wait(int descriptor, double seconds);

#endif
