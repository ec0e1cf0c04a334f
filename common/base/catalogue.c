#include "common/base/catalogue.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/buffer.h"

/* The header: seven 32-bit numbers; the last two (a hash table) are not used. */
enum {
    MAGIC_AT = 0,
    REVISION_AT = 4,
    COUNT_AT = 8,
    KEYS_AT = 12,
    VALUES_AT = 16,
    HEADER_SIZE = 28,
    ROW_SIZE = 8, /* length and offset of a text */
};

static const uint32_t mo_magic = 0x950412de;

/* --- reading --- */

static unsigned char *read_whole(int descriptor, size_t size)
{
    unsigned char *bytes = malloc(size);
    size_t done = 0;
    while (bytes != NULL && done < size) {
        ssize_t got = read(descriptor, bytes + done, size - done);
        if (got <= 0) {
            free(bytes);
            return NULL;
        }
        done += (size_t)got;
    }
    return bytes;
}

static unsigned char *read_catalogue(const char *path, size_t *size)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0)
        return NULL;
    struct stat file;
    unsigned char *bytes = NULL;
    if (fstat(descriptor, &file) == 0 && S_ISREG(file.st_mode) && file.st_size >= HEADER_SIZE &&
        file.st_size <= CATALOGUE_MAX_BYTES) {
        *size = (size_t)file.st_size;
        bytes = read_whole(descriptor, *size);
    }
    close(descriptor);
    return bytes;
}

/* --- checking --- */

/* Whether each row of the table at `offset` points to a text within the file that ends in a NUL. */
static bool is_valid_table(const unsigned char *bytes, size_t size, uint32_t offset, uint32_t count)
{
    if (offset > size || count > (size - offset) / ROW_SIZE)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const unsigned char *row = bytes + offset + (size_t)i * ROW_SIZE;
        uint32_t length = load_u32(row), at = load_u32(row + 4);
        if (at >= size || length >= size - at || bytes[at + length] != '\0')
            return false;
    }
    return true;
}

int catalogue_open(struct catalogue *catalogue, const char *path)
{
    *catalogue = (struct catalogue){0};
    size_t size = 0;
    unsigned char *bytes = read_catalogue(path, &size);
    if (bytes == NULL)
        return -1;
    uint32_t count = load_u32(bytes + COUNT_AT);
    uint32_t keys = load_u32(bytes + KEYS_AT), values = load_u32(bytes + VALUES_AT);
    /* The upper half is the major revision; 1 has system-dependent texts. */
    if (load_u32(bytes + MAGIC_AT) != mo_magic || load_u32(bytes + REVISION_AT) >> 16 != 0 ||
        !is_valid_table(bytes, size, keys, count) || !is_valid_table(bytes, size, values, count)) {
        free(bytes);
        return -1;
    }
    *catalogue = (struct catalogue){bytes, count, keys, values, false};
    const char *description = catalogue_find(catalogue, "");
    catalogue->zero_is_singular = description != NULL && strstr(description, "n > 1") != NULL;
    return 0;
}

void catalogue_close(struct catalogue *catalogue)
{
    free(catalogue->bytes);
    *catalogue = (struct catalogue){0};
}

/* --- finding --- */

/* The text of row `row` of a table. */
static const char *text_at(const struct catalogue *catalogue, uint32_t table, uint32_t row)
{
    const unsigned char *entry = catalogue->bytes + table + (size_t)row * ROW_SIZE;
    return (const char *)catalogue->bytes + load_u32(entry + 4);
}

/* Returns the row of a text, or `count` if there is none. */
static uint32_t find_text_row(const struct catalogue *catalogue, const char *text)
{
    uint32_t low = 0, high = catalogue->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(text, text_at(catalogue, catalogue->keys, middle));
        if (order == 0)
            return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return catalogue->count;
}

const char *catalogue_find(const struct catalogue *catalogue, const char *text)
{
    uint32_t row = find_text_row(catalogue, text);
    if (row == catalogue->count)
        return NULL;
    const char *found = text_at(catalogue, catalogue->values, row);
    return found[0] != '\0' ? found : NULL;
}

const char *catalogue_find_plural(const struct catalogue *catalogue, const char *one,
                                  uint64_t count)
{
    uint32_t row = find_text_row(catalogue, one);
    if (row == catalogue->count)
        return NULL;
    bool singular = count == 1 || (count == 0 && catalogue->zero_is_singular);
    const char *form = text_at(catalogue, catalogue->values, row);
    if (!singular) {
        const unsigned char *entry = catalogue->bytes + catalogue->values + (size_t)row * ROW_SIZE;
        size_t first = strlen(form);
        if (first >= load_u32(entry))
            return NULL;
        form += first + 1;
    }
    return form[0] != '\0' ? form : NULL;
}
