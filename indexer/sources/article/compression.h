/* Compressed files, by the libraries of their formats: gzip, Zstandard, xz, bzip2.
 *
 * A file is a sequence of members, each a complete stream of its format (gzip, xz and bzip2 call
 * them members or streams, Zstandard frames). A library reads one member at a time.
 */
#ifndef FOUILLE_ARTICLE_COMPRESSION_H
#define FOUILLE_ARTICLE_COMPRESSION_H

#include <stdbool.h>
#include <stddef.h>

enum compression {
    COMPRESSION_NONE,
    COMPRESSION_GZIP,
    COMPRESSION_ZSTD,
    COMPRESSION_XZ,
    COMPRESSION_BZIP2,
};

/* The most memory that a member may ask for, which it says itself: that of zstd --ultra -22, and
 * twice that of xz -9. */
enum { COMPRESSION_WINDOW_LOG = 27, COMPRESSION_MEMORY = 1 << COMPRESSION_WINDOW_LOG };

/* What is left of both sides; a step moves them on. */
struct compression_step {
    const unsigned char *in;
    size_t in_size;
    unsigned char *out;
    size_t out_room;
};

enum compression_result {
    COMPRESSION_MORE, /* the member goes on; if nothing moved, there is too little on a side */
    COMPRESSION_END,  /* of the member; all of it is in `out` */
    COMPRESSION_DAMAGED,
    COMPRESSION_TOO_LARGE, /* it asks for more than COMPRESSION_MEMORY */
    COMPRESSION_NO_MEMORY,
};

struct compression_library {
    const char *name;    /* of the format, as users know it */
    void *(*open)(void); /* NULL when out of memory */
    void (*close)(void *state);
    /* Prepares for the first byte of a member. False when out of memory. */
    bool (*begin)(void *state);
    enum compression_result (*step)(void *state, struct compression_step *step);
};

/* Returns the library of a format; NULL for COMPRESSION_NONE. */
const struct compression_library *compression_library_of(enum compression compression);

/* Returns the compression that a name's last extension means, without its dot, in any case. */
enum compression compression_of_extension(const char *extension, size_t size);

#endif
