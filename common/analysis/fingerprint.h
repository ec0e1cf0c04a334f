/* What tells one analysis from another. Include common/analysis/analyzer.h. */
#ifndef FOUILLE_ANALYSIS_FINGERPRINT_H
#define FOUILLE_ANALYSIS_FINGERPRINT_H

#include <stdint.h>

/* Returns a hash of the analysis of a built-in text of a few hundred awkward strings: programs with
 * different fingerprints analyse differently (libstemmer has no version call). The first call takes
 * about 0.1 ms; the result is remembered for the process. 0 when there is none, which must be
 * treated as such (analysis_status), never as another analysis, for which an index would be
 * rebuilt. */
uint64_t analysis_fingerprint(void);

/* Returns 0 if there is a fingerprint; otherwise why there is none, with its message: ERROR_MEMORY,
 * or ERROR_SYSTEM when the system's libstemmer has no French. */
int analysis_status(void);

#endif
