/* The walk: its order, what it passes over, and trees that would break a careless one. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/base/buffer.h"
#include "common/base/error.h"
#include "indexer/sources/walk/ignore.h"
#include "indexer/sources/walk/walk.h"
#include "tests/unit/suite.h"

/* What a walk reported: paths, each with a \n after it. */
struct walk_log {
    struct buffer files, unreadable, others;
    int error; /* errno of the last one that was unreadable */
    size_t count;
    int stop_with;
    uint64_t last_size;
    /* Called at each file, to change the tree under the walk's feet. */
    void (*change_tree)(const struct walk_file *file);
};

static void log_path(struct buffer *into, const char *path)
{
    buffer_append_string(into, path);
    buffer_append_byte(into, '\n');
}

static int on_file(void *context, const struct walk_file *file)
{
    struct walk_log *walk_log = context;
    struct stat status;
    log_path(&walk_log->files, file->path);
    walk_log->count++;
    walk_log->last_size = file->size;
    assert_int_equal(fstatat(file->directory, file->name, &status, AT_SYMLINK_NOFOLLOW), 0);
    assert_true(S_ISREG(status.st_mode));
    assert_int_equal(status.st_ino, file->inode);
    assert_int_equal((uint64_t)status.st_size, file->size);
    assert_int_equal((int64_t)status.st_mtim.tv_sec * 1000000000 + (int64_t)status.st_mtim.tv_nsec,
                     file->mtime);
    if (walk_log->change_tree != NULL)
        walk_log->change_tree(file);
    return walk_log->stop_with;
}

static void on_unreadable(void *context, const char *path)
{
    struct walk_log *walk_log = context;
    walk_log->error = errno;
    assert_true(strlen(error_message()) > 0);
    log_path(&walk_log->unreadable, path);
}

static void on_other(void *context, const char *path)
{
    struct walk_log *walk_log = context;
    log_path(&walk_log->others, path);
}

static int run_walk(struct walk_log *walk_log, const char *root)
{
    static const struct walk_events events = {
        .file = on_file, .unreadable = on_unreadable, .other = on_other};
    return walk_tree(root, &events, walk_log);
}

static void log_release(struct walk_log *walk_log)
{
    buffer_release(&walk_log->files);
    buffer_release(&walk_log->unreadable);
    buffer_release(&walk_log->others);
}

static void expect_walk(const char *root, const char *files, const char *unreadable,
                        const char *others)
{
    struct walk_log walk_log = {0};
    assert_int_equal(run_walk(&walk_log, root), 0);
    assert_string_equal(buffer_string(&walk_log.files), files);
    assert_string_equal(buffer_string(&walk_log.unreadable), unreadable);
    assert_string_equal(buffer_string(&walk_log.others), others);
    log_release(&walk_log);
}

/* Each test works in a folder of its own, which is the current one meanwhile; in memory if there
 * is such a place, since some make tens of thousands of files. */
static char test_folder[40];
static int start_folder;

static int make_home(void **state)
{
    (void)state;
    start_folder = open(".", O_RDONLY | O_DIRECTORY);
    strcpy(test_folder, "/dev/shm/fouille-walk-XXXXXX");
    if (mkdtemp(test_folder) == NULL) {
        strcpy(test_folder, "/tmp/fouille-walk-XXXXXX");
        if (mkdtemp(test_folder) == NULL)
            return -1;
    }
    return start_folder < 0 || chdir(test_folder) != 0;
}

static int remove_home(void **state)
{
    (void)state;
    char command[100];
    snprintf(command, sizeof command, "rm -rf %s", test_folder);
    int result = fchdir(start_folder);
    close(start_folder);
    return result != 0 || system(command) != 0;
}

static void make_file(const char *path)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, path, strlen(path)), (ssize_t)strlen(path));
    close(descriptor);
}

static void make_test_folder(const char *path)
{
    assert_int_equal(mkdir(path, 0777), 0);
}

