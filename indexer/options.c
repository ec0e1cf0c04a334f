#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "platform/arguments.h"
#include "platform/error.h"
#include "sources/source.h"

enum {
    OPTION_STATS = 256,
    OPTION_CHECK,
    OPTION_EXTRACT,
    OPTION_ANALYZE,
    OPTION_NO_STORE,
    OPTION_OPTIMIZE,
    OPTION_REBUILD,
    OPTION_FORGET,
    OPTION_FILES_FROM,
    OPTION_WATCH,
    OPTION_STDIN_NAME,
    OPTION_REPAIR,
    OPTION_FILTER,
    OPTION_FILTER_TIME,
    OPTION_FILTER_MEMORY,
    OPTION_ENCODING,
    OPTION_INCLUDE,
    OPTION_EXCLUDE
};

static const struct option long_options[] = {
    {"index", required_argument, NULL, 'i'},
    {"memory", required_argument, NULL, 'm'},
    {"no-store", no_argument, NULL, OPTION_NO_STORE},
    {"threads", required_argument, NULL, 't'},
    {"quiet", no_argument, NULL, 'q'},
    {"rebuild", no_argument, NULL, OPTION_REBUILD},
    {"forget", required_argument, NULL, OPTION_FORGET},
    {"files-from", required_argument, NULL, OPTION_FILES_FROM},
    {"stdin-name", required_argument, NULL, OPTION_STDIN_NAME},
    {"watch", no_argument, NULL, OPTION_WATCH},
    {"optimize", no_argument, NULL, OPTION_OPTIMIZE},
    {"repair", no_argument, NULL, OPTION_REPAIR},
    {"stats", no_argument, NULL, OPTION_STATS},
    {"check", no_argument, NULL, OPTION_CHECK},
    {"extract", required_argument, NULL, OPTION_EXTRACT},
    {"analyze", no_argument, NULL, OPTION_ANALYZE},
    {"version", no_argument, NULL, 'V'},
    {"help", no_argument, NULL, 'h'},
    {"filter", required_argument, NULL, OPTION_FILTER},
    {"filter-time", required_argument, NULL, OPTION_FILTER_TIME},
    {"filter-memory", required_argument, NULL, OPTION_FILTER_MEMORY},
    {"encoding", required_argument, NULL, OPTION_ENCODING},
    {"include", required_argument, NULL, OPTION_INCLUDE},
    {"exclude", required_argument, NULL, OPTION_EXCLUDE},
    {NULL, 0, NULL, 0},
};

static const char help[] =
    "Usage: fouille-index [OPTION]... [PATH]...\n"
    "Index folders of French articles (.txt .md .html .xml .jsonl, also .gz; .pdf) for fouille.\n"
    "An index that is there is brought up to date: what is new or changed is read, what is\n"
    "gone is left out. Without PATH that is done for all folders of the index.\n"
    "\n"
    "  -i, --index DIR      keep the index in DIR (default: $FOUILLE_INDEX, else .fouille\n"
    "                       in the first PATH)\n"
    "      --no-store       do not keep the articles' text; snippets then read the files\n"
    "  -m, --memory SIZE    memory to index in, e.g. 64M (default 512M); the program itself\n"
    "                       takes 24M more, and 4M for each thread\n"
    "  -t, --threads N      index in N threads (default: the processors there are)\n"
    "  -q, --quiet          no progress, no summary\n"
    "      --rebuild        index everything from the beginning\n"
    "      --files-from FILE  look only at the files named in FILE (-: standard input), one a "
    "line\n"
    "                       or ended by NUL; they lie in the folders of the index, or in PATH\n"
    "      --stdin-name NAME  index what comes on standard input as the file stdin:NAME; another\n"
    "                       of that name replaces it\n"
    "      --forget PATH    take a folder, or a stdin:NAME, and its articles, out of the index\n"
    "      --watch          go on until Ctrl-C or SIGTERM: what changes in the folders of the\n"
    "                       index is in it within a second or so\n"
    "      --optimize       merge what several threads, or runs, left in pieces, and take out\n"
    "                       what is gone for good\n"
    "      --repair         keep what is intact of a damaged index, and print what must be "
    "indexed\n"
    "                       again\n"
    "\n"
    "Which files, and how (not remembered: to be given at each run):\n"
    "      --exclude GLOB   leave out files and folders, as a line of .fouilleignore does (which\n"
    "                       has the syntax of .gitignore); may be given several times\n"
    "      --include GLOB   of the files, only these; may be given several times\n"
    "      --filter .EXT=[FORMAT:]COMMAND  have a program make text (or html, markdown, jsonl,\n"
    "                       xml) of the files named so: '.epub=html:pandoc -t html {}'. {} is the\n"
    "                       path; without it the file is standard input. No shell is used\n"
    "      --filter-time SECONDS  a filter may take so long for one file (default 60)\n"
    "      --filter-memory SIZE  and so much memory (default 1G)\n"
    "      --encoding NAME  the charset of files that say nothing else\n"
    "\n"
    "Looking instead of indexing:\n"
    "      --stats          what the index holds, and its size by section\n"
    "      --check          verify every checksum and every structure of the index\n"
    "      --extract FILE[#ID]  print an article's text as it would be indexed\n"
    "      --analyze [FILE] print how a text is cut into words: position, bytes, term\n"
    "  -V, --version        print the version\n"
    "  -h, --help           print this help\n"
    "\n"
    "Exit status: 0 all was read; 1 the index is up to date but for some input that could not\n"
    "be read; 2 nothing was changed; 3 it was stopped (Ctrl-C, SIGTERM), and what was complete is\n"
    "in the index.\n";

