/* What a run reports to its user: complaints as they come, progress, and a summary.
 *
 * The library rooms never print; the run passes on what happens to this report, which prints to
 * standard error. Complaints of one kind are shown up to a limit, then only counted. Any thread may
 * call; the counts are read after all threads have ended.
 */
#ifndef FOUILLE_RUN_REPORT_H
#define FOUILLE_RUN_REPORT_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum complaint {
    COMPLAINT_FILE,    /* a file or folder that could not be read */
    COMPLAINT_ARTICLE, /* a part of a file, such as a line of JSON */
    COMPLAINT_TEXT,    /* a file or article that gives less text than it holds; not a failure */
    COMPLAINT_VALUE,   /* a value that was read as null; not a failure */
    COMPLAINT_COUNT
};

enum skip_reason {
    SKIPPED_FORMAT,  /* a file whose name has the ending of no format that is read */
    SKIPPED_SPECIAL, /* a link, socket or device */
    SKIPPED_IGNORED, /* a file or folder that is not wanted */
    SKIPPED_COUNT
};

struct report {
    pthread_mutex_t lock; /* guards all below */
    bool quiet;
    bool terse;    /* no summary for a run that changed nothing */
    bool progress; /* standard error is a terminal */
    bool stopped;  /* the run was ended early */
    bool no_pdf_reported;
    uint64_t total_files; /* expected; 0: unknown */
    uint64_t total_bytes;
    uint64_t files, bytes; /* read so far */
    uint64_t articles;
    uint64_t changed, removed, unchanged; /* articles of an index that is brought up to date */
    uint64_t text_bytes;
    uint64_t around_articles, around_bytes; /* pages of which text was not indexed, and how much */
    uint64_t skipped[SKIPPED_COUNT];
    uint64_t complaints[COMPLAINT_COUNT];
    uint64_t left_out_new;      /* files and folders left out first by this run */
    uint64_t left_out_total;    /* files and folders left out in all */
    double started, last_drawn; /* clock_seconds; 0: not drawn yet */
};

void report_init(struct report *report, bool quiet);

/* Starts the counts again for another step, except those of what could not be read. */
void report_restart(struct report *report);

/* Prints a complaint: path (NULL: none), line (0: none) and message. Bytes are made safe for a
 * terminal. */
void report_complaint(struct report *report, enum complaint kind, const char *path, uint64_t line,
                      const char *message);

/* Counts a file or folder that is left out, and was not left out in the same way before. */
void report_left_out(struct report *report);

/* Sets the total number of files and folders left out, at the end of the run. */
void report_left_out_total(struct report *report, uint64_t total);

/* Count what was read, or passed over, or stands around an article on its page and is not indexed.
 * The progress line is redrawn at most ten times a second. */
void report_article(struct report *report, uint64_t text_bytes);
void report_around(struct report *report, uint64_t text_bytes);
void report_file(struct report *report, uint64_t bytes);
void report_skipped(struct report *report, enum skip_reason what);

/* Counts a .pdf, which cannot be read without pdftotext, as passed over like other formats. Prints
 * a complaint about the first one only. */
void report_no_pdf(struct report *report, const char *path);

/* Count what became of articles that the index had. A changed article was also counted as read. */
void report_changed(struct report *report, uint64_t articles);
void report_removed(struct report *report, uint64_t articles);
void report_unchanged(struct report *report, uint64_t articles);

/* Shows the progress of a merge, 0 to 1. */
void report_merge_progress(struct report *report, double done);

/* Prints one line at the end of a merge. `bytes`: 0 when there was nothing to merge. */
void report_merged(struct report *report, const char *index, uint64_t segments, uint64_t bytes);

/* Prints that the shards of several tasks are now the index. */
void report_adopted(struct report *report, const char *index, uint64_t shards, uint64_t segments,
                    uint64_t bytes);

/* Prints the number of articles counted so far, and the number of batches that hold them. */
void report_exported(struct report *report, const char *folder, uint64_t batches);

/* Prints a line to standard output: a path that must be indexed again, or one article of it, by its
 * id, unless `size` is 0. */
void report_lost(const char *path, const char *id, size_t size);

/* 0 if all of these lines have been written, else ERROR_SYSTEM. */
int report_lost_flush(void);

/* What a repair did. */
struct report_repair {
    uint64_t segments; /* that the index had */
    uint64_t dropped;  /* of these */
    uint64_t lost;     /* articles in those */
    bool from_stdin;   /* some of them came from standard input */
};

/* Reports the end of a repair. Lost articles are counted as not read. */
void report_repaired(struct report *report, const char *index, const struct report_repair *repair);

/* Prints one line, before the summary of a run that was stopped early. */
void report_stopped(struct report *report);

/* Prints one paragraph at the end. `index_bytes`: size of all segments. */
void report_summary(struct report *report, const char *index, uint64_t index_bytes,
                    uint64_t segments);

/* The same for an index that was brought up to date, or already was. */
void report_update(struct report *report, const char *index, uint64_t index_bytes,
                   uint64_t segments);

/* Clears the progress line, and prints "fouille-index: message" to standard error. */
void report_error(struct report *report, const char *message);

#endif
