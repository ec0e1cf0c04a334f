/* What the parts of a merge share. */
#ifndef FOUILLE_MERGE_STATE_H
#define FOUILLE_MERGE_STATE_H

#include "common/base/arena.h"
#include "common/base/error.h"
#include "common/index/documents/document_table.h"
#include "common/index/postings/postings.h"
#include "indexer/merge/merge.h"
#include "indexer/merge/spill.h"

/* The new number of a deleted document, and of a term that only such ones have. */
#define MERGE_DROPPED UINT32_MAX

/* A segment that is merged away. */
struct merge_input {
    struct segment *segment;
    uint32_t *documents;  /* its numbers → the new ones, ascending */
    uint32_t *terms;      /* its term ordinals → the new ones */
    uint32_t *first_form; /* its term ordinal → place in `forms`; terms + 1 */
    uint32_t *forms;      /* by term and rank → merged form */
};

/* A surface form of all inputs together. Numbered in the order of the forms' keys. */
struct merged_form {
    uint64_t count; /* in documents that are left, once its term is merged; 0: dropped */
    const char *surface;
    uint32_t surface_size;
    uint32_t term, rank; /* new; known when the terms are */
    uint32_t seen;       /* stamp of the term that listed it, + 1 */
    bool accented;       /* is another than its folded form */
};

struct merge {
    size_t count;
    struct merge_input *inputs;
    struct segment_writer segment;
    struct segment_statistics said;
    const struct merge_options *options;
    struct document_writer records;
    struct buffer lengths, title_lengths, days; /* columns */
    struct buffer wide_title_lengths;           /* u32 each */
    struct buffer stamps;                       /* struct stamp, of new numbers */
    struct buffer store_index;
    struct arena surfaces;
    struct buffer form_list; /* struct merged_form */
    struct merged_form *forms;
    uint32_t form_count;
    struct postings_writer postings;
    struct spill postings_spill, ranks_spill, records_spill;
    uint64_t forgotten_at; /* bytes written when inputs were last forgotten */
    struct key_writer terms, form_keys, folds;
};

/* Each in this order. 0 or an error; everything they make is the merge's to release. */
int merge_documents(struct merge *merge); /* writes the store */
int merge_list_forms(struct merge *merge);
int merge_terms(struct merge *merge); /* the section of positions is open */
int merge_write_forms(struct merge *merge);
int merge_write_folds(struct merge *merge);

/* Merging goes through its inputs once: what has been read need not stay in memory. Called each
 * time so many bytes have been written. */
enum { MERGE_FORGET = 2 << 20 };

static inline void merge_forget(const struct merge *merge)
{
    for (size_t i = 0; i < merge->count; i++)
        segment_file_forget(&merge->inputs[i].segment->file);
}

/* 0, or ERROR_STOPPED when that is wanted. */
static inline int merge_tell(const struct merge *merge, double done)
{
    if (merge->options->progress == NULL || merge->options->progress(merge->options->context, done))
        return 0;
    return error_set(ERROR_STOPPED, "merging was stopped");
}

#endif
