#include "indexer/run/intake.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/message.h"
#include "common/index/version.h"
#include "indexer/filters/filter_run.h"
#include "indexer/sources/article/charset.h"
#include "indexer/sources/article/hash.h"

enum { FILTER_SECONDS = 60 };
static const size_t filter_memory = (size_t)1 << 30;

/* The formats that a filter may produce, the default first. */
static const char *const format_names[] = {"text", "html", "markdown", "jsonl", "xml", NULL};
static const enum source_format formats[] = {SOURCE_PLAIN, SOURCE_HTML, SOURCE_MARKDOWN,
                                             SOURCE_JSON_LINES, SOURCE_XML};

void intake_init(struct intake *intake)
{
    *intake = (struct intake){.filter_seconds = FILTER_SECONDS, .filter_memory = filter_memory};
}

void intake_release(struct intake *intake)
{
    filters_release(&intake->filters);
    ignore_release(&intake->included);
    ignore_release(&intake->excluded);
}

int intake_add_filter(struct intake *intake, const char *text)
{
    return filters_add(&intake->filters, text, format_names);
}

int intake_set_encoding(struct intake *intake, const char *name)
{
    if (!charset_is_known(name))
        return error_set(ERROR_SYNTAX, "'%s' is no charset that is known; iconv -l lists them",
                         name);
    intake->encoding = name;
    return 0;
}

int intake_complete(struct intake *intake)
{
    if (filters_find(&intake->filters, ".pdf") != NULL)
        return 0;
    int status = intake_add_filter(intake, ".pdf=html:pdftotext -q -enc UTF-8 -htmlmeta - -");
    return status == ERROR_NOT_FOUND ? 0 : status;
}

struct intake_kind intake_kind_of(const struct intake *intake, const char *name)
{
    struct intake_kind kind = {.filter = filters_find(&intake->filters, name)};
    if (kind.filter == NULL)
        kind.source = source_kind_of(name);
    for (size_t i = 0; kind.filter != NULL && format_names[i] != NULL; i++)
        if (strcmp(format_names[i], kind.filter->output) == 0)
            kind.source.format = formats[i];
    return kind;
}

static void append_filter(struct buffer *to, const struct intake *intake,
                          const struct filter *filter)
{
    const struct command *command = &filter->command;
    struct stat status;
    for (size_t i = 0; command->arguments[i] != NULL; i++) {
        buffer_append_string(to, command->arguments[i]);
        buffer_append_byte(to, 0);
    }
    buffer_append_format(to, "%u %zu ", intake->filter_seconds, intake->filter_memory);
    if (stat(command->program, &status) == 0)
        buffer_append_format(to, "%ju %jd %jd %ld", (uintmax_t)status.st_ino,
                             (intmax_t)status.st_size, (intmax_t)status.st_mtim.tv_sec,
                             status.st_mtim.tv_nsec);
}

uint64_t intake_reader(const struct intake *intake, const struct intake_kind *kind, size_t limit)
{
    struct buffer all;
    buffer_init(&all);
    buffer_append_format(&all, "%s %d %d %zu %s ", version_program(), (int)kind->source.format,
                         kind->source.compressed, limit,
                         intake->encoding == NULL ? "" : intake->encoding);
    if (kind->filter != NULL)
        append_filter(&all, intake, kind->filter);
    uint64_t hash = hash_bytes(all.data, all.size);
    buffer_release(&all);
    return hash;
}

bool intake_lacks_pdf(const struct intake *intake, const char *name)
{
    size_t size = strlen(name);
    return size >= 4 && strcasecmp(name + size - 4, ".pdf") == 0 &&
           filters_find(&intake->filters, name) == NULL;
}

bool intake_wants(const struct intake *intake, const char *path, bool folder)
{
    if (ignore_excludes_below(&intake->excluded, path, folder))
        return false;
    return folder || ignore_is_empty(&intake->included) ||
           ignore_excludes_below(&intake->included, path, folder);
}

/* --- reading --- */

/* Prefixes a filter's error with the file and the program. */
static int name_failure(int status, const struct filter *filter, const char *shown)
{
    char why[512];
    if (status != ERROR_INPUT)
        return status;
    snprintf(why, sizeof why, "%s", error_message());
    return error_set(ERROR_INPUT, "'%s': the filter '%s' gave nothing: %s", shown,
                     filter->command.arguments[0], why);
}

int intake_read_filtered(const struct intake *intake, const struct intake_kind *kind,
                         struct source_reader *reader, struct buffer *output, size_t limit,
                         int descriptor, const char *shown, bool (*stopped)(void),
                         article_sink sink, article_complaint complaint, void *context)
{
    struct filter_limits limits = {
        .confinement = {.memory = intake->filter_memory, .seconds = intake->filter_seconds},
        .output = limit,
        .stopped = stopped};
    buffer_clear(output);
    confine_prepare(&limits.confinement);
    int status = filter_run(kind->filter, descriptor, shown, &limits, output);
    if (limits.confinement.rules >= 0)
        close(limits.confinement.rules);
    if (status != 0)
        return name_failure(status, kind->filter, shown);
    if (output->size > limit) {
        char message[80];
        output->size = limit;
        snprintf(message, sizeof message, _("longer than %zu bytes; cut there"), limit);
        complaint(context, 0, message);
    }
    return source_read_bytes(reader, output->data, output->size, kind->source.format, shown, sink,
                             complaint, context);
}
