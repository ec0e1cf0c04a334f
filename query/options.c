#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "platform/arguments.h"
#include "platform/error.h"

enum { THREADS_MAX = 256 };

enum {
    OPTION_WORDS = 256,
    OPTION_K1,
    OPTION_B,
    OPTION_JSON,
    OPTION_TSV,
    OPTION_EXPLAIN,
    OPTION_COLOR,
    OPTION_NO_SNIPPET,
    OPTION_SINCE,
    OPTION_UNTIL,
    OPTION_SORT,
    OPTION_OFFSET,
    OPTION_FACET,
    OPTION_KWIC,
    OPTION_CONTEXT,
    OPTION_TERMS,
    OPTION_UNIQUE,
    OPTION_SIMILAR,
    OPTION_BATCH,
    OPTION_TREC,
    OPTION_TIMINGS,
    OPTION_EXHAUSTIVE,
    OPTION_RANKING,
    OPTION_FUNCTION_WORDS,
    OPTION_EARLY,
    OPTION_FORM
};

static const struct option long_options[] = {
    {"index", required_argument, NULL, 'i'},
    {"limit", required_argument, NULL, 'n'},
    {"all-words", no_argument, NULL, 'a'},
    {"phrase", no_argument, NULL, 'p'},
    {"words", no_argument, NULL, OPTION_WORDS},
    {"sort", required_argument, NULL, OPTION_SORT},
    {"offset", required_argument, NULL, OPTION_OFFSET},
    {"similar", required_argument, NULL, OPTION_SIMILAR},
    {"unique", no_argument, NULL, OPTION_UNIQUE},
    {"facet", required_argument, NULL, OPTION_FACET},
    {"kwic", no_argument, NULL, OPTION_KWIC},
    {"context", required_argument, NULL, OPTION_CONTEXT},
    {"terms", no_argument, NULL, OPTION_TERMS},
    {"batch", no_argument, NULL, OPTION_BATCH},
    {"trec", no_argument, NULL, OPTION_TREC},
    {"timings", no_argument, NULL, OPTION_TIMINGS},
    {"threads", required_argument, NULL, 't'},
    {"exhaustive", no_argument, NULL, OPTION_EXHAUSTIVE},
    {"ranking", required_argument, NULL, OPTION_RANKING},
    {"function-words", required_argument, NULL, OPTION_FUNCTION_WORDS},
    {"early", required_argument, NULL, OPTION_EARLY},
    {"form", required_argument, NULL, OPTION_FORM},
    {"since", required_argument, NULL, OPTION_SINCE},
    {"until", required_argument, NULL, OPTION_UNTIL},
    {"k1", required_argument, NULL, OPTION_K1},
    {"b", required_argument, NULL, OPTION_B},
    {"files", no_argument, NULL, 'l'},
    {"null", no_argument, NULL, '0'},
    {"count", no_argument, NULL, 'c'},
    {"json", no_argument, NULL, OPTION_JSON},
    {"tsv", no_argument, NULL, OPTION_TSV},
    {"explain", no_argument, NULL, OPTION_EXPLAIN},
    {"color", required_argument, NULL, OPTION_COLOR},
    {"no-snippet", no_argument, NULL, OPTION_NO_SNIPPET},
    {"version", no_argument, NULL, 'V'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

static const char help[] =
    "Usage: fouille [OPTION]... WORD...\n"
    "Search an index of French articles, best first. Without WORD the query is read from\n"
    "standard input. fouille-index makes the index.\n"
    "\n"
    "The query, in one argument where the shell would read its signs:\n"
    "  mot mot              articles with any of the words, best with all\n"
    "  \"une phrase\" «…»     the words in this order (the shell: '\"une phrase\"', or -p)\n"
    "  +mot -mot            must, must not be there ('+mot -mot', or behind --)\n"
    "  titre:mot            in the title\n"
    "  mot ET (mot OU mot) SAUF mot    as it says; also AND, OR, NOT\n"
    "  gouvern* m?nistre *tion    words that fit; =mot this form alone; mot~ nearly so spelt\n"
    "  \"mot mot\"~5  mot PROCHE/5 mot    near each other, in any order; also NEAR/5\n"
    "  mot^3                counts three times\n"
    "  date:2022-01  date:2021..2022-03  date:>2021    published then\n"
    "  site:exemple.fr  url:TEXT  chemin:archives/2022/*    of that address or path\n"
    "  \\+ \\\" \\(             these signs as text; docs/query.md has all of it\n"
    "\n"
    "  -a, --all-words      every word must be there\n"
    "  -p, --phrase         the whole query is one phrase\n"
    "      --words          the whole query is words: no signs\n"
    "      --since DATE, --until DATE    only articles of these days\n"
    "  -n, --limit N        at most N hits (default 10; 0: all)\n"
    "      --offset N       pass over the first N hits\n"
    "      --sort ORDER     score (default), date, -date (newest first), path\n"
    "      --unique         one of each group of articles that are copies of each other\n"
    "      --similar FILE   articles like the text of FILE (-: standard input), not its copies\n"
    "  -i, --index DIR      the index (default: $FOUILLE_INDEX, else the nearest .fouille\n"
    "                       here or in a folder above)\n"
    "      --k1 X, --b X    BM25's parameters (default 1.2, 0.75)\n"
    "      --ranking NAME   french (default) or bm25: no more than BM25's scores\n"
    "      --function-words X, --early X, --form X   weights of what french adds: of words like\n"
    "                       le or comment (0.3; 1: as others), of where a word stands first\n"
    "                       (1; 0: nothing), of the form as typed (0.2; 0: nothing)\n"
    "      --exhaustive     score every article with the words: the same answer, later\n"
    "      --batch          answer each line of standard input, a query or ID, tab, query,\n"
    "                       as --tsv, --json or --trec; --threads N (default: all cores)\n"
    "\n"
    "Output:\n"
    "  -l, --files          paths only\n"
    "  -0, --null           paths only, a NUL behind each (for xargs -0)\n"
    "  -c, --count          the number of matching articles\n"
    "      --facet WHAT     counts by month, year or site (mois, annee, site)\n"
    "      --kwic           a concordance: each match between its neighbours; --context N words\n"
    "                       each side (default 8); --sort left or right, by the neighbours\n"
    "      --terms [WORD]   the words of the index that begin so, or fit its * and ?, by "
    "frequency:\n"
    "                       word, occurrences, stem, articles with the stem\n"
    "      --json           JSON, one object a line\n"
    "      --tsv            rank, score, path, id, title, url, published, modified\n"
    "      --trec           a run for trec_eval (with --batch)\n"
    "      --timings        each query's microseconds, on standard error (with --batch)\n"
    "      --no-snippet     no passages (in a terminal and in JSON)\n"
    "      --explain        how the query was read, and how each score came about\n"
    "      --color WHEN     auto (default), always, never\n"
    "  -V, --version        print the version\n"
    "  -h, --help           print this help\n"
    "\n"
    "Exit status: 0 found; 1 nothing found; 2 error.\n";

const char *options_help(void)
{
    return help;
}

static int parse_count(const char *text, const char *what, size_t *count)
{
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || number > SIZE_MAX)
        return error_set(ERROR_SYNTAX, "'%s' is no number of %s", text, what);
    *count = (size_t)number;
    return 0;
}

static int parse_threads(const char *text, size_t *threads)
{
    if (parse_count(text, "threads", threads) != 0 || *threads < 1 || *threads > THREADS_MAX)
        return error_set(ERROR_SYNTAX, "--threads must be 1 to %d, not '%s'", THREADS_MAX, text);
    return 0;
}

static int parse_parameter(const char *text, const char *name, double most, double *value)
{
    char *end;
    *value = strtod(text, &end);
    if (end == text || *end != '\0' || !(*value >= 0) || !(*value <= most))
        return error_set(ERROR_SYNTAX, "'%s' is no value for --%s: it goes from 0 to %g", text,
                         name, most);
    return 0;
}

/* What `french` adds to BM25; docs/relevance.md has what each is worth. */
static void set_french(struct options *options)
{
    options->query.function_weight = 0.3;
    options->search.early = 1;
    options->search.form = 0.2;
}

static int parse_ranking(struct options *options, const char *text)
{
    if (strcmp(text, "french") == 0) {
        set_french(options);
        return 0;
    }
    if (strcmp(text, "bm25") != 0)
        return error_set(ERROR_SYNTAX, "--ranking takes french or bm25, not '%s'", text);
    options->query.function_weight = options->search.early = options->search.form = 0;
    return 0;
}

static int parse_function_words(const char *text, double *weight)
{
    int status = parse_parameter(text, "function-words", 1, weight);
    if (status == 0 && *weight < 0.001)
        return error_set(ERROR_SYNTAX, "--function-words takes 0.001 to 1, not '%s'", text);
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
        return error_set(ERROR_SYNTAX, "--color takes auto, always or never, not '%s'", text);
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
        "--sort takes score, date, -date, path, or with --kwic left or right, not '%s'", text);
}

