#include "common/base/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

enum { STANDARD_COUNT = 3 };

static bool are_all_open(void)
{
    struct pollfd standard[STANDARD_COUNT] = {
        {.fd = STDIN_FILENO}, {.fd = STDOUT_FILENO}, {.fd = STDERR_FILENO}};
    if (poll(standard, STANDARD_COUNT, 0) < 0)
        return false;
    return ((standard[0].revents | standard[1].revents | standard[2].revents) & POLLNVAL) == 0;
}

/* Without /dev, opens the root folder, which can neither be read nor written. */
static int open_null(int mode)
{
    int descriptor = open("/dev/null", mode);
    return descriptor >= 0 ? descriptor : open("/", O_RDONLY | O_DIRECTORY);
}

/* open returns the lowest free descriptor: i, since those below it are open by then. */
static int open_standard(void)
{
    static const int modes[STANDARD_COUNT] = {O_WRONLY, O_RDONLY, O_WRONLY};
    for (int i = 0; i < STANDARD_COUNT; i++)
        if (fcntl(i, F_GETFD) < 0 && open_null(modes[i]) != i)
            return -1;
    return 0;
}

int process_prepare(void)
{
    if (!are_all_open() && open_standard() != 0)
        return -1;
    signal(SIGXFSZ, SIG_IGN);
    return 0;
}
