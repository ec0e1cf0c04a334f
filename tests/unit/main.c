/* The test program of one room: runs the suites that its arguments name, or all of them. The build
 * defines SUITES as X(name) for each. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define X(name) int suite_##name(void);
SUITES
#undef X

static const struct {
    const char *name;
    int (*run)(void);
} suites[] = {
#define X(name) {#name, suite_##name},
    SUITES
#undef X
};

static bool is_wanted(const char *name, char *const *names)
{
    bool wanted = *names == NULL;
    for (; *names != NULL && !wanted; names++)
        wanted = strcmp(*names, name) == 0;
    return wanted;
}

int main(int count, char **arguments)
{
    size_t ran = 0;
    int failed = 0;
    (void)count;
    for (size_t i = 0; i < sizeof suites / sizeof *suites; i++)
        if (is_wanted(suites[i].name, arguments + 1)) {
            failed += suites[i].run() != 0;
            ran++;
        }
    if (ran == 0)
        fprintf(stderr, "no suite of that name\n");
    return ran == 0 || failed != 0;
}
