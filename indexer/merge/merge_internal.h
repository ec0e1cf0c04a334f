/* Internal to a merge: merge.c calls documents.c, forms.c and terms.c in turn, and this is what
 * they share. */
#ifndef FOUILLE_MERGE_MERGE_INTERNAL_H
#define FOUILLE_MERGE_MERGE_INTERNAL_H

#include "common/base/arena.h"
#include "common/base/error.h"
#include "common/base/vector.h"
#include "common/index/documents/document_writer.h"
#include "common/index/postings/postings_writer.h"
#include "indexer/merge/merge.h"
#include "indexer/merge/spill.h"

/* The new number of a deleted document, and of a term that only such documents have. */
#define MERGE_DROPPED UINT32_MAX
/* In merge_input.forms: no entry of the form dictionary has that term and rank. */
#define MERGE_NO_FORM UINT32_MAX

/* A segment to be merged. */
struct merge_input {
    struct segment *segment;
    uint32_t *documents;  /* its numbers → the new ones, ascending */
    uint32_t *terms;      /* its term ordinals → the new ones, or MERGE_DROPPED */
    uint32_t *first_form; /* its term ordinal → index in `forms`; terms + 1 items */
    uint32_t *forms;      /* by term and rank → merged form, or MERGE_NO_FORM */
};

/* A surface form, merged from all inputs. Numbered in the order of the forms' keys. */
struct merged_form {
    uint64_t count; /* occurrences; once its term is merged, in live documents only; 0: dropped */
    const char *surface;
    uint32_t surface_size;
    uint32_t term, rank; /* in the merged segment; set when its term is merged */
    uint32_t seen;       /* stamp of the last term that listed it; 0: none */
};

struct merge {
    size_t count;
    struct merge_input *inputs;
    struct segment_writer segment;
    struct segment_statistics statistics;
    const struct merge_progress *progress;
    struct document_writer records;
    VECTOR(uint32_t) lengths; /* columns, by new document numbers */
    VECTOR(uint16_t) title_lengths;
    VECTOR(int32_t) days;
    VECTOR(uint32_t) wide_title_lengths; /* the same as title_lengths */
    VECTOR(struct stamp) stamps;         /* by new document numbers */
    struct buffer store_index;
    struct arena surfaces;            /* the bytes of forms */
    VECTOR(struct merged_form) forms; /* of the inputs, in the order of their keys */
    struct postings_writer postings;
    struct spill postings_spill, ranks_spill, records_spill;
    uint64_t forgotten_at; /* bytes written when inputs were last forgotten */
    struct key_writer terms, form_keys;
};

/* A merge reads its inputs once, so what has been read need not stay in memory: merge_forget is
 * called each time this number of bytes has been written. */
enum { MERGE_FORGET = 2 << 20 };

static inline void merge_forget(const struct merge *merge)
{
    for (size_t i = 0; i < merge->count; i++)
        segment_file_release_pages(&merge->inputs[i].segment->file);
}

/* Reports progress. 0, or ERROR_STOPPED when the callback ends the merge. */
static inline int merge_report(const struct merge *merge, double done)
{
    const struct merge_progress *progress = merge->progress;
    if (progress->report == NULL || progress->report(progress->context, done))
        return 0;
    return error_set(ERROR_STOPPED, "the merge was stopped");
}

#endif
