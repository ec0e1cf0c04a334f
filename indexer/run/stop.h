/* Ctrl-C and SIGTERM: the first asks the run to end soon, and publish what is complete; the second
 * ends the program at once, as it would without this, and the index stays as it was. */
#ifndef FOUILLE_INDEXER_STOP_H
#define FOUILLE_INDEXER_STOP_H

#include <stdbool.h>

/* From now on signals are noted. A signal that is ignored, as nohup has it, stays so. */
void stop_on_signals(void);

/* Whether the run is to end. Any thread. */
bool stop_requested(void);

/* For a last short run behind the signal: nothing was requested. The next signal still ends the
 * program. */
void stop_take_back(void);

/* Waits until the descriptor (-1: none) can be read, so many seconds have passed, or a signal asks
 * for the end; one that came before is not missed. 0 or ERROR_SYSTEM. */
int stop_wait(int descriptor, double seconds);

#endif
