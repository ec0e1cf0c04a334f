#include "indexer/run/input_rules.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/message.h"
#include "common/index/version.h"
#include "indexer/filters/filter_run.h"
#include "indexer/run/stop.h"
#include "indexer/sources/article/charset.h"
#include "indexer/sources/article/hash.h"

enum { FILTER_SECONDS = 60 };
static const size_t filter_memory = (size_t)1 << 30;

/* The formats that a filter may produce, the default first. */
static const char *const format_names[] = {"text", "html", "markdown", "jsonl",
                                           "xml",  "json", "csv",      NULL};
static const enum source_format formats[] = {SOURCE_PLAIN,      SOURCE_HTML, SOURCE_MARKDOWN,
                                             SOURCE_JSON_LINES, SOURCE_XML,  SOURCE_JSON,
                                             SOURCE_TABLE};

void input_rules_init(struct input_rules *input_rules)
{
    *input_rules =
        (struct input_rules){.filter_seconds = FILTER_SECONDS, .filter_memory = filter_memory};
}

void input_rules_release(struct input_rules *input_rules)
{
    filters_release(&input_rules->filters);
    name_map_release(&input_rules->map);
    ignore_release(&input_rules->included);
    ignore_release(&input_rules->excluded);
}

int input_rules_add_filter(struct input_rules *input_rules, const char *text)
{
    return filters_add(&input_rules->filters, text, format_names);
}

int input_rules_set_encoding(struct input_rules *input_rules, const char *name)
{
    if (!charset_is_known(name))
        return error_set(ERROR_SYNTAX, "unknown charset '%s'; for a list: iconv -l", name);
    input_rules->encoding = name;
    return 0;
}

int input_rules_add_map(struct input_rules *input_rules, const char *text)
{
    return name_map_add(&input_rules->map, text);
}

int input_rules_add_pdf_filter(struct input_rules *input_rules)
{
    if (filters_find(&input_rules->filters, ".pdf") != NULL)
        return 0;
    int status =
        input_rules_add_filter(input_rules, ".pdf=html:pdftotext -q -enc UTF-8 -htmlmeta - -");
    return status == ERROR_NOT_FOUND ? 0 : status;
}

struct input_kind input_rules_kind_of(const struct input_rules *input_rules, const char *name)
{
    struct input_kind kind = {.filter = filters_find(&input_rules->filters, name)};
    if (kind.filter == NULL) {
        size_t size = strlen(name);
        kind.source = source_kind_of(name);
        kind.lacks_pdf = size >= 4 && strcasecmp(name + size - 4, ".pdf") == 0;
        return kind;
    }
    for (size_t i = 0; format_names[i] != NULL; i++)
        if (strcmp(format_names[i], kind.filter->output) == 0)
            kind.source.format = formats[i];
    return kind;
}

static void append_filter_identity(struct buffer *to, const struct input_rules *input_rules,
                                   const struct filter *filter)
{
    const struct command *command = &filter->command;
    struct stat status;
    for (size_t i = 0; command->arguments[i] != NULL; i++) {
        buffer_append_string(to, command->arguments[i]);
        buffer_append_byte(to, 0);
    }
    buffer_append_format(to, "%u %zu ", input_rules->filter_seconds, input_rules->filter_memory);
    if (stat(command->program, &status) == 0)
        buffer_append_format(to, "%ju %jd %jd %ld", (uintmax_t)status.st_ino,
                             (intmax_t)status.st_size, (intmax_t)status.st_mtim.tv_sec,
                             status.st_mtim.tv_nsec);
}

/* Whether articles of that format have fields with names that may be mapped. */
static bool has_names(enum source_format format)
{
    return format == SOURCE_JSON_LINES || format == SOURCE_JSON || format == SOURCE_TABLE;
}

uint64_t input_rules_reader_hash(const struct input_rules *input_rules,
                                 const struct input_kind *kind, size_t limit)
{
    struct buffer all;
    buffer_init(&all);
    buffer_append_format(&all, "%s %d %d %zu %d %s ", version_program(), (int)kind->source.format,
                         (int)kind->source.compression, limit,
                         kind->source.format == SOURCE_HTML && input_rules->whole_pages,
                         input_rules->encoding == NULL ? "" : input_rules->encoding);
    if (has_names(kind->source.format))
        buffer_append_format(&all, "%" PRIx64 " ", name_map_hash(&input_rules->map));
    if (kind->filter != NULL)
        append_filter_identity(&all, input_rules, kind->filter);
    uint64_t hash = hash_bytes(all.data, all.size);
    buffer_release(&all);
    return hash;
}

bool input_rules_allow(const struct input_rules *input_rules, const char *path, bool folder)
{
    if (ignore_excludes_or_parent(&input_rules->excluded, path, folder))
        return false;
    return folder || ignore_is_empty(&input_rules->included) ||
           ignore_excludes_or_parent(&input_rules->included, path, folder);
}

/* --- reading --- */

/* Prefixes a filter's error with the file and the program. */
static int prefix_filter_error(int status, const struct filter *filter, const char *display_path)
{
    char why[512];
    if (status != ERROR_INPUT)
        return status;
    snprintf(why, sizeof why, "%s", error_message());
    return error_set(ERROR_INPUT, "'%s': the filter '%s' produced nothing: %s", display_path,
                     filter->command.arguments[0], why);
}

/* Appends what the file's filter makes of it, at most `limit` bytes and one more. */
static int run_filter(const struct input_rules *input_rules, const struct intake_file *file,
                      size_t limit, struct buffer *output)
{
    struct filter_limits limits = {.confinement = {.memory = input_rules->filter_memory,
                                                   .seconds = input_rules->filter_seconds},
                                   .output = limit,
                                   .stopped = stop_requested};
    confine_prepare(&limits.confinement);
    int status =
        filter_run(file->kind.filter, file->descriptor, file->display_path, &limits, output);
    if (limits.confinement.rules >= 0)
        close(limits.confinement.rules);
    return prefix_filter_error(status, file->kind.filter, file->display_path);
}

int intake_read(const struct input_rules *input_rules, const struct intake_file *file,
                struct source_reader *reader, const struct article_receiver *receiver)
{
    /* What a filter writes is a document, not a page of a site. */
    source_reader_set_whole_pages(reader, input_rules->whole_pages || file->kind.filter != NULL);
    if (file->kind.filter == NULL)
        return source_read(reader, file->descriptor, file->kind.source, file->display_path,
                           receiver);
    const size_t limit = source_reader_limit(reader);
    struct buffer output;
    buffer_init(&output);
    int status = run_filter(input_rules, file, limit, &output);
    if (status == 0 && output.size > limit) {
        char message[80];
        output.size = limit;
        snprintf(message, sizeof message, _("longer than %zu bytes; truncated"), limit);
        if (receiver->complaint != NULL)
            receiver->complaint(receiver->context, 0, message);
    }
    if (status == 0)
        status = source_read_bytes(reader, (struct text_span){output.data, output.size},
                                   file->kind.source.format, file->display_path, receiver);
    buffer_release(&output);
    return status;
}