static int parse_facet(struct options *options, const char *text)
{
    static const struct {
        const char *name;
        enum facet facet;
    } facets[] = {{"mois", FACET_MONTH}, {"month", FACET_MONTH}, {"annee", FACET_YEAR},
                  {"année", FACET_YEAR}, {"year", FACET_YEAR},   {"site", FACET_SITE}};
    options->task = TASK_FACET;
    for (size_t i = 0; i < sizeof facets / sizeof *facets; i++)
        if (strcmp(text, facets[i].name) == 0) {
            options->facet = facets[i].facet;
            return 0;
        }
    return error_set(ERROR_SYNTAX, "--facet takes mois, annee or site, not '%s'", text);
}

static int apply_output(struct options *options, int option)
{
    switch (option) {
    case 'l':
        options->format = FORMAT_PATH;
        return 0;
    case '0':
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
    case 'c':
        options->task = TASK_COUNT;
        return 0;
    case OPTION_FACET:
        return parse_facet(options, optarg);
    case OPTION_KWIC:
        options->task = TASK_KWIC;
        return 0;
    case OPTION_CONTEXT:
        return parse_count(optarg, "words", &options->context);
    case OPTION_TERMS:
        options->task = TASK_TERMS;
        return 0;
    case OPTION_BATCH:
        options->task = TASK_BATCH;
        return 0;
    case OPTION_TIMINGS:
        options->timings = true;
        return 0;
    case 't':
        return parse_threads(optarg, &options->threads);
    case 'V':
        options->task = TASK_VERSION;
        return 0;
    case 'h':
        options->task = TASK_HELP;
        return 0;
    default:
        return ERROR_SYNTAX;
    }
}

