/* A message catalogue: the texts of one language, compiled by msgfmt (gettext's .mo format,
 * little-endian, in UTF-8).
 *
 * We read it ourselves because gettext's functions translate only in a locale other than C, which a
 * bare system may not have (docs/decisions/catalogues.md). The whole file is read into memory, so
 * replacing or truncating it later does no harm. Nothing here sets an error message, since error
 * messages are themselves translated with catalogues. Every offset of the file is checked when it
 * is opened.
 */
#ifndef FOUILLE_BASE_CATALOGUE_H
#define FOUILLE_BASE_CATALOGUE_H

#include <stdbool.h>
#include <stdint.h>

/* A larger file is not opened. */
enum { CATALOGUE_MAX_BYTES = 4 << 20 };

struct catalogue {
    unsigned char *bytes;  /* owned, whole file; NULL: no catalogue */
    uint32_t count;        /* the number of texts */
    uint32_t keys;         /* offset of the table of English texts, sorted as strcmp does */
    uint32_t values;       /* offset of the table of translations, in the same order */
    bool zero_is_singular; /* as in French: no article, one article, two articles */
};

/* Reads the catalogue at `path`. Returns 0; or -1 if there is none or it is damaged: then
 * `catalogue` is empty and finds nothing. May change errno. */
int catalogue_open(struct catalogue *catalogue, const char *path);
void catalogue_close(struct catalogue *catalogue);

/* Returns the translation of an English text, owned by the catalogue, or NULL. A binary search. */
const char *catalogue_find(const struct catalogue *catalogue, const char *text);

/* Returns the translation for `count` things of a text with a plural, found by its singular, or
 * NULL. Two plural rules are known: French (singular for 0 and 1), and German and English (singular
 * for 1); scripts/update-translations --check rejects a catalogue with another. */
const char *catalogue_find_plural(const struct catalogue *catalogue, const char *one,
                                  uint64_t count);

#endif
