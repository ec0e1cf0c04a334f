/* Drives a libFuzzer harness without libFuzzer: its seeds (FUZZ_SEEDS, a folder), then changed
 * ones, for a number of runs (FUZZ_RUNS, the same on every machine) or of seconds of processor
 * time.
 *
 *     fuzz_NAME [-seconds=N | -runs=N] [-seed=N] [FILE...]     files are run as they are
 *
 * FOUILLE_FUZZ_SECONDS is for a longer campaign through ctest. */
#include <glob.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/fuzz/harness.h"
#include "tests/oracle/random.h"

enum { SIZE_MOST = 1 << 14, SECONDS_AN_INPUT = 10 };

static uint8_t input[SIZE_MOST];
static size_t input_size;

/* The input that crashed, or took too long, for whoever looks into it. */
static void keep_input(int number)
{
    FILE *file = fopen("fuzz-crash", "wb");
    if (file != NULL) {
        fwrite(input, 1, input_size, file);
        fclose(file);
    }
    signal(number, SIG_DFL);
    raise(number);
}

static void mutate(uint64_t *random)
{
    static const char *const tokens[] = {
        "<",  ">",        "&",     ";",    "]]>",          "<![CDATA[",
        "\"", "\\u",      "\xff",  "\xc3", "\xef\xbb\xbf", "{{",
        "]]", "l'",       "-t-il", "·e·s", "\n",           "\0\0",
        "é",  "\xcc\x81", "10 ",   "--",   "<!--",         "```"};
    uint32_t at = input_size == 0 ? 0 : random_below(random, (uint32_t)input_size);
    const char *token = tokens[random_below(random, sizeof tokens / sizeof *tokens)];
    size_t size = strlen(token);
    switch (random_below(random, 6)) {
    case 0:
        if (input_size > 0)
            input[at] ^= (uint8_t)(1u << random_below(random, 8));
        break;
    case 1:
        if (input_size > 0)
            input[at] = (uint8_t)random_below(random, 256);
        break;
    case 2:
        input_size = at;
        break;
    case 3: { /* a piece again */
        size_t piece = input_size - at < 64 ? input_size - at : 64;
        if (input_size + piece <= SIZE_MOST) {
            memmove(input + input_size, input + at, piece);
            input_size += piece;
        }
        break;
    }
    default:
        if (input_size + size <= SIZE_MOST) {
            memmove(input + at + size, input + at, input_size - at);
            memcpy(input + at, token, size);
            input_size += size;
        }
    }
}

static void run_input(void)
{
    uint8_t *exact =
        malloc(input_size == 0 ? 1 : input_size); /* so that a sanitizer sees its end */
    if (exact == NULL)
        abort();
    memcpy(exact, input, input_size);
    alarm(SECONDS_AN_INPUT);
    LLVMFuzzerTestOneInput(exact, input_size);
    alarm(0);
    free(exact);
}

static bool load_input(const char *name)
{
    FILE *file = fopen(name, "rb");
    if (file == NULL) {
        perror(name);
        return false;
    }
    input_size = fread(input, 1, SIZE_MOST, file);
    fclose(file);
    return true;
}

static int run_files(size_t count, char **names)
{
    for (size_t i = 0; i < count; i++) {
        if (!load_input(names[i]))
            return 2;
        run_input();
    }
    return 0;
}

int main(int argc, char **argv)
{
    const char *setting = getenv("FOUILLE_FUZZ_SECONDS");
    double seconds = setting == NULL ? 0 : atof(setting);
    unsigned long max_runs = FUZZ_RUNS, runs = 0;
    uint64_t seed = 20220106, random;
    int first = 1;
    for (; first < argc && argv[first][0] == '-'; first++)
        if (sscanf(argv[first], "-runs=%lu", &max_runs) != 1 &&
            sscanf(argv[first], "-seed=%lu", &seed) != 1 &&
            sscanf(argv[first], "-seconds=%lf", &seconds) != 1)
            return 2;
    signal(SIGABRT, keep_input);
    signal(SIGSEGV, keep_input);
    signal(SIGALRM, keep_input);
    if (first < argc)
        return run_files((size_t)(argc - first), argv + first);
    glob_t seeds;
    if (glob(FUZZ_SEEDS "/*", 0, NULL, &seeds) != 0) {
        fprintf(stderr, "%s: no seeds in " FUZZ_SEEDS "\n", argv[0]);
        return 2;
    }
    if (run_files(seeds.gl_pathc, seeds.gl_pathv) != 0)
        return 2;
    random = seed;
    clock_t end = clock() + (clock_t)(seconds * CLOCKS_PER_SEC);
    for (; seconds > 0 ? clock() < end : runs < max_runs; runs++) {
        if (!load_input(seeds.gl_pathv[random_below(&random, (uint32_t)seeds.gl_pathc)]))
            return 2;
        for (uint32_t changes = random_below(&random, 12); changes > 0; changes--)
            mutate(&random);
        run_input();
    }
    globfree(&seeds);
    printf("%s: %lu runs from %lu\n", argv[0], runs, (unsigned long)seed);
    return 0;
}
