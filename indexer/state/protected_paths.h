/* Paths that a walk could not examine, or was not meant to: what the index has there stays. */
#ifndef FOUILLE_STATE_PROTECTED_H
#define FOUILLE_STATE_PROTECTED_H

#include "common/base/arena.h"
#include "common/base/vector.h"
#include "common/index/documents/document_table.h"

struct protected_path {
    uint32_t root;
    const char *path;
    size_t size; /* bytes */
};

struct protected_paths {
    VECTOR(struct protected_path) paths;
    struct arena arena; /* owns them */
};

void protected_paths_init(struct protected_paths *protected_paths);
void protected_paths_release(struct protected_paths *protected_paths);

/* Protects everything at or below the path; "": the whole root. Returns 0 or ERROR_MEMORY. */
int protected_paths_add(struct protected_paths *protected_paths, uint32_t root, const char *path);

/* Whether a document, or a file or folder, is protected. O(paths). */
bool protected_paths_has_path(const struct protected_paths *protected_paths, uint32_t root,
                              const char *path);
bool protected_paths_has_document(const struct protected_paths *protected_paths,
                                  const struct document *document);

#endif
