/* The manifest: comes back whole, and no damaged byte passes. */
#include "tests/unit/base/property.h"

#include <libdeflate.h>

#include "common/base/error.h"
#include "common/index/index_folder.h"
#include "common/index/manifest.h"

#include "tests/unit/base/in_scratch.h"
#include "tests/unit/suite.h"

/* --- round trips --- */

static void random_manifest(struct manifest *manifest, uint64_t *random)
{
    manifest_init(manifest);
    manifest->generation = random_next(random) >> random_below(random, 64);
    manifest->generation += manifest->generation == 0;
    manifest->fingerprint = random_next(random) >> random_below(random, 64);
    manifest->shared = random_below(random, 2) == 0 ? 0 : 0700 + random_below(random, 0100);
    for (uint32_t i = random_below(random, 6); i-- > 0;) {
        char path[100];
        uint32_t size = random_below(random, sizeof path - 1);
        path[0] = '/';
        for (uint32_t k = 1; k <= size; k++) {
            path[k] = (char)(1 + random_below(random, 255)); /* any byte but NUL */
            bool no_name = path[k] == '/' ? path[k - 1] == '/' || k == size
                                          : path[k] == '.' && path[k - 1] == '/';
            if (no_name)
                path[k] = 'x';
        }
        path[size + 1] = '\0';
        assert_int_equal(manifest_add_root(manifest, path), 0);
        if (random_below(random, 2) == 0)
            assert_int_equal(manifest_add_mount(manifest, 0, path + 1), 0);
    }
    if (random_below(random, 2) == 0) {
        manifest->left_out = (struct manifest_left_out){.size = random_next(random),
                                                        .files = random_next(random),
                                                        .checksum = random_of_any_size(random)};
        snprintf(manifest->left_out.name, SEGMENT_NAME_SIZE, "%08x-000.left", 7u);
    }
    for (uint32_t i = random_below(random, 40); i-- > 0;) {
        struct manifest_segment segment = {.size = random_next(random) >> random_below(random, 64),
                                           .documents = random_of_any_size(random),
                                           .checksum = random_of_any_size(random)};
        snprintf(segment.name, sizeof segment.name, "%08" PRIx64 "-%03u.seg", manifest->generation,
                 i);
        uint32_t map[8];
        segment.root_count = random_below(random, 8);
        segment.roots = map;
        for (uint32_t k = 0, root = 0; k < segment.root_count; k++) {
            bool is_there = root < manifest->root_count && random_below(random, 3) > 0;
            map[k] = is_there ? root : ROOT_GONE;
            root += is_there + random_below(random, 2);
        }
        if (random_below(random, 2) == 0) {
            segment.amendments = (struct manifest_amendments){
                .size = random_of_any_size(random),
                .deleted = random_below(random, segment.documents / 2 + 1),
                .checksum = random_of_any_size(random)};
            snprintf(segment.amendments.name, SEGMENT_NAME_SIZE, "%08x-%03u.amend", i + 1, i);
        }
        assert_int_equal(manifest_add_segment(manifest, &segment), 0);
    }
}

static void assert_same(const struct manifest *one, const struct manifest *other, uint64_t seed)
{
    EXPECT(seed, one->generation == other->generation && one->fingerprint == other->fingerprint);
    EXPECT(seed, one->shared == other->shared);
    EXPECT(seed, one->root_count == other->root_count);
    for (size_t i = 0; i < one->root_count; i++)
        EXPECT(seed, strcmp(one->roots[i], other->roots[i]) == 0);
    EXPECT(seed, one->mount_count == other->mount_count);
    for (size_t i = 0; i < one->mount_count; i++)
        EXPECT(seed, one->mounts[i].root == other->mounts[i].root &&
                         strcmp(one->mounts[i].path, other->mounts[i].path) == 0);
    EXPECT(seed, strcmp(one->left_out.name, other->left_out.name) == 0 &&
                     one->left_out.size == other->left_out.size &&
                     one->left_out.files == other->left_out.files &&
                     one->left_out.checksum == other->left_out.checksum);
    EXPECT(seed, one->segment_count == other->segment_count);
    for (size_t i = 0; i < one->segment_count; i++) {
        const struct manifest_segment *a = &one->segments[i], *b = &other->segments[i];
        EXPECT(seed, strcmp(a->name, b->name) == 0 && a->size == b->size &&
                         a->documents == b->documents && a->checksum == b->checksum);
        EXPECT(seed, a->root_count == b->root_count);
        for (size_t k = 0; k < a->root_count; k++)
            EXPECT(seed, a->roots[k] == b->roots[k]);
        EXPECT(seed, strcmp(a->amendments.name, b->amendments.name) == 0 &&
                         a->amendments.size == b->amendments.size &&
                         a->amendments.deleted == b->amendments.deleted &&
                         a->amendments.checksum == b->amendments.checksum);
    }
}

