/* Ctrl-C and SIGTERM: the first asks the run to end soon, and publish what is complete; the second
 * ends the program at once, as it would without this, and the index stays as it was. */
#ifndef FOUILLE_INDEXER_STOP_H
#define FOUILLE_INDEXER_STOP_H

#include <stdbool.h>

/* From now on signals are noted. A signal that is ignored, as nohup has it, stays so. */
void stop_on_signals(void);

/* Whether the run is to end. Any thread. */
bool stop_requested(void);

#endif
