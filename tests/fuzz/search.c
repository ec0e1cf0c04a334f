/* Everything that fouille answers from an index made to do harm (hostile.h). The first byte says
 * how it is asked; the rest are edits. Before that all of it is read as the readers give it. */
#include "tests/fuzz/hostile.h"

#include "tests/fuzz/harness.h"

#include "query/app/answer.h"

enum { WORDS_MOST = 16 };

static struct hostile hostile;
static struct settings settings;

/* Arguments, a tab between. */
static const char *const questions[] = {
    "rivière\tpaix",
    "--\t+chats\t+paix\t-riviere",
    "\"la paix des\"",
    "riv*\t*aix\tch?ts",
    "paxi~2\t=rivière",
    "titre:rivière\técole^3",
    "date:2020..2022\tpaix\t--sort\tdate",
    "paix\tSAUF\t(chat\tOU\técoles)",
    "site:a1.fr\tpaix\t--json",
    "url:*sport*\tpaix\t--tsv\t--header",
    "chemin:textes\tpaix\t--sort\tpath\t-l",
    "\"paix chats\"~5\t--explain",
    "paix\tPROCHE/5\trivière\t--json\t--context\t4",
    "paix\t--json\t--explain\t-n\t0",
    "paix\t--kwic\t--sort\tleft",
    "rivière\t--kwic\t--json",
    "paix\t--facet\tmois",
    "paix\t--facet\tsite",
    "paix\t--facet\tannee\t--json",
    "--terms\triv*",
    "--terms\tr\t--json",
    "paix\t--full\t-n\t3",
    "rivière\t--color\talways\t--context\t3",
    "rivieres\tinondees\t--format\t{score} {title} {id} {url} {snippet}",
    "paix\t--unique\t-n\t50",
    "--similar\t@",
    "paix\t-c",
    "letat\tlariviere\tinonde",
    "dit-il\tweekend\taujourd'hui\t--exhaustive\t--json",
    "paix\t--no-snippet\t--json\t--offset\t3",
    "--batch\t--trec\t-t\t2",
    "--batch\t--trec\t--segments\t1/2",
};

static void check_notice(void *context, const char *message)
{
    (void)context;
    fuzz_require(message[0] != '\0', "a notice says something");
}

static void write_text_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");
    if (file == NULL || fputs(text, file) == EOF || fclose(file) != 0)
        sample_fail(name);
}

static char similar[300], batch[300];

static void prepare_search(void)
{
    setenv("PATH", "/nowhere", 1); /* where texts are read by another program there is none */
    hostile_open(&hostile, NULL);
    snprintf(similar, sizeof similar, "%s/similar", hostile.base);
    write_text_file(similar, "La paix des rivières et des chats, dit-il, à l'école.");
    snprintf(batch, sizeof batch, "%s/batch", hostile.base);
    write_text_file(batch, "1\tpaix\n2\t\"la paix\"\n3\triv* titre:paix\n4\tchat SAUF école\n");
}

static void run_question(const char *question)
{
    char text[300];
    char *words[WORDS_MOST] = {(char *)"fouille", (char *)"-i", hostile.index}, *rest = text;
    int count = 3;
    struct options options;
    bool found;
    snprintf(text, sizeof text, "%s", question);
    for (char *word; (word = strsep(&rest, "\t")) != NULL;)
        words[count++] = strcmp(word, "@") == 0 ? similar : word;
    words[count] = NULL;
    int input = open(batch, O_RDONLY | O_CLOEXEC), before = dup(STDIN_FILENO);
    dup2(input, STDIN_FILENO);
    optind = 0;
    fuzz_require(options_parse(&options, &settings, count, words) == 0, question);
    hostile_silence_output();
    error_set(ERROR_CORRUPT, "%s", "");
    int status = answer(&options, (struct question_notice){check_notice, NULL}, &found);
    hostile_restore_output();
    fuzz_require(status == 0 || error_message()[0] != '\0', "an error has a message");
    if (before >= 0)
        dup2(before, STDIN_FILENO);
    close(before);
    close(input);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct sample sample;
    uint64_t digest;
    if (hostile.folder_count == 0)
        prepare_search();
    if (size == 0)
        return 0;
    hostile_write(&hostile, bytes + 1, size - 1);
    strcpy(sample.path, hostile.index);
    if (bytes[0] % 4 == 0)
        (void)read_everything(&sample, &digest);
    run_question(questions[bytes[0] % (sizeof questions / sizeof *questions)]);
    return 0;
}
