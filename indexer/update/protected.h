/* Paths that a walk could not examine, or was not meant to: what the index has there stays. */
#ifndef FOUILLE_UPDATE_PROTECTED_H
#define FOUILLE_UPDATE_PROTECTED_H

#include "common/base/arena.h"
#include "common/base/buffer.h"
#include "common/index/documents/document_table.h"

struct protected
{
    struct buffer paths; /* struct protected_path */
    struct arena arena;  /* owns them */
};

void protected_init(struct protected *protected);
void protected_release(struct protected *protected);

/* Protects everything at or below the path; "": the whole root. Returns 0 or ERROR_MEMORY. */
int protected_add(struct protected *protected, uint32_t root, const char *path);

/* Whether a document, or a file or folder, is protected. O(paths). */
bool protected_has_path(const struct protected *protected, uint32_t root, const char *path);
bool protected_has(const struct protected *protected, const struct document *document);

#endif