static int apply(struct options *options, int option)
{
    switch (option) {
    case 'i':
        options->index = optarg;
        return 0;
    case 'n':
        options->limited = true;
        return parse_count(optarg, "hits", &options->search.limit);
    case OPTION_OFFSET:
        return parse_count(optarg, "hits", &options->offset);
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
    case 'a':
        options->query.all_words = true;
        return 0;
    case 'p':
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
        return apply_output(options, option);
    }
}

static int combine_batch(struct options *options)
{
    if (options->format == FORMAT_AUTO)
        options->format = FORMAT_TSV;
    if (options->format == FORMAT_PATH || options->format == FORMAT_PATH_NUL || options->explain)
        return error_set(ERROR_SYNTAX, "--batch goes with --tsv, --json or --trec");
    if (options->similar != NULL || options->word_count > 0)
        return error_set(ERROR_SYNTAX, "--batch reads its queries from standard input");
    return 0;
}

/* What options mean together. */
static int combine(struct options *options)
{
    bool paths = options->format == FORMAT_AUTO || options->format == FORMAT_PATH;
    if (options->null && !paths)
        return error_set(ERROR_SYNTAX, "--null is for paths: it does not go with --json or --tsv");
    if (options->null)
        options->format = FORMAT_PATH_NUL;
    paths = options->format == FORMAT_PATH || options->format == FORMAT_PATH_NUL;
    if (options->explain && (paths || options->task == TASK_COUNT))
        return error_set(ERROR_SYNTAX, "--explain does not go with --files, --null or --count");
    if (options->kwic_order != CONCORDANCE_TEXT && options->task != TASK_KWIC)
        return error_set(ERROR_SYNTAX, "--sort left and --sort right go with --kwic");
    bool hits = options->task == TASK_SEARCH || options->task == TASK_KWIC;
    if (options->unique && !hits)
        return error_set(ERROR_SYNTAX, "--unique does not go with --count, --facet or --terms");
    if (options->task == TASK_BATCH)
        return combine_batch(options);
    if (options->timings || options->threads > 0 || options->format == FORMAT_TREC)
        return error_set(ERROR_SYNTAX, "--timings, --threads and --trec go with --batch");
    bool lines = options->format == FORMAT_AUTO || options->format == FORMAT_JSON;
    if (options->task > TASK_COUNT && options->task < TASK_HELP && (!lines || options->explain))
        return error_set(ERROR_SYNTAX,
                         "--facet, --kwic and --terms go with no output option but --json");
    return 0;
}

int options_parse(struct options *options, int argc, char **argv)
{
    *options = (struct options){.search = {.k1 = 1.2, .b = 0.75, .limit = 10}, .context = 8};
    set_french(options);
    opterr = 0;
    int option;
    while ((option = getopt_long(argc, argv, ":i:n:t:apl0cVh", long_options, NULL)) != -1) {
        if (option == ':' || option == '?')
            return arguments_refuse(option, argv, " (words with a sign go behind --)");
        int status = apply(options, option);
        if (status != 0)
            return status;
    }
    options->words = argv + optind;
    options->word_count = argc - optind;
    if (options->similar != NULL && options->word_count > 0)
        return error_set(ERROR_SYNTAX, "--similar takes no words");
    if (options->similar != NULL) /* its words have weights of their own, and no order */
        parse_ranking(options, "bm25");
    return combine(options);
}
