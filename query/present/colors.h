/* The colours of the parts of a hit on a terminal, as set by $FOUILLE_COLORS: like $GREP_COLORS,
 * SGR parameters (ISO 6429) by name, such as "match=1;31:path=32". */
#ifndef FOUILLE_PRESENT_COLORS_H
#define FOUILLE_PRESENT_COLORS_H

enum part {
    PART_RANK,
    PART_TITLE,
    PART_DATE,
    PART_SCORE,
    PART_PATH,
    PART_TEXT, /* of passages, between matches */
    PART_MATCH,
    PART_COUNT
};

enum { COLOR_SIZE = 24 };

/* The escape sequence that starts each part, such as "\033[1m", or "". */
struct colors {
    char codes[PART_COUNT][COLOR_SIZE];
};

/* The default colours. They use only the terminal's own foreground, bold and faint, and two of its
 * sixteen colours, so they are readable on dark and light backgrounds. */
extern const struct colors colors_default;

/* Changes the parts that `text` names; an empty value removes the colour. Returns 0, or
 * ERROR_SYNTAX naming the error, when some parts may already have changed. O(bytes). */
int colors_parse(struct colors *colors, const char *text);

#endif
