/* Whole reads, maps, and replacement that is never seen half done. */
#include <errno.h>

#include "tests/unit/base/property.h"

#include "common/base/error.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

/* --- maps --- */

static void a_map_shows_the_bytes(void **state)
{
    (void)state;
    struct file_map map;
    scratch_write(&scratch, "mille", "abcdef", 6);
    assert_int_equal(file_map_open(&map, scratch.directory, "mille", "mille"), 0);
    assert_int_equal(map.size, 6);
    assert_memory_equal(map.data, "abcdef", 6);
    file_map_close(&map);
    assert_null(map.data);
}

static void an_empty_file_maps_to_nothing(void **state)
{
    (void)state;
    struct file_map map;
    scratch_write(&scratch, "vide", "", 0);
    assert_int_equal(file_map_open(&map, scratch.directory, "vide", "vide"), 0);
    assert_null(map.data);
    assert_int_equal(map.size, 0);
    file_map_close(&map);
}

static void what_is_no_regular_file_is_not_mapped(void **state)
{
    (void)state;
    struct file_map map;
    assert_int_equal(file_map_open(&map, scratch.directory, "absent", "ici/absent"), ERROR_SYSTEM);
    assert_string_equal(error_message(), "cannot open 'ici/absent': No such file or directory");
    assert_int_equal(file_map_open(&map, scratch.directory, ".", "ici"), ERROR_CORRUPT);
    assert_string_equal(error_message(), "'ici' is not a regular file");

    scratch_write(&scratch, "cible", "x", 1);
    assert_int_equal(symlinkat("cible", scratch.directory, "lien"), 0);
    assert_int_equal(file_map_open(&map, scratch.directory, "lien", "lien"), ERROR_SYSTEM);

    /* A pipe without a writer must not hold the opening up. */
    assert_int_equal(mkfifoat(scratch.directory, "tube", 0600), 0);
    assert_int_equal(file_map_open(&map, scratch.directory, "tube", "tube"), ERROR_CORRUPT);
}

/* --- whole reads --- */

static int read_with_limit(size_t size, size_t limit, size_t already)
{
    char *bytes = malloc(size + 1);
    memset(bytes, 'q', size + 1);
    scratch_write(&scratch, "lu", bytes, size);
    struct buffer into;
    buffer_init(&into);
    for (size_t i = 0; i < already; i++)
        buffer_append_byte(&into, '-');
    int descriptor = openat(scratch.directory, "lu", O_RDONLY);
    int status = file_read_all(descriptor, &into, limit, "lu");
    close(descriptor);
    if (status == 0) {
        assert_int_equal(into.size, already + size);
        assert_true(size == 0 || memcmp(into.data + already, bytes, size) == 0);
    }
    buffer_release(&into);
    free(bytes);
    return status;
}

static void a_read_stops_at_its_limit(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 63, 64, 65, 4096, 65535, 65536, 65537, 300000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t already = 0; already <= 100; already += 50) {
            size_t size = sizes[i];
            assert_int_equal(read_with_limit(size, SIZE_MAX, already), 0);
            assert_int_equal(read_with_limit(size, size, already), 0);
            if (size > 0) {
                assert_int_equal(read_with_limit(size, size - 1, already), ERROR_INPUT);
                assert_int_equal(read_with_limit(size, 0, already), ERROR_INPUT);
            }
        }
    read_with_limit(10, 9, 0);
    assert_string_equal(error_message(), "'lu' is larger than 9 bytes");
}

static void a_pipe_is_read_to_its_end(void **state)
{
    (void)state;
    int ends[2];
    char bytes[3000];
    memset(bytes, 'p', sizeof bytes);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(file_write_all(ends[1], bytes, sizeof bytes, "tube"), 0);
    close(ends[1]);
    struct buffer into;
    buffer_init(&into);
    assert_int_equal(file_read_all(ends[0], &into, sizeof bytes, "tube"), 0);
    assert_int_equal(into.size, sizeof bytes);
    close(ends[0]);
    buffer_release(&into);
}

static void failures_of_the_system_are_told(void **state)
{
    (void)state;
    struct buffer into;
    buffer_init(&into);
    assert_int_equal(file_read_all(scratch.directory, &into, 100, "dossier"), ERROR_SYSTEM);
    assert_string_equal(error_message(), "cannot read 'dossier': Is a directory");
    buffer_release(&into);

    int full = open("/dev/full", O_WRONLY);
    assert_true(full >= 0);
    assert_int_equal(file_write_all(full, "x", 1, "plein"), ERROR_SYSTEM);
    assert_string_equal(error_message(), "cannot write 'plein': No space left on device");
    close(full);
}

static void messages_name_the_whole_path(void **state)
{
    (void)state;
    struct file_path path;
    char expected[200], name[FILE_PATH_SIZE];
    snprintf(expected, sizeof expected, "%s/livre", scratch.path);
    errno = ENOSPC;
    assert_string_equal(file_path(&path, scratch.directory, "livre"), expected);
    assert_int_equal(errno, ENOSPC);
    int closed = open(scratch.path, O_RDONLY | O_DIRECTORY);
    close(closed);
    errno = ENOSPC;
    assert_string_equal(file_path(&path, closed, "livre"), "livre");
    assert_int_equal(errno, ENOSPC);

    memset(name, 'x', sizeof name);
    name[sizeof name - 1] = '\0';
    assert_string_equal(file_path(&path, scratch.directory, name), name);
}

static void a_file_in_the_root_has_one_slash(void **state)
{
    (void)state;
    struct file_path path;
    if (getenv("FOUILLE_EMULATED") != NULL)
        skip(); /* qemu opens another folder as the root */
    int root = open("/", O_RDONLY | O_DIRECTORY);
    assert_string_equal(file_path(&path, root, "livre"), "/livre");
    close(root);
}

