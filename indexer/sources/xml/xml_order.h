/* The order in which the parts of a page are read, where a file of text recognition (ALTO, PAGE)
 * gives one that is not that of the file.
 *
 * Parts are nested: regions, and lines in them. References to parts by id come before them, in
 * groups, which may be nested. A part without a reference goes where the part around it goes;
 * parts that are in none come after those of their page that are. Lines are in the order of their
 * indexes, where those are given. Beyond XML_ORDER_MAX parts or references, the file's order is
 * kept.
 */
#ifndef FOUILLE_XML_XML_ORDER_H
#define FOUILLE_XML_XML_ORDER_H

#include <stdbool.h>

#include "common/base/vector.h"
#include "indexer/sources/article/article.h"

enum { XML_ORDER_MAX = 1 << 18, XML_ORDER_LEVELS = 3 };

/* Where no index is given. */
#define XML_ORDER_NONE UINT32_MAX

struct xml_order_reference {
    uint64_t id; /* its hash */
    uint64_t rank;
};

struct xml_order_part {
    uint64_t id;
    uint64_t rank;   /* where it is read */
    uint32_t parent; /* XML_ORDER_NONE: none */
    uint32_t page;
    uint32_t index; /* among its siblings */
    bool is_line;
};

/* Text of one part: up to the start of the next piece. */
struct xml_order_piece {
    size_t start;
    uint32_t part;
};

struct xml_order {
    VECTOR(struct xml_order_reference) references;
    VECTOR(struct xml_order_part) parts;
    VECTOR(struct xml_order_piece) pieces;
    uint32_t next[XML_ORDER_LEVELS + 1]; /* index in each open group */
    uint64_t path[XML_ORDER_LEVELS + 1]; /* rank of each */
    uint32_t groups;                     /* open ones */
    uint32_t current;                    /* the part that is open, or XML_ORDER_NONE */
    uint32_t page;
    bool overflowed;
};

/* Also makes an order of zeros ready. */
void xml_order_clear(struct xml_order *order);
void xml_order_release(struct xml_order *order);

/* Groups of references. `index` is the place in the group around it, or XML_ORDER_NONE for the next
 * one. */
void xml_order_open_group(struct xml_order *order, uint32_t index);
void xml_order_close_group(struct xml_order *order);
void xml_order_refer(struct xml_order *order, struct text_span id, uint32_t index);

/* Text from `start` on belongs to a new part, in the one that is open. */
void xml_order_open_part(struct xml_order *order, struct text_span id, size_t start,
                         struct xml_order_part part);
void xml_order_close_part(struct xml_order *order, size_t start);

/* Puts the pieces of the text in order, a line each at least. `scratch` is for its use. O(n log n)
 * of parts and references. Errors are the text's. */
void xml_order_arrange(struct xml_order *order, struct buffer *text, struct buffer *scratch);

#endif
