/* The format for people: title, score, date, path and passage, wrapped to the terminal.
 *
 *       1. Le titre, aux mots trouvés marqués
 *          2022-01-06  7.43  chemin/du/fichier.txt
 *          … le passage, sur autant de lignes qu'il en faut …
 */
#ifndef FOUILLE_PRESENT_TERMINAL_H
#define FOUILLE_PRESENT_TERMINAL_H

#include "query/present/colors.h"
#include "query/present/shown_hit.h"

struct terminal_style {
    bool color;
    struct colors colors; /* used if `color` */
    size_t width;         /* columns */
};

/* Appends a hit. */
void format_terminal(struct buffer *to, const struct shown_hit *hit,
                     const struct terminal_style *style);

/* Appends the body with its matches marked; on a terminal below title and location. */
void format_full(struct buffer *to, const struct shown_hit *hit, const struct terminal_style *style,
                 bool terminal);

/* The columns of the terminal at `descriptor`: $COLUMNS, else what the terminal reports, else
 * 80. */
size_t terminal_width(int descriptor);

#endif
