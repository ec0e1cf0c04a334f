#include "indexer/tasks/inspect.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/analysis/analyzer.h"
#include "common/analysis/decode.h"
#include "common/analysis/term.h"
#include "common/base/error.h"
#include "common/base/file.h"
#include "common/base/message.h"
#include "common/index/index.h"
#include "common/index/index_check.h"
#include "indexer/run/safe_print.h"
#include "indexer/sources/source.h"
#include "indexer/state/left_list.h"

/* A reader like head that closes standard output early ends the program by SIGPIPE, without a
 * message; a full disk is an error. */
static int flush_output(void)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        return error_system("cannot write standard output");
    return 0;
}

static int open_given_index(const char *given, struct index *index)
{
    char *path;
    int status = index_locate(given, &path);
    if (status != 0)
        return status;
    status = index_open(index, path, analysis_fingerprint());
    free(path);
    return status;
}

static void print_sections(const struct index *index)
{
    uint64_t total = 0;
    for (int section = 0; section < SECTION_COUNT; section++) {
        uint64_t bytes = 0;
        for (size_t i = 0; i < index->segment_count; i++)
            bytes += index->segments[i].file.sections[section].size;
        printf("bytes %s\t%" PRIu64 "\n", section_name((enum section)section), bytes);
    }
    for (size_t i = 0; i < index->segment_count; i++)
        total += index->manifest.segments[i].size;
    printf("bytes in all\t%" PRIu64 "\n", total);
}

/* Prints a path as a value, on one line whatever bytes it has. */
static void print_path_value(const char *name, const char *path)
{
    printf("%s\t", name);
    safe_print(stdout, path, strlen(path));
    putchar('\n');
}

int inspect_stats(const char *given_index)
{
    struct index index;
    int status = open_given_index(given_index, &index);
    if (status != 0)
        return status;
    uint64_t terms = 0, forms = 0, text = 0;
    for (size_t i = 0; i < index.segment_count; i++) {
        const struct segment_statistics *statistics = &index.segments[i].file.statistics;
        terms += statistics->term_count;
        forms += statistics->form_count;
        text += statistics->text_bytes;
    }
    print_path_value("index", index.directory);
    printf("generation\t%" PRIu64 "\n", index.manifest.generation);
    printf("analysis\t%016" PRIx64 "\n", index.manifest.fingerprint);
    for (size_t i = 0; i < index.manifest.root_count; i++)
        print_path_value("root", index.manifest.roots[i]);
    printf("segments\t%zu\n", index.segment_count);
    printf("documents\t%" PRIu64 "\n", index.document_count);
    printf("deleted documents\t%" PRIu64 "\n", index.deleted_count);
    printf("words\t%" PRIu64 "\n", index.total_length);
    printf("words in titles\t%" PRIu64 "\n", index.total_title_length);
    printf("terms (sum over segments)\t%" PRIu64 "\n", terms);
    printf("surface forms (sum over segments)\t%" PRIu64 "\n", forms);
    printf("bytes of text\t%" PRIu64 "\n", text);
    print_sections(&index);
    index_close(&index);
    return flush_output();
}

/* Whether the list of what was left out can be read. */
static int check_left_list(const struct index *index)
{
    struct left_list left;
    int directory = open(index->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return error_system("cannot open '%s'", index->directory);
    left_list_init(&left);
    int status = left_list_read(&left, directory, &index->manifest, index->directory);
    if (status == ERROR_SYSTEM && errno == EACCES) /* only its owner may read it */
        status = 0;
    left_list_release(&left);
    close(directory);
    return status;
}

int inspect_check(const char *given_index)
{
    struct index index;
    int status = open_given_index(given_index, &index);
    if (status != 0)
        return status;
    uint64_t documents;
    status = index_check(&index, &documents);
    if (status == 0)
        status = check_left_list(&index);
    if (status == 0) {
        safe_print(stdout, index.directory, strlen(index.directory));
        printf(_(": %s in %s, no errors found\n"),
               message_with_count("%s article", "%s articles", documents).text,
               message_with_count("%s segment", "%s segments", index.segment_count).text);
        status = flush_output();
    }
    index_close(&index);
    return status;
}

/* --- extract --- */

struct extraction {
    const char *id; /* wanted, or NULL for the only one */
    size_t id_size;
    bool found;
    struct buffer *explanation; /* wanted instead of the text; or NULL */
};

static int print_body(void *context, const struct article *article)
{
    struct extraction *extraction = context;
    if (extraction->found)
        return 0;
    if (extraction->id != NULL &&
        (article->id.size != extraction->id_size ||
         memcmp(article->id.bytes, extraction->id, extraction->id_size) != 0))
        return 0;
    extraction->found = true;
    struct text_span wanted = article->body;
    if (extraction->explanation != NULL)
        wanted = (struct text_span){buffer_string(extraction->explanation),
                                    extraction->explanation->size};
    /* Programs need the text unchanged, and may count its bytes. */
    if (isatty(STDOUT_FILENO))
        safe_print_text(stdout, wanted.bytes, wanted.size);
    else
        fwrite(wanted.bytes, 1, wanted.size, stdout);
    return 0;
}

/* When an index stores no texts, fouille extracts from the files that it names. The index may be
 * hostile, so this must not wait for a FIFO or read a device. */
static int open_without_waiting(const char *path)
{
    return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

/* Opens the operand: FILE of FILE#ID, unless a file of that whole name exists. */
static int open_operand(const char *operand, struct buffer *path, struct extraction *extraction)
{
    struct stat status;
    buffer_append_string(path, operand);
    int descriptor = open_without_waiting(buffer_string(path));
    const char *hash = strrchr(operand, '#');
    if (descriptor < 0 && hash != NULL) {
        extraction->id = hash + 1;
        extraction->id_size = strlen(hash + 1);
        path->size = (size_t)(hash - operand);
        descriptor = open_without_waiting(buffer_string(path));
    }
    if (descriptor < 0)
        return error_system("cannot open '%s'", buffer_string(path));
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode))
        return descriptor;
    close(descriptor);
    return error_set(ERROR_INPUT, "'%s' is not a regular file", buffer_string(path));
}