static void order_is_that_of_whole_paths(void **state)
{
    (void)state;
    make_test_folder("a");
    make_test_folder("a b");
    make_test_folder("a.d");
    make_test_folder("B");
    make_test_folder("vide");
    make_file("a/z");
    make_file("a b/z");
    make_file("a.d/z");
    make_file("a.txt");
    make_file("a-1");
    make_file("a0");
    make_file("B/1");
    make_file("\xc3\xa9t\xc3\xa9");
    make_file("\xe9t\xe9"); /* Latin-1: a name is bytes */
    expect_walk(".", "B/1\na b/z\na-1\na.d/z\na.txt\na/z\na0\n\xc3\xa9t\xc3\xa9\n\xe9t\xe9\n", "",
                "");
    expect_walk("a", "z\n", "", "");
    expect_walk("vide/", "", "", "");
}

static void hidden_names_are_skipped(void **state)
{
    (void)state;
    make_test_folder(".fouille");
    make_test_folder(".git");
    make_test_folder("a");
    make_test_folder("a/.b");
    make_file(".fouille/MANIFEST");
    make_file(".cache.txt");
    make_file("a/.b/x.txt");
    make_file("a/..x");
    make_file("a/x.txt");
    expect_walk(".", "a/x.txt\n", "", "");
    expect_walk(".git/../a/.b", "x.txt\n", "", ""); /* the root may be hidden */
}

static void links_and_devices_are_skipped(void **state)
{
    (void)state;
    make_test_folder("a");
    make_test_folder("a/b");
    make_file("a/x");
    assert_int_equal(symlink("..", "a/b/boucle"), 0);
    assert_int_equal(symlink(".", "a/soi"), 0);
    assert_int_equal(symlink("x", "a/lien"), 0);
    assert_int_equal(symlink("nulle-part", "a/perdu"), 0);
    assert_int_equal(mkfifo("a/tube", 0666), 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "a/prise"};
    int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(descriptor, (struct sockaddr *)&address, sizeof address), 0);
    close(descriptor);
    expect_walk(".", "a/x\n", "", "a/b/boucle\na/lien\na/perdu\na/prise\na/soi\na/tube\n");
}

static void a_root_may_be_a_link_or_a_file(void **state)
{
    (void)state;
    make_test_folder("a");
    make_file("a/x");
    assert_int_equal(symlink("a", "dossier"), 0);
    assert_int_equal(symlink("a/x", "fichier"), 0);
    assert_int_equal(mkfifo("tube", 0666), 0);
    expect_walk("dossier", "x\n", "", "");
    expect_walk("a/x", "\n", "", "");
    expect_walk("./a/../a/x", "\n", "", "");
    expect_walk("fichier", "\n", "", "");
    struct walk_log walk_log = {0};
    assert_int_equal(run_walk(&walk_log, "absent"), ERROR_SYSTEM);
    assert_string_equal(error_message(), "cannot open 'absent': No such file or directory");
    assert_int_equal(run_walk(&walk_log, "a/x/y"), ERROR_SYSTEM);
    assert_int_equal(run_walk(&walk_log, "tube"), ERROR_SYSTEM);
    assert_int_equal(run_walk(&walk_log, ""), ERROR_SYSTEM);
    assert_int_equal(walk_log.count, 0);
    log_release(&walk_log);
}

static void the_callback_can_stop_the_walk(void **state)
{
    (void)state;
    make_test_folder("a");
    make_file("a/1");
    make_file("a/2");
    struct walk_log walk_log = {.stop_with = ERROR_STOPPED};
    assert_int_equal(run_walk(&walk_log, "."), ERROR_STOPPED);
    assert_int_equal(walk_log.count, 1);
    assert_int_equal(run_walk(&walk_log, "a/1"), ERROR_STOPPED);
    log_release(&walk_log);
}

static void remove_c(const struct walk_file *file)
{
    if (strcmp(file->name, "1") != 0)
        return;
    assert_int_equal(rmdir("c"), 0);
    assert_int_equal(unlink("d"), 0);
}

static void vanished_entries_are_reported(void **state)
{
    (void)state;
    make_file("1");
    make_test_folder("c");
    make_file("d");
    make_file("e");
    struct walk_log walk_log = {.change_tree = remove_c};
    assert_int_equal(run_walk(&walk_log, "."), 0);
    assert_string_equal(buffer_string(&walk_log.files), "1\ne\n");
    assert_string_equal(buffer_string(&walk_log.unreadable), "c\nd\n");
    log_release(&walk_log);
}

