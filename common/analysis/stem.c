#include "common/analysis/stem.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include <libstemmer.h>

#include "common/base/error.h"

static bool has_french(void)
{
    for (const char **name = sb_stemmer_list(); *name != NULL; name++)
        if (strcmp(*name, "french") == 0)
            return true;
    return false;
}

int stem_create(struct sb_stemmer **stemmer)
{
    /* NULL stands for both failures; every build that has a stemmer has it for UTF-8. */
    struct sb_stemmer *created = sb_stemmer_new("french", "UTF_8");
    if (created == NULL)
        return has_french() ? error_memory()
                            : error_set(ERROR_SYSTEM, "libstemmer has no French stemmer for UTF-8");
    *stemmer = created;
    return 0;
}

void stem_destroy(struct sb_stemmer *stemmer)
{
    if (stemmer != NULL)
        sb_stemmer_delete(stemmer);
}

size_t stem_word(struct sb_stemmer *stemmer, const char *surface, size_t size,
                 char term[ANALYSIS_WORD_MAX + 1])
{
    assert(stemmer != NULL && size <= ANALYSIS_WORD_MAX);
    const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)surface, (int)size);
    if (stem == NULL)
        error_memory(); /* counted, so that nothing is published with a word that is not stemmed */
    size_t stem_size = stem == NULL ? 0 : (size_t)sb_stemmer_length(stemmer);
    if (stem_size == 0 || stem_size > ANALYSIS_WORD_MAX) {
        stem = (const sb_symbol *)surface;
        stem_size = size;
    }
    memcpy(term, stem, stem_size);
    term[stem_size] = '\0';
    return stem_size;
}
