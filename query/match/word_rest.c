#include "query/match/word_rest.h"

#include <stdlib.h>

#include "common/base/error.h"

/* Terms and documents up to which they are all read, and merged one after the other. */
enum { TERMS_MAX = 16, DOCUMENTS_MAX = 1 << 20 };

bool word_rest_fits(const struct word_cursor *word)
{
    return word->count >= 1 && word->count <= TERMS_MAX && word->document_count <= DOCUMENTS_MAX;
}

static size_t most_frequent(const struct word_cursor *word)
{
    size_t most = 0;
    for (size_t i = 1; i < word->count; i++)
        if (word->cursors[i].entry.document_count > word->cursors[most].entry.document_count)
            most = i;
    return most;
}

uint64_t word_rest_size(const struct word_cursor *word)
{
    return word->document_count - word->cursors[most_frequent(word)].entry.document_count;
}

int word_rest_read(struct word_rest *rest, struct word_cursor *word)
{
    *rest = (struct word_rest){.main = most_frequent(word)};
    const size_t room = (size_t)word_rest_size(word);
    if (room == 0)
        return 0;
    rest->documents = malloc(2 * room * sizeof *rest->documents);
    rest->frequencies = malloc(2 * room * sizeof *rest->frequencies);
    if (rest->documents == NULL || rest->frequencies == NULL)
        return error_memory();
    struct posting_batch all = {0, rest->documents, rest->frequencies};
    struct posting_batch more = {0, rest->documents + room, rest->frequencies + room};
    for (size_t i = 0; i < word->count; i++) {
        struct postings_cursor *cursor = &word->cursors[i];
        if (i == rest->main)
            continue;
        postings_advance(cursor, 0);
        more.count = postings_gather(cursor, POSTINGS_END, more.documents, more.frequencies);
        posting_batch_merge(&all, &more);
    }
    rest->count = all.count;
    return 0;
}

void word_rest_release(struct word_rest *rest)
{
    free(rest->documents);
    free(rest->frequencies);
    *rest = (struct word_rest){0};
}
