#include "indexer/run/options.h"

#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "indexer/run/build_parameters.h"
#include "indexer/run/help.h"
#include "indexer/sources/source.h"

/* "512M" → bytes. */
static int parse_size(const char *text, size_t *size)
{
    static const char units[] = "KMGT";
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    unsigned shift = 0;
    const char *unit = *end == '\0' ? NULL : strchr(units, *end & ~0x20);
    if (unit != NULL) {
        shift = 10 * (unsigned)(unit - units + 1);
        end++;
    }
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || number == 0 ||
        number > SIZE_MAX >> shift)
        return error_set(ERROR_SYNTAX, "'%s' is not a valid size; example: 256M", text);
    *size = (size_t)number << shift;
    return 0;
}

/* What a segment needs before its first article; with less, each article would become a segment. */
enum { MEMORY_MIN = 4 << 20 };

static int parse_memory(const char *text, size_t *memory)
{
    int status = parse_size(text, memory);
    if (status == 0 && *memory < MEMORY_MIN)
        status = error_set(ERROR_SYNTAX, "--memory must be at least 4M, not %s", text);
    return status;
}

enum { FILTER_SECONDS_MAX = 86400 };

static int parse_seconds(const char *text, unsigned *seconds)
{
    char *end;
    errno = 0;
    unsigned long number = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || number == 0 ||
        number > FILTER_SECONDS_MAX)
        return error_set(ERROR_SYNTAX, "--filter-time must be 1 to %d seconds, not '%s'",
                         FILTER_SECONDS_MAX, text);
    *seconds = (unsigned)number;
    return 0;
}

enum { THREADS_MAX = 256 };

static unsigned count_processors(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return count < 1 ? 1 : count > THREADS_MAX ? THREADS_MAX : (unsigned)count;
}

static int parse_threads(const char *text, unsigned *threads)
{
    char *end;
    errno = 0;
    unsigned long number = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || number == 0 ||
        number > THREADS_MAX)
        return error_set(ERROR_SYNTAX, "--threads must be 1 to %d, not '%s'", THREADS_MAX, text);
    *threads = (unsigned)number;
    return 0;
}

/* What follows "stdin:" in paths. A '/' in it would look like a folder. */
static int parse_stdin_name(const char *text, const char **name)
{
    *name = text;
    if (strchr(text, '/') != NULL || strlen(text) > NAME_MAX)
        return error_set(ERROR_SYNTAX, "--stdin-name takes a name, not a path: '%s'", text);
    if (source_kind_of(text).format == SOURCE_NONE)
        return error_set(ERROR_SYNTAX,
                         "the format of '%s' is not supported; it is recognised by the extension, "
                         "as in notes.html or notes.jsonl",
                         text);
    return 0;
}

/* "3/8": the third of eight. Messages name the option. */
static int parse_shard(const char *option, const char *text, struct shard *shard)
{
    char *end = NULL;
    unsigned long number = 0, count = 0;
    if (text[0] >= '0' && text[0] <= '9')
        number = strtoul(text, &end, 10);
    if (end != NULL && end[0] == '/' && end[1] >= '0' && end[1] <= '9')
        count = strtoul(end + 1, &end, 10);
    if (end == NULL || *end != '\0' || number == 0 || number > count || count > SHARDS_MAX)
        return error_set(ERROR_SYNTAX, "%s must be K/N with 1 ≤ K ≤ N ≤ %d, such as 3/8, not '%s'",
                         option, SHARDS_MAX, text);
    *shard = (struct shard){(uint32_t)number - 1, (uint32_t)count};
    return 0;
}

/* A shard is a share of everything in the folders named, so it excludes other tasks and inputs. */
static int check_shard_options(const struct options *options)
{
    if (options->shard.count == 0)
        return 0;
    if (options->task != TASK_BUILD || options->rebuild || options->files_from != NULL ||
        options->stdin_name != NULL)
        return error_set(ERROR_SYNTAX,
                         "--shard cannot be combined with another task or other input");
    if (options->path_count == 0)
        return error_set(ERROR_SYNTAX, "--shard requires PATH, the same folders for all shards");
    return 0;
}

static int set_readers(struct options *options, enum readers_option readers)
{
    if (options->readers != READERS_UNCHANGED && options->readers != readers)
        return error_set(ERROR_SYNTAX, "--shared and --private are mutually exclusive");
    options->readers = readers;
    return 0;
}

/* A change of readers concerns every article, so the run must look at all of them. */
static int check_readers_options(const struct options *options)
{
    if (options->readers == READERS_UNCHANGED ||
        (options->task == TASK_BUILD && options->files_from == NULL))
        return 0;
    return error_set(ERROR_SYNTAX,
                     "--shared and --private require a run over all folders, without another task");
}

static int add_option_pattern(struct ignore *patterns, const char *option, const char *pattern)
{
    if (pattern[0] == '\0')
        return error_set(ERROR_SYNTAX, "option '%s' requires a pattern, not an empty value",
                         option);
    return ignore_add_pattern(patterns, pattern);
}

