#include "tests/load/generation.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/crash/files.h"

enum { LINE_SIZE = 160, PASSING = 24, PASSING_CHANGED = 5 };

void generation_settle(const char *articles, unsigned long count)
{
    for (unsigned long i = 0; i < count; i++) {
        char name[PATH_SIZE], path[PATH_SIZE], text[LINE_SIZE];
        snprintf(name, sizeof name, "stable-%06lu.txt", i);
        files_join(path, articles, name);
        int size = snprintf(text, sizeof text, "Un calme plat, article %lu.\n\nmot%lu mot%lu\n", i,
                            i % 97, i * i % 1009);
        files_write(path, text, (size_t)size);
    }
}

/* Of those that come and go each is there in every second round of its own length. */
static void pass(const char *articles, unsigned long number)
{
    for (unsigned long i = 0; i < PASSING_CHANGED; i++) {
        unsigned long which = (number * PASSING_CHANGED + i) % PASSING;
        char name[PATH_SIZE], path[PATH_SIZE], text[LINE_SIZE];
        snprintf(name, sizeof name, "passage-%lu.md", which);
        files_join(path, articles, name);
        if ((number + which) % 3 == 0) {
            unlink(path);
            continue;
        }
        int size = snprintf(text, sizeof text, "# Agitation %lu\n\nDu bruit, mot%lu.\n", number,
                            number % 1009);
        files_write(path, text, (size_t)size);
    }
}

void generation_write(const char *articles, unsigned long number)
{
    unsigned long count = generation_size(number);
    char *lines = malloc(count * LINE_SIZE), next[PATH_SIZE], path[PATH_SIZE];
    size_t size = 0;
    if (lines == NULL)
        files_fail("out of memory");
    for (unsigned long i = 0; i < count; i++)
        size += (size_t)snprintf(lines + size, LINE_SIZE,
                                 "{\"id\":\"%lu\",\"title\":\"%lu\",\"text\":\"Le commun des "
                                 "mortels, lot num\303\251ro %lu, mot%lu.\"}\n",
                                 i, number, i, (i + number) % 1009);
    files_join(next, articles, ".next");
    files_join(path, articles, "lot.jsonl");
    files_write(next, lines, size);
    if (rename(next, path) != 0)
        files_fail("cannot rename to %s: %s", path, strerror(errno));
    free(lines);
    pass(articles, number);
}

bool generation_whole(const char *titles, unsigned long oldest, unsigned long newest)
{
    char *end;
    unsigned long number = strtoul(titles, &end, 10), count = 0;
    size_t size = (size_t)(end - titles) + 1;
    if (end == titles || *end != '\n' || number < oldest || number > newest)
        return false;
    const char *at = titles;
    for (; *at != '\0' && strncmp(at, titles, size) == 0; at += size)
        count++;
    return *at == '\0' && count == generation_size(number);
}

bool generation_counts(unsigned long count, unsigned long oldest, unsigned long newest)
{
    bool one = false;
    for (unsigned long number = oldest; number <= newest && !one; number++)
        one = generation_size(number) == count;
    return one;
}
