/* Turns of writing: the old commit stands until the new one is published, whatever happens. */
#include "tests/unit/base/property.h"

#include <signal.h>
#include <sys/wait.h>

#include "common/base/error.h"
#include "common/index/index_folder.h"
#include "indexer/commit/transaction.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

/* Begins, and makes `count` segment files, which hold their own names. */
static void begin_with_segments(struct transaction *transaction, unsigned count)
{
    assert_int_equal(transaction_begin(transaction, scratch.path), 0);
    for (unsigned i = 0; i < count; i++) {
        struct manifest_segment segment = {.documents = i};
        transaction_segment_name(transaction, i, segment.name);
        assert_false(scratch_has(&scratch, segment.name));
        segment.size = strlen(segment.name);
        scratch_write(&scratch, segment.name, segment.name, segment.size);
        assert_int_equal(manifest_add_segment(&transaction->next, &segment), 0);
    }
}

static uint64_t commit(unsigned count)
{
    struct transaction transaction;
    begin_with_segments(&transaction, count);
    uint64_t generation = transaction.next.generation;
    assert_int_equal(transaction_commit(&transaction), 0);
    return generation;
}

static unsigned count_files_ending(const char *suffix)
{
    unsigned count = 0;
    DIR *listing = opendir(scratch.path);
    struct dirent *entry;
    while ((entry = readdir(listing)) != NULL) {
        size_t size = strlen(entry->d_name), end = strlen(suffix);
        count += size >= end && strcmp(entry->d_name + size - end, suffix) == 0;
    }
    closedir(listing);
    return count;
}

/* The commit that stands: its generation, and all of its segments are there. */
static void assert_current(uint64_t generation, size_t segments)
{
    struct manifest manifest;
    assert_int_equal(manifest_read(&manifest, scratch.directory, "ici"), 0);
    assert_true(manifest.generation == generation);
    assert_int_equal(manifest.segment_count, segments);
    for (size_t i = 0; i < segments; i++) {
        struct buffer bytes;
        scratch_read(&scratch, manifest.segments[i].name, &bytes);
        assert_string_equal(buffer_string(&bytes), manifest.segments[i].name);
        buffer_release(&bytes);
    }
    manifest_release(&manifest);
}

static void a_commit_replaces_the_one_before(void **state)
{
    (void)state;
    uint64_t first = commit(3);
    assert_current(first, 3);
    uint64_t second = commit(2);
    assert_int_equal(second, first + 1);
    assert_current(second, 2);
    assert_int_equal(count_files_ending(".seg"), 2);
    assert_int_equal(commit(0), second + 1);
    assert_current(second + 1, 0);
    assert_int_equal(count_files_ending(".seg"), 0);
    assert_int_equal(count_files_ending(".tmp"), 0);
    assert_true(scratch_has(&scratch, "CACHEDIR.TAG"));
}

static void a_commit_may_keep_old_segments(void **state)
{
    (void)state;
    uint64_t first = commit(2);
    struct transaction transaction;
    begin_with_segments(&transaction, 1);
    assert_int_equal(manifest_add_segment(&transaction.next, &transaction.old.segments[1]), 0);
    assert_int_equal(transaction_commit(&transaction), 0);
    assert_current(first + 1, 2);
    assert_int_equal(count_files_ending(".seg"), 2);

    /* Abandoning must not take them away either. */
    begin_with_segments(&transaction, 1);
    assert_int_equal(manifest_add_segment(&transaction.next, &transaction.old.segments[1]), 0);
    transaction_abandon(&transaction);
    assert_current(first + 1, 2);
    assert_int_equal(count_files_ending(".seg"), 2);
}

/* Gives the commit's only segment amendments of its own. */
static uint64_t commit_amendments(bool published)
{
    struct transaction transaction;
    begin_with_segments(&transaction, 0);
    uint64_t generation = transaction.next.generation;
    struct manifest_segment entry = transaction.old.segments[0];
    transaction_amendments_name(&transaction, 0, entry.amendments.name);
    assert_false(scratch_has(&scratch, entry.amendments.name));
    scratch_write(&scratch, entry.amendments.name, "x", 1);
    assert_int_equal(manifest_add_segment(&transaction.next, &entry), 0);
    if (published)
        assert_int_equal(transaction_commit(&transaction), 0);
    else
        transaction_abandon(&transaction);
    return generation;
}