enum { DEPTH = 10000, NAME_SIZE = 20 };

/* The name of every folder of the deep tree: 10,000 of them are 210 kB of path. */
static const char *deep_name(void)
{
    static char name[NAME_SIZE + 1];
    memset(name, 'd', NAME_SIZE);
    return name;
}

/* Makes `depth` nested folders, each with a file before and one after the next folder. */
static void make_deep_tree(size_t depth)
{
    int at = open(".", O_RDONLY | O_DIRECTORY);
    for (size_t i = 0; i < depth; i++) {
        assert_true(at >= 0);
        assert_int_equal(mkdirat(at, deep_name(), 0777), 0);
        close(openat(at, "a", O_WRONLY | O_CREAT, 0666));
        close(openat(at, "z", O_WRONLY | O_CREAT, 0666));
        int next = openat(at, deep_name(), O_RDONLY | O_DIRECTORY);
        close(at);
        at = next;
    }
    close(at);
}

static int count_deep(void *context, const struct walk_file *file)
{
    size_t *counts = context;
    size_t depth = strlen(file->path) / (NAME_SIZE + 1);
    assert_int_equal(faccessat(file->directory, file->name, R_OK, 0), 0);
    if (strcmp(file->name, "a") == 0)
        assert_int_equal(depth, counts[0]++); /* going down */
    else
        assert_int_equal(depth, DEPTH - ++counts[1]); /* coming back */
    return 0;
}

