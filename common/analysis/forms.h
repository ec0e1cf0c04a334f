/* The numbered surface forms and terms that an analyser has met. */
#ifndef FOUILLE_ANALYSIS_FORMS_H
#define FOUILLE_ANALYSIS_FORMS_H

#include "analysis/analyzer.h"
#include "platform/arena.h"

struct sb_stemmer;

enum { FORM_BLOCK = 4096 };

/* Open addressing; a slot holds a number + 1, 0 when empty. Sizes are powers of two. */
struct form_index {
    uint32_t *slots;
    size_t capacity;
    uint32_t count;
};

struct forms {
    struct arena arena;   /* spellings */
    struct form **blocks; /* forms never move: blocks of FORM_BLOCK */
    size_t block_count;
    struct form_index by_surface; /* → form */
    struct form_index by_term;    /* → first form of the term; count is the number of terms */
};

void forms_init(struct forms *forms);
void forms_release(struct forms *forms);
void forms_reset(struct forms *forms);

static inline const struct form *forms_get(const struct forms *forms, uint32_t number)
{
    return &forms->blocks[number / FORM_BLOCK][number % FORM_BLOCK];
}

/* The number of a surface form, made and stemmed when it is new. 0 or ERROR_MEMORY. */
int forms_intern(struct forms *forms, struct sb_stemmer *stemmer, const char *surface, size_t size,
                 uint32_t *number);

size_t forms_memory(const struct forms *forms);

/* A hash of short byte strings: multiply and fold, eight bytes at a time (after wyhash). */
uint64_t forms_hash(const char *bytes, size_t size);

#endif
