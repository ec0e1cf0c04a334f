/* Takes the files of hostile.h's index apart, and puts them together again with edits. */
#include <dirent.h>
#include <ftw.h>
#include <zstd.h>

#include <time.h>

#include "tests/fuzz/harness.h"
#include "tests/fuzz/hostile.h"

#include "common/index/documents/document_table.h"
#include "common/index/index_check.h"

enum {
    EDITS_MOST = 64,
    EDIT_SIZE = 5,
    AMENDED_DOCUMENTS = 12,
    AMENDED_DELETED = 16,
    AMENDED_CHECKSUM = 24,
    AMENDED_BITS = 32
};

static void require(bool holds, const char *what)
{
    if (!holds)
        sample_fail(what);
}

static void copy_buffer(struct buffer *to, const struct buffer *from)
{
    buffer_clear(to);
    buffer_append(to, from->data, from->size);
    require(buffer_status(to) == 0, "no memory");
}

/* --- apart --- */

static void extract_records(struct hostile_segment *part, struct segment *segment)
{
    struct document_reader reader;
    struct document document;
    uint32_t each = DOCUMENT_BLOCK_SIZE, count = segment_document_count(segment);
    part->block_count = (count + each - 1) / each;
    require(part->block_count <= HOSTILE_BLOCKS &&
                document_reader_init(&reader, &segment->file) == 0,
            "cannot read records");
    reader.accepts_gone_roots = true;
    for (size_t i = 0; i < part->block_count; i++) {
        uint32_t first = (uint32_t)i * each, here = count - first < each ? count - first : each;
        require(document_read(&reader, first, &document) == 0, "cannot read a record");
        buffer_append(&part->records[i], reader.block->raw.data, reader.block->raw.size);
        buffer_append(&part->hashes[i], reader.block->hashes, (size_t)here * DOCUMENT_HASH_BYTES);
    }
    document_reader_release(&reader);
}

static void extract_segment(struct hostile_segment *part, struct segment *segment)
{
    struct segment_file *file = &segment->file;
    const char *bytes = (const char *)file->map.data;
    const char *tail = bytes + file->map.size - SEGMENT_TAIL_SIZE;
    memcpy(part->header, bytes, sizeof part->header);
    memcpy(part->contents, bytes + load_u64(tail + TAIL_CONTENTS_OFFSET), sizeof part->contents);
    buffer_append(&part->image, bytes, file->map.size);
    for (unsigned i = 0; i < SECTION_COUNT; i++) {
        buffer_append(&part->sections[i], bytes + file->sections[i].offset, file->sections[i].size);
        unsigned before = 0;
        for (unsigned k = 0; k < SECTION_COUNT; k++)
            before += file->sections[k].offset < file->sections[i].offset ||
                      (file->sections[k].offset == file->sections[i].offset && k < i);
        part->order[before] = (uint8_t)i;
    }
    extract_records(part, segment);
}

static bool manifest_lists(const struct manifest *manifest, const char *name)
{
    bool named = strcmp(name, MANIFEST_NAME) == 0;
    for (size_t i = 0; i < manifest->segment_count; i++)
        named |= strcmp(name, manifest->segments[i].name) == 0 ||
                 strcmp(name, manifest->segments[i].amendments.name) == 0;
    return named;
}

