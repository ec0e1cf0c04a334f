/* The colours of a terminal's parts of a hit, as $FOUILLE_COLORS has them: like $GREP_COLORS, what
 * ISO 6429 calls SGR parameters by name, "match=1;31:path=32". */
#ifndef FOUILLE_PRESENT_COLORS_H
#define FOUILLE_PRESENT_COLORS_H

enum part {
    PART_RANK,
    PART_TITLE,
    PART_DATE,
    PART_SCORE,
    PART_PATH,
    PART_TEXT, /* of passages, what does not match */
    PART_MATCH,
    PART_COUNT
};

enum { COLOR_SIZE = 24 };

/* Of each part what begins it, such as "\033[1m", or nothing. */
struct colors {
    char codes[PART_COUNT][COLOR_SIZE];
};

/* Those where nothing is set. They use no more than a terminal's own foreground, bold and faint,
 * and two of its sixteen colours, so they are read on a dark and on a light ground. */
extern const struct colors colors_usual;

/* Changes the parts that `text` names; an empty value takes the colour away. 0; ERROR_SYNTAX naming
 * what is wrong: then some may have changed. O(bytes). */
int colors_parse(struct colors *colors, const char *text);

#endif
