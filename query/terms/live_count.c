#include "query/terms/live_count.h"

#include "common/base/error.h"
#include "common/base/vector.h"

int live_count_documents(struct segment *segment, const struct term_entry *term, uint32_t *count)
{
    struct postings_cursor cursor;
    *count = term->document_count;
    if (segment->file.deleted == NULL)
        return 0;
    int status = postings_open(&cursor, &segment->file, term);
    if (status != 0)
        return status;
    while (segment_next_deleted(segment, &cursor) != POSTINGS_END)
        --*count;
    return postings_status(&cursor);
}

static int damaged_forms(const struct segment *segment)
{
    return error_set(ERROR_CORRUPT, "'%s' is damaged: section forms is malformed",
                     segment->file.display_path);
}

struct rank_list {
    VECTOR(uint32_t);
};

/* Counts the occurrences in the cursor's document that have the form's rank. */
static int count_rank(struct postings_cursor *cursor, uint32_t rank, struct rank_list *ranks,
                      uint64_t *count)
{
    uint32_t tf = postings_frequency(cursor);
    vector_clear(ranks);
    if (vector_reserve(ranks, (size_t)tf) != 0)
        return ERROR_MEMORY;
    postings_ranks(cursor, ranks->items);
    *count = 0;
    for (uint32_t i = 0; i < tf; i++)
        *count += ranks->items[i] == rank;
    return 0;
}

/* Subtracts the occurrences in deleted documents from *left. */
static int subtract_deleted(struct segment *segment, struct postings_cursor *cursor, uint32_t rank,
                            uint64_t *left)
{
    struct rank_list ranks = {0};
    int status = 0;
    uint32_t document;
    while (status == 0 && (document = segment_next_deleted(segment, cursor)) != POSTINGS_END) {
        bool wrong = false;
        uint64_t count = 0;
        uint32_t tf = postings_frequency(cursor);
        uint32_t length = segment_length(segment, document, &wrong);
        if (wrong || !postings_occurrences_fit(cursor, tf, length))
            status = damaged_forms(segment);
        else
            status = count_rank(cursor, rank, &ranks, &count);
        if (status == 0 && count > *left)
            status = damaged_forms(segment);
        *left -= status == 0 ? count : 0;
    }
    vector_release(&ranks);
    return status == 0 ? postings_status(cursor) : status;
}

int live_count_occurrences(struct segment *segment, const struct form_entry *form, uint64_t *count)
{
    struct postings_cursor cursor;
    struct term_entry term;
    char key[TERM_KEY_MAX + 1];
    size_t size;
    *count = form->count;
    if (segment->file.deleted == NULL)
        return 0;
    if (form->term >= segment->terms.count)
        return damaged_forms(segment);
    int status = term_at(&segment->terms, form->term, &term, key, &size);
    if (status < 0)
        return status;
    status = postings_open(&cursor, &segment->file, &term);
    return status == 0 ? subtract_deleted(segment, &cursor, form->rank, count) : status;
}
