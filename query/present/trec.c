/* A run as trec_eval reads it (https://github.com/usnistgov/trec_eval): query, Q0, document, rank,
 * score and tag, separated by blanks. */
#include "query/present/formats.h"

#include "common/analysis/safe.h"

void format_trec_name(struct buffer *to, struct slice name)
{
    for (size_t at = 0, size; at < name.size; at += size) {
        uint32_t character;
        bool forbidden;
        size = safe_next(name.data + at, name.size - at, &character, &forbidden);
        /* blanks separate the columns */
        bool escaped = forbidden || character == ' ' || character == '%';
        for (size_t i = at; i < at + size && escaped; i++)
            buffer_append_format(to, "%%%02X", (unsigned char)name.data[i]);
        if (!escaped)
            buffer_append(to, name.data + at, size);
    }
}

void format_trec(struct buffer *to, const struct shown_hit *hit)
{
    format_trec_name(to, hit->query);
    buffer_append_string(to, " Q0 ");
    format_trec_name(to, hit->document->id.size > 0 ? hit->document->id : hit->path);
    buffer_append_format(to, " %zu %.9g fouille\n", hit->rank, hit->score);
}
