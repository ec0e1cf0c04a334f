#include "indexer/run/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/message.h"
#include "indexer/run/safe_print.h"

enum { COMPLAINTS_SHOWN = 20 };
static const double PROGRESS_SECONDS = 0.1; /* between two drawings of the line */

/* Whether standard error is a terminal that can return to the start of a line. */
static bool terminal_has_cursor(void)
{
    const char *terminal = getenv("TERM");
    return isatty(STDERR_FILENO) && terminal != NULL && terminal[0] != '\0' &&
           strcmp(terminal, "dumb") != 0;
}

void report_init(struct report *report, bool quiet)
{
    *report = (struct report){.quiet = quiet, .progress = !quiet && terminal_has_cursor()};
    pthread_mutex_init(&report->lock, NULL);
    report->started = clock_seconds();
}

void report_restart(struct report *report)
{
    report->files = report->bytes = report->total_files = report->total_bytes = 0;
    report->articles = report->changed = report->removed = report->unchanged = 0;
    report->text_bytes = report->around_articles = report->around_bytes = 0;
    memset(report->skipped, 0, sizeof report->skipped);
    report->started = clock_seconds();
}

static void clear_progress(struct report *report)
{
    if (report->progress && report->last_drawn != 0)
        fputs("\r\033[K", stderr);
}

static void print_safe_stderr(const char *text)
{
    safe_print(stderr, text, strlen(text));
}

static void print_complaint(struct report *report, enum complaint kind, const char *path,
                            uint64_t line, const char *message)
{
    if (report->complaints[kind]++ >= COMPLAINTS_SHOWN)
        return;
    clear_progress(report);
    fputs("fouille-index: ", stderr);
    if (path != NULL) {
        print_safe_stderr(path);
        if (line > 0)
            fprintf(stderr, ":%" PRIu64, line);
        fputs(": ", stderr);
    }
    print_safe_stderr(message);
    fputc('\n', stderr);
    if (report->complaints[kind] == COMPLAINTS_SHOWN)
        fputs(_("fouille-index: further messages of this kind are only counted\n"), stderr);
}

void report_complaint(struct report *report, enum complaint kind, const char *path, uint64_t line,
                      const char *message)
{
    pthread_mutex_lock(&report->lock);
    print_complaint(report, kind, path, line, message);
    pthread_mutex_unlock(&report->lock);
}

void report_left_out(struct report *report)
{
    pthread_mutex_lock(&report->lock);
    report->left_out_new++;
    pthread_mutex_unlock(&report->lock);
}

void report_left_out_total(struct report *report, uint64_t total)
{
    report->left_out_total = total;
}

void report_error(struct report *report, const char *message)
{
    clear_progress(report);
    fputs("fouille-index: ", stderr);
    print_safe_stderr(message);
    fputc('\n', stderr);
}

static void print_remaining(double seconds, double done, double total)
{
    if (seconds < 1 || done <= 0 || total <= done)
        return;
    unsigned left = (unsigned)(seconds * (total - done) / done + 0.5);
    if (left >= 60)
        fprintf(stderr, _(", %u min %02u s left"), left / 60, left % 60);
    else
        fprintf(stderr, _(", %u s left"), left);
}

static void print_progress(struct report *report)
{
    if (!report->progress)
        return;
    if (clock_seconds() - report->last_drawn < PROGRESS_SECONDS)
        return;
    report->last_drawn = clock_seconds();
    double seconds = clock_seconds() - report->started;
    double megabytes = (double)report->bytes / 1e6;
    fprintf(stderr, "\r\033[K%s", message_count(report->files).text);
    if (report->total_files > 0)
        fprintf(stderr, "/%s", message_count(report->total_files).text);
    fprintf(stderr, _(" files, %s articles, %s"), message_count(report->articles).text,
            message_decimal(megabytes, 0).text);
    if (report->total_bytes > 0)
        fprintf(stderr, "/%s", message_decimal((double)report->total_bytes / 1e6, 0).text);
    fprintf(stderr, _(" MB, %s MB/s"),
            message_decimal(megabytes / (seconds > 0 ? seconds : 1), 0).text);
    print_remaining(seconds, megabytes, (double)report->total_bytes / 1e6);
    fflush(stderr);
}

void report_article(struct report *report, uint64_t text_bytes)
{
    pthread_mutex_lock(&report->lock);
    report->articles++;
    report->text_bytes += text_bytes;
    print_progress(report);
    pthread_mutex_unlock(&report->lock);
}

void report_around(struct report *report, uint64_t text_bytes)
{
    pthread_mutex_lock(&report->lock);
    report->around_articles++;
    report->around_bytes += text_bytes;
    pthread_mutex_unlock(&report->lock);
}