/* --- replacement --- */

static void assert_content(const char *name, const char *expected)
{
    struct buffer bytes;
    scratch_read(&scratch, name, &bytes);
    assert_string_equal(buffer_string(&bytes), expected);
    buffer_release(&bytes);
}

static void a_file_is_made_and_replaced(void **state)
{
    (void)state;
    assert_int_equal(file_replace(scratch.directory, "livre", "un", 2), 0);
    assert_content("livre", "un");
    int old = openat(scratch.directory, "livre", O_RDONLY);
    assert_int_equal(file_replace(scratch.directory, "livre", "deux", 4), 0);
    assert_content("livre", "deux");
    assert_false(scratch_has(&scratch, "livre.tmp"));

    /* Whoever had it open keeps the old bytes. */
    char bytes[8];
    assert_int_equal(read(old, bytes, sizeof bytes), 2);
    assert_memory_equal(bytes, "un", 2);
    close(old);
}

static unsigned mode_of(const char *name)
{
    struct stat status;
    assert_int_equal(fstatat(scratch.directory, name, &status, AT_SYMLINK_NOFOLLOW), 0);
    return status.st_mode & 0777;
}

static void a_new_file_has_the_permissions_of_its_folder(void **state)
{
    (void)state;
    static const mode_t folders[] = {0700, 0755, 0750, 0770, 0711, 0704},
                        files[] = {0600, 0644, 0640, 0660, 0600, 0604}, masks[] = {000, 022, 077};
    const mode_t before = umask(0);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        for (size_t k = 0; k < sizeof masks / sizeof *masks; k++) {
            umask(masks[k]);
            assert_int_equal(fchmod(scratch.directory, folders[i]), 0);
            int descriptor = file_create(scratch.directory, "fiche");
            assert_true(descriptor >= 0);
            assert_int_equal(mode_of("fiche"), files[i]);
            assert_int_equal(file_create(scratch.directory, "fiche"), -1); /* it is there */
            close(descriptor);
            assert_int_equal(unlinkat(scratch.directory, "fiche", 0), 0);
            assert_int_equal(file_replace(scratch.directory, "livre", "x", 1), 0);
            assert_int_equal(mode_of("livre"), files[i]);
        }
    umask(before);
}

static void a_new_file_is_written_once(void **state)
{
    (void)state;
    struct stat file;
    assert_int_equal(fchmod(scratch.directory, 0755), 0);
    assert_int_equal(file_write_new(scratch.directory, "ouvert", 0, slice_of("un")), 0);
    assert_int_equal(file_write_new(scratch.directory, "fermé", 0600, slice_of("deux")), 0);
    assert_content("ouvert", "un");
    assert_content("fermé", "deux");
    assert_int_equal(fstatat(scratch.directory, "ouvert", &file, 0), 0);
    assert_int_equal(file.st_mode & 0777, 0644);
    assert_int_equal(fstatat(scratch.directory, "fermé", &file, 0), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
    /* What exists is kept. */
    assert_int_equal(file_write_new(scratch.directory, "ouvert", 0, slice_of("trois")),
                     ERROR_SYSTEM);
    assert_content("ouvert", "un");
}

static void a_leftover_temporary_does_not_hinder(void **state)
{
    (void)state;
    scratch_write(&scratch, "bord", "intact", 6);
    assert_int_equal(symlinkat("bord", scratch.directory, "note.tmp"), 0);
    assert_int_equal(file_replace(scratch.directory, "note", "neuf", 4), 0);
    assert_content("note", "neuf");
    assert_content("bord", "intact"); /* the link was not written through */
    assert_false(scratch_has(&scratch, "note.tmp"));
}

static void a_failed_replacement_leaves_the_old_file(void **state)
{
    (void)state;
    /* A folder in the way: the rename fails after a good write. */
    assert_int_equal(mkdirat(scratch.directory, "plein", 0700), 0);
    assert_int_equal(file_replace(scratch.directory, "plein", "x", 1), ERROR_SYSTEM);
    scratch_assert_message(&scratch, "cannot rename 'plein.tmp' to '", "plein",
                           "': Is a directory");
    assert_false(scratch_has(&scratch, "plein.tmp"));
    assert_int_equal(unlinkat(scratch.directory, "plein", AT_REMOVEDIR), 0);

    int closed = open(scratch.path, O_RDONLY | O_DIRECTORY);
    close(closed);
    assert_int_equal(file_replace(closed, "rien", "x", 1), ERROR_SYSTEM);
    assert_string_equal(error_message(), "cannot create 'rien.tmp': Bad file descriptor");
    assert_int_equal(file_sync(closed, "rien"), ERROR_SYSTEM);
}

SUITE(file)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(a_map_shows_the_bytes),
        IN_SCRATCH(an_empty_file_maps_to_nothing),
        IN_SCRATCH(what_is_no_regular_file_is_not_mapped),
        IN_SCRATCH(a_read_stops_at_its_limit),
        cmocka_unit_test(a_pipe_is_read_to_its_end),
        IN_SCRATCH(failures_of_the_system_are_told),
        IN_SCRATCH(messages_name_the_whole_path),
        cmocka_unit_test(a_file_in_the_root_has_one_slash),
        IN_SCRATCH(a_file_is_made_and_replaced),
        IN_SCRATCH(a_new_file_has_the_permissions_of_its_folder),
        IN_SCRATCH(a_new_file_is_written_once),
        IN_SCRATCH(a_leftover_temporary_does_not_hinder),
        IN_SCRATCH(a_failed_replacement_leaves_the_old_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
