#include "query/app/options.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/message.h"
#include "query/app/help.h"
#include "query/present/template.h"

enum { THREADS_MAX = 256 };

static int parse_count(const char *text, const char *what, size_t *count)
{
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || number > SIZE_MAX)
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

enum { SHARES_MAX = 10000 };

/* "3/8": the third of eight shares. */
static int parse_segments(const char *text, struct search_options *search)
{
    char *end = NULL;
    unsigned long number = text[0] >= '0' && text[0] <= '9' ? strtoul(text, &end, 10) : 0;
    unsigned long count = 0;
    if (number > 0 && end[0] == '/' && end[1] >= '0' && end[1] <= '9')
        count = strtoul(end + 1, &end, 10);
    if (number == 0 || *end != '\0' || number > count || count > SHARES_MAX)
        return error_set(ERROR_SYNTAX,
                         "--segments must be K/N with 1 ≤ K ≤ N ≤ %d, such as 3/8, not '%s'",
                         SHARES_MAX, text);
    search->share = number - 1;
    search->shares = count;
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

/* Sets what ranking `french` adds to BM25; docs/relevance.md says what each part gains. */
static void set_french_ranking(struct options *options)
{
    options->query.function_weight = 0.3;
    options->search.early = 1;
    options->search.form = 0.2;
}

static int parse_ranking(struct options *options, const char *text)
{
    if (strcmp(text, "french") == 0) {
        set_french_ranking(options);
        return 0;
    }
    if (strcmp(text, "bm25") != 0)
        return error_set(ERROR_SYNTAX, "--ranking must be french or bm25, not '%s'", text);
    options->query.function_weight = options->search.early = options->search.form = 0;
    return 0;
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

/* Tasks exclude each other; --help and --version override all. */
static int set_task(struct options *options, enum task task)
{
    if (options->task == TASK_HELP || options->task == TASK_VERSION)
        return 0;
    if (options->task != TASK_SEARCH && options->task != task)
        return error_set(
            ERROR_SYNTAX,
            "--count, --facet, --kwic, --terms, --batch and --merge-runs are mutually exclusive");
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
    if (set_task(options, TASK_FACET) != 0)
        return ERROR_SYNTAX;
    for (size_t i = 0; i < sizeof facets / sizeof *facets; i++)
        if (strcmp(text, facets[i].name) == 0) {
            options->facet = facets[i].facet;
            return 0;
        }
    return error_set(ERROR_SYNTAX, "--facet must be mois, annee or site, not '%s'", text);
}

static int apply_output_option(struct options *options, int option)
{
    switch (option) {
    case OPTION_FILES:
        options->format = FORMAT_PATH;
        return 0;
    case OPTION_NULL_BYTE:
        options->null = true;
        return 0;
    case OPTION_JSON:
        options->format = FORMAT_JSON;
        return 0;
    case OPTION_TSV:
        options->format = FORMAT_TSV;
        return 0;
    case OPTION_TREC:
        options->format = FORMAT_TREC;
        return 0;
    case OPTION_EXPLAIN:
        options->explain = true;
        return 0;
    case OPTION_NO_SNIPPET:
        options->no_snippet = true;
        return 0;
    case OPTION_COLOR:
        return parse_color(optarg, &options->color);
    case OPTION_COUNT:
        return set_task(options, TASK_COUNT);
    case OPTION_FACET:
        return parse_facet(options, optarg);
    case OPTION_KWIC:
        return set_task(options, TASK_KWIC);
    case OPTION_CONTEXT:
        options->passages = true;
        return parse_count(optarg, N_("words"), &options->context);
    case OPTION_HEADER:
        options->header = true;
        return 0;
    case OPTION_FORMAT:
        options->format = FORMAT_TEMPLATE;
        options->line_template = optarg;
        return template_check(optarg);
    case OPTION_FULL:
        options->full = true;
        return 0;
    case OPTION_TERMS:
        return set_task(options, TASK_TERMS);
    case OPTION_BATCH:
        return set_task(options, TASK_BATCH);
    case OPTION_SEGMENTS:
        return parse_segments(optarg, &options->search);
    case OPTION_MERGE_RUNS:
        return set_task(options, TASK_MERGE_RUNS);
    case OPTION_TIMINGS:
        options->timings = true;
        return 0;
    case OPTION_THREADS:
        return parse_thread_count(optarg, &options->threads);
    case OPTION_VERSION:
        options->task = TASK_VERSION;
        return 0;
    case OPTION_HELP:
        options->task = TASK_HELP;
        return 0;
    default:
        return ERROR_SYNTAX;
    }
}

static int apply_option(struct options *options, int option)
{
    switch (option) {
    case OPTION_INDEX:
        options->index = optarg;
        return 0;
    case OPTION_LIMIT:
        options->limited = true;
        return parse_count(optarg, N_("hits"), &options->search.limit);
    case OPTION_OFFSET:
        return parse_count(optarg, N_("hits"), &options->offset);
    case OPTION_SORT:
        return parse_sort(options, optarg);
    case OPTION_SIMILAR:
        options->similar = optarg;
        return 0;
    case OPTION_UNIQUE:
        options->unique = true;
        return 0;
    case OPTION_EXHAUSTIVE:
        options->search.exhaustive = true;
        return 0;
    case OPTION_ALL_WORDS:
        options->query.all_words = true;
        return 0;
    case OPTION_PHRASE:
        options->query.phrase = true;
        return 0;
    case OPTION_WORDS:
        options->query.plain_words = true;
        return 0;
    case OPTION_SINCE:
        options->query.since = optarg;
        return 0;
    case OPTION_UNTIL:
        options->query.until = optarg;
        return 0;
    case OPTION_K1:
        return parse_parameter(optarg, "k1", 1000, &options->search.k1);
    case OPTION_B:
        return parse_parameter(optarg, "b", 1, &options->search.b);
    case OPTION_RANKING:
        return parse_ranking(options, optarg);
    case OPTION_FUNCTION_WORDS:
        return parse_function_words(optarg, &options->query.function_weight);
    case OPTION_EARLY:
        return parse_parameter(optarg, "early", 1000, &options->search.early);
    case OPTION_FORM:
        return parse_parameter(optarg, "form", 1000, &options->search.form);
    default:
        return apply_output_option(options, option);
    }
}

/* runs_merge, which puts the shares together, only knows scores. */
static int check_segment_options(const struct options *options)
{
    if (options->task != TASK_BATCH ||
        (options->format != FORMAT_AUTO && options->format != FORMAT_TREC))
        return error_set(ERROR_SYNTAX,
                         "--segments requires --batch, and no format other than --trec");
    if (options->unique || options->offset > 0 || options->header ||
        options->search.sort != SORT_SCORE)
        return error_set(
            ERROR_SYNTAX,
            "--segments cannot be combined with --unique, --offset, --header or --sort");
    return 0;
}

static int check_batch_options(struct options *options)
{
    if (options->format == FORMAT_AUTO)
        options->format = FORMAT_TSV;
    if (options->format == FORMAT_PATH || options->format == FORMAT_PATH_NUL ||
        options->format == FORMAT_TEMPLATE || options->explain || options->full)
        return error_set(ERROR_SYNTAX, "--batch can only be combined with --tsv, --json or --trec");
    if (options->similar != NULL || options->word_count > 0)
        return error_set(ERROR_SYNTAX, "--batch reads its queries from standard input only");
    return 0;
}

/* Checks how options combine. */
static int check_combinations(struct options *options)
{
    bool paths = options->format == FORMAT_AUTO || options->format == FORMAT_PATH;
    if (options->null && !paths)
        return error_set(ERROR_SYNTAX,
                         "--null prints paths: it cannot be combined with --json or --tsv");
    if (options->null)
        options->format = FORMAT_PATH_NUL;
    paths = options->format == FORMAT_PATH || options->format == FORMAT_PATH_NUL;
    bool batch_lines = options->task == TASK_BATCH && options->format == FORMAT_AUTO;
    if (options->header && options->format != FORMAT_TSV && !batch_lines)
        return error_set(ERROR_SYNTAX, "--header requires --tsv");
    if (options->full && options->format != FORMAT_AUTO && options->format != FORMAT_JSON)
        return error_set(ERROR_SYNTAX,
                         "--full cannot be combined with output options other than --json");
    if (options->full && options->task != TASK_SEARCH && options->task != TASK_BATCH)
        return error_set(ERROR_SYNTAX,
                         "--full cannot be combined with --count, --facet, --kwic or --terms");
    if (options->explain && options->format == FORMAT_TEMPLATE)
        return error_set(ERROR_SYNTAX, "--explain cannot be combined with --format");
    if (options->explain && (paths || options->task == TASK_COUNT))
        return error_set(ERROR_SYNTAX,
                         "--explain cannot be combined with --files, --null or --count");
    if (options->kwic_order != CONCORDANCE_TEXT && options->task != TASK_KWIC)
        return error_set(ERROR_SYNTAX, "--sort left and --sort right require --kwic");
    bool hits = options->task == TASK_SEARCH || options->task == TASK_KWIC;
    if (options->unique && !hits)
        return error_set(ERROR_SYNTAX,
                         "--unique cannot be combined with --count, --facet or --terms");
    if (options->task == TASK_MERGE_RUNS && options->word_count == 0)
        return error_set(ERROR_SYNTAX, "--merge-runs requires the files of the runs");
    if (options->search.shares > 0) {
        int status = check_segment_options(options);
        if (status != 0)
            return status;
    }
    if (options->task == TASK_BATCH)
        return check_batch_options(options);
    if (options->timings || options->threads > 0 || options->format == FORMAT_TREC)
        return error_set(ERROR_SYNTAX, "--timings, --threads and --trec require --batch");
    bool lines = options->format == FORMAT_AUTO || options->format == FORMAT_JSON;
    if (options->task > TASK_COUNT && options->task < TASK_HELP && (!lines || options->explain))
        return error_set(
            ERROR_SYNTAX,
            "--facet, --kwic and --terms cannot be combined with output options other than --json");
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
    if (status == 0 && colors != NULL)
        status = colors_parse(&options->colors, colors);
    return status;
}

int options_parse(struct options *options, const struct settings *settings, int argc, char **argv)
{
    *options = (struct options){.search = {.k1 = 1.2, .b = 0.75, .limit = 10}, .context = 8};
    set_french_ranking(options);
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
    if (options->similar != NULL && options->word_count > 0)
        return error_set(ERROR_SYNTAX, "--similar takes no words");
    if (options->similar != NULL) /* its words have weights of their own, and no order */
        parse_ranking(options, "bm25");
    int status = apply_settings(options, settings);
    return status != 0 ? status : check_combinations(options);
}
