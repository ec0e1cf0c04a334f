/* A run as trec_eval reads it (https://github.com/usnistgov/trec_eval): query, Q0, document, rank,
 * score, tag, between blanks. */
#include "present/formats.h"

void format_trec_name(struct buffer *to, struct bytes name)
{
    for (size_t i = 0; i < name.size; i++) {
        unsigned char byte = (unsigned char)name.data[i];
        if (byte <= ' ' || byte == '%' || byte == 0x7f)
            buffer_append_format(to, "%%%02X", byte);
        else
            buffer_append_byte(to, byte);
    }
}

void format_trec(struct buffer *to, const struct shown_hit *hit)
{
    format_trec_name(to, hit->query);
    buffer_append_string(to, " Q0 ");
    format_trec_name(to, hit->document->id.size > 0 ? hit->document->id : hit->path);
    buffer_append_format(to, " %zu %.9g fouille\n", hit->rank, hit->score);
}
