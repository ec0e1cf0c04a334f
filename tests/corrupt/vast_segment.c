#include "tests/corrupt/vast_segment.h"

#include <sys/mman.h>

#include "common/analysis/stem.h"
#include "common/analysis/term.h"
#include "common/index/codecs/position_code.h"
#include "common/index/container/segment_layout.h"
#include "common/index/dictionary/form_dictionary.h"
#include "common/index/dictionary/term_dictionary.h"
#include "common/index/documents/document_writer.h"
#include "common/index/postings/postings_writer.h"

enum { SEGMENT_NUMBER = 1 };

/* What is written, and where; the pages that are no holes. */
struct vast_file {
    int descriptor;
    uint64_t end;
    struct {
        uint64_t offset, size;
    } sections[SECTION_COUNT];
    unsigned char *touched; /* a byte a page; owned, of `pages` bytes */
    uint64_t pages;
};

struct dictionaries {
    struct sb_stemmer *stemmer;
    struct postings_writer postings;
    struct key_writer terms, forms;
    uint64_t total_length;
};

/* --- words --- */

/* Memory for a number a document, of which only what is touched exists. */
static uint32_t *map_column(uint32_t documents)
{
    void *memory = mmap(NULL, (size_t)documents * 4, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        sample_fail("no memory for a column");
    return memory;
}

/* The first places of each document, as distances. */
static uint32_t *first_positions(const struct vast_word *word)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < word->count; i++)
        count += word->frequencies[i];
    uint32_t *distances = malloc(count * sizeof *distances), *to = distances;
    if (distances == NULL)
        sample_fail("no memory for positions");
    for (uint32_t i = 0; i < word->count; i++)
        for (uint32_t k = 0; k < word->frequencies[i]; k++)
            *to++ = k > 0 ? 1 : POSITION_TITLE_GAP;
    return distances;
}

static void add_vast_word(struct dictionaries *all, const struct vast_word *word,
                          struct document_lengths *lengths)
{
    char key[KEY_MAX], term[ANALYSIS_WORD_MAX + 1];
    struct term_entry entry = {.form_count = 1};
    uint32_t *places = word->has_positions ? first_positions(word) : NULL;
    const struct posting_list list = {word->count, word->documents, word->frequencies, places,
                                      NULL};
    for (uint32_t i = 0; i < word->count; i++) {
        ((uint32_t *)lengths->lengths)[word->documents[i]] = word->lengths[i];
        all->total_length += word->lengths[i];
    }
    if (postings_write(&all->postings, &list, lengths, &entry) != 0)
        sample_fail("postings");
    free(places);
    if (word->claimed > 0) {
        entry.document_count = word->claimed;
        entry.occurrence_count = word->claimed;
    }
    size_t size = term_of_form(all->stemmer, slice_of(word->word), term);
    size = term_key(FIELD_TEXT, term, size, key);
    term_writer_add(&all->terms, key, size, &entry);
    size = form_key(word->word, strlen(word->word), word->word, strlen(word->word), key);
    form_writer_add(&all->forms, key, size,
                    &(struct form_entry){.term = entry.ordinal,
                                         .rank = 0,
                                         .count = word->occurrences > 0 ? word->occurrences
                                                                        : entry.occurrence_count});
}

/* --- the file --- */

static void mark_touched(struct vast_file *vast_file, uint64_t offset, uint64_t size)
{
    for (uint64_t page = offset / SEGMENT_PAGE_SIZE;
         size > 0 && page <= (offset + size - 1) / SEGMENT_PAGE_SIZE; page++)
        vast_file->touched[page] = 1;
}

static void write_bytes_at(struct vast_file *vast_file, uint64_t offset, const void *bytes,
                           uint64_t size)
{
    sample_write(vast_file->descriptor, bytes, size, offset);
    mark_touched(vast_file, offset, size);
}

