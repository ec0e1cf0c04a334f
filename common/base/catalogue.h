/* A catalogue of messages: one language's texts, as msgfmt compiles them (gettext's .mo format,
 * little-endian, texts in UTF-8).
 *
 * We read it ourselves because gettext's functions translate only in a locale other than C, which
 * a bare system may not have (docs/decisions/catalogues.md). It is read into memory whole, so a
 * file that is replaced or truncated later does no harm. Nothing here leaves an error message:
 * messages are made with catalogues. Every offset of the file is checked when it is opened.
 */
#ifndef FOUILLE_PLATFORM_CATALOGUE_H
#define FOUILLE_PLATFORM_CATALOGUE_H

#include <stdbool.h>
#include <stdint.h>

/* What a catalogue may have; a larger file is not opened. */
enum { CATALOGUE_MAX_BYTES = 4 << 20 };

struct catalogue {
    unsigned char *bytes;  /* owned, whole file; NULL: no catalogue */
    uint32_t count;        /* the number of texts */
    uint32_t keys;         /* offset of the table of English texts, sorted as strcmp does */
    uint32_t values;       /* offset of the table of translations, in the same order */
    bool zero_is_singular; /* as in French: no article, one article, two articles */
};

/* Reads the catalogue at `path`. 0; -1 where there is none or it is damaged: then `catalogue` is
 * empty and finds nothing. errno is not kept. */
int catalogue_open(struct catalogue *catalogue, const char *path);
void catalogue_close(struct catalogue *catalogue);

/* The translation of an English text, owned by the catalogue; NULL where it has none. A binary
 * search. */
const char *catalogue_find(const struct catalogue *catalogue, const char *text);

/* The translation for `count` things of a text that has a plural, found by its singular; NULL where
 * there is none. Two rules are known, those of French (0 and 1 take the singular) and of German and
 * English (1 does); scripts/update-translations --check refuses a catalogue with another. */
const char *catalogue_find_plural(const struct catalogue *catalogue, const char *one,
                                  uint64_t count);

#endif
