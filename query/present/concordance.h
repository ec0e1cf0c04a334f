/* A concordance (KWIC, key word in context): one line per match, with its neighbours. */
#ifndef FOUILLE_PRESENT_CONCORDANCE_H
#define FOUILLE_PRESENT_CONCORDANCE_H

#include "common/base/arena.h"
#include "common/base/slice.h"
#include "common/base/vector.h"
#include "query/present/highlight.h"

/* In text order, or by the words to the left or right of the match, the nearest first, ignoring
 * case, accents, and signs around the words. */
enum concordance_order { CONCORDANCE_TEXT, CONCORDANCE_LEFT, CONCORDANCE_RIGHT };

struct concordance_line;

struct concordance {
    struct analyzer *analyzer;
    struct arena arena; /* owns all texts */
    VECTOR(struct concordance_line) lines;
    struct buffer text; /* scratch: a piece being built */
    size_t context;     /* words on each side */
    enum concordance_order order;
};

void concordance_init(struct concordance *concordance, struct analyzer *analyzer, size_t context,
                      enum concordance_order order);
void concordance_release(struct concordance *concordance);

/* Adds a line for each of `matches` (in `text`). Copies `path` and `id`. Returns 0 or
 * ERROR_MEMORY. */
int concordance_add(struct concordance *concordance, struct slice path, struct slice id,
                    struct slice text, const struct match_list *matches);

struct concordance_style {
    bool json;
    size_t width;     /* columns of the terminal; 0: not for a terminal */
    const char *mark; /* the escape sequence before a match on a terminal; "": no colour */
};

/* Sorts the lines and appends them: on a terminal with the matches aligned; else path (path#id),
 * left, match and right, separated by tabs, or JSON. */
void concordance_write(struct buffer *to, struct concordance *concordance,
                       const struct concordance_style *style);

#endif
