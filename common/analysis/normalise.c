#include "common/analysis/analyzer_state.h"
#include "common/analysis/letters.h"

size_t analyzer_normalise(struct analyzer *analyzer, const char *text, size_t size,
                          char surface[ANALYSIS_WORD_MAX + 1])
{
    struct letter *letters = analyzer->words.letters; /* unused between two calls */
    if (size > CHUNK_MAX) {
        size = CHUNK_MAX;
        while (size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80)
            size--;
    }
    size_t count = letters_decode(text, size, letters);
    size_t written = letters_spell(letters, 0, count, surface, 0, ANALYSIS_WORD_MAX);
    surface[written] = '\0';
    return written;
}
