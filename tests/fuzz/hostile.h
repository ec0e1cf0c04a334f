/* An index made to do harm: several segments with amendments, roots, maps of roots, ids, texts and,
 * where they are wanted, the shards of another one, all of it changed at will under checksums that
 * hold: pages, page table, contents, tail, amendments and MANIFEST. What is left to find the harm
 * is what the readers look at.
 *
 * An input is a list of edits of five bytes: what is changed (the lower five bits: a part, the
 * upper three: of which segment, or of which folder), two bytes of a place in it, what is done
 * (hostile_edits.c), and a value. Any bytes are a list of edits. The index is built by the
 * program's own writer, so that inputs mean about the same whatever the version of the format.
 *
 * Order of calls: hostile_open; hostile_write and what is to be tried on the folder, again and
 * again. The folder is removed at exit.
 */
#ifndef FOUILLE_TESTS_HOSTILE_H
#define FOUILLE_TESTS_HOSTILE_H

#include "tests/corrupt/sample.h"

#include "common/index/container/segment_layout.h"

enum { HOSTILE_SECONDS = 5 }; /* under sanitizers */
enum { HOSTILE_SEGMENTS = 8, HOSTILE_FOLDERS = 3, HOSTILE_FILES = 8, HOSTILE_BLOCKS = 4 };

/* What an edit changes. */
enum target {
    TARGET_SECTION, /* and those after it, up to SECTION_COUNT: the bytes of a section */
    TARGET_STATISTICS = SECTION_COUNT,
    TARGET_TABLE,      /* where sections are */
    TARGET_RECORDS,    /* of documents, uncompressed: a block by the value of the edit before */
    TARGET_AMENDMENTS, /* of the segment */
    TARGET_MANIFEST,   /* of the folder */
    TARGET_WORDS,      /* of the manifest, by number: a place is that of a word */
    TARGET_LINES,      /* of the manifest, likewise */
    TARGET_OTHER,      /* another file of the folder that is text, such as SHARD */
    TARGET_COUNT
};

struct edit {
    enum target target;
    uint8_t of;     /* number of a segment or a folder */
    uint16_t place; /* modulo what there is */
    uint8_t what;
    uint8_t value;
};

/* Does it. `fixed`: the bytes keep their number. */
void edit_bytes(struct buffer *bytes, const struct edit *edit, bool fixed);
/* The same on words and lines of a text. */
void edit_words(struct buffer *text, const struct edit *edit);
void edit_lines(struct buffer *text, const struct edit *edit);

/* A segment in its parts. */
struct hostile_segment {
    unsigned folder;
    size_t entry; /* number in the folder's manifest */
    char header[SEGMENT_HEADER_SIZE];
    char contents[CONTENTS_SECTIONS]; /* what is before the table of sections */
    struct buffer sections[SECTION_COUNT];
    uint8_t order[SECTION_COUNT]; /* in the file */
    size_t block_count;           /* of documents */
    struct buffer records[HOSTILE_BLOCKS], hashes[HOSTILE_BLOCKS];
    struct buffer amendments;
    struct buffer image; /* of the segment as it is intact */
};

struct hostile_file {
    char name[256];
    struct buffer bytes;
};

struct hostile_folder {
    char path[300];
    struct manifest manifest;
    size_t file_count;
    struct hostile_file files[HOSTILE_FILES]; /* but the segments, amendments and MANIFEST */
};

struct hostile {
    char base[200];  /* the folder above all; its own */
    char index[250]; /* the index: base/articles/.fouille */
    size_t folder_count, segment_count;
    struct hostile_folder folders[HOSTILE_FOLDERS]; /* the index, and its shards */
    struct hostile_segment segments[HOSTILE_SEGMENTS];
};

/* Describes the share of a number (from 0) of two in an open folder, as who builds one does. */
typedef void (*hostile_describe)(int directory, unsigned number);

/* Builds it; with `describe` the shards of another one too. Ends the program where that fails, or
 * where an index without edits is not found good. */
void hostile_open(struct hostile *hostile, hostile_describe describe);

/* Writes all of it anew, with the edits. */
void hostile_write(const struct hostile *hostile, const uint8_t *edits, size_t size);

/* Of hostile_open: the template (hostile_sample.c), and taking a segment apart (hostile_file.c). */
void hostile_build(struct hostile *hostile, hostile_describe describe);
void hostile_disassemble(struct hostile *hostile);

/* Nothing of what the programs print is shown between the two; sanitizers are heard. What comes
 * between them may take HOSTILE_SECONDS of processor time, else the program is ended. */
void hostile_silence_output(void);
void hostile_restore_output(void);

#endif
