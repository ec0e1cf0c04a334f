#include "common/analysis/analyzer_state.h"
#include "common/analysis/letters.h"
#include "common/base/utf8.h"

size_t analyzer_normalise(struct analyzer *analyzer, const char *text, size_t size,
                          char surface[ANALYSIS_WORD_MAX + 1])
{
    struct letter *letters = analyzer->words.letters; /* unused between two calls */
    size_t count = letters_decode(text, utf8_floor(text, size, CHUNK_MAX), letters);
    size_t written = letters_spell(letters, 0, count, surface, 0, ANALYSIS_WORD_MAX);
    surface[written] = '\0';
    return written;
}
