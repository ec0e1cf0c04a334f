/* What a run tells its user: complaints as they come, progress, and a summary.
 *
 * The library rooms never print; the run hands what happens to this report, which prints to
 * standard error. Complaints of one kind are shown up to a number, then only counted. Any thread
 * may call; the counts are read when all have ended.
 */
#ifndef FOUILLE_INDEXER_REPORT_H
#define FOUILLE_INDEXER_REPORT_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

enum trouble {
    TROUBLE_FILE,    /* a file or folder that could not be read */
    TROUBLE_ARTICLE, /* a part of a file, such as a line of JSON */
    TROUBLE_COUNT
};

enum passed_over {
    PASSED_FORMAT,  /* a file of a format that is not read, by its name */
    PASSED_NO_FILE, /* a link, socket or device */
    PASSED_IGNORED, /* a file or folder that is not wanted */
    PASSED_COUNT
};

struct report {
    pthread_mutex_t lock; /* guards all below */
    bool quiet;
    bool terse;    /* a run that changed nothing has no summary */
    bool progress; /* standard error is a terminal */
    bool stopped;  /* the run was ended early */
    bool said_no_pdf;
    uint64_t total_files; /* expected; 0: unknown */
    uint64_t total_bytes;
    uint64_t files, bytes; /* read so far */
    uint64_t articles;
    uint64_t changed, removed, unchanged; /* articles of an index that is brought up to date */
    uint64_t text_bytes;
    uint64_t passed_over[PASSED_COUNT];
    uint64_t troubles[TROUBLE_COUNT];
    uint64_t left_new, left_total; /* files and folders left out: by this run, and in all */
    struct timespec started, shown;
};

void report_init(struct report *report, bool quiet);

/* Another step begins; what could not be read is still counted. */
void report_again(struct report *report);

/* A complaint: path (bytes made safe for a terminal), line (0: none) and message. */
void report_trouble(struct report *report, enum trouble kind, const char *path, uint64_t line,
                    const char *message);

/* A file or folder is left out that no run before has left out so. */
void report_left_out(struct report *report);

/* The number of them in all, when the run has ended. */
void report_left_total(struct report *report, uint64_t total);

/* What was read, or passed over. The progress line is redrawn at most ten times a second. */
void report_article(struct report *report, uint64_t text_bytes);
void report_file(struct report *report, uint64_t bytes);
void report_passed_over(struct report *report, enum passed_over what);

/* A .pdf that cannot be read without pdftotext: said once, and passed over as other formats are. */
void report_no_pdf(struct report *report, const char *path);

/* What became of articles that the index had: of those read, so many are new versions of them. */
void report_changed(struct report *report, uint64_t articles);
void report_removed(struct report *report, uint64_t articles);
void report_unchanged(struct report *report, uint64_t articles);

/* The progress of a merge, 0 to 1. */
void report_merging(struct report *report, double done);

/* One line at the end of a merge. `bytes`: 0 when there was nothing to merge. */
void report_merged(struct report *report, const char *index, uint64_t segments, uint64_t bytes);

/* Says that the shares of several tasks are the index now. */
void report_adopted(struct report *report, const char *index, uint64_t shares, uint64_t segments,
                    uint64_t bytes);

/* Says that the articles counted so far stand in so many batches. */
void report_exported(struct report *report, const char *folder, uint64_t batches);

/* A line on standard output: a path, and an id in it unless `size` is 0, that is to be indexed
 * again. */
void report_lost(const char *path, const char *id, size_t size);

/* Whether all of these lines have been written: 0 or ERROR_SYSTEM. */
int report_lost_end(void);

/* The end of a repair: how many segments there were, and were dropped with so many articles, some
 * of which came from standard input. Lost articles are counted as not read. */
void report_repaired(struct report *report, const char *index, uint64_t segments, uint64_t dropped,
                     uint64_t lost, bool standard);

/* One line before the summary of a run that was ended early. */
void report_stopped(struct report *report);

/* One paragraph at the end. `index_bytes`: size of all segments. */
void report_summary(struct report *report, const char *index, uint64_t index_bytes,
                    uint64_t segments);

/* The same of an index that was brought up to date, or needed nothing. */
void report_update(struct report *report, const char *index, uint64_t index_bytes,
                   uint64_t segments);

/* "fouille-index: message" on standard error, the progress line cleared first. */
void report_error(struct report *report, const char *message);

#endif
