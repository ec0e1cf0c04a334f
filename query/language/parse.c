#include <string.h>

#include "analysis/decode.h"
#include "language/clauses.h"
#include "language/occurrences.h"
#include "platform/error.h"

static void add_piece(struct clause_list *list, const struct piece *piece,
                      struct buffer *occurrences)
{
    buffer_clear(occurrences);
    list->status = occurrences_read(occurrences, list->analyzer, piece->text, piece->size);
    if (list->status != 0)
        return;
    const struct occurrence *items = (const struct occurrence *)(const void *)occurrences->data;
    size_t count = occurrences->size / sizeof *items;
    if (piece->quoted)
        clauses_add_phrase(list, piece, items, count);
    else
        clauses_add_words(list, piece, items, count);
}

static int parse_text(struct clause_list *list, const char *text, size_t size,
                      const struct query_options *options)
{
    struct buffer occurrences;
    buffer_init(&occurrences);
    struct lexer lexer = {text, text + size, options->plain_words};
    struct piece piece = {OCCUR_SHOULD, FIELD_TEXT, true, text, size};
    if (options->phrase)
        add_piece(list, &piece, &occurrences);
    while (!options->phrase && list->status == 0 && lexer_next(&lexer, &piece)) {
        if (options->all_words && piece.sign == OCCUR_SHOULD)
            piece.sign = OCCUR_MUST;
        add_piece(list, &piece, &occurrences);
    }
    buffer_release(&occurrences);
    return list->status;
}

int query_parse(struct query *query, struct analyzer *analyzer, const char *text, size_t size,
                const struct query_options *options)
{
    *query = (struct query){0};
    arena_init(&query->arena, 1 << 13);
    struct clause_list list = {.query = query, .analyzer = analyzer};
    struct buffer decoded;
    buffer_init(&decoded);
    int status = decode_text(&decoded, text, size, NULL);
    if (status == 0)
        status = parse_text(&list, decoded.size == 0 ? "" : decoded.data, decoded.size, options);
    buffer_release(&decoded);
    if (status == 0) {
        query->clause_count = list.clauses.size / sizeof *query->clauses;
        query->clauses = arena_alloc(&query->arena, list.clauses.size + 1);
        status = query->clauses == NULL ? error_memory() : 0;
    }
    if (status == 0 && list.clauses.size > 0)
        memcpy(query->clauses, list.clauses.data, list.clauses.size);
    buffer_release(&list.clauses);
    if (status != 0)
        query_release(query);
    return status;
}

void query_release(struct query *query)
{
    arena_release(&query->arena);
    query->clause_count = 0;
}
