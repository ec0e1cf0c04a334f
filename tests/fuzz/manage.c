/* What fouille-index does with an index made to do harm, and with shards of one (hostile.h). The
 * first byte says which command, and from 128 on that what is good must stay so; the rest are
 * edits. FOUILLE_FUZZ_COMMAND is how the commands begin that alone are tried. */
#include "tests/fuzz/hostile.h"

#include <getopt.h>
#include <limits.h>

#include "tests/fuzz/harness.h"

#include "common/index/index_check.h"
#include "indexer/cluster/adopt.h"
#include "indexer/tasks/export.h"
#include "indexer/tasks/inspect.h"
#include "indexer/tasks/repair.h"
#include "indexer/tasks/status.h"
#include "indexer/update/build.h"
#include "indexer/update/optimize.h"
#include "indexer/update/shard.h"

enum { WORDS_MOST = 12 };

static struct hostile hostile;
static char export[300];
static const char *const commands[] = {
    "--check",
    "--repair",
    "--optimize",
    "--adopt",
    "--export-bulk\t@",
    "--stats",
    "--status",
    "--update",
    "--adopt\t--optimize",
    "--adopt\t--merge-group\t1/1",
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static const char *chosen[COMMANDS];
static size_t chosen_count;

static void describe_fuzz_shard(int directory, unsigned number)
{
    const struct shard shard = {number, 2};
    const struct shard_description terms = {.options = "", .reads_pdf = true, .made_of = ""};
    if (shard_describe(directory, &shard, &terms) != 0)
        sample_fail("cannot describe a share");
}

static void prepare_commands(void)
{
    hostile_open(&hostile, describe_fuzz_shard);
    snprintf(export, sizeof export, "%s/export", hostile.base);
    const char *wanted = getenv("FOUILLE_FUZZ_COMMAND");
    for (size_t i = 0; i < COMMANDS; i++)
        if (wanted == NULL || strncmp(commands[i] + 2, wanted, strlen(wanted)) == 0)
            chosen[chosen_count++] = commands[i];
    fuzz_require(chosen_count > 0, "FOUILLE_FUZZ_COMMAND is a command");
}

/* Some commands walk the folders of an index: they are kept to those that are the test's. */
static bool stays_in_base(void)
{
    struct manifest manifest;
    bool here = true;
    if (manifest_read_at(&manifest, hostile.index) == 0)
        for (size_t i = 0; i < manifest.root_count; i++) {
            const char *root = manifest.roots[i];
            here &= strstr(root, "..") == NULL &&
                    (root[0] != '/' || strncmp(root, hostile.base, strlen(hostile.base)) == 0);
        }
    manifest_release(&manifest);
    return here;
}

static int run_fuzz_task(const struct options *options, struct report *report)
{
    switch (options->task) {
    case TASK_CHECK:
        return inspect_check(options->index);
    case TASK_REPAIR:
        return repair_index(options, report);
    case TASK_OPTIMIZE:
        return optimize_index(options, report);
    case TASK_ADOPT:
        return adopt_shards(options, report);
    case TASK_EXPORT:
        return export_bulk(options, report);
    case TASK_STATS:
        return inspect_stats(options->index);
    case TASK_STATUS:
        return stays_in_base() ? status_print(options) : 0;
    default:
        return stays_in_base() ? build_index(options, report, NULL) : 0;
    }
}

static int run_command(const char *command)
{
    char text[200];
    char *words[WORDS_MOST] = {(char *)"fouille-index", (char *)"-i", hostile.index, (char *)"-t",
                               (char *)"1"},
         *rest = text;
    int count = 5;
    struct options options;
    struct report report;
    snprintf(text, sizeof text, "%s", command);
    for (char *word; (word = strsep(&rest, "\t")) != NULL;)
        if (strcmp(word, "--update") != 0)
            words[count++] = strcmp(word, "@") == 0 ? export : word;
    words[count] = NULL;
    optind = 0;
    fuzz_require(options_parse(&options, count, words) == 0, error_message());
    hostile_silence_output();
    report_init(&report, false);
    error_set(ERROR_CORRUPT, "%s", "");
    int status = run_fuzz_task(&options, &report);
    hostile_restore_output();
    fuzz_require(status == 0 || error_message()[0] != '\0', "an error has a message");
    options_release(&options);
    return status;
}

/* What was written in place of an index that is good must be good. */
static void require_good(const char *what)
{
    struct index index;
    uint64_t documents;
    int status = index_open(&index, hostile.index, analysis_fingerprint());
    if (status == 0) {
        status = index_check(&index, &documents);
        index_close(&index);
    }
    if (status != 0)
        fprintf(stderr, "%s: %s\n", what, error_message());
    fuzz_require(status == 0, "a good index stays good");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (hostile.folder_count == 0)
        prepare_commands();
    if (size == 0)
        return 0;
    const char *command = chosen[bytes[0] % 128 % chosen_count];
    hostile_write(&hostile, bytes + 1, size - 1);
    bool good = bytes[0] >= 128 && run_command("--check") == 0;
    int status = run_command(command);
    bool adopts = strncmp(command, "--adopt", 7) == 0; /* shards may be anything */
    if (good && !adopts)
        require_good(command);
    if (status == 0 && strcmp(command, "--repair") == 0)
        require_good(command);
    return 0;
}