static void manifests_come_back(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 300; number++) {
        uint64_t seed = seed_of(110, number), random = seed;
        struct manifest manifest, back;
        random_manifest(&manifest, &random);
        EXPECT(seed, manifest_write(&manifest, scratch.directory) == 0);
        EXPECT(seed, manifest_read(&back, scratch.directory, "ici") == 0);
        assert_same(&manifest, &back, seed);
        manifest_release(&back);
        manifest_release(&manifest);
    }
}

static void odd_bytes_in_paths_are_escaped(void **state)
{
    (void)state;
    struct manifest manifest, back;
    struct buffer bytes;
    manifest_init(&manifest);
    manifest.generation = 7;
    manifest.fingerprint = 0x2a;
    assert_int_equal(manifest_add_root(&manifest, "."), 0);
    assert_int_equal(manifest_add_root(&manifest, "/é\xff 100%\n\x7f"), 0);
    uint32_t map[] = {0, ROOT_GONE, 1};
    const struct manifest_segment segment = {
        "00000007-000.seg", 1234, 12, 0xbeef, 3, map, {"00000009-001.amend", 34, 3, 0xbad}};
    assert_int_equal(manifest_add_segment(&manifest, &segment), 0);
    assert_int_equal(manifest_write(&manifest, scratch.directory), 0);
    scratch_read(&scratch, MANIFEST_NAME, &bytes);
    assert_string_equal(buffer_string(&bytes), "fouille index 3\n"
                                               "generation 7\n"
                                               "analysis 000000000000002a\n"
                                               "root .\n"
                                               "root /é\xff%20100%25%0A%7F\n"
                                               "segment 00000007-000.seg 1234 12 0000beef\n"
                                               "roots 0 - 1\n"
                                               "amended 00000009-001.amend 34 3 00000bad\n"
                                               "end b5c6231e\n");
    assert_int_equal(manifest_read(&back, scratch.directory, "ici"), 0);
    assert_string_equal(back.roots[1], "/é\xff 100%\n\x7f");
    buffer_release(&bytes);
    manifest_release(&back);
    manifest_release(&manifest);
}

/* --- damage --- */

static int manifest_status(const char *bytes, size_t size)
{
    struct manifest manifest;
    if (!scratch_has(&scratch, FOLDER_MARK))
        assert_int_equal(folder_write_mark(scratch.directory, "ici"), 0);
    scratch_write(&scratch, MANIFEST_NAME, bytes, size);
    int status = manifest_read(&manifest, scratch.directory, "ici");
    assert_true(status == 0 || (manifest.roots == NULL && manifest.segments == NULL));
    manifest_release(&manifest);
    return status;
}

/* Each bit is flipped, and each byte becomes each of those that mean something in a manifest. */
static void every_changed_byte_is_refused(void **state)
{
    static const char with_a_meaning[] = {'\0', '\n', ' ', '%', '-',   '.',
                                          '/',  '0',  '9', 'a', '\xff'};
    (void)state;
    struct manifest manifest;
    struct buffer bytes;
    uint64_t random = 5;
    do {
        random_manifest(&manifest, &random);
        if (manifest.root_count > 1 && manifest.segment_count > 1)
            break;
        manifest_release(&manifest);
    } while (true);
    assert_int_equal(manifest_write(&manifest, scratch.directory), 0);
    scratch_read(&scratch, MANIFEST_NAME, &bytes);
    for (size_t i = 0; i < bytes.size; i++)
        for (size_t k = 0; k < 8 + sizeof with_a_meaning; k++) {
            char as_it_was = bytes.data[i];
            bytes.data[i] = k < 8 ? (char)(as_it_was ^ 1 << k) : with_a_meaning[k - 8];
            int status = bytes.data[i] == as_it_was ? ERROR_CORRUPT
                                                    : manifest_status(bytes.data, bytes.size);
            if (status != ERROR_CORRUPT && status != ERROR_VERSION)
                fail_msg("byte %zu as %#x gives status %d", i, (unsigned char)bytes.data[i],
                         status);
            bytes.data[i] = as_it_was;
        }
    for (size_t size = 0; size < bytes.size; size++)
        assert_int_equal(manifest_status(bytes.data, size), ERROR_CORRUPT);
    buffer_append_byte(&bytes, '\n');
    assert_int_equal(manifest_status(bytes.data, bytes.size), ERROR_CORRUPT);
    assert_int_equal(manifest_status(bytes.data, bytes.size - 1), 0);
    buffer_release(&bytes);
    manifest_release(&manifest);
}