static void a_very_deep_tree_needs_few_descriptors(void **state)
{
    (void)state;
    static const struct walk_events events = {
        .file = count_deep, .unreadable = on_unreadable, .other = on_other};
    struct rlimit old, few;
    size_t counts[2] = {0};
    make_deep_tree(DEPTH);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
    few = (struct rlimit){64, old.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    int status = walk_tree(".", &events, counts);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
    assert_int_equal(status, 0);
    assert_int_equal(counts[0], DEPTH);
    assert_int_equal(counts[1], DEPTH);
}

/* At the bottom of the tree 1/2/…/40, folder 30 moves to the top: 31 to 40 come back through
 * "..", 1 to 29 must be found again from the root. */
static void move_30(const struct walk_file *file)
{
    if (strcmp(file->name, "fond") != 0)
        return;
    char path[200] = "";
    for (int i = 1; i <= 30; i++)
        snprintf(path + strlen(path), sizeof path - strlen(path), "%s%d", i > 1 ? "/" : "", i);
    assert_int_equal(rename(path, "ailleurs"), 0);
}

static void folders_that_move_are_survived(void **state)
{
    (void)state;
    char path[200] = "";
    for (int i = 1; i <= 40; i++) {
        snprintf(path + strlen(path), sizeof path - strlen(path), "%s%d", i > 1 ? "/" : "", i);
        make_test_folder(path);
        char file[220];
        snprintf(file, sizeof file, "%s/x", path);
        make_file(file);
    }
    strcat(path, "/fond");
    make_file(path);
    struct walk_log walk_log = {.change_tree = move_30};
    assert_int_equal(run_walk(&walk_log, "."), 0);
    assert_int_equal(walk_log.count, 41); /* all of them, and none twice */
    assert_string_equal(buffer_string(&walk_log.unreadable), "");
    log_release(&walk_log);
}

/* 1/2/…/40 again, and all of 5 goes away while the walk is at the bottom. */
static void remove_5(const struct walk_file *file)
{
    if (strcmp(file->name, "fond") == 0)
        assert_int_equal(system("mv 1/2/3/4/5 5; mv 5/6/7/8/9 9; rm -rf 1/2/3 5"), 0);
}

static void vanished_parents_are_reported(void **state)
{
    (void)state;
    char path[200] = "";
    for (int i = 1; i <= 40; i++) {
        snprintf(path + strlen(path), sizeof path - strlen(path), "%s%d", i > 1 ? "/" : "", i);
        make_test_folder(path);
        char file[220];
        snprintf(file, sizeof file, "%s/x", path);
        make_file(file);
    }
    strcat(path, "/fond");
    make_file(path);
    struct walk_log walk_log = {.change_tree = remove_5};
    assert_int_equal(run_walk(&walk_log, "."), 0);
    assert_string_equal(buffer_string(&walk_log.unreadable),
                        "1/2/3/4/5/6/7/8\n1/2/3/4/5/6/7\n1/2/3/4/5/6\n1/2/3/4/5\n1/2/3/4\n1/2/3\n");
    assert_non_null(strstr(buffer_string(&walk_log.files), "\n1/2/x\n1/x\n"));
    log_release(&walk_log);
}

static int compare_path_lines(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void any_tree_is_walked_in_byte_order(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "a.",   "a-b", "a b", "a0", "ab", "A",
                                        "é", "\xff", "~",   "b",   "0",  "!",  "a!"};
    const size_t count = sizeof names / sizeof *names;
    uint64_t seed = 20220106;
    char path[200];
    for (size_t i = 0; i < 600; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        const char *first = names[(seed >> 33) % count], *second = names[(seed >> 41) % count];
        snprintf(path, sizeof path, "%s/%s", first, second);
        if (seed >> 63)
            mkdir(first, 0777); /* fails where there is a file: all the same */
        else
            close(open(first, O_WRONLY | O_CREAT, 0666));
        if (seed >> 62 & 1)
            mkdir(path, 0777);
        else
            close(open(path, O_WRONLY | O_CREAT, 0666));
        strcat(path, "/x");
        close(open(path, O_WRONLY | O_CREAT, 0666));
    }
    struct walk_log walk_log = {0};
    assert_int_equal(run_walk(&walk_log, "."), 0);
    assert_true(walk_log.count > 50);
    char **lines = calloc(walk_log.count, sizeof *lines), *at = walk_log.files.data;
    buffer_string(&walk_log.files);
    at = walk_log.files.data;
    for (size_t i = 0; i < walk_log.count; i++) {
        lines[i] = at;
        at = strchr(at, '\n');
        *at++ = '\0';
        if (i > 0)
            assert_true(strcmp(lines[i - 1], lines[i]) < 0);
    }
    qsort(lines, walk_log.count, sizeof *lines, compare_path_lines);
    for (size_t i = 0; i < walk_log.count; i++) { /* the paths lead to the files, each to its own */
        assert_int_equal(access(lines[i], F_OK), 0);
        assert_true(i == 0 || strcmp(lines[i - 1], lines[i]) != 0);
    }
    free(lines);
    log_release(&walk_log);
}

/* Passes "a" over, puts a file into "b" before it is read, and ends the walk at "c". */
static int on_folder(void *context, const struct walk_folder *folder)
{
    struct walk_log *walk_log = context;
    const char *path = folder->path;
    struct stat open;
    assert_true(S_ISDIR(folder->status->st_mode));
    assert_int_equal(fstat(folder->descriptor, &open), 0);
    assert_int_equal(open.st_ino, folder->status->st_ino);
    log_path(&walk_log->unreadable, path);
    if (strcmp(path, "b") == 0)
        make_file("b/late.txt");
    return strcmp(path, "a") == 0 ? 1 : strcmp(path, "c") == 0 ? ERROR_STOPPED : 0;
}

static void folders_are_reported_before_they_are_read(void **state)
{
    (void)state;
    static const struct walk_events events = {
        .file = on_file, .unreadable = on_unreadable, .other = on_other, .folder = on_folder};
    struct walk_log walk_log = {0};
    make_test_folder("a");
    make_test_folder("b");
    make_test_folder("c");
    make_file("a/1.txt");
    make_file("b/2.txt");
    make_file("c/3.txt");
    assert_int_equal(walk_tree(".", &events, &walk_log), ERROR_STOPPED);
    assert_string_equal(buffer_string(&walk_log.files), "b/2.txt\nb/late.txt\n");
    assert_string_equal(buffer_string(&walk_log.unreadable), "\na\nb\nc\n");
    log_release(&walk_log);
}

static void a_large_folder_is_walked(void **state)
{
    (void)state;
    char name[32];
    for (int i = 0; i < 30000; i++) {
        snprintf(name, sizeof name, "%d.txt", (i * 7919) % 30000);
        close(open(name, O_WRONLY | O_CREAT, 0666));
    }
    struct walk_log walk_log = {0};
    assert_int_equal(run_walk(&walk_log, "."), 0);
    assert_int_equal(walk_log.count, 30000);
    assert_int_equal(strncmp(walk_log.files.data, "0.txt\n1.txt\n10.txt\n100.txt\n", 27), 0);
    log_release(&walk_log);
}

/* Notes what is announced as `others`; files whose names have an x are to be skipped. */
static bool on_announcement(void *context, const char *path, const char *name)
{
    struct walk_log *walk_log = context;
    size_t size = strlen(path), name_size = strlen(name);
    if (size > 0) {
        log_path(&walk_log->others, path);
        assert_true(size >= name_size && strcmp(path + size - name_size, name) == 0);
    } else {
        log_path(&walk_log->others, name);
    }
    return strchr(name, 'x') == NULL;
}

static void files_are_announced_before_they_are_visited(void **state)
{
    (void)state;
    static const struct walk_events events = {.file = on_file,
                                              .before_file = on_announcement,
                                              .unreadable = on_unreadable,
                                              .other = on_other};
    static const char *const roots[] = {"a", "x"};
    mkdir("b", 0777);
    make_file("b/a");
    make_file("b/ax");
    make_file("c");
    struct walk_log walk_log = {0};
    assert_int_equal(walk_tree(".", &events, &walk_log), 0);
    assert_string_equal(buffer_string(&walk_log.others), "b/a\nb/ax\nc\n");
    assert_string_equal(buffer_string(&walk_log.files), "b/a\nc\n");
    log_release(&walk_log);
    for (size_t i = 0; i < 2; i++) { /* a root that is a file */
        make_file(roots[i]);
        walk_log = (struct walk_log){0};
        assert_int_equal(walk_tree(roots[i], &events, &walk_log), 0);
        assert_int_equal(walk_log.count, i == 0);
        assert_int_equal(walk_log.others.size, 2);
        log_release(&walk_log);
    }
}

static void leave_a_number(const struct walk_file *file)
{
    (void)file;
    errno = EACCES;
}

/* A run deletes articles for some numbers of the system's, so an old one must not look like the
 * reason. */
static void what_the_system_does_not_refuse_has_no_number(void **state)
{
    (void)state;
    static const struct walk_events events = {
        .file = on_file, .unreadable = on_unreadable, .other = on_other, .use_ignore_files = true};
    mkdir("b", 0777);
    make_file("a.txt");
    assert_int_equal(mkdir("b/" IGNORE_FILE, 0777), 0);
    struct walk_log walk_log = {.error = -1, .change_tree = leave_a_number};
    assert_int_equal(walk_tree(".", &events, &walk_log), 0);
    assert_string_equal(buffer_string(&walk_log.unreadable), "b\n");
    assert_int_equal(walk_log.error, 0);
    log_release(&walk_log);

    assert_int_equal(rmdir("b/" IGNORE_FILE), 0);
    assert_int_equal(symlink(IGNORE_FILE, "b/" IGNORE_FILE), 0);
    walk_log = (struct walk_log){.error = -1, .change_tree = leave_a_number};
    assert_int_equal(walk_tree(".", &events, &walk_log), 0);
    assert_string_equal(buffer_string(&walk_log.unreadable), "b\n");
    assert_int_equal(walk_log.error, ELOOP);
    log_release(&walk_log);
}

#define IN_HOME(test) cmocka_unit_test_setup_teardown(test, make_home, remove_home)

SUITE(walk)
{
    const struct CMUnitTest tests[] = {
        IN_HOME(order_is_that_of_whole_paths),
        IN_HOME(hidden_names_are_skipped),
        IN_HOME(links_and_devices_are_skipped),
        IN_HOME(a_root_may_be_a_link_or_a_file),
        IN_HOME(the_callback_can_stop_the_walk),
        IN_HOME(vanished_entries_are_reported),
        IN_HOME(a_very_deep_tree_needs_few_descriptors),
        IN_HOME(folders_that_move_are_survived),
        IN_HOME(vanished_parents_are_reported),
        IN_HOME(any_tree_is_walked_in_byte_order),
        IN_HOME(folders_are_reported_before_they_are_read),
        IN_HOME(a_large_folder_is_walked),
        IN_HOME(files_are_announced_before_they_are_visited),
        IN_HOME(what_the_system_does_not_refuse_has_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