static void extract_other_files(struct hostile_folder *folder, const struct sample *sample)
{
    struct dirent **names;
    int count = scandir(folder->path, &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        struct stat status;
        const char *name = names[i]->d_name;
        if (fstatat(sample->directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(status.st_mode) && !manifest_lists(&folder->manifest, name)) {
            require(folder->file_count < HOSTILE_FILES, "too many files");
            struct hostile_file *file = &folder->files[folder->file_count++];
            snprintf(file->name, sizeof file->name, "%s", name);
            sample_read(sample, name, &file->bytes);
        }
        free(names[i]);
    }
    free(names);
}

static void extract_folder(struct hostile *hostile, unsigned number)
{
    struct hostile_folder *folder = &hostile->folders[number];
    struct sample sample;
    strcpy(sample.path, folder->path);
    sample.directory = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    require(sample.directory >= 0 &&
                manifest_read(&folder->manifest, sample.directory, folder->path) == 0,
            "cannot read the manifest");
    for (size_t i = 0; i < folder->manifest.segment_count; i++) {
        const struct manifest_segment *entry = &folder->manifest.segments[i];
        struct hostile_segment *part = &hostile->segments[hostile->segment_count++];
        struct segment segment;
        require(hostile->segment_count <= HOSTILE_SEGMENTS &&
                    segment_open_listed(&segment, sample.directory, folder->path, entry,
                                        &folder->manifest) == 0,
                "cannot open a segment");
        part->folder = number;
        part->entry = i;
        extract_segment(part, &segment);
        if (entry->amendments.name[0] != '\0')
            sample_read(&sample, entry->amendments.name, &part->amendments);
        segment_close(&segment);
    }
    extract_other_files(folder, &sample);
    close(sample.directory);
}

void hostile_disassemble(struct hostile *hostile)
{
    for (unsigned i = 0; i < hostile->folder_count; i++)
        extract_folder(hostile, i);
}

/* --- together --- */

struct edits {
    struct edit items[EDITS_MOST];
    size_t count;
};

static void read_edits(struct edits *edits, const struct hostile *hostile, const uint8_t *bytes,
                       size_t size)
{
    for (edits->count = 0; size >= EDIT_SIZE && edits->count < EDITS_MOST;
         bytes += EDIT_SIZE, size -= EDIT_SIZE) {
        struct edit *edit = &edits->items[edits->count++];
        unsigned part = bytes[0] % 32 % TARGET_COUNT;
        bool of_folder = part >= TARGET_MANIFEST;
        *edit = (struct edit){
            .target = (enum target)part,
            .of = (uint8_t)(bytes[0] / 32 %
                            (of_folder ? hostile->folder_count : hostile->segment_count)),
            .place = (uint16_t)(bytes[1] | bytes[2] << 8),
            .what = bytes[3],
            .value = bytes[4],
        };
    }
}

static bool is_of_segment(const struct edit *edit, size_t number)
{
    return edit->target < TARGET_MANIFEST && edit->of == number;
}

static void append_record_block(struct hostile_segment *part, size_t number)
{
    struct buffer *blocks = &part->sections[SECTION_DOCUMENTS], *records = &part->records[number];
    size_t most = ZSTD_compressBound(records->size);
    buffer_append_u64(&part->sections[SECTION_DOCUMENT_INDEX], blocks->size);
    buffer_append_varint(blocks, records->size);
    require(buffer_reserve(blocks, most) == 0, "no memory");
    blocks->size +=
        ZSTD_compress(blocks->data + blocks->size, most, records->data, records->size, 1);
    buffer_append(blocks, part->hashes[number].data, part->hashes[number].size);
}

static void edit_records(struct hostile_segment *part, const struct edits *edits, size_t number)
{
    bool edited = false;
    for (size_t i = 0; i < edits->count; i++)
        if (edits->items[i].target == TARGET_RECORDS && edits->items[i].of == number &&
            part->block_count > 0) {
            size_t block = i == 0 ? 0 : edits->items[i - 1].value % part->block_count;
            edit_bytes(&part->records[block], &edits->items[i], false);
            edited = true;
        }
    if (!edited)
        return;
    buffer_clear(&part->sections[SECTION_DOCUMENTS]);
    buffer_clear(&part->sections[SECTION_DOCUMENT_INDEX]);
    for (size_t i = 0; i < part->block_count; i++)
        append_record_block(part, i);
    buffer_append_u64(&part->sections[SECTION_DOCUMENT_INDEX],
                      part->sections[SECTION_DOCUMENTS].size);
}

static void edit_part(struct buffer *bytes, const struct edits *edits, size_t number,
                      enum target target, bool fixed)
{
    for (size_t i = 0; i < edits->count; i++)
        if (edits->items[i].target == target && edits->items[i].of == number)
            edit_bytes(bytes, &edits->items[i], fixed);
}

static void append_sums(struct buffer *to, const char *bytes, size_t size)
{
    for (size_t at = 0; at < size; at += SEGMENT_PAGE_SIZE)
        buffer_append_u32(
            to, segment_checksum(0, bytes + at,
                                 size - at < SEGMENT_PAGE_SIZE ? size - at : SEGMENT_PAGE_SIZE));
}

static void append_image_tail(struct buffer *image, uint64_t contents)
{
    char tail[SEGMENT_TAIL_SIZE] = {0};
    uint64_t size = image->size - contents;
    uint32_t sum = segment_checksum(0, image->data + contents, size);
    memcpy(tail + TAIL_CONTENTS_OFFSET, &contents, sizeof contents);
    memcpy(tail + TAIL_CONTENTS_SIZE, &size, sizeof size);
    memcpy(tail + TAIL_CONTENTS_CHECKSUM, &sum, sizeof sum);
    memcpy(tail + TAIL_MAGIC, SEGMENT_TAIL_MAGIC, 8);
    sum = segment_checksum(0, tail, TAIL_CHECKSUM);
    memcpy(tail + TAIL_CHECKSUM, &sum, sizeof sum);
    buffer_append(image, tail, sizeof tail);
}

/* The container as docs/format.md has it. */
static void assemble(const struct hostile_segment *part, const struct edits *edits, size_t number,
                     struct buffer *image)
{
    struct buffer contents_head = {0}, table = {0}, sums = {0};
    uint64_t places[SECTION_COUNT][2];
    buffer_clear(image);
    buffer_append(image, part->header, sizeof part->header);
    for (unsigned i = 0; i < SECTION_COUNT; i++) {
        const struct buffer *section = &part->sections[part->order[i]];
        buffer_align(image, SEGMENT_ALIGNMENT);
        places[part->order[i]][0] = image->size;
        places[part->order[i]][1] = section->size;
        buffer_append(image, section->data, section->size);
    }
    buffer_align(image, SEGMENT_ALIGNMENT);
    const uint64_t data_end = image->size;
    buffer_append(&contents_head, part->contents, STATISTICS_SIZE);
    edit_part(&contents_head, edits, number, TARGET_STATISTICS, true);
    buffer_append_u64(&contents_head, data_end);
    buffer_append(&contents_head, part->contents + CONTENTS_SECTION_COUNT, 8);
    buffer_append(&table, places, sizeof places);
    edit_part(&table, edits, number, TARGET_TABLE, true);
    append_sums(&sums, image->data, data_end);
    buffer_append(image, sums.data, sums.size);
    const uint64_t contents = image->size;
    buffer_append(image, contents_head.data, contents_head.size);
    buffer_append(image, table.data, table.size);
    append_sums(image, sums.data, sums.size);
    append_image_tail(image, contents);
    require(image->failed == 0, "no memory");
    buffer_release(&contents_head);
    buffer_release(&table);
    buffer_release(&sums);
}

/* Its counts and check are made those of the segment, and the number of deleted documents that of
 * the bits. */
static void fix_amendments(struct buffer *bytes, struct manifest_segment *entry)
{
    uint32_t deleted = 0;
    size_t bits = amendments_bitset_size(entry->documents);
    for (size_t i = 0; i < bits && AMENDED_BITS + i < bytes->size; i++)
        deleted += (uint32_t)__builtin_popcount((unsigned char)bytes->data[AMENDED_BITS + i]);
    if (bytes->size >= AMENDED_BITS) {
        memcpy(bytes->data + AMENDED_DOCUMENTS, &entry->documents, 4);
        memcpy(bytes->data + AMENDED_DELETED, &deleted, 4);
        memcpy(bytes->data + AMENDED_CHECKSUM, &entry->checksum, 4);
    }
    entry->amendments.size = bytes->size;
    entry->amendments.deleted = deleted;
    entry->amendments.checksum =
        segment_checksum(0, bytes->size == 0 ? "" : bytes->data, bytes->size);
}

static void write_in_folder(int directory, const char *name, const struct buffer *bytes)
{
    int descriptor =
        openat(directory, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    require(descriptor >= 0, name);
    if (bytes->size > 0)
        sample_write(descriptor, bytes->data, bytes->size, 0);
    close(descriptor);
}

static void copy_part(struct hostile_segment *to, const struct hostile_segment *from)
{
    for (unsigned i = 0; i < SECTION_COUNT; i++)
        copy_buffer(&to->sections[i], &from->sections[i]);
    for (unsigned i = 0; i < HOSTILE_BLOCKS; i++) {
        copy_buffer(&to->records[i], &from->records[i]);
        copy_buffer(&to->hashes[i], &from->hashes[i]);
    }
    copy_buffer(&to->amendments, &from->amendments);
    memcpy(to->header, from->header, sizeof to->header);
    memcpy(to->contents, from->contents, sizeof to->contents);
    memcpy(to->order, from->order, sizeof to->order);
    to->block_count = from->block_count;
}

/* Writes the segment and its amendments into the open folder, and what the manifest says of them
 * into the entry. */
static void write_edited_segment(const struct hostile *hostile, size_t number,
                                 const struct edits *edits, int directory,
                                 struct manifest_segment *entry)
{
    static struct hostile_segment work; /* buffers are kept */
    const struct hostile_segment *part = &hostile->segments[number];
    bool edited = false;
    for (size_t i = 0; i < edits->count; i++)
        edited |= is_of_segment(&edits->items[i], number);
    copy_buffer(&work.amendments, &part->amendments);
    copy_buffer(&work.image, &part->image);
    if (edited) {
        copy_part(&work, part);
        edit_records(&work, edits, number);
        for (unsigned i = 0; i < SECTION_COUNT; i++)
            edit_part(&work.sections[i], edits, number, (enum target)i, false);
        edit_part(&work.amendments, edits, number, TARGET_AMENDMENTS, false);
        assemble(&work, edits, number, &work.image);
    }
    const char *tail = work.image.data + work.image.size - SEGMENT_TAIL_SIZE;
    const char *contents = work.image.data + load_u64(tail + TAIL_CONTENTS_OFFSET);
    entry->size = work.image.size;
    entry->checksum = load_u32(tail + TAIL_CHECKSUM);
    entry->documents = load_u32(contents + 32);
    write_in_folder(directory, entry->name, &work.image);
    if (entry->amendments.name[0] == '\0')
        return;
    fix_amendments(&work.amendments, entry);
    write_in_folder(directory, entry->amendments.name, &work.amendments);
}

/* As the program writes it, then with its edits; and a checksum that holds. */
static void write_edited_manifest(const struct manifest *manifest, unsigned number,
                                  const struct edits *edits, struct sample *sample)
{
    enum { LAST_LINE = 13 }; /* "end 01234567\n" */
    struct buffer text;
    require(manifest_write(manifest, sample->directory) == 0, "cannot write the manifest");
    sample_read(sample, MANIFEST_NAME, &text);
    text.size -= LAST_LINE;
    for (size_t i = 0; i < edits->count; i++) {
        const struct edit *edit = &edits->items[i];
        if (edit->of != number)
            continue;
        if (edit->target == TARGET_MANIFEST)
            edit_bytes(&text, edit, false);
        else if (edit->target == TARGET_WORDS)
            edit_words(&text, edit);
        else if (edit->target == TARGET_LINES)
            edit_lines(&text, edit);
    }
    uint32_t sum = segment_checksum(0, text.size == 0 ? "" : text.data, text.size);
    buffer_append_format(&text, "end %08x\n", sum);
    write_in_folder(sample->directory, MANIFEST_NAME, &text);
    buffer_release(&text);
}

static void write_other_files(const struct hostile_folder *folder, unsigned number,
                              const struct edits *edits, int directory)
{
    struct buffer bytes = {0};
    for (size_t i = 0; i < folder->file_count; i++) {
        const struct hostile_file *file = &folder->files[i];
        copy_buffer(&bytes, &file->bytes);
        for (size_t k = 0; k < edits->count; k++)
            if (edits->items[k].target == TARGET_OTHER && edits->items[k].of == number &&
                edits->items[k].what / 16 % folder->file_count == i)
                edit_bytes(&bytes, &edits->items[k], false);
        write_in_folder(directory, file->name, &bytes);
    }
    buffer_release(&bytes);
}

static void write_folder(const struct hostile *hostile, unsigned number, const struct edits *edits)
{
    const struct hostile_folder *folder = &hostile->folders[number];
    struct manifest manifest = folder->manifest; /* but for the entries */
    struct sample sample;
    strcpy(sample.path, folder->path);
    sample.directory = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    manifest.segments = malloc((manifest.segment_count + 1) * sizeof *manifest.segments);
    require(sample.directory >= 0 && manifest.segments != NULL, "cannot open a folder");
    memcpy(manifest.segments, folder->manifest.segments,
           manifest.segment_count * sizeof *manifest.segments);
    write_other_files(folder, number, edits, sample.directory);
    for (size_t i = 0; i < hostile->segment_count; i++)
        if (hostile->segments[i].folder == number)
            write_edited_segment(hostile, i, edits, sample.directory,
                                 &manifest.segments[hostile->segments[i].entry]);
    write_edited_manifest(&manifest, number, edits, &sample);
    free(manifest.segments);
    close(sample.directory);
}

static int remove_below_top(const char *path, const struct stat *status, int kind,
                            struct FTW *place)
{
    (void)status;
    (void)kind;
    return place->level == 0 ? 0 : remove(path);
}

void hostile_write(const struct hostile *hostile, const uint8_t *bytes, size_t size)
{
    struct edits edits;
    char staging[300];
    read_edits(&edits, hostile, bytes, size);
    nftw(hostile->index, remove_below_top, 16, FTW_DEPTH | FTW_PHYS);
    snprintf(staging, sizeof staging, "%s/staging", hostile->index);
    if (hostile->folder_count > 1)
        require(mkdir(staging, 0700) == 0, staging);
    for (unsigned i = 0; i < hostile->folder_count; i++) {
        if (i > 0)
            require(mkdir(hostile->folders[i].path, 0700) == 0, "cannot make a folder");
        write_folder(hostile, i, &edits);
    }
}

/* Without edits, and with edits that change nothing: all is good. */
void hostile_open(struct hostile *hostile, hostile_describe describe)
{
    static const uint8_t nothing[] = {TARGET_RECORDS,          0, 0, 8, 0,
                                      TARGET_RECORDS | 1 << 5, 0, 0, 8, 0,
                                      TARGET_RECORDS | 2 << 5, 0, 0, 8, 0}; /* EDIT_FILL */
    *hostile = (struct hostile){.folder_count = 0};
    hostile_build(hostile, describe);
    hostile_disassemble(hostile);
    for (size_t size = 0; size <= sizeof nothing; size += sizeof nothing) {
        struct index index;
        uint64_t documents;
        hostile_write(hostile, nothing, size);
        require(index_open(&index, hostile->index, analysis_fingerprint()) == 0, "not opened");
        require(index_check(&index, &documents) == 0, "what is intact is not good");
        index_close(&index);
    }
}

/* --- quiet --- */

void __sanitizer_set_report_fd(void *descriptor) __attribute__((weak));

static int original_outputs[2] = {-1, -1}, null_output = -1;
static clock_t begun;

void hostile_silence_output(void)
{
    if (null_output < 0) {
        null_output = open("/dev/null", O_RDWR | O_CLOEXEC);
        original_outputs[0] = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 100);
        original_outputs[1] = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 100);
        if (__sanitizer_set_report_fd != NULL)
            __sanitizer_set_report_fd((void *)(uintptr_t)original_outputs[1]);
    }
    fflush(stdout);
    dup2(null_output, STDOUT_FILENO);
    dup2(null_output, STDERR_FILENO);
    begun = clock();
}

void hostile_restore_output(void)
{
    bool in_time = clock() - begun <= (clock_t)HOSTILE_SECONDS * CLOCKS_PER_SEC;
    fflush(stdout);
    dup2(original_outputs[0], STDOUT_FILENO);
    dup2(original_outputs[1], STDERR_FILENO);
    fuzz_require(in_time, "it ends in time");
}
