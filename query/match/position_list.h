/* Positions of words in a document. */
#ifndef FOUILLE_MATCH_POSITION_LIST_H
#define FOUILLE_MATCH_POSITION_LIST_H

#include <stdint.h>

#include "common/base/vector.h"

/* All zeros is an empty list; its storage is released by vector_release. */
struct position_list {
    VECTOR(uint32_t);
};

#endif
