#include "indexer/sources/article/compression.h"

#include <bzlib.h>
#include <lzma.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

/* zlib and bzip2 count in unsigned int. */
enum { GZIP_WINDOW = 15 + 16, PART_MAX = 1 << 30 };

static unsigned part_of(size_t size)
{
    return size > PART_MAX ? PART_MAX : (unsigned)size;
}

/* --- gzip --- */

static void *gzip_open(void)
{
    z_stream *stream = calloc(1, sizeof *stream);
    if (stream != NULL && inflateInit2(stream, GZIP_WINDOW) == Z_OK)
        return stream;
    free(stream);
    return NULL;
}

static void gzip_close(void *state)
{
    inflateEnd(state);
    free(state);
}

static bool gzip_begin(void *state)
{
    return inflateReset(state) == Z_OK;
}

static enum compression_result gzip_step(void *state, struct compression_step *step)
{
    z_stream *stream = state;
    const unsigned in_size = part_of(step->in_size), out_room = part_of(step->out_room);
    stream->next_in = (Bytef *)(uintptr_t)step->in; /* const only if zlib is told so */
    stream->avail_in = in_size;
    stream->next_out = step->out;
    stream->avail_out = out_room;
    int result = inflate(stream, Z_NO_FLUSH);
    step->in += in_size - stream->avail_in;
    step->in_size -= in_size - stream->avail_in;
    step->out += out_room - stream->avail_out;
    step->out_room -= out_room - stream->avail_out;
    switch (result) {
    case Z_OK:
    case Z_BUF_ERROR:
        return COMPRESSION_MORE;
    case Z_STREAM_END:
        return COMPRESSION_END;
    case Z_MEM_ERROR:
        return COMPRESSION_NO_MEMORY;
    default:
        return COMPRESSION_DAMAGED;
    }
}

/* --- Zstandard --- */

static void *zstd_open(void)
{
    ZSTD_DStream *stream = ZSTD_createDStream();
    if (stream == NULL)
        return NULL;
    ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, COMPRESSION_WINDOW_LOG);
    return stream;
}

static void zstd_close(void *state)
{
    ZSTD_freeDStream(state);
}

static bool zstd_begin(void *state)
{
    return !ZSTD_isError(ZSTD_DCtx_reset(state, ZSTD_reset_session_only));
}

static enum compression_result zstd_step(void *state, struct compression_step *step)
{
    ZSTD_inBuffer in = {step->in, step->in_size, 0};
    ZSTD_outBuffer out = {step->out, step->out_room, 0};
    size_t result = ZSTD_decompressStream(state, &out, &in);
    step->in += in.pos;
    step->in_size -= in.pos;
    step->out += out.pos;
    step->out_room -= out.pos;
    if (!ZSTD_isError(result))
        return result == 0 ? COMPRESSION_END : COMPRESSION_MORE;
    switch (ZSTD_getErrorCode(result)) {
    case ZSTD_error_memory_allocation:
        return COMPRESSION_NO_MEMORY;
    case ZSTD_error_frameParameter_windowTooLarge:
        return COMPRESSION_TOO_LARGE;
    default:
        return COMPRESSION_DAMAGED;
    }
}

/* --- xz --- */

static void *xz_open(void)
{
    static const lzma_stream initial = LZMA_STREAM_INIT;
    lzma_stream *stream = malloc(sizeof *stream);
    if (stream != NULL)
        *stream = initial;
    return stream;
}

static void xz_close(void *state)
{
    lzma_end(state);
    free(state);
}

static bool xz_begin(void *state)
{
    return lzma_stream_decoder(state, COMPRESSION_MEMORY, 0) == LZMA_OK;
}

static enum compression_result xz_step(void *state, struct compression_step *step)
{
    lzma_stream *stream = state;
    stream->next_in = step->in;
    stream->avail_in = step->in_size;
    stream->next_out = step->out;
    stream->avail_out = step->out_room;
    lzma_ret result = lzma_code(stream, LZMA_RUN);
    step->in = stream->next_in;
    step->in_size = stream->avail_in;
    step->out = stream->next_out;
    step->out_room = stream->avail_out;
    switch (result) {
    case LZMA_OK:
    case LZMA_BUF_ERROR:
        return COMPRESSION_MORE;
    case LZMA_STREAM_END:
        return COMPRESSION_END;
    case LZMA_MEM_ERROR:
        return COMPRESSION_NO_MEMORY;
    case LZMA_MEMLIMIT_ERROR:
        return COMPRESSION_TOO_LARGE;
    default:
        return COMPRESSION_DAMAGED;
    }
}

/* --- bzip2 --- */

static void *bzip2_open(void)
{
    return calloc(1, sizeof(bz_stream));
}

static void bzip2_close(void *state)
{
    BZ2_bzDecompressEnd(state);
    free(state);
}

static bool bzip2_begin(void *state)
{
    bz_stream *stream = state;
    BZ2_bzDecompressEnd(stream);
    memset(stream, 0, sizeof *stream);
    return BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK;
}

static enum compression_result bzip2_step(void *state, struct compression_step *step)
{
    bz_stream *stream = state;
    const unsigned in_size = part_of(step->in_size), out_room = part_of(step->out_room);
    stream->next_in = (char *)(uintptr_t)step->in; /* bzip2's structure lacks a const */
    stream->avail_in = in_size;
    stream->next_out = (char *)step->out;
    stream->avail_out = out_room;
    int result = BZ2_bzDecompress(stream);
    step->in += in_size - stream->avail_in;
    step->in_size -= in_size - stream->avail_in;
    step->out += out_room - stream->avail_out;
    step->out_room -= out_room - stream->avail_out;
    switch (result) {
    case BZ_OK:
        return COMPRESSION_MORE;
    case BZ_STREAM_END:
        return COMPRESSION_END;
    case BZ_MEM_ERROR:
        return COMPRESSION_NO_MEMORY;
    default:
        return COMPRESSION_DAMAGED;
    }
}

/* --- all of them --- */

static const struct compression_library libraries[] = {
    [COMPRESSION_GZIP] = {"gzip", gzip_open, gzip_close, gzip_begin, gzip_step},
    [COMPRESSION_ZSTD] = {"Zstandard", zstd_open, zstd_close, zstd_begin, zstd_step},
    [COMPRESSION_XZ] = {"xz", xz_open, xz_close, xz_begin, xz_step},
    [COMPRESSION_BZIP2] = {"bzip2", bzip2_open, bzip2_close, bzip2_begin, bzip2_step},
};

const struct compression_library *compression_library_of(enum compression compression)
{
    return compression == COMPRESSION_NONE ? NULL : &libraries[compression];
}

enum compression compression_of_extension(const char *extension, size_t size)
{
    static const char *const extensions[] = {
        [COMPRESSION_GZIP] = "gz",
        [COMPRESSION_ZSTD] = "zst",
        [COMPRESSION_XZ] = "xz",
        [COMPRESSION_BZIP2] = "bz2",
    };
    for (enum compression i = COMPRESSION_GZIP; i <= COMPRESSION_BZIP2; i++)
        if (strlen(extensions[i]) == size && strncasecmp(extension, extensions[i], size) == 0)
            return i;
    return COMPRESSION_NONE;
}
