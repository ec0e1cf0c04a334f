/* What each harness gives to libFuzzer, or to driver.c: one door of input, asked with any bytes. It
 * aborts when what must hold does not. */
#ifndef FOUILLE_TESTS_FUZZ_HARNESS_H
#define FOUILLE_TESTS_FUZZ_HARNESS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static inline void fuzz_require(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

#endif