static void begin_section(struct vast_file *vast_file, enum section section, uint64_t size)
{
    vast_file->end =
        (vast_file->end + SEGMENT_ALIGNMENT - 1) / SEGMENT_ALIGNMENT * SEGMENT_ALIGNMENT;
    vast_file->sections[section].offset = vast_file->end;
    vast_file->sections[section].size = size;
    vast_file->end += size;
}

static void write_vast_section(struct vast_file *vast_file, enum section section,
                               const struct buffer *bytes)
{
    begin_section(vast_file, section, bytes->size);
    if (bytes->size > 0)
        write_bytes_at(vast_file, vast_file->sections[section].offset, bytes->data, bytes->size);
}

static void write_lengths(struct vast_file *vast_file, const struct vast_word *words, size_t count,
                          const uint32_t *lengths)
{
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < words[i].count; k++) {
            uint32_t document = words[i].documents[k];
            write_bytes_at(vast_file,
                           vast_file->sections[SECTION_LENGTHS].offset + (uint64_t)document * 4,
                           &lengths[document], 4);
        }
}

/* Records that say next to nothing, for articles without bodies. */
static void write_records(struct vast_file *vast_file, uint32_t documents)
{
    struct document_writer records;
    if (document_writer_init(&records) != 0)
        sample_fail("records");
    for (uint32_t i = 0; i < documents; i++) {
        char path[24];
        struct document document = {.path = {path, 0}};
        document.path.size = (size_t)snprintf(path, sizeof path, "%08u.txt", i);
        document_writer_add(&records, &document);
    }
    if (document_writer_finish(&records) != 0)
        sample_fail("records");
    write_vast_section(vast_file, SECTION_DOCUMENTS, &records.blocks);
    write_vast_section(vast_file, SECTION_DOCUMENT_INDEX, &records.index);
    document_writer_release(&records);
}

static void write_vast_sections(struct vast_file *vast_file, struct dictionaries *all,
                                uint32_t documents, bool recorded)
{
    const struct buffer nothing = {0};
    write_vast_section(vast_file, SECTION_STORE, &nothing);
    begin_section(vast_file, SECTION_STORE_INDEX, 8);
    write_vast_section(vast_file, SECTION_POSTINGS, &all->postings.postings);
    write_vast_section(vast_file, SECTION_POSITIONS, &all->postings.positions);
    write_vast_section(vast_file, SECTION_RANKS, &all->postings.ranks);
    write_vast_section(vast_file, SECTION_TERMS, &all->terms.blocks);
    write_vast_section(vast_file, SECTION_TERM_INDEX, &all->terms.index);
    write_vast_section(vast_file, SECTION_FORMS, &all->forms.blocks);
    write_vast_section(vast_file, SECTION_FORM_INDEX, &all->forms.index);
    if (recorded) {
        write_records(vast_file, documents);
    } else {
        uint64_t blocks = ((uint64_t)documents + DOCUMENT_BLOCK_SIZE - 1) / DOCUMENT_BLOCK_SIZE;
        write_vast_section(vast_file, SECTION_DOCUMENTS, &nothing);
        begin_section(vast_file, SECTION_DOCUMENT_INDEX, (blocks + 1) * 8);
    }
    begin_section(vast_file, SECTION_LENGTHS, (uint64_t)documents * 4);
    begin_section(vast_file, SECTION_TITLE_LENGTHS, (uint64_t)documents * 2);
    begin_section(vast_file, SECTION_DAYS, (uint64_t)documents * 4);
}