void report_file(struct report *report, uint64_t bytes)
{
    pthread_mutex_lock(&report->lock);
    report->files++;
    report->bytes += bytes;
    print_progress(report);
    pthread_mutex_unlock(&report->lock);
}

void report_skipped(struct report *report, enum skip_reason what)
{
    pthread_mutex_lock(&report->lock);
    report->skipped[what]++;
    pthread_mutex_unlock(&report->lock);
}

void report_no_pdf(struct report *report, const char *path)
{
    pthread_mutex_lock(&report->lock);
    if (!report->no_pdf_reported && !report->quiet) {
        clear_progress(report);
        fputs("fouille-index: ", stderr);
        print_safe_stderr(path);
        fputs(_(": reading PDF requires pdftotext, which is not installed (Debian: poppler-utils); "
                "PDF files are left out\n"),
              stderr);
    }
    report->no_pdf_reported = true;
    report->skipped[SKIPPED_FORMAT]++;
    pthread_mutex_unlock(&report->lock);
}

static void add_to_counter(struct report *report, uint64_t *counter, uint64_t articles)
{
    pthread_mutex_lock(&report->lock);
    *counter += articles;
    pthread_mutex_unlock(&report->lock);
}

void report_changed(struct report *report, uint64_t articles)
{
    add_to_counter(report, &report->changed, articles);
}

void report_removed(struct report *report, uint64_t articles)
{
    add_to_counter(report, &report->removed, articles);
}

void report_unchanged(struct report *report, uint64_t articles)
{
    add_to_counter(report, &report->unchanged, articles);
}

void report_merge_progress(struct report *report, double done)
{
    if (!report->progress || clock_seconds() - report->last_drawn < PROGRESS_SECONDS)
        return;
    report->last_drawn = clock_seconds();
    fputs("\r\033[K", stderr);
    fprintf(stderr, _("merging: %s %%"), message_decimal(done * 100, 0).text);
    fflush(stderr);
}

static struct message_text segments_text(uint64_t segments)
{
    return message_with_count("%s segment", "%s segments", segments);
}

void report_merged(struct report *report, const char *index, uint64_t segments, uint64_t bytes)
{
    if (report->quiet)
        return;
    clear_progress(report);
    print_safe_stderr(index);
    const struct message_text pieces = segments_text(segments);
    if (bytes == 0)
        fprintf(stderr, _(": %s, nothing to merge\n"), pieces.text);
    else
        fprintf(stderr, _(": %s merged into one of %s in %s s\n"), pieces.text,
                message_size(bytes).text,
                message_decimal(clock_seconds() - report->started, 2).text);
}

void report_adopted(struct report *report, const char *index, uint64_t shards, uint64_t segments,
                    uint64_t bytes)
{
    if (report->quiet)
        return;
    clear_progress(report);
    print_safe_stderr(index);
    fprintf(stderr, _(": %s published, %s in %s, in %s s\n"),
            message_with_count("%s shard", "%s shards", shards).text, message_size(bytes).text,
            segments_text(segments).text,
            message_decimal(clock_seconds() - report->started, 2).text);
}

void report_exported(struct report *report, const char *folder, uint64_t batches)
{
    if (report->quiet)
        return;
    clear_progress(report);
    print_safe_stderr(folder);
    fprintf(stderr, _(": %s in %s\n"),
            message_with_count("%s article", "%s articles", report->articles).text,
            message_with_count("%s batch", "%s batches", batches).text);
}

void report_lost(const char *path, const char *id, size_t size)
{
    safe_print(stdout, path, strlen(path));
    if (size > 0) {
        putchar('#');
        safe_print(stdout, id, size);
    }
    putchar('\n');
}

int report_lost_flush(void)
{
    return fflush(stdout) != 0 || ferror(stdout) ? error_system("cannot write standard output") : 0;
}

void report_repaired(struct report *report, const char *index, const struct report_repair *repair)
{
    report->complaints[COMPLAINT_ARTICLE] += repair->lost;
    if (report->quiet)
        return;
    print_safe_stderr(index);
    if (repair->dropped == 0) {
        fprintf(stderr, _(": %s, nothing to repair\n"), segments_text(repair->segments).text);
        return;
    }
    fprintf(stderr, _(": %s of %s dropped, with %s; to reindex them: "),
            message_count(repair->dropped).text, segments_text(repair->segments).text,
            message_with_count("%s article", "%s articles", repair->lost).text);
    fputs("fouille-index --index '", stderr);
    print_safe_stderr(index);
    fputs(repair->from_stdin ? _("', and supply again what came from standard input\n") : "'\n",
          stderr);
}

