#include "query/app/options.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/message.h"
#include "common/base/parse_number.h"
#include "query/app/help.h"
#include "query/app/ranking.h"
#include "query/present/template.h"

enum { THREADS_MAX = 256 };

static int parse_count(const char *text, const char *what, size_t *count)
{
    uint64_t number;
    if (!parse_decimal(slice_of(text), 0, SIZE_MAX, &number))
        return error_set(ERROR_SYNTAX, "'%s' is not a valid number of %s", text, _(what));
    *count = (size_t)number;
    return 0;
}

static int parse_thread_count(const char *text, size_t *threads)
{
    if (parse_count(text, N_("threads"), threads) != 0 || *threads < 1 || *threads > THREADS_MAX)
        return error_set(ERROR_SYNTAX, "--threads must be 1 to %d, not '%s'", THREADS_MAX, text);
    return 0;
}

enum { SUBSETS_MAX = 10000 };

/* "3/8": the third of eight subsets. */
static int parse_segments(const char *text, struct search_options *search)
{
    uint64_t number, count;
    if (!parse_part(slice_of(text), SUBSETS_MAX, &number, &count))
        return error_set(ERROR_SYNTAX,
                         "--segments must be K/N with 1 ≤ K ≤ N ≤ %d, such as 3/8, not '%s'",
                         SUBSETS_MAX, text);
    search->subset = number - 1;
    search->subset_count = count;
    return 0;
}

static int parse_parameter(const char *text, const char *name, double most, double *value)
{
    char *end;
    *value = strtod(text, &end);
    if (end == text || *end != '\0' || !(*value >= 0) || !(*value <= most))
        return error_set(ERROR_SYNTAX,
                         "'%s' is not a valid value for --%s, which goes from 0 to %g", text, name,
                         most);
    return 0;
}

static int parse_ranking(struct options *options, const char *text)
{
    return ranking_set(text, &options->query, &options->search);
}

static int parse_function_words(const char *text, double *weight)
{
    int status = parse_parameter(text, "function-words", 1, weight);
    if (status == 0 && *weight < 0.001)
        return error_set(ERROR_SYNTAX, "--function-words must be from 0.001 to 1, not '%s'", text);
    return status;
}

static int parse_color(const char *text, enum color *color)
{
    if (strcmp(text, "always") == 0)
        *color = COLOR_ALWAYS;
    else if (strcmp(text, "never") == 0)
        *color = COLOR_NEVER;
    else if (strcmp(text, "auto") == 0)
        *color = COLOR_AUTO;
    else
        return error_set(ERROR_SYNTAX, "--color must be auto, always or never, not '%s'", text);
    return 0;
}

static int parse_sort(struct options *options, const char *text)
{
    static const struct {
        const char *name;
        enum search_sort sort;
        enum concordance_order order;
    } orders[] = {
        {"score", SORT_SCORE, CONCORDANCE_TEXT},     {"date", SORT_DATE, CONCORDANCE_TEXT},
        {"-date", SORT_DATE_DOWN, CONCORDANCE_TEXT}, {"path", SORT_PATH, CONCORDANCE_TEXT},
        {"left", SORT_SCORE, CONCORDANCE_LEFT},      {"right", SORT_SCORE, CONCORDANCE_RIGHT}};
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        if (strcmp(text, orders[i].name) == 0) {
            options->search.sort = orders[i].sort;
            options->kwic_order = orders[i].order;
            return 0;
        }
    return error_set(
        ERROR_SYNTAX,
        "--sort must be score, date, -date, path, or with --kwic left or right, not '%s'", text);
}

static bool only_prints_about(const struct options *options)
{
    return options->task == TASK_HELP || options->task == TASK_VERSION;
}

/* --help and --version override all. */
static int set_task(struct options *options, enum task task)
{
    if (!only_prints_about(options))
        options->task = task;
    return 0;
}

static int parse_facet(struct options *options, const char *text)
{
    static const struct {
        const char *name;
        enum facet facet;
    } facets[] = {{"mois", FACET_MONTH}, {"month", FACET_MONTH}, {"annee", FACET_YEAR},
                  {"année", FACET_YEAR}, {"year", FACET_YEAR},   {"site", FACET_SITE}};
    set_task(options, TASK_FACET);
    for (size_t i = 0; i < sizeof facets / sizeof *facets; i++)
        if (strcmp(text, facets[i].name) == 0) {
            options->facet = facets[i].facet;
            return 0;
        }
    return error_set(ERROR_SYNTAX, "--facet must be mois, annee or site, not '%s'", text);
}

