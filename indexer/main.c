/* fouille-index: the only place in this program that prints its errors and exits. */
#include <stdio.h>
#include <stdlib.h>

#include "common/analysis/analyzer.h"
#include "common/base/error.h"
#include "common/base/map_fault.h"
#include "common/base/message.h"
#include "common/base/pages.h"
#include "common/base/process.h"
#include "common/base/settings.h"
#include "common/index/index.h"
#include "common/index/version.h"
#include "indexer/cluster/adopt.h"
#include "indexer/run/help.h"
#include "indexer/run/options.h"
#include "indexer/run/report.h"
#include "indexer/run/stop.h"
#include "indexer/state/file_list.h"
#include "indexer/tasks/export.h"
#include "indexer/tasks/inspect.h"
#include "indexer/tasks/repair.h"
#include "indexer/tasks/status.h"
#include "indexer/update/build.h"
#include "indexer/update/optimize.h"
#include "indexer/update/spool.h"
#include "indexer/watch/watch.h"

enum { EXIT_ALL_READ = 0, EXIT_SOME_UNREAD = 1, EXIT_NOTHING_DONE = 2, EXIT_STOPPED = 3 };

/* Reads input that may keep it waiting before the index is locked, and while a signal still ends
 * the program at once. */
static int index_input(const struct options *options, struct report *report)
{
    struct buffer files;
    buffer_init(&files);
    int status = options->stdin_name == NULL ? 0 : spool_standard_input();
    if (status == 0 && options->files_from != NULL)
        status = file_list_read(&files, options->files_from);
    if (status == 0) {
        stop_on_signals();
        status = build_index(options, report, options->files_from != NULL ? &files : NULL);
    }
    buffer_release(&files);
    return status;
}

static int print_text(enum task task)
{
    struct buffer text;
    buffer_init(&text);
    if (task == TASK_HELP)
        help_append(&text);
    else
        version_append(&text, "fouille-index", analysis_fingerprint());
    int status = buffer_status(&text);
    if (status == 0 && (fwrite(text.data, 1, text.size, stdout) < text.size || fflush(stdout) != 0))
        status = error_system("cannot write standard output");
    buffer_release(&text);
    return status;
}

/* Tasks that publish find out by themselves whether all of the index could be read. */
static int dispatch_task(const struct options *options, struct report *report)
{
    switch (options->task) {
    case TASK_OPTIMIZE:
        return optimize_index(options, report);
    case TASK_ADOPT:
        return adopt_shards(options, report);
    case TASK_REPAIR:
        return repair_index(options, report);
    case TASK_STATUS:
        return map_fault_result(status_print(options), 0);
    case TASK_STATS:
        return map_fault_result(inspect_stats(options->index), 0);
    case TASK_CHECK:
        return map_fault_result(inspect_check(options->index), 0);
    case TASK_EXTRACT:
        return inspect_extract(options);
    case TASK_EXPORT:
        return map_fault_result(export_bulk(options, report), 0);
    case TASK_ANALYZE:
        return inspect_analyze(options->path_count > 0 ? options->paths[0] : NULL);
    case TASK_HELP:
    case TASK_VERSION:
        return print_text(options->task);
    case TASK_WATCH:
        stop_on_signals();
        return watch_index(options);
    case TASK_BUILD:
    case TASK_FORGET:
    default:
        return index_input(options, report);
    }
}

/* Uses the index of the settings if none is near. */
static void use_configured_index(struct options *options, const struct settings *settings)
{
    const char *configured = settings->values[SETTING_INDEX];
    bool names_folder = options->task == TASK_BUILD && options->path_count > 0;
    char *nearby = NULL;
    if (options->index == NULL && configured != NULL && !names_folder &&
        index_locate(NULL, &nearby) == ERROR_NOT_FOUND)
        options->index = configured;
    free(nearby);
}

int main(int argc, char **argv)
{
    struct options options;
    struct report report;
    struct settings settings;
    if (process_prepare() != 0)
        return EXIT_NOTHING_DONE;
    map_fault_install_handler();
    pages_tune_allocator();
    int status = settings_read(&settings);
    if (status == 0)
        message_set_language(settings.values[SETTING_LANGUAGE]);
    message_prepare();
    if (status == 0)
        status = options_parse(&options, argc, argv);
    else
        options = (struct options){0};
    if (status == 0)
        use_configured_index(&options, &settings);
    report_init(&report, options.quiet);
    if (status == 0)
        status = dispatch_task(&options, &report);
    options_release(&options);
    settings_release(&settings);
    if (status != 0) {
        report_error(&report, error_message());
        return EXIT_NOTHING_DONE;
    }
    if (report.stopped)
        return EXIT_STOPPED;
    bool some_unread =
        report.complaints[COMPLAINT_FILE] + report.complaints[COMPLAINT_ARTICLE] > 0 ||
        (options.strict && report.left_out_total > 0);
    return some_unread ? EXIT_SOME_UNREAD : EXIT_ALL_READ;
}
