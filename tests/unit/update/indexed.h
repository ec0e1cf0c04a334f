/* A folder of articles and its index, for tests of runs. List tests with INDEXED. */
#ifndef FOUILLE_TESTS_INDEXED_H
#define FOUILLE_TESTS_INDEXED_H

#include "tests/unit/base/scratch.h"

#include "common/index/segment.h"
#include "indexer/update/build.h"
#include "indexer/update/plan.h"

struct indexed {
    struct scratch scratch;
    char articles[80]; /* a folder */
    char index[100];   /* in it */
    char *path;        /* what a run is given: the folder */
    struct options options;
    struct report report; /* of the last run */
};

/* Of the test that runs. */
static struct indexed indexed;

static inline const char *indexed_path(const char *name)
{
    static char path[300];
    snprintf(path, sizeof path, "%s/%s", indexed.articles, name);
    return path;
}

static inline void indexed_write(const char *name, const char *text)
{
    FILE *file = fopen(indexed_path(name), "we");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static inline void indexed_remove(const char *name)
{
    assert_int_equal(remove(indexed_path(name)), 0);
}

static inline void indexed_folder(const char *name)
{
    assert_int_equal(mkdir(indexed_path(name), 0777), 0);
}

static inline int indexed_setup(void **state)
{
    (void)state;
    indexed = (struct indexed){0};
    scratch_make(&indexed.scratch);
    snprintf(indexed.articles, sizeof indexed.articles, "%s/articles", indexed.scratch.path);
    snprintf(indexed.index, sizeof indexed.index, "%s/.fouille", indexed.articles);
    assert_int_equal(mkdir(indexed.articles, 0777), 0);
    indexed.path = indexed.articles;
    indexed.options = (struct options){.index = indexed.index,
                                       .quiet = true,
                                       .store = true,
                                       .memory = (size_t)64 << 20,
                                       .threads = 1,
                                       .paths = &indexed.path,
                                       .path_count = 1};
    input_rules_init(&indexed.options.input_rules);
    return 0;
}

static inline int indexed_teardown(void **state)
{
    char command[200];
    (void)state;
    input_rules_release(&indexed.options.input_rules);
    snprintf(command, sizeof command, "chmod -R u+rwx '%s'; rm -r '%s'", indexed.articles,
             indexed.articles);
    assert_int_equal(system(command), 0);
    scratch_remove(&indexed.scratch);
    return 0;
}

#define INDEXED(test) cmocka_unit_test_setup_teardown(test, indexed_setup, indexed_teardown)

/* Runs on a list of paths, each ended by a NUL; NULL: on all folders. */
static inline int indexed_run_on(const struct buffer *files)
{
    report_init(&indexed.report, true);
    return build_at(&indexed.options, &indexed.report, indexed.index, files, NULL);
}

static inline void indexed_run(void)
{
    int status = indexed_run_on(NULL);
    if (status != 0)
        print_error("%s\n", error_message());
    assert_int_equal(status, 0);
}

/* Returns the number of articles in the index; *generation: that of the commit. */
static inline uint64_t indexed_count(uint64_t *generation)
{
    struct manifest manifest;
    uint64_t count = 0;
    assert_int_equal(manifest_read_at(&manifest, indexed.index), 0);
    for (size_t i = 0; i < manifest.segment_count; i++)
        count += manifest.segments[i].documents - manifest.segments[i].amendments.deleted;
    *generation = manifest.generation;
    manifest_release(&manifest);
    return count;
}

/* Begins the next run on the folder by hand, up to what it compares with. */
static inline void indexed_begin(struct run *run)
{
    report_init(&indexed.report, true);
    run_init(run, &indexed.options, &indexed.report, indexed.index);
    assert_int_equal(transaction_begin(&run->transaction, indexed.index), 0);
    assert_int_equal(roots_resolve(&run->roots, &indexed.path, 1, indexed.index), 0);
    assert_int_equal(plan_run(run), 0);
    assert_int_equal(left_out_open(&run->left, &run->transaction, run->map, run->rebuilds), 0);
    assert_int_equal(mounts_open(&run->mounts, &run->transaction.old, run->map), 0);
}

static inline void indexed_abandon(struct run *run)
{
    transaction_abandon(&run->transaction);
    run_release(run);
}

/* Returns the paths and ids of the documents of a segment, "path#id" or "path", a space after
 * each; valid until the next call. */
static inline const char *indexed_documents(const struct run *run, size_t number)
{
    static char names[2000];
    const struct manifest *next = &run->transaction.next;
    struct segment segment;
    struct document_reader reader;
    struct document document = {0};
    size_t size = 0;
    assert_int_equal(segment_open_listed(&segment, run->transaction.directory, indexed.index,
                                         &next->segments[number], next),
                     0);
    assert_int_equal(document_reader_init(&reader, &segment.file), 0);
    names[0] = '\0';
    for (uint32_t i = 0; i < segment_document_count(&segment); i++) {
        assert_int_equal(document_read(&reader, i, &document), 0);
        size += (size_t)snprintf(names + size, sizeof names - size, "%.*s%s%.*s ",
                                 (int)document.path.size, document.path.data,
                                 document.id.size > 0 ? "#" : "", (int)document.id.size,
                                 document.id.data);
        assert_true(size < sizeof names);
    }
    document_reader_release(&reader);
    segment_close(&segment);
    return names;
}

#endif
