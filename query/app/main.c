/* fouille: the only file of this program that prints errors and exits. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/analysis/analyzer.h"
#include "common/analysis/safe.h"
#include "common/base/error.h"
#include "common/base/map_fault.h"
#include "common/base/message.h"
#include "common/base/process.h"
#include "common/index/version.h"
#include "query/app/answer.h"
#include "query/app/help.h"
#include "query/app/options.h"
#include "query/present/output.h"

enum { EXIT_FOUND = 0, EXIT_NOTHING_FOUND = 1, EXIT_ERROR = 2 };

/* Prints to standard error at once, in one piece, without stdio. */
static void print_line(const char *before, const char *message)
{
    struct buffer line;
    buffer_init(&line);
    buffer_append_string(&line, before);
    safe_append_text(&line, message, strlen(message));
    buffer_append_byte(&line, '\n');
    ssize_t written = write(STDERR_FILENO, line.data, line.size);
    (void)written;
    buffer_release(&line);
}

static void print_notice(void *context, const char *message)
{
    (void)context;
    print_line("fouille: ", message);
}

static int print_information(enum task task)
{
    struct output output;
    output_init(&output, STDOUT_FILENO);
    if (task == TASK_HELP)
        help_append(&output.pending);
    else
        version_append(&output.pending, "fouille", analysis_fingerprint());
    return output_finish(&output);
}

int main(int argc, char **argv)
{
    struct options options;
    bool found = true;
    struct settings settings;
    if (process_prepare() != 0)
        return EXIT_ERROR;
    map_fault_install_handler();
    signal(SIGPIPE, SIG_IGN);
    int status = settings_read(&settings);
    if (status == 0)
        message_set_language(settings.values[SETTING_LANGUAGE]);
    if (status == 0)
        status = options_parse(&options, &settings, argc, argv);
    if (status == 0 && (options.task == TASK_HELP || options.task == TASK_VERSION))
        status = print_information(options.task);
    else if (status == 0)
        status = answer(&options, (struct question_notice){print_notice, NULL}, &found);
    settings_release(&settings);
    if (status != 0) {
        print_line("fouille: ", error_message());
        return EXIT_ERROR;
    }
    return found ? EXIT_FOUND : EXIT_NOTHING_FOUND;
}