/* Sums of all pages, most of which are holes. */
static void checksum_sparse_pages(const struct vast_file *vast_file, struct buffer *sums)
{
    static const char zeros[SEGMENT_PAGE_SIZE];
    const uint32_t hole = segment_checksum(0, zeros, sizeof zeros);
    char page[SEGMENT_PAGE_SIZE];
    for (uint64_t number = 0; number < vast_file->pages; number++) {
        uint64_t at = number * SEGMENT_PAGE_SIZE, size = vast_file->end - at;
        bool whole = size >= SEGMENT_PAGE_SIZE;
        if (whole && !vast_file->touched[number]) {
            buffer_append_u32(sums, hole);
            continue;
        }
        size = whole ? SEGMENT_PAGE_SIZE : size;
        if (pread(vast_file->descriptor, page, size, (off_t)at) != (ssize_t)size)
            sample_fail("cannot read a page");
        buffer_append_u32(sums, segment_checksum(0, page, size));
    }
}

static void append_vast_contents(const struct vast_file *vast_file,
                                 const struct segment_statistics *statistics,
                                 const struct buffer *sums, struct buffer *contents)
{
    buffer_append_u64(contents, statistics->fingerprint);
    buffer_append_u64(contents, statistics->total_length);
    buffer_append_u64(contents, statistics->total_title_length);
    buffer_append_u64(contents, statistics->text_bytes);
    buffer_append_u32(contents, statistics->document_count);
    buffer_append_u32(contents, statistics->term_count);
    buffer_append_u32(contents, statistics->form_count);
    buffer_append_u32(contents, statistics->stored);
    buffer_append_u64(contents, vast_file->end);
    buffer_append_u64(contents, SECTION_COUNT);
    for (int i = 0; i < SECTION_COUNT; i++) {
        buffer_append_u64(contents, vast_file->sections[i].offset);
        buffer_append_u64(contents, vast_file->sections[i].size);
    }
    for (size_t at = 0; at < sums->size; at += SEGMENT_PAGE_SIZE)
        buffer_append_u32(contents, segment_checksum(0, sums->data + at,
                                                     sums->size - at < SEGMENT_PAGE_SIZE
                                                         ? sums->size - at
                                                         : SEGMENT_PAGE_SIZE));
}

static void write_vast_end(struct vast_file *vast_file, const struct segment_statistics *statistics,
                           struct manifest_segment *entry)
{
    struct buffer sums = {0}, contents = {0};
    char tail[SEGMENT_TAIL_SIZE] = {0};
    checksum_sparse_pages(vast_file, &sums);
    append_vast_contents(vast_file, statistics, &sums, &contents);
    uint64_t at = vast_file->end + sums.size, size = contents.size;
    uint32_t sum = segment_checksum(0, contents.data, contents.size);
    memcpy(tail + TAIL_CONTENTS_OFFSET, &at, 8);
    memcpy(tail + TAIL_CONTENTS_SIZE, &size, 8);
    memcpy(tail + TAIL_CONTENTS_CHECKSUM, &sum, 4);
    memcpy(tail + TAIL_MAGIC, SEGMENT_TAIL_MAGIC, 8);
    entry->checksum = segment_checksum(0, tail, TAIL_CHECKSUM);
    memcpy(tail + TAIL_CHECKSUM, &entry->checksum, 4);
    sample_write(vast_file->descriptor, sums.data, sums.size, vast_file->end);
    sample_write(vast_file->descriptor, contents.data, contents.size, at);
    sample_write(vast_file->descriptor, tail, sizeof tail, at + size);
    entry->size = at + size + sizeof tail;
    buffer_release(&sums);
    buffer_release(&contents);
}

static void write_vast_file(struct vast_file *vast_file, struct dictionaries *all,
                            uint32_t documents, bool recorded)
{
    char header[SEGMENT_HEADER_SIZE] = SEGMENT_MAGIC;
    const uint32_t version = SEGMENT_VERSION;
    memcpy(header + HEADER_VERSION, &version, sizeof version);
    vast_file->end = sizeof header;
    vast_file->pages = ((uint64_t)documents * 11 + (32 << 20)) / SEGMENT_PAGE_SIZE;
    vast_file->touched = calloc(vast_file->pages, 1);
    if (vast_file->touched == NULL)
        sample_fail("no memory");
    write_bytes_at(vast_file, 0, header, sizeof header);
    write_vast_sections(vast_file, all, documents, recorded);
    vast_file->end =
        (vast_file->end + SEGMENT_ALIGNMENT - 1) / SEGMENT_ALIGNMENT * SEGMENT_ALIGNMENT;
    vast_file->pages = (vast_file->end + SEGMENT_PAGE_SIZE - 1) / SEGMENT_PAGE_SIZE;
    if (ftruncate(vast_file->descriptor, (off_t)vast_file->end) != 0)
        sample_fail("cannot make holes");
}

