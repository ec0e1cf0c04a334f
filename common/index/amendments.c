#include "common/index/amendments.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <libdeflate.h>

#include "common/base/error.h"
#include "common/base/file.h"
#include "common/base/message.h"

static const char amendments_magic[8] = {'F', 'O', 'U', 'I', 'L', 'A', 'M', 'D'};

enum {
    VERSION = 2,
    VERSION_AT = 8,
    DOCUMENTS_AT = 12,
    DELETED_AT = 16,
    STAMPS_AT = 20,
    CHECKSUM_AT = 24,
    HEADER_SIZE = 32,
    STAMP_SIZE = 40,
    STAMP_AGAIN = 1, /* the only flag of a stamp */
};

/* --- reading --- */

static uint32_t count_deleted(const unsigned char *bits, size_t size)
{
    uint32_t count = 0;
    size_t at = 0;
    for (; size - at >= 8; at += 8)
        count += (uint32_t)__builtin_popcountll(load_u64(bits + at));
    for (; at < size; at++)
        count += (uint32_t)__builtin_popcount(bits[at]);
    return count;
}

static bool are_stamps_valid(const struct amendments *amendments, uint32_t documents)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < amendments->stamp_count; i++) {
        struct stamp stamp = amendments_stamp(amendments, i);
        uint32_t flags = load_u32(amendments->stamps + (size_t)i * STAMP_SIZE + 4);
        if (stamp.document < next || stamp.document >= documents || flags > STAMP_AGAIN ||
            amendments_test_bit(amendments->deleted, stamp.document))
            return false;
        next = stamp.document + 1;
    }
    return true;
}

/* Returns what is wrong with the bytes; NULL when nothing is. */
static const char *find_amendments_fault(struct amendments *amendments,
                                         const struct manifest_segment *entry)
{
    const unsigned char *data = amendments->map.data;
    size_t size = amendments->map.size, bits = amendments_bitset_size(entry->documents);
    if (size != entry->amendments.size || size < HEADER_SIZE + bits)
        return N_("its size is wrong");
    if (libdeflate_crc32(0, data, size) != entry->amendments.checksum)
        return N_("it does not match its checksum");
    if (load_u32(data + DOCUMENTS_AT) != entry->documents ||
        load_u32(data + CHECKSUM_AT) != entry->checksum)
        return N_("it belongs to another segment");
    amendments->deleted_count = load_u32(data + DELETED_AT);
    amendments->stamp_count = load_u32(data + STAMPS_AT);
    amendments->deleted = data + HEADER_SIZE;
    amendments->stamps = data + HEADER_SIZE + bits;
    if ((size - HEADER_SIZE - bits) % STAMP_SIZE != 0 ||
        (size - HEADER_SIZE - bits) / STAMP_SIZE != amendments->stamp_count)
        return N_("its size is wrong");
    if (amendments->deleted_count != entry->amendments.deleted ||
        amendments->deleted_count != count_deleted(amendments->deleted, bits) ||
        (entry->documents % 8 != 0 && amendments->deleted[bits - 1] >> entry->documents % 8 != 0))
        return N_("its count of deleted articles is wrong");
    return are_stamps_valid(amendments, entry->documents) ? NULL
                                                          : N_("its stamps are out of order");
}

static int check_amendments(struct amendments *amendments, const struct manifest_segment *entry,
                            const char *display_path)
{
    const unsigned char *data = amendments->map.data;
    if (amendments->map.size < HEADER_SIZE ||
        memcmp(data, amendments_magic, sizeof amendments_magic) != 0)
        return error_set(ERROR_CORRUPT,
                         "'%s' is damaged: it does not begin like an amendments file",
                         display_path);
    if (load_u32(data + VERSION_AT) != VERSION)
        return error_set(ERROR_VERSION, "'%s' has version %u, but this program reads version %d",
                         display_path, load_u32(data + VERSION_AT), VERSION);
    const char *fault = find_amendments_fault(amendments, entry);
    return fault == NULL ? 0
                         : error_set(ERROR_CORRUPT, "'%s' is damaged: %s", display_path, _(fault));
}

int amendments_open(struct amendments *amendments, int directory,
                    const struct manifest_segment *entry, const char *display_path)
{
    *amendments = (struct amendments){0};
    int status = file_map_open(&amendments->map, directory, entry->amendments.name, display_path);
    if (status != 0)
        return status;
    status = check_amendments(amendments, entry, display_path);
    if (map_fault_occurred(amendments->map.guard))
        status = map_fault_error();
    if (status != 0)
        amendments_close(amendments);
    return status;
}

void amendments_close(struct amendments *amendments)
{
    file_map_close(&amendments->map);
    *amendments = (struct amendments){0};
}

struct stamp amendments_stamp(const struct amendments *amendments, uint32_t number)
{
    assert(number < amendments->stamp_count);
    const unsigned char *at = amendments->stamps + (size_t)number * STAMP_SIZE;
    return (struct stamp){.document = load_u32(at),
                          .file = {.size = load_u64(at + 8),
                                   .mtime = (int64_t)load_u64(at + 16),
                                   .ctime = (int64_t)load_u64(at + 24),
                                   .inode = load_u64(at + 32),
                                   .again = load_u32(at + 4) == STAMP_AGAIN}};
}

/* --- writing --- */

static void compose_amendments(struct buffer *to, const struct amendments_content *content,
                               const struct manifest_segment *entry)
{
    size_t bits = amendments_bitset_size(entry->documents);
    buffer_append(to, amendments_magic, sizeof amendments_magic);
    buffer_append_u32(to, VERSION);
    buffer_append_u32(to, entry->documents);
    buffer_append_u32(to, count_deleted(content->deleted, bits));
    buffer_append_u32(to, content->stamp_count);
    buffer_append_u32(to, entry->checksum);
    buffer_append_u32(to, 0);
    buffer_append(to, content->deleted, bits);
    for (uint32_t i = 0; i < content->stamp_count; i++) {
        const uint32_t document = content->stamps[i].document;
        assert(document < entry->documents && !amendments_test_bit(content->deleted, document));
        assert(i == 0 || document > content->stamps[i - 1].document);
        buffer_append_u32(to, document);
        const struct file_state *file = &content->stamps[i].file;
        buffer_append_u32(to, file->again ? STAMP_AGAIN : 0);
        buffer_append_u64(to, file->size);
        buffer_append_u64(to, (uint64_t)file->mtime);
        buffer_append_u64(to, (uint64_t)file->ctime);
        buffer_append_u64(to, file->inode);
    }
}

int amendments_write(int directory, const char *name, const struct amendments_content *content,
                     struct manifest_segment *entry)
{
    struct buffer bytes;
    buffer_init(&bytes);
    compose_amendments(&bytes, content, entry);
    int status = buffer_status(&bytes);
    if (status == 0)
        status = file_write_new(directory, name, 0, (struct slice){bytes.data, bytes.size});
    if (status == 0) {
        snprintf(entry->amendments.name, sizeof entry->amendments.name, "%s", name);
        entry->amendments.size = bytes.size;
        entry->amendments.deleted =
            count_deleted(content->deleted, amendments_bitset_size(entry->documents));
        entry->amendments.checksum = libdeflate_crc32(0, bytes.data, bytes.size);
    }
    buffer_release(&bytes);
    return status;
}
