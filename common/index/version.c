#include "common/index/version.h"

#include <inttypes.h>

#include "common/index/container/segment_file.h"
#include "common/index/manifest.h"

#ifndef FOUILLE_VERSION
#define FOUILLE_VERSION "unknown"
#endif
#ifndef FOUILLE_STEMMER
#define FOUILLE_STEMMER "unknown"
#endif

void version_append(struct buffer *to, const char *program, uint64_t fingerprint)
{
    buffer_append_format(to, "%s %s\n", program, FOUILLE_VERSION);
    buffer_append_format(to, "index format: segment %d, manifest %d\n", SEGMENT_VERSION,
                         MANIFEST_VERSION);
    buffer_append_format(to, "libstemmer %s, analysis %016" PRIx64 "\n", FOUILLE_STEMMER,
                         fingerprint);
}

const char *version_program(void)
{
    return FOUILLE_VERSION;
}