static void amendments_are_replaced_beside_their_segment(void **state)
{
    (void)state;
    commit(1);
    uint64_t first = commit_amendments(true);
    assert_current(first, 1);
    assert_int_equal(count_files_ending(".amend"), 1);
    uint64_t second = commit_amendments(true);
    assert_int_equal(second, first + 1);
    assert_int_equal(count_files_ending(".amend"), 1);
    commit_amendments(false);
    assert_current(second, 1);
    assert_int_equal(count_files_ending(".amend"), 1);

    /* One that no commit names is removed by the next, and its name is not taken again. */
    char name[SEGMENT_NAME_SIZE];
    snprintf(name, sizeof name, "%08" PRIx64 "-000.amend", second + 4);
    scratch_write(&scratch, name, "x", 1);
    uint64_t third = commit_amendments(true);
    assert_int_equal(third, second + 5);
    assert_false(scratch_has(&scratch, name));
    assert_int_equal(count_files_ending(".amend"), 1);
    assert_int_equal(count_files_ending(".seg"), 1);
}

static void abandoning_leaves_the_old_commit(void **state)
{
    (void)state;
    uint64_t first = commit(2);
    struct transaction transaction;
    begin_with_segments(&transaction, 3);
    assert_int_equal(count_files_ending(".seg"), 5);
    transaction_abandon(&transaction);
    assert_current(first, 2);
    assert_int_equal(count_files_ending(".seg"), 2);
    assert_current(first, 2);
    assert_true(commit(1) > first); /* the lock was given back */
}

static void the_first_transaction_may_be_abandoned(void **state)
{
    (void)state;
    struct transaction transaction;
    struct manifest manifest;
    begin_with_segments(&transaction, 2);
    assert_int_equal(transaction.old.segment_count, 0);
    transaction_abandon(&transaction);
    assert_int_equal(count_files_ending(".seg"), 0);
    assert_int_equal(manifest_read(&manifest, scratch.directory, "ici"), ERROR_NOT_FOUND);
}

static void leftovers_are_removed(void **state)
{
    (void)state;
    uint64_t first = commit(1);
    scratch_write(&scratch, "00000009-000.seg", "x", 1);
    scratch_write(&scratch, "0000000b-001.amend", "x", 1);
    scratch_write(&scratch, "MANIFEST.tmp", "x", 1);
    scratch_write(&scratch, "merge.tmp", "x", 1);
    static const char *const others[] = {"notes.txt", "autre.seg", "notes.tmp", "9-0.seg"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        scratch_write(&scratch, others[i], "x", 1);
    struct transaction transaction;
    assert_int_equal(transaction_begin(&transaction, scratch.path), 0);
    assert_int_equal(count_files_ending(".seg"), 3);
    assert_int_equal(count_files_ending(".amend"), 0);
    assert_int_equal(count_files_ending(".tmp"), 1);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_true(scratch_has(&scratch, others[i]));
    assert_current(first, 1);
    assert_int_equal(transaction.next.generation, 12); /* a name once used is not used again */
    transaction_abandon(&transaction);
}

/* After the last generation there is none. */
static void generations_do_not_wrap_around(void **state)
{
    (void)state;
    commit(1);
    struct transaction transaction;
    scratch_write(&scratch, "ffffffffffffffff-000.amend", "x", 1);
    assert_int_equal(transaction_begin(&transaction, scratch.path), ERROR_CORRUPT);
    assert_non_null(
        strstr(error_message(), "/ffffffffffffffff-000.amend' has the highest number possible"));
    assert_true(scratch_has(&scratch, "ffffffffffffffff-000.amend"));
    unlinkat(scratch.directory, "ffffffffffffffff-000.amend", 0);

    scratch_write(&scratch, "fffffffffffffffe-000.seg", "x", 1);
    assert_true(commit(1) == UINT64_MAX);
    assert_current(UINT64_MAX, 1);
    assert_int_equal(transaction_begin(&transaction, scratch.path), ERROR_CORRUPT);
    assert_current(UINT64_MAX, 1);
}

/* Nothing in it changes, not its time either. */
static void what_is_not_an_index_is_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"00000001-000.seg", "MANIFEST.tmp", "LOCK", "CACHEDIR.TAG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct transaction transaction;
        struct stat before, after;
        scratch_write(&scratch, names[i], "x", 1);
        assert_int_equal(fstat(scratch.directory, &before), 0);
        assert_int_equal(transaction_begin(&transaction, scratch.path), ERROR_NOT_FOUND);
        assert_non_null(strstr(error_message(), "' is neither empty nor an index; "));
        assert_int_equal(transaction_begin_alone(&transaction, scratch.path), ERROR_NOT_FOUND);
        assert_int_equal(fstat(scratch.directory, &after), 0);
        assert_memory_equal(&before.st_mtim, &after.st_mtim, sizeof before.st_mtim);
        assert_int_equal(unlinkat(scratch.directory, names[i], 0), 0);
    }
}