#define TWICE(line) line line

/* Lines that a good checksum does not make good. */
static int manifest_lines_status(const char *lines)
{
    char text[1000];
    int size = snprintf(text, sizeof text, "fouille index 3\n%s", lines);
    size += snprintf(text + size, sizeof text - (size_t)size, "end %08" PRIx32 "\n",
                     libdeflate_crc32(0, text, (size_t)size));
    return manifest_status(text, (size_t)size);
}

static void lines_of_no_known_form_are_refused(void **state)
{
    (void)state;
    assert_int_equal(manifest_lines_status(""), 0);
    assert_int_equal(manifest_lines_status("generation 3\nroot /%41\n"), 0);
    assert_int_equal(manifest_lines_status("segment 00000001-000.seg 1 2 3\n"), 0);
    assert_int_equal(
        manifest_lines_status("root ./a\nsegment 00000001-000.seg 1 2 3\nroots - 0 -\n"), 0);
    assert_int_equal(
        manifest_lines_status("segment 00000001-000.seg 1 2 3\namended 00000002-000.amend 1 2 3\n"),
        0);
    static const char *const bad[] = {
        "\n",
        "generation\n",
        "generation x\n",
        "generation 1 2\n",
        "analysis xyz\n",
        "root\n",
        "root \n",
        "root a\n",
        "root ..\n",
        "root .a\n",
        "root ./\n",
        "root ./..\n",
        "root ./../a\n",
        "root /a/./b\n",
        "root /a/../b\n",
        "root //a\n",
        "root /a/\n",
        "shared 055\n",
        "shared 1755\n",
        "shared 788\n",
        "shared\n",
        "root stdin:\n",
        "root stdin:a/b\n",
        "root /%\n",
        "root /%4\n",
        "root /%4g\n",
        "root /%4a\n",
        "root /%00\n",
        "segment 00000001-000.seg 1 2\n",
        "segment 00000001-000.seg 1 2 3 4\n",
        "segment 00000001-000.seg 1 2 123456789\n",
        "segment a.seg 1 2 3\n",
        "segment 00000001-000.amend 1 2 3\n",
        "segment 10000000000000000-000.seg 1 2 3\n",
        "segment 00000001-000.seg -1 2 3\n",
        "segment 00000001-000.seg +1 2 3\n",
        "segment 00000001-000.seg 1  2 3\n",
        "segment 00000001-000.seg 1 2 3 \n",
        "segment 00000001-000.seg 18446744073709551616 2 3\n",
        "segment 00000001-000.seg 1 4294967296 3\n",
        "segment 00000001-000.seg 1 4294967298 3\n",
        "segment 00000001-000.seg 1 2 100000000\n",
        "segment 00000001-000.seg 1 2 ABC\n",
        "segment 00000001-000.seg 1 2 3\namended 00000002-000.seg 1 2 3\n",
        "generation -1\n",
        "generation 18446744073709551616\n",
        "analysis 10000000000000000\n",
        "segment ../00000001-000.seg 1 2 3\n",
        "segment /00000001-000.seg 1 2 3\n",
        "segment .00000001-000.seg 1 2 3\n",
        "segment a/b.seg 1 2 3\n",
        "segment 0123456789012345678901234567890123456789012345678 1 2 3\n",
        "shards 3\n",
        "roots 0\n",
        "amended 00000002-000.amend 1 0 3\n",
        "root ./a\nsegment 00000001-000.seg 1 2 3\nroots \n",
        "root ./a\nsegment 00000001-000.seg 1 2 3\nroots 1\n",
        "root ./a\nsegment 00000001-000.seg 1 2 3\nroots 0 0\n",
        "root ./a\nsegment 00000001-000.seg 1 2 3\nroots 0  -\n",
        "root ./a\nsegment 00000001-000.seg 1 2 3\nroots 0 -1\n",
        "root ./a\nsegment 00000001-000.seg 1 2 3\nroots 0\nroots 0\n",
        "root ./a\nsegment 00000001-000.seg 1 2 3\nroots 4294967296\n",
        "segment 00000001-000.seg 1 2 3\namended 00000002-000.amend 1 3 3\n",
        "segment 00000001-000.seg 1 2 3\namended a/b 1 1 3\n",
        "segment 00000001-000.seg 1 2 3\namended 00000002-000.amend 1 1\n",
        "segment 00000001-000.seg 1 2 3\n" TWICE("amended 00000002-000.amend 1 1 3\n"),
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (manifest_lines_status(bad[i]) != ERROR_CORRUPT)
            fail_msg("accepted: %s", bad[i]);
}

/* What it was made from is all that is left of it. */
static void of_an_older_one_roots_are_read(void **state)
{
    (void)state;
    static const char *const olds[] = {
        "fouille index 1\ngeneration 7\nanalysis 2a\nroot .\nroot /a%20b\nsegment 00000001-000.seg "
        "1 2 3\n",
        "fouille index 2\ngeneration 7\nroot .\nroot /a%20b\nsegment 00000001-000.seg 1 2 3\nroots "
        "0 "
        "5\nmore\n",
    };
    for (int i = 0; i < 2; i++) {
        struct manifest manifest;
        char text[200];
        int size = snprintf(text, sizeof text, "%s", olds[i]);
        size += snprintf(text + size, sizeof text - (size_t)size, "end %08" PRIx32 "\n",
                         libdeflate_crc32(0, text, (size_t)size));
        scratch_write(&scratch, MANIFEST_NAME, text, (size_t)size);
        assert_int_equal(manifest_read(&manifest, scratch.directory, "ici"), ERROR_OLDER);
        assert_non_null(strstr(error_message(), "; reindex with: fouille-index --index 'ici'"));
        assert_true(manifest.generation == 7);
        assert_int_equal(manifest.root_count, 2);
        assert_string_equal(manifest.roots[1], "/a b");
        assert_int_equal(manifest.segment_count, 0);
        manifest_release(&manifest);
        text[20] ^= 1;
        assert_int_equal(manifest_status(text, (size_t)size), ERROR_CORRUPT);
    }
}

/* What begins otherwise in a folder without our mark is not damaged. */
static void of_others_it_is_no_index(void **state)
{
    (void)state;
    static const char *const others[] = {
        "",    "Manifest-Version: 1.0\n", "include *.txt\n", "fouille index\n", "fouille index x\n",
        "a\0b"};
    struct manifest manifest;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        scratch_write(&scratch, MANIFEST_NAME, others[i], strlen(others[i]));
        assert_int_equal(manifest_read(&manifest, scratch.directory, "ici"), ERROR_NOT_FOUND);
    }
    scratch_write(&scratch, MANIFEST_NAME, "fouille index 3\n", 16);
    assert_int_equal(manifest_read(&manifest, scratch.directory, "ici"), ERROR_CORRUPT);
}