static void print_skipped(const struct report *report)
{
    const struct {
        uint64_t count;
        const char *one, *many;
    } reasons[] = {
        {report->skipped[SKIPPED_FORMAT],
         NP_("%s file of another format", "%s files of other formats")},
        {report->skipped[SKIPPED_SPECIAL],
         NP_("%s link or special file", "%s links or special files")},
        {report->skipped[SKIPPED_IGNORED],
         NP_("%s ignored file or folder", "%s ignored files or folders")},
        {report->complaints[COMPLAINT_FILE], NP_("%s file or folder that could not be read",
                                                 "%s files or folders that could not be read")},
        {report->complaints[COMPLAINT_ARTICLE],
         NP_("%s article that could not be read", "%s articles that could not be read")},
    };
    const char *before = _(" Skipped: ");
    bool any = false;
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (reasons[i].count == 0)
            continue;
        fputs(any ? ", " : before, stderr);
        fprintf(stderr, message_plural(reasons[i].one, reasons[i].many, reasons[i].count),
                message_count(reasons[i].count).text);
        any = true;
    }
    if (any)
        fputc('.', stderr);
}

/* What could be read, but may be less than the user thinks. */
static void print_notices(const struct report *report)
{
    const uint64_t texts = report->complaints[COMPLAINT_TEXT];
    const uint64_t values = report->complaints[COMPLAINT_VALUE];
    if (texts > 0)
        fputs(message_with_count(" %s file or article gives little or no text.",
                                 " %s files or articles give little or no text.", texts)
                  .text,
              stderr);
    if (values > 0)
        fputs(message_with_count(" %s article has values that are not JSON.",
                                 " %s articles have values that are not JSON.", values)
                  .text,
              stderr);
}

static void print_around(const struct report *report)
{
    if (report->around_articles == 0)
        return;
    fprintf(stderr,
            message_plural(" Around the article of %s page, %s of menus and the like left out",
                           " Around the articles of %s pages, %s of menus and the like left out",
                           report->around_articles),
            message_count(report->around_articles).text, message_size(report->around_bytes).text);
    fputs(_(" (to index them: --whole-pages)."), stderr);
}

/* What earlier runs reported is only counted. */
static void print_still_left_out(const struct report *report)
{
    if (report->left_out_total <= report->left_out_new)
        return;
    fputs(message_with_count(" %s file or folder is still left out",
                             " %s files or folders are still left out",
                             report->left_out_total - report->left_out_new)
              .text,
          stderr);
    fputs(_(" (to list them: fouille-index --status)."), stderr);
}

void report_stopped(struct report *report)
{
    report->stopped = true;
    report_error(
        report, _("stopped; what was complete is in the index, and the next run will do the rest"));
}

static void print_index_line(const struct report *report, const char *index, uint64_t bytes,
                             uint64_t segments)
{
    print_safe_stderr(index);
    fprintf(stderr, _(", %s in %s."), message_size(bytes).text, segments_text(segments).text);
    print_around(report);
    print_skipped(report);
    print_notices(report);
    print_still_left_out(report);
    fputc('\n', stderr);
}

void report_summary(struct report *report, const char *index, uint64_t index_bytes,
                    uint64_t segments)
{
    if (report->quiet)
        return;
    clear_progress(report);
    double seconds = clock_seconds() - report->started;
    double megabytes = (double)report->text_bytes / 1e6;
    fprintf(stderr, _("%s from %s, %s of text, indexed in %s s"),
            message_with_count("%s article", "%s articles", report->articles).text,
            message_with_count("%s file", "%s files", report->files).text,
            message_size(report->text_bytes).text, message_decimal(seconds, 2).text);
    if (megabytes >= 1)
        fprintf(stderr, _(" (%s MB/s)"),
                message_decimal(megabytes / (seconds > 0 ? seconds : 1), 0).text);
    fputs(_(". Index: "), stderr);
    print_index_line(report, index, index_bytes, segments);
}

void report_update(struct report *report, const char *index, uint64_t index_bytes,
                   uint64_t segments)
{
    if (report->quiet || (report->terse && report->articles + report->removed == 0))
        return;
    clear_progress(report);
    uint64_t added = report->articles - report->changed;
    const struct message_text same = message_count(report->unchanged);
    if (report->articles + report->removed == 0)
        fprintf(stderr,
                message_plural("Nothing to do: %s article unchanged",
                               "Nothing to do: %s articles unchanged", report->unchanged),
                same.text);
    else
        fprintf(stderr,
                message_plural("%s article added, %s changed, %s removed, %s unchanged",
                               "%s articles added, %s changed, %s removed, %s unchanged", added),
                message_count(added).text, message_count(report->changed).text,
                message_count(report->removed).text, same.text);
    fprintf(stderr, _(", in %s s. Index: "),
            message_decimal(clock_seconds() - report->started, 2).text);
    print_index_line(report, index, index_bytes, segments);
}