static int extract_from(const struct input_rules *input_rules, int descriptor,
                        const char *display_path, struct extraction *extraction)
{
    struct input_kind kind = input_rules_kind_of(input_rules, display_path);
    if (kind.source.maybe_page && source_is_page(descriptor))
        kind.source.format = SOURCE_HTML;
    if (kind.source.format == SOURCE_NONE)
        return error_set(ERROR_INPUT, "the format of '%s' is not supported", display_path);
    struct source_reader *reader = source_reader_create(SOURCE_LIMIT);
    if (reader == NULL)
        return ERROR_MEMORY;
    source_reader_set_encoding(reader, input_rules->encoding);
    source_reader_set_map(reader, &input_rules->map);
    source_reader_set_explanation(reader, extraction->explanation);
    const struct intake_file file = {
        .descriptor = descriptor, .display_path = display_path, .kind = kind};
    const struct article_receiver receiver = {.article = print_body, .context = extraction};
    int status = intake_read(input_rules, &file, reader, &receiver);
    source_reader_destroy(reader);
    return status;
}

int inspect_extract(const struct options *options)
{
    const char *operand = options->operand;
    struct extraction extraction = {0};
    struct buffer path, explanation;
    buffer_init(&path);
    buffer_init(&explanation);
    if (options->explain)
        extraction.explanation = &explanation;
    int status = open_operand(operand, &path, &extraction), descriptor = status;
    if (status >= 0) {
        status = extract_from(&options->input_rules, descriptor, buffer_string(&path), &extraction);
        close(descriptor);
    }
    buffer_release(&path);
    buffer_release(&explanation);
    if (status == 0 && !extraction.found)
        status = error_set(ERROR_NOT_FOUND, "no article '%s'", operand);
    return status == 0 ? flush_output() : status;
}

/* --- analyze --- */

static const char *kind_name(uint16_t kind)
{
    switch (kind) {
    case OCCURRENCE_JOINED:
        return "joined";
    case OCCURRENCE_VARIANT:
        return "variant";
    case OCCURRENCE_CLITIC:
        return "clitic";
    default:
        return "word";
    }
}

static int print_analysis(const struct buffer *text)
{
    struct analyzer *analyzer = analyzer_create();
    if (analyzer == NULL)
        return ERROR_MEMORY;
    static struct occurrence occurrences[ANALYSIS_BATCH_MIN];
    analyzer_begin(analyzer, text->size == 0 ? "" : text->data, text->size, 0);
    size_t count;
    while ((count = analyzer_next(analyzer, occurrences, ANALYSIS_BATCH_MIN)) > 0)
        for (size_t i = 0; i < count; i++) {
            const struct occurrence *one = &occurrences[i];
            const struct form *form = analyzer_form(analyzer, one->form);
            char name[TERM_NAME_MAX + 1];
            term_name((struct slice){form->term, form->term_size}, name);
            printf("%" PRIu32 "\t%" PRIu32 "\t%" PRIu32 "\t%s\t%u\t%s\t%s\n", one->position,
                   one->start, one->end, kind_name(one->kind), one->span, form->surface, name);
        }
    int status = analyzer_status(analyzer);
    analyzer_destroy(analyzer);
    return status;
}

int inspect_analyze(const char *path)
{
    int descriptor = path == NULL ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return error_system("cannot open '%s'", path);
    struct buffer raw, text;
    buffer_init(&raw);
    buffer_init(&text);
    int status = file_read_all(descriptor, &raw, UINT32_MAX, path);
    if (status == 0)
        status = decode_text(&text, raw.size == 0 ? "" : raw.data, raw.size, NULL);
    if (status == 0)
        status = print_analysis(&text);
    buffer_release(&raw);
    buffer_release(&text);
    if (path != NULL)
        close(descriptor);
    return status == 0 ? flush_output() : status;
}