static int apply_index_option(struct options *options, int option)
{
    switch (option) {
    case OPTION_INDEX:
        options->index = optarg;
        return 0;
    case OPTION_MEMORY:
        return parse_memory(optarg, &options->memory);
    case OPTION_THREADS:
        return parse_threads(optarg, &options->threads);
    case OPTION_NO_STORE:
        options->store = false;
        return 0;
    case OPTION_SHARED:
        return set_readers(options, READERS_SHARED);
    case OPTION_PRIVATE:
        return set_readers(options, READERS_PRIVATE);
    case OPTION_INCLUDE_PRIVATE:
        options->include_private = true;
        return 0;
    case OPTION_QUIET:
        options->quiet = true;
        return 0;
    case OPTION_REBUILD:
        options->rebuild = true;
        return 0;
    case OPTION_IGNORE_CTIME:
        options->ignore_ctime = true;
        return 0;
    case OPTION_RETRY:
        options->retry = true;
        return 0;
    case OPTION_STRICT:
        options->strict = true;
        return 0;
    case OPTION_ALLOW_EMPTY:
        options->allow_empty = true;
        return 0;
    case OPTION_FILES_FROM:
        options->files_from = optarg;
        return 0;
    case OPTION_FORGET:
        options->task = TASK_FORGET;
        options->operand = optarg;
        return 0;
    case OPTION_STDIN_NAME:
        return parse_stdin_name(optarg, &options->stdin_name);
    case OPTION_WATCH:
        options->task = TASK_WATCH;
        return 0;
    case OPTION_OPTIMIZE:
        options->optimize = true;
        if (options->task != TASK_ADOPT)
            options->task = TASK_OPTIMIZE;
        return 0;
    case OPTION_SHARD:
        return parse_shard("--shard", optarg, &options->shard);
    case OPTION_MERGE_GROUP:
        return parse_shard("--merge-group", optarg, &options->group);
    case OPTION_ADOPT:
        options->task = TASK_ADOPT;
        return 0;
    case OPTION_REPAIR:
        options->task = TASK_REPAIR;
        return 0;
    case OPTION_STATUS:
        options->task = TASK_STATUS;
        return 0;
    case OPTION_STATS:
        options->task = TASK_STATS;
        return 0;
    case OPTION_CHECK:
        options->task = TASK_CHECK;
        return 0;
    case OPTION_EXTRACT:
        options->task = TASK_EXTRACT;
        options->operand = optarg;
        return 0;
    case OPTION_EXPORT_BULK:
        options->task = TASK_EXPORT;
        options->operand = optarg;
        return 0;
    case OPTION_ANALYZE:
        options->task = TASK_ANALYZE;
        return 0;
    case OPTION_VERSION:
        options->task = TASK_VERSION;
        return 0;
    case OPTION_HELP:
        options->task = TASK_HELP;
        return 0;
    case OPTION_FILTER:
        return input_rules_add_filter(&options->input_rules, optarg);
    case OPTION_FILTER_TIME:
        return parse_seconds(optarg, &options->input_rules.filter_seconds);
    case OPTION_FILTER_MEMORY:
        return parse_size(optarg, &options->input_rules.filter_memory);
    case OPTION_ENCODING:
        return input_rules_set_encoding(&options->input_rules, optarg);
    case OPTION_INCLUDE:
        return add_option_pattern(&options->input_rules.included, "--include", optarg);
    case OPTION_EXCLUDE:
        return add_option_pattern(&options->input_rules.excluded, "--exclude", optarg);
    default:
        return ERROR_SYNTAX;
    }
}

int options_parse(struct options *options, int argc, char **argv)
{
    *options = (struct options){
        .store = true, .memory = BUILD_PARAMETERS_MEMORY, .threads = count_processors()};
    input_rules_init(&options->input_rules);
    struct option_parser parser;
    option_parser_init(&parser, index_options, index_option_count);
    int option;
    while ((option = option_parser_next(&parser, argc, argv, "")) != -1) {
        int status = option < 0 ? option : apply_index_option(options, option);
        if (status != 0)
            return status;
        build_parameters_add(&options->build_parameters, option, optarg);
    }
    if (build_parameters_finish(&options->build_parameters, options->memory) != 0)
        return ERROR_MEMORY;
    if (options->files_from != NULL && (options->rebuild || options->task != TASK_BUILD))
        return error_set(ERROR_SYNTAX,
                         "--files-from cannot be combined with --rebuild or another task");
    options->paths = argv + optind;
    options->path_count = argc - optind;
    if (options->stdin_name != NULL && (options->rebuild || options->files_from != NULL ||
                                        options->task != TASK_BUILD || options->path_count > 0))
        return error_set(ERROR_SYNTAX,
                         "--stdin-name cannot be combined with folders or another task");
    if (options->task != TASK_BUILD && options->task != TASK_WATCH &&
        options->task != TASK_ANALYZE && options->path_count > 0)
        return error_set(ERROR_SYNTAX, "unexpected argument '%s'; see --help", options->paths[0]);
    int status = check_shard_options(options);
    if (status == 0)
        status = check_readers_options(options);
    if (status == 0 && options->group.count > 0 &&
        (options->task != TASK_ADOPT || options->optimize))
        status = error_set(
            ERROR_SYNTAX, "--merge-group requires --adopt, and cannot be combined with --optimize");
    return status != 0 ? status : input_rules_add_pdf_filter(&options->input_rules);
}

void options_release(struct options *options)
{
    input_rules_release(&options->input_rules);
    buffer_release(&options->build_parameters);
}
