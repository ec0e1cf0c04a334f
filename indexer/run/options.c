#include "indexer/run/options.h"

#include <limits.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/parse_number.h"
#include "indexer/run/build_parameters.h"
#include "indexer/run/help.h"
#include "indexer/sources/source.h"

/* "512M" → bytes. */
static int parse_size(const char *text, size_t *size)
{
    static const char units[] = "KMGT";
    const char *end = text;
    uint64_t number = 0;
    bool valid = parse_digits(&end, 10, SIZE_MAX, &number);
    unsigned shift = 0;
    const char *unit = *end == '\0' ? NULL : strchr(units, *end & ~0x20);
    if (unit != NULL) {
        shift = 10 * (unsigned)(unit - units + 1);
        end++;
    }
    if (!valid || *end != '\0' || number == 0 || number > SIZE_MAX >> shift)
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
    uint64_t number;
    if (!parse_decimal(slice_of(text), 1, FILTER_SECONDS_MAX, &number))
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
    uint64_t number;
    if (!parse_decimal(slice_of(text), 1, THREADS_MAX, &number))
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
    uint64_t number, count;
    if (!parse_part(slice_of(text), SHARDS_MAX, &number, &count))
        return error_set(ERROR_SYNTAX, "%s must be K/N with 1 ≤ K ≤ N ≤ %d, such as 3/8, not '%s'",
                         option, SHARDS_MAX, text);
    *shard = (struct shard){(uint32_t)number - 1, (uint32_t)count};
    return 0;
}

static int add_option_pattern(struct ignore *patterns, const char *option, const char *pattern)
{
    if (pattern[0] == '\0')
        return error_set(ERROR_SYNTAX, "option '%s' requires a pattern, not an empty value",
                         option);
    return ignore_add_pattern(patterns, pattern);
}

static bool only_prints_about(const struct options *options)
{
    return options->task == TASK_HELP || options->task == TASK_VERSION;
}

/* --help and --version override all; --adopt --optimize adopts, and then merges. */
static int set_task(struct options *options, enum task task, const char *operand)
{
    if (only_prints_about(options) || (options->task == TASK_ADOPT && task == TASK_OPTIMIZE))
        return 0;
    options->task = task;
    options->operand = operand;
    return 0;
}

/* The setters of the table. */
#define FLAG(field) (options->field = true, 0)
#define CLEAR(field) (options->field = false, 0)
#define TEXT(field) (options->field = optarg, 0)
#define TASK(name) set_task(options, TASK_##name, NULL)
#define TASK_ON(name) set_task(options, TASK_##name, optarg)
#define READERS(name) (options->readers = READERS_##name, 0)
#define SHARD(name, field) parse_shard(name, optarg, &options->field)
#define PATTERN(name, list) add_option_pattern(&options->input_rules.list, name, optarg)
#define INPUT_RULE(add) add(&options->input_rules, optarg)
#define PARSED(parser, field) parser(optarg, &options->field)

/* Applies one option, by its setter in the table. */
static int apply_option(struct options *options, int option)
{
    switch (option) {
#define GROUP(text)
#define OPTION(code, name, letter, value, completion, setter, needs, excludes, help)               \
    case OPTION_##code:                                                                            \
        return setter;
#include "indexer/run/option_table.def"
#undef GROUP
#undef OPTION
    default:
        return ERROR_SYNTAX;
    }
}

/* Checks what the table cannot say: conditions on operands. */
static int check_operands(const struct options *options)
{
    bool takes_paths =
        options->task == TASK_BUILD || options->task == TASK_WATCH || options->task == TASK_ANALYZE;
    if (options->shard.count > 0 && options->path_count == 0)
        return error_set(ERROR_SYNTAX, "--shard requires PATH, the same folders for all shards");
    if (options->path_count > 0 && (!takes_paths || options->stdin_name != NULL))
        return error_set(ERROR_SYNTAX, "unexpected argument '%s'; see --help", options->paths[0]);
    return 0;
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
        int status = option < 0 ? option : apply_option(options, option);
        if (status != 0)
            return status;
        build_parameters_add(&options->build_parameters, option, optarg);
    }
    if (build_parameters_finish(&options->build_parameters, options->memory) != 0)
        return ERROR_MEMORY;
    options->paths = argv + optind;
    options->path_count = argc - optind;
    int status = only_prints_about(options) ? 0 : option_parser_check(&parser);
    if (status == 0 && !only_prints_about(options))
        status = check_operands(options);
    return status != 0 ? status : input_rules_add_pdf_filter(&options->input_rules);
}

void options_release(struct options *options)
{
    input_rules_release(&options->input_rules);
    buffer_release(&options->build_parameters);
}
