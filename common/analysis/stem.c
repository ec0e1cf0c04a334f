#include "common/analysis/stem.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include <libstemmer.h>

#include "common/base/error.h"
#include "common/base/slice.h"

/* The nouns in -ail whose plural ends in -aux, a closed list in every grammar, and yeux. Snowball
 * changes -aux to -al, which is right for all the others. */
static const struct {
    const char *plural, *singular;
} exceptions[] = {
    {"baux", "bail"},       {"coraux", "corail"},       {"émaux", "émail"},
    {"fermaux", "fermail"}, {"soupiraux", "soupirail"}, {"travaux", "travail"},
    {"vantaux", "vantail"}, {"ventaux", "ventail"},     {"vitraux", "vitrail"},
    {"yeux", "oeil"},
};

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

const char *stem_exception(const char *surface, size_t size)
{
    if (size < 4 || surface[size - 1] != 'x')
        return NULL;
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
        if (slice_is((struct slice){surface, size}, exceptions[i].plural))
            return exceptions[i].singular;
    return NULL;
}

size_t stem_word(struct sb_stemmer *stemmer, const char *surface, size_t size,
                 char term[ANALYSIS_WORD_MAX + 1])
{
    assert(stemmer != NULL && size <= ANALYSIS_WORD_MAX);
    const char *singular = stem_exception(surface, size);
    if (singular != NULL) {
        surface = singular;
        size = strlen(singular);
    }
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