static void a_second_writer_has_to_wait(void **state)
{
    (void)state;
    struct transaction first, second;
    begin_with_segments(&first, 1);
    assert_int_equal(transaction_begin(&second, scratch.path), ERROR_BUSY);
    assert_non_null(strstr(error_message(), "is being written by "));
    assert_int_equal(count_files_ending(".seg"), 1); /* the loser cleaned nothing away */
    assert_int_equal(transaction_commit(&first), 0);
    assert_int_equal(transaction_begin(&second, scratch.path), 0);
    transaction_abandon(&second);
}

/* A damaged manifest, or one of a version to come: a new index can be made over it, with names
 * that none of the old files has. */
static void an_unreadable_manifest_does_not_block_writing(void **state)
{
    (void)state;
    static const char *const manifests[] = {"", "abc", "fouille index 99\nend ffffffff\n"};
    for (size_t i = 0; i < sizeof manifests / sizeof *manifests; i++) {
        uint64_t before = commit(2);
        scratch_write(&scratch, MANIFEST_NAME, manifests[i], strlen(manifests[i]));
        struct transaction transaction;
        begin_with_segments(&transaction, 3);
        assert_int_equal(count_files_ending(".seg"),
                         5); /* what it may have named stays until the end */
        assert_true(transaction.next.generation > before);
        assert_int_equal(transaction_commit(&transaction), 0);
        assert_current(before + 1, 3);
        assert_int_equal(count_files_ending(".seg"), 3);
    }
}

/* A process that is killed in the middle of its turn: lock and files are no hindrance. */
static void a_killed_writer_leaves_the_old_commit(void **state)
{
    (void)state;
    uint64_t first = commit(1);
    int ends[2];
    char answer;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct transaction transaction;
        begin_with_segments(&transaction, 4);
        if (write(ends[1], "y", 1) == 1)
            pause();
        _exit(1);
    }
    assert_int_equal(read(ends[0], &answer, 1), 1);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    close(ends[0]);
    close(ends[1]);
    assert_current(first, 1);
    assert_int_equal(count_files_ending(".seg"), 5);
    uint64_t next = commit(2);
    assert_true(next > first);
    assert_current(next, 2);
    assert_int_equal(count_files_ending(".seg"), 2);
}

static void a_failed_publication_removes_the_new_segments(void **state)
{
    (void)state;
    struct transaction transaction;
    begin_with_segments(&transaction, 2);
    /* A folder stands where the manifest should come. */
    assert_int_equal(mkdirat(scratch.directory, MANIFEST_NAME, 0700), 0);
    assert_int_equal(transaction_commit(&transaction), ERROR_SYSTEM);
    assert_non_null(strstr(error_message(), "cannot rename 'MANIFEST.tmp' to '/"));
    assert_int_equal(count_files_ending(".seg"), 0);
    assert_int_equal(count_files_ending(".tmp"), 0);
    assert_int_equal(unlinkat(scratch.directory, MANIFEST_NAME, AT_REMOVEDIR), 0);
    assert_true(commit(1) >= 1);
}

static void the_directory_is_made_but_not_its_parent(void **state)
{
    (void)state;
    char path[200];
    struct transaction transaction;
    snprintf(path, sizeof path, "%s/absent/.fouille", scratch.path);
    assert_int_equal(transaction_begin(&transaction, path), ERROR_SYSTEM);
    assert_non_null(strstr(error_message(), "cannot create the index folder '"));
    snprintf(path, sizeof path, "%s/.fouille", scratch.path);
    assert_int_equal(transaction_begin(&transaction, path), 0);
    assert_true(transaction.next.generation >= 1);
    transaction_abandon(&transaction);
    static const char *const made[] = {"LOCK", "CACHEDIR.TAG", FOLDER_MARK};
    int directory = open(path, O_RDONLY | O_DIRECTORY);
    for (int i = 0; i < 3; i++)
        assert_int_equal(unlinkat(directory, made[i], 0), 0);
    close(directory);
    assert_int_equal(rmdir(path), 0); /* there was nothing else in it */
}

SUITE(transaction)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(a_commit_replaces_the_one_before),
        IN_SCRATCH(a_commit_may_keep_old_segments),
        IN_SCRATCH(amendments_are_replaced_beside_their_segment),
        IN_SCRATCH(abandoning_leaves_the_old_commit),
        IN_SCRATCH(the_first_transaction_may_be_abandoned),
        IN_SCRATCH(leftovers_are_removed),
        IN_SCRATCH(generations_do_not_wrap_around),
        IN_SCRATCH(what_is_not_an_index_is_refused),
        IN_SCRATCH(a_second_writer_has_to_wait),
        IN_SCRATCH(an_unreadable_manifest_does_not_block_writing),
        IN_SCRATCH(a_killed_writer_leaves_the_old_commit),
        IN_SCRATCH(a_failed_publication_removes_the_new_segments),
        IN_SCRATCH(the_directory_is_made_but_not_its_parent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
