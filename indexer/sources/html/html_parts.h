/* The part that an element has in a page, by its name. */
#ifndef FOUILLE_HTML_HTML_PARTS_H
#define FOUILLE_HTML_HTML_PARTS_H

enum html_part {
    PART_OTHER,
    PART_ROOT, /* html, body */
    PART_ARTICLE,
    PART_ASIDE,
    PART_CAPTION,
    PART_CONTROL, /* button, select, label: of a form */
    PART_FIGURE,
    PART_FOOTER,
    PART_FORM,
    PART_HEADER,
    PART_HEADING,
    PART_ITEM, /* li, dt, dd */
    PART_LINK,
    PART_LIST,     /* ul, dl */
    PART_NUMBERED, /* ol */
    PART_MAIN,
    PART_NAV,
    PART_PARAGRAPH,
    PART_PRE,
    PART_QUOTE,
    PART_TABLE,
    PART_TABLE_HEAD, /* th, thead, caption */
    PART_DATA,       /* a table with such */
    PART_TIME,
    PART_TITLE, /* h1 */
};

enum html_part html_part_find(const char *name);

#endif