/* --- the index --- */

static void publish_segments(struct vast *vast, const struct manifest_segment *entry,
                             unsigned segments)
{
    struct manifest manifest;
    struct manifest_segment named = *entry;
    manifest_init(&manifest);
    manifest.generation = segments;
    manifest.fingerprint = analysis_fingerprint();
    for (unsigned i = 0; i < segments; i++) {
        char root[16] = ".";
        if (i > 0)
            snprintf(root, sizeof root, "./%08u", i);
        if (manifest_add_root(&manifest, root) != 0)
            sample_fail("the manifest");
    }
    /* Each has a root of its own, so that no article is in two of them. */
    uint32_t map[1];
    named.roots = map;
    named.root_count = 1;
    for (unsigned i = 0; i < segments; i++) {
        map[0] = i;
        snprintf(named.name, sizeof named.name, "%08u-%03u.seg", SEGMENT_NUMBER, i);
        if (i > 0 &&
            linkat(vast->sample.directory, entry->name, vast->sample.directory, named.name, 0) != 0)
            sample_fail("cannot link a segment");
        if (manifest_add_segment(&manifest, &named) != 0)
            sample_fail("the manifest");
    }
    if (manifest_write(&manifest, vast->sample.directory) != 0)
        sample_fail("the manifest");
    manifest_release(&manifest);
}

void vast_build(struct vast *vast, uint32_t documents, const struct vast_word *words, size_t count,
                bool recorded)
{
    struct dictionaries all = {0};
    struct vast_file vast_file = {0};
    struct document_lengths lengths = {map_column(documents), map_column(documents), NULL, 1};
    lengths.scored = lengths.lengths;
    if (stem_create(&all.stemmer) != 0)
        sample_fail("the stemmer");
    postings_writer_init(&all.postings);
    key_writer_init(&all.terms);
    form_writer_init(&all.forms);
    for (size_t i = 0; i < count; i++)
        add_vast_word(&all, &words[i], &lengths);
    sample_folder(&vast->sample);
    vast->entry = (struct manifest_segment){.documents = documents};
    snprintf(vast->entry.name, sizeof vast->entry.name, "%08u-000.seg", SEGMENT_NUMBER);
    vast_file.descriptor =
        openat(vast->sample.directory, vast->entry.name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    write_vast_file(&vast_file, &all, documents, recorded);
    write_lengths(&vast_file, words, count, lengths.lengths);
    const struct segment_statistics statistics = {.fingerprint = analysis_fingerprint(),
                                                  .total_length = all.total_length,
                                                  .document_count = documents,
                                                  .term_count = all.terms.count,
                                                  .form_count = all.forms.count};
    write_vast_end(&vast_file, &statistics, &vast->entry);
    close(vast_file.descriptor);
    free(vast_file.touched);
    munmap((void *)lengths.lengths, (size_t)documents * 4);
    munmap((void *)lengths.title_lengths, (size_t)documents * 4);
    stem_destroy(all.stemmer);
    postings_writer_release(&all.postings);
    key_writer_release(&all.terms);
    key_writer_release(&all.forms);
    publish_segments(vast, &vast->entry, 1);
}

void vast_repeat(struct vast *vast, unsigned segments)
{
    publish_segments(vast, &vast->entry, segments);
}