const char *options_help(void)
{
    return help;
}

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
        return error_set(ERROR_SYNTAX, "'%s' is no size; write for example 256M", text);
    *size = (size_t)number << shift;
    return 0;
}

/* What a segment needs before its first article; less would make a segment of each. */
enum { MEMORY_LEAST = 4 << 20 };

static int parse_memory(const char *text, size_t *memory)
{
    int status = parse_size(text, memory);
    if (status == 0 && *memory < MEMORY_LEAST)
        status = error_set(ERROR_SYNTAX, "--memory must be 4M at least, not %s", text);
    return status;
}

enum { FILTER_SECONDS_MOST = 86400 };

static int parse_seconds(const char *text, unsigned *seconds)
{
    char *end;
    errno = 0;
    unsigned long number = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || number == 0 ||
        number > FILTER_SECONDS_MOST)
        return error_set(ERROR_SYNTAX, "--filter-time must be 1 to %d seconds, not '%s'",
                         FILTER_SECONDS_MOST, text);
    *seconds = (unsigned)number;
    return 0;
}

enum { THREADS_MOST = 256 };

static unsigned processors(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return count < 1 ? 1 : count > THREADS_MOST ? THREADS_MOST : (unsigned)count;
}

static int parse_threads(const char *text, unsigned *threads)
{
    char *end;
    errno = 0;
    unsigned long number = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || number == 0 ||
        number > THREADS_MOST)
        return error_set(ERROR_SYNTAX, "--threads must be 1 to %d, not '%s'", THREADS_MOST, text);
    *threads = (unsigned)number;
    return 0;
}

/* What follows "stdin:" in paths. A '/' in it would make a folder of what is none. */
static int parse_name(const char *text, const char **name)
{
    *name = text;
    if (strchr(text, '/') != NULL || strlen(text) > NAME_MAX)
        return error_set(ERROR_SYNTAX, "--stdin-name takes a name, not a path: '%s'", text);
    if (source_kind_of(text).format == SOURCE_NONE)
        return error_set(ERROR_SYNTAX,
                         "'%s' is of no format that is read; its end tells, as in notes.html or "
                         "notes.jsonl",
                         text);
    return 0;
}

static int apply(struct options *options, int option)
{
    switch (option) {
    case 'i':
        options->index = optarg;
        return 0;
    case 'm':
        return parse_memory(optarg, &options->memory);
    case 't':
        return parse_threads(optarg, &options->threads);
    case OPTION_NO_STORE:
        options->store = false;
        return 0;
    case 'q':
        options->quiet = true;
        return 0;
    case OPTION_REBUILD:
        options->rebuild = true;
        return 0;
    case OPTION_FILES_FROM:
        options->files_from = optarg;
        return 0;
    case OPTION_FORGET:
        options->task = TASK_FORGET;
        options->operand = optarg;
        return 0;
    case OPTION_STDIN_NAME:
        return parse_name(optarg, &options->stdin_name);
    case OPTION_WATCH:
        options->task = TASK_WATCH;
        return 0;
    case OPTION_OPTIMIZE:
        options->task = TASK_OPTIMIZE;
        return 0;
    case OPTION_REPAIR:
        options->task = TASK_REPAIR;
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
    case OPTION_ANALYZE:
        options->task = TASK_ANALYZE;
        return 0;
    case 'V':
        options->task = TASK_VERSION;
        return 0;
    case 'h':
        options->task = TASK_HELP;
        return 0;
    case OPTION_FILTER:
        return intake_add_filter(&options->intake, optarg);
    case OPTION_FILTER_TIME:
        return parse_seconds(optarg, &options->intake.filter_seconds);
    case OPTION_FILTER_MEMORY:
        return parse_size(optarg, &options->intake.filter_memory);
    case OPTION_ENCODING:
        return intake_set_encoding(&options->intake, optarg);
    case OPTION_INCLUDE:
        return ignore_add_pattern(&options->intake.included, optarg);
    case OPTION_EXCLUDE:
        return ignore_add_pattern(&options->intake.excluded, optarg);
    default:
        return ERROR_SYNTAX;
    }
}

int options_parse(struct options *options, int argc, char **argv)
{
    *options =
        (struct options){.store = true, .memory = (size_t)512 << 20, .threads = processors()};
    intake_init(&options->intake);
    opterr = 0;
    int option;
    while ((option = getopt_long(argc, argv, ":i:m:t:qVh", long_options, NULL)) != -1) {
        if (option == ':' || option == '?')
            return arguments_refuse(option, argv, "");
        int status = apply(options, option);
        if (status != 0)
            return status;
    }
    if (options->files_from != NULL && (options->rebuild || options->task != TASK_BUILD))
        return error_set(ERROR_SYNTAX, "--files-from goes with nothing that looks at all files");
    options->paths = argv + optind;
    options->path_count = argc - optind;
    if (options->stdin_name != NULL && (options->rebuild || options->files_from != NULL ||
                                        options->task != TASK_BUILD || options->path_count > 0))
        return error_set(ERROR_SYNTAX, "--stdin-name goes with no folders and no other task");
    if (options->task != TASK_BUILD && options->task != TASK_WATCH &&
        options->task != TASK_ANALYZE && options->path_count > 0)
        return error_set(ERROR_SYNTAX, "'%s' has no meaning here; see --help", options->paths[0]);
    return intake_complete(&options->intake);
}

void options_release(struct options *options)
{
    intake_release(&options->intake);
}