static int set_limit(struct options *options, const char *text)
{
    options->limited = true;
    return parse_count(text, N_("hits"), &options->search.limit);
}

static int set_context(struct options *options, const char *text)
{
    options->passages = true;
    return parse_count(text, N_("words"), &options->context);
}

static int set_template(struct options *options, const char *text)
{
    options->format = FORMAT_TEMPLATE;
    options->line_template = text;
    return template_check(text);
}

/* The setters of the table. */
#define FLAG(field) (options->field = true, 0)
#define TEXT(field) (options->field = optarg, 0)
#define OUTPUT(name) (options->format = FORMAT_##name, 0)
#define TASK(name) set_task(options, TASK_##name)
#define NUMBER(what, field) parse_count(optarg, what, &options->field)
#define PARAMETER(name, most, field) parse_parameter(optarg, name, most, &options->field)
#define PARSED(parser, field) parser(optarg, &options->field)
#define CALL(setter) setter(options, optarg)

/* Applies one option, by its setter in the table. */
static int apply_option(struct options *options, int option)
{
    switch (option) {
#define GROUP(text)
#define OPTION(code, name, letter, value, completion, setter, needs, excludes, help)               \
    case OPTION_##code:                                                                            \
        return setter;
#include "query/app/option_table.def"
#undef GROUP
#undef OPTION
    default:
        return ERROR_SYNTAX;
    }
}

/* Checks what the table cannot say: conditions on values and operands. */
static int check_values(struct options *options)
{
    if (options->null)
        options->format = FORMAT_PATH_NUL;
    if (options->kwic_order != CONCORDANCE_TEXT && options->task != TASK_KWIC)
        return error_set(ERROR_SYNTAX, "--sort left and --sort right require --kwic");
    if (options->task == TASK_MERGE_RUNS && options->word_count == 0)
        return error_set(ERROR_SYNTAX, "--merge-runs requires the files of the runs");
    if (options->similar != NULL && options->word_count > 0)
        return error_set(ERROR_SYNTAX, "--similar takes no words");
    if (options->task == TASK_BATCH && options->word_count > 0)
        return error_set(ERROR_SYNTAX, "--batch reads its queries from standard input only");
    if (options->task == TASK_BATCH && options->format == FORMAT_AUTO)
        options->format = FORMAT_TSV;
    return 0;
}

/* Applies the settings where no option was given. */
static int apply_settings(struct options *options, const struct settings *settings)
{
    const char *limit = settings->values[SETTING_LIMIT], *color = settings->values[SETTING_COLOR],
               *colors = settings->values[SETTING_COLORS];
    int status = 0;
    if (limit != NULL && !options->limited)
        status = parse_count(limit, N_("hits"), &options->search.limit);
    if (status == 0 && color != NULL && options->color == COLOR_UNSET)
        status = parse_color(color, &options->color);
    if (options->color == COLOR_UNSET)
        options->color = COLOR_AUTO;
    options->colors = colors_default;
    options->fallback_index = settings->values[SETTING_INDEX];
    if (status == 0 && colors != NULL)
        status = colors_parse(&options->colors, colors);
    return status;
}

int options_parse(struct options *options, const struct settings *settings, int argc, char **argv)
{
    *options = (struct options){.search = {.k1 = 1.2, .b = 0.75, .limit = 10}, .context = 8};
    (void)parse_ranking(options, "french");
    struct option_parser parser;
    option_parser_init(&parser, query_options, query_option_count);
    int option;
    while ((option = option_parser_next(&parser, argc, argv,
                                        N_(", and put words that begin with a sign after --"))) !=
           -1) {
        int status = option < 0 ? option : apply_option(options, option);
        if (status != 0)
            return status;
    }
    options->words = argv + optind;
    options->word_count = argc - optind;
    if (options->similar != NULL) /* its words have weights of their own, and no order */
        (void)parse_ranking(options, "bm25");
    if (options->task == TASK_COUNT || options->task == TASK_FACET) /* no scores: no families */
        options->query.family_weight = 0;
    int status = apply_settings(options, settings);
    if (status != 0 || only_prints_about(options))
        return status;
    status = option_parser_check(&parser);
    return status == 0 ? check_values(options) : status;
}
