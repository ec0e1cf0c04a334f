/* A concordance (KWIC, key word in context): each match on a line, between its neighbours. */
#ifndef FOUILLE_PRESENT_CONCORDANCE_H
#define FOUILLE_PRESENT_CONCORDANCE_H

#include "common/base/arena.h"
#include "common/index/documents/document_table.h"
#include "query/present/highlight.h"

/* By the text; by the words before or behind the match, the nearest first, without regard to
 * capitals and accents. */
enum concordance_order { CONCORDANCE_TEXT, CONCORDANCE_LEFT, CONCORDANCE_RIGHT };

struct concordance {
    struct analyzer *analyzer;
    struct arena arena;  /* owns all texts */
    struct buffer lines; /* struct concordance_line */
    struct buffer text;  /* a piece under way */
    size_t context;      /* words each side */
    enum concordance_order order;
};

void concordance_init(struct concordance *concordance, struct analyzer *analyzer, size_t context,
                      enum concordance_order order);
void concordance_release(struct concordance *concordance);

/* Adds a line for each of `matches` (struct match, in `text`). `path` and `id` are copied.
 * 0 or ERROR_MEMORY. */
int concordance_add(struct concordance *concordance, struct bytes path, struct bytes id,
                    const char *text, size_t size, const struct buffer *matches);

struct concordance_style {
    bool json;
    size_t width;     /* columns of the terminal; 0: none */
    const char *mark; /* what begins the colour of a match in it; "": none */
};

/* Sorts the lines and appends them: on a terminal the matches below each other; else path
 * (path#id), left, match, right with tabs between, or JSON. */
void concordance_write(struct buffer *to, struct concordance *concordance,
                       const struct concordance_style *style);

#endif
