/* What a run tells its user: complaints as they come, progress, and a summary.
 *
 * The library rooms never print; the run hands what happens to this report, which prints to
 * standard error. Complaints of one kind are shown up to a number, then only counted.
 */
#ifndef FOUILLE_INDEXER_REPORT_H
#define FOUILLE_INDEXER_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum trouble {
    TROUBLE_FILE,    /* a file or folder that could not be read */
    TROUBLE_ARTICLE, /* a part of a file, such as a line of JSON */
    TROUBLE_COUNT
};

struct report {
    bool quiet;
    bool progress;        /* standard error is a terminal */
    uint64_t total_files; /* expected; 0: unknown */
    uint64_t total_bytes;
    uint64_t files, bytes; /* read so far */
    uint64_t articles;
    uint64_t text_bytes;
    uint64_t other_formats; /* files passed over by their names */
    uint64_t not_files;     /* links, sockets, devices passed over */
    uint64_t troubles[TROUBLE_COUNT];
    struct timespec started, shown;
};

void report_init(struct report *report, bool quiet);

/* A complaint: path (bytes made safe for a terminal), line (0: none) and message. */
void report_trouble(struct report *report, enum trouble kind, const char *path, uint64_t line,
                    const char *message);

/* Redraws the progress line, at most ten times a second. */
void report_progress(struct report *report);

/* One paragraph at the end. `index_bytes`: size of all segments. */
void report_summary(struct report *report, const char *index, uint64_t index_bytes,
                    uint64_t segments);

/* "fouille-index: message" on standard error, the progress line cleared first. */
void report_error(struct report *report, const char *message);

#endif