static void refusals_say_why(void **state)
{
    (void)state;
    struct manifest manifest;
    assert_int_equal(manifest_read(&manifest, scratch.directory, "ici"), ERROR_NOT_FOUND);
    assert_string_equal(error_message(),
                        "'ici' contains no index; create one with: fouille-index FOLDER");
    assert_int_equal(manifest_status("", 0), ERROR_CORRUPT);
    assert_string_equal(error_message(), "'ici/MANIFEST' is damaged: it is empty");
    assert_int_equal(manifest_status("fouille index 1\nend 0000000", 27), ERROR_CORRUPT);
    assert_int_equal(manifest_status("a\0b", 3), ERROR_CORRUPT);
    assert_string_equal(error_message(), "'ici/MANIFEST' is damaged: it contains a NUL byte");
    assert_int_equal(manifest_status("fouille index 4\n(who knows)", 27), ERROR_VERSION);
    assert_non_null(strstr(error_message(), "version 4, but this program reads version 3"));
    assert_int_equal(manifest_status("fouille index 0\n(who knows)", 27), ERROR_VERSION);
    unlinkat(scratch.directory, MANIFEST_NAME, 0);
    assert_int_equal(mkdirat(scratch.directory, MANIFEST_NAME, 0700), 0);
    assert_int_equal(manifest_read(&manifest, scratch.directory, "ici"), ERROR_SYSTEM);
    assert_int_equal(unlinkat(scratch.directory, MANIFEST_NAME, AT_REMOVEDIR), 0);
}

SUITE(manifest)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(manifests_come_back),
        IN_SCRATCH(odd_bytes_in_paths_are_escaped),
        IN_SCRATCH(every_changed_byte_is_refused),
        IN_SCRATCH(lines_of_no_known_form_are_refused),
        IN_SCRATCH(of_an_older_one_roots_are_read),
        IN_SCRATCH(of_others_it_is_no_index),
        IN_SCRATCH(refusals_say_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
