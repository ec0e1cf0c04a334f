/* The names of the files that hold an index's contents:
 *
 *     0000000c-003.seg         a segment: generation, hexadecimal; number within it, decimal
 *     0000000c-003.amend       amendments
 *     0000000c-000.left        a list of what was left out
 *
 * Each generation, number and kind has exactly one name; a file with a name of another form is
 * never one of these.
 */
#ifndef FOUILLE_INDEX_SEGMENT_NAME_H
#define FOUILLE_INDEX_SEGMENT_NAME_H

#include <stdbool.h>
#include <stdint.h>

enum { SEGMENT_NAME_SIZE = 48 };

enum segment_name_kind { NAME_SEGMENT, NAME_AMENDMENTS, NAME_LEFT_OUT, NAME_KINDS };

struct segment_name {
    uint64_t generation; /* from 1 */
    uint32_t number;
    enum segment_name_kind kind;
};

void segment_name_print(const struct segment_name *parts, char name[SEGMENT_NAME_SIZE]);

/* Parses a name. False unless it is exactly what segment_name_print writes for some generation,
 * number and kind. */
bool segment_name_parse(const char *name, struct segment_name *parts);

#endif
