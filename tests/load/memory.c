#include "tests/load/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/crash/files.h"

/* KiB in the line of that name; -1 when there is none. */
static double line_of(const char *status, const char *name)
{
    const char *line = strstr(status, name);
    return line == NULL ? -1 : strtod(line + strlen(name), NULL);
}

bool memory_look(struct memory *memory, double seconds)
{
    char path[PATH_SIZE], status[8192];
    snprintf(path, sizeof path, "/proc/%ld/status", (long)memory->process);
    FILE *file = fopen(path, "r");
    size_t size = file == NULL ? 0 : fread(status, 1, sizeof status - 1, file);
    if (file != NULL)
        fclose(file);
    status[size] = '\0';
    struct memory_sample sample = {seconds, line_of(status, "VmRSS:"), line_of(status, "RssAnon:")};
    if (sample.all < 0)
        return false;
    if (memory->count == memory->room) {
        memory->room = 2 * memory->room + 64;
        memory->samples = realloc(memory->samples, memory->room * sizeof *memory->samples);
        if (memory->samples == NULL)
            files_fail("out of memory");
    }
    memory->samples[memory->count++] = sample;
    return true;
}

double memory_slope(const struct memory *memory)
{
    size_t first = memory->count / 3, count = memory->count - first;
    double time = 0, size = 0, above = 0, below = 0;
    for (size_t i = first; i < memory->count; i++) {
        time += memory->samples[i].seconds / (double)count;
        size += memory->samples[i].own / (double)count;
    }
    for (size_t i = first; i < memory->count; i++) {
        double from = memory->samples[i].seconds - time;
        above += from * (memory->samples[i].own - size);
        below += from * from;
    }
    return below > 0 ? 3600 * above / below : 0;
}

struct memory_sample memory_peak(const struct memory *memory)
{
    struct memory_sample peak = {0};
    for (size_t i = 0; i < memory->count; i++) {
        if (memory->samples[i].all > peak.all)
            peak.all = memory->samples[i].all;
        if (memory->samples[i].own > peak.own)
            peak.own = memory->samples[i].own;
    }
    return peak;
}

void memory_release(struct memory *memory)
{
    free(memory->samples);
    *memory = (struct memory){0};
}
