/* Every kind of answer of fouille, where memory runs out: each allocation of the program's own
 * fails once. What comes is the whole answer, or the error that says so; never a part of it, nor
 * that the index is damaged. A function that takes an error for "nothing there" is found so. */
#include "tests/fuzz/hostile.h"

#include <errno.h>
#include <getopt.h>
#include <sys/mman.h>

#include "tests/fuzz/harness.h"

#include "query/app/answer.h"

enum { WORDS_MOST = 16, ALLOCATIONS_MOST = 20000 };

/* --- the allocations: the linker puts these in place of the C library's (--wrap) --- */

static unsigned long allocation_count, failing; /* how many there were; which one fails, 0: none */

static bool should_fail(void)
{
    bool failed = ++allocation_count == failing;
    if (failed)
        errno = ENOMEM;
    return failed;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
int __real_posix_memalign(void **memory, size_t alignment, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t most);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
int __wrap_posix_memalign(void **memory, size_t alignment, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t most);

void *__wrap_malloc(size_t size)
{
    return should_fail() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return should_fail() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return should_fail() ? NULL : __real_realloc(memory, size);
}

int __wrap_posix_memalign(void **memory, size_t alignment, size_t size)
{
    return should_fail() ? ENOMEM : __real_posix_memalign(memory, alignment, size);
}

char *__wrap_strdup(const char *text)
{
    return should_fail() ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t most)
{
    return should_fail() ? NULL : __real_strndup(text, most);
}

/* --- the questions, a tab between words --- */

static const char *const questions[] = {
    "rivière\tpaix",
    "letat\tlariviere\tinonde",
    "+chats\t+paix",
    "\"la paix des\"\t--explain",
    "riv*\tpaxi~2\t=rivière",
    "date:2020..2022\tpaix\t--sort\tdate",
    "paix\tSAUF\t(chat\tOU\técoles)\t--json",
    "site:a1.fr\tchemin:textes\tpaix\t--tsv",
    "paix\tPROCHE/5\trivière\t--json\t--context\t4",
    "paix\t--kwic\t--sort\tleft",
    "paix\t--facet\tmois",
    "paix\t--facet\tsite",
    "--terms\triv*",
    "paix\t--full\t-n\t3",
    "rivière\t--color\talways",
    "paix\t--unique\t-n\t50",
    "paix\t-c",
    "zzz\tparx",
};

static struct hostile hostile;
static int output; /* where answers go */

static void discard_notice(void *context, const char *message)
{
    (void)context;
    (void)message;
}

static int run_starved(const char *question, struct buffer *answered)
{
    static struct settings settings;
    char text[300];
    char *words[WORDS_MOST] = {(char *)"fouille", (char *)"-i", hostile.index}, *rest = text;
    int count = 3;
    struct options options;
    bool found;
    snprintf(text, sizeof text, "%s", question);
    for (char *word; (word = strsep(&rest, "\t")) != NULL;)
        words[count++] = word;
    words[count] = NULL;
    optind = 0;
    fuzz_require(options_parse(&options, &settings, count, words) == 0, question);
    fuzz_require(ftruncate(output, 0) == 0 && lseek(output, 0, SEEK_SET) == 0, "an empty output");
    int spoken = dup(STDOUT_FILENO);
    dup2(output, STDOUT_FILENO);
    allocation_count = 0;
    int status = answer(&options, (struct question_notice){discard_notice, NULL}, &found);
    unsigned long allocations = allocation_count;
    failing = 0;
    dup2(spoken, STDOUT_FILENO);
    close(spoken);
    lseek(output, 0, SEEK_SET);
    buffer_clear(answered);
    fuzz_require(file_read_all(output, answered, SIZE_MAX, "answer") == 0, "an answer");
    allocation_count = allocations;
    return status;
}

/* Whether all was well. */
static bool starve_question(const char *question)
{
    struct buffer whole = {0}, now = {0};
    bool well = true;
    fuzz_require(run_starved(question, &whole) == 0, question);
    const unsigned long allocations = allocation_count;
    fuzz_require(allocations > 0 && allocations < ALLOCATIONS_MOST, "allocations are counted");
    for (unsigned long i = 1; i <= allocations; i++) {
        failing = i;
        int status = run_starved(question, &now);
        bool same = now.size == whole.size &&
                    (whole.size == 0 || memcmp(now.data, whole.data, whole.size) == 0);
        if (status == ERROR_MEMORY || (status == 0 && same))
            continue;
        fprintf(stderr, "fuzz_starve: '%s', allocation %lu of %lu: status %d, %s answer: %s\n",
                question, i, allocations, status, same ? "the same" : "another",
                status == 0 ? "" : error_message());
        well = false;
    }
    buffer_release(&whole);
    buffer_release(&now);
    return well;
}

int main(void)
{
    bool well = true;
    setenv("PATH", "/nowhere", 1);
    output = memfd_create("answer", MFD_CLOEXEC);
    fuzz_require(output >= 0, "a file in memory");
    hostile_open(&hostile, NULL);
    hostile_write(&hostile, NULL, 0);
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        well &= starve_question(questions[i]);
    return well ? 0 : 1;
}
