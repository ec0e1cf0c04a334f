#include <string.h>

#include "common/analysis/decode.h"
#include "common/base/error.h"
#include "query/language/clauses.h"
#include "query/language/filters.h"
#include "query/language/loose.h"
#include "query/language/occurrences.h"
#include "query/language/patterns.h"
#include "query/language/tree.h"

struct parser {
    struct clause_list list;
    struct lexer lexer;
    struct token token; /* the current one */
    const struct query_options *options;
    struct buffer filters; /* struct query_filter */
    struct buffer occurrences;
    struct buffer plain; /* a piece without its backslashes */
    /* State of the current group: */
    unsigned depth;
    enum term_field field;
    struct query_node *filtering; /* a group: the filters next to words */
};

static void advance(struct parser *parser)
{
    if (parser->list.status == 0)
        parser->list.status = lexer_next(&parser->lexer, &parser->token);
}

static void expected(struct parser *parser, const char *at, const char *what)
{
    if (parser->list.status == 0)
        parser->list.status = lexer_expected(&parser->lexer, at, what);
}

static struct query_node *new_node(struct parser *parser, enum node_kind kind, size_t number)
{
    struct query_node *node = tree_node(&parser->list.query->arena, kind, number);
    if (node == NULL)
        parser->list.status = error_memory();
    return node;
}

static size_t clause_count(const struct parser *parser)
{
    return parser->list.clauses.size / sizeof(struct query_clause);
}

/* --- words and filters --- */

static struct piece without_backslashes(struct parser *parser, struct piece piece)
{
    buffer_clear(&parser->plain);
    for (size_t i = 0; i < piece.size; i++) {
        if (piece.text[i] == '\\' && i + 1 < piece.size)
            i++;
        buffer_append_byte(&parser->plain, (unsigned char)piece.text[i]);
    }
    parser->list.status = buffer_status(&parser->plain);
    piece.text = buffer_string(&parser->plain);
    piece.size = parser->plain.size;
    return piece;
}

static void add_clauses(struct parser *parser, struct piece piece)
{
    if (piece.pattern) {
        patterns_add(&parser->list, &piece);
        return;
    }
    if (piece.escaped)
        piece = without_backslashes(parser, piece);
    buffer_clear(&parser->occurrences);
    if (parser->list.status == 0)
        parser->list.status =
            occurrences_read(&parser->occurrences, parser->list.analyzer, piece.text, piece.size);
    if (parser->list.status != 0)
        return;
    const struct occurrence *items =
        (const struct occurrence *)(const void *)parser->occurrences.data;
    size_t count = parser->occurrences.size / sizeof *items;
    if (piece.quoted)
        clauses_add_phrase(&parser->list, &piece, items, count);
    else
        clauses_add_words(&parser->list, &piece, items, count);
}

static enum occur occur_of(const struct parser *parser, enum occur sign)
{
    return sign == OCCUR_SHOULD && parser->options->all_words ? OCCUR_MUST : sign;
}

/* Adds the clauses of a piece, without their nodes. */
static void add_words(struct parser *parser, struct piece piece)
{
    size_t before = clause_count(parser);
    if (parser->field != FIELD_TEXT)
        piece.field = parser->field;
    add_clauses(parser, piece);
    if (piece.slack >= 0)
        loose_join(&parser->list, before, true, (uint32_t)piece.slack, piece.text, piece.size);
}

static void add_nodes(struct parser *parser, struct query_node *list, size_t first, enum occur sign)
{
    for (size_t i = first; i < clause_count(parser) && parser->list.status == 0; i++)
        tree_add(list, new_node(parser, NODE_CLAUSE, i), occur_of(parser, sign));
}

/* Adds a word or a phrase next to PROCHE/N, as one clause. */
static void add_near(struct parser *parser, struct piece piece)
{
    piece.quoted = true;
    piece.slack = -1;
    add_words(parser, piece);
}

/* Parses what follows the piece `first` when the current token is PROCHE/N. */
static void parse_near(struct parser *parser, struct query_node *list, const struct token *first)
{
    size_t before = clause_count(parser);
    uint32_t slack = 0;
    const char *end = first->end;
    add_near(parser, first->piece);
    while (parser->list.status == 0 && parser->token.kind == TOKEN_NEAR) {
        slack += parser->token.distance;
        parser->lexer.single = true;
        advance(parser);
        if (parser->list.status == 0 && parser->token.kind != TOKEN_PIECE)
            expected(parser, parser->token.start, "a word or a phrase behind the operator");
        if (parser->list.status != 0)
            return;
        add_near(parser, parser->token.piece);
        end = parser->token.end;
        advance(parser);
    }
    if (parser->list.status == 0)
        loose_join(&parser->list, before, false, slack, first->start, (size_t)(end - first->start));
    add_nodes(parser, list, before, first->piece.sign);
}

static void parse_piece(struct parser *parser, struct query_node *list)
{
    struct token first = parser->token;
    size_t before = clause_count(parser);
    advance(parser);
    if (parser->list.status == 0 && parser->token.kind == TOKEN_NEAR) {
        parse_near(parser, list, &first);
        return;
    }
    if (parser->list.status == 0)
        add_words(parser, first.piece);
    add_nodes(parser, list, before, first.piece.sign);
}

static void append_filter(struct parser *parser, struct query_node *to,
                          const struct query_filter *filter, enum occur occur)
{
    size_t number = parser->filters.size / sizeof *filter;
    if (number == QUERY_FILTERS_MAX && parser->list.status == 0)
        parser->list.status =
            error_set(ERROR_SYNTAX, "a query may have %d filters, not more", QUERY_FILTERS_MAX);
    buffer_append(&parser->filters, filter, sizeof *filter);
    if (parser->list.status == 0)
        parser->list.status = buffer_status(&parser->filters);
    if (parser->list.status == 0)
        tree_add(to, new_node(parser, NODE_FILTER, number), occur);
}

static void add_filter(struct parser *parser, struct query_node *to)
{
    struct query_filter filter;
    parser->list.status =
        filter_read(&filter, &parser->list.query->arena, &parser->lexer, &parser->token);
    if (parser->list.status == 0)
        append_filter(parser, to, &filter,
                      parser->token.piece.sign == OCCUR_MUST_NOT ? OCCUR_MUST_NOT : OCCUR_MUST);
}

static void add_children(struct query_node *to, const struct query_node *from)
{
    for (struct query_node *child = from->first, *next; child != NULL; child = next) {
        next = child->next;
        tree_add(to, child, child->occur);
    }
}

/* --- the grammar --- */

static struct query_node *parse_or(struct parser *parser);

static void multiply_boosts(struct parser *parser, size_t first, double boost)
{
    struct query_clause *clauses = (struct query_clause *)(void *)parser->list.clauses.data;
    for (size_t i = first; i < clause_count(parser); i++)
        clauses[i].boost *= boost;
}

/* Parses what is in parentheses, or the whole text, with the filters next to its words. */
static struct query_node *parse_inner(struct parser *parser)
{
    struct query_node *outer = parser->filtering, *node = NULL;
    if (parser->list.status == 0)
        parser->filtering = new_node(parser, NODE_GROUP, 0);
    if (parser->list.status == 0)
        node = parse_or(parser);
    if (parser->list.status == 0)
        add_children(node, parser->filtering);
    parser->filtering = outer;
    return node;
}

static void parse_group(struct parser *parser, struct query_node *list, struct query_node *filters)
{
    struct token open = parser->token;
    enum term_field outer = parser->field;
    size_t before = clause_count(parser);
    struct query_node *node = NULL;
    if (parser->depth == QUERY_DEPTH_MAX)
        expected(parser, open.start, "no group here: they are 64 deep already");
    parser->depth++;
    if (open.piece.field != FIELD_TEXT)
        parser->field = open.piece.field;
    advance(parser);
    if (parser->token.kind != TOKEN_CLOSE && parser->token.kind != TOKEN_END)
        node = parse_inner(parser);
    if (parser->list.status == 0 && parser->token.kind != TOKEN_CLOSE)
        expected(parser, open.start, "a ) that closes this group");
    if (parser->list.status != 0)
        return;
    multiply_boosts(parser, before, parser->token.piece.boost);
    enum occur occur = occur_of(parser, open.piece.sign);
    if (node != NULL && tree_is_filters(node))
        tree_add(filters, node, occur == OCCUR_SHOULD ? OCCUR_MUST : occur);
    else
        tree_add(list, node, occur);
    parser->depth--;
    parser->field = outer;
    advance(parser);
}

static bool at_item(const struct parser *parser)
{
    return parser->list.status == 0 &&
           (parser->token.kind == TOKEN_PIECE || parser->token.kind == TOKEN_FILTER ||
            parser->token.kind == TOKEN_OPEN);
}

/* A list of filters only is an operand; filters next to words apply to the whole group. */
static struct query_node *parse_list(struct parser *parser)
{
    struct query_node *list = new_node(parser, NODE_GROUP, 0);
    struct query_node *filters = new_node(parser, NODE_GROUP, 0);
    while (at_item(parser)) {
        if (parser->token.kind == TOKEN_OPEN) {
            parse_group(parser, list, filters);
            continue;
        }
        if (parser->token.kind == TOKEN_PIECE) {
            parse_piece(parser, list);
            continue;
        }
        add_filter(parser, filters);
        advance(parser);
    }
    if (parser->list.status != 0 || filters->first == NULL)
        return list;
    if (list->first == NULL)
        return filters;
    add_children(parser->filtering, filters);
    return list;
}

/* Parses what follows the operator `sign`, or the beginning when `sign` is NULL. */
static struct query_node *parse_operand(struct parser *parser, const struct token *sign)
{
    if (at_item(parser))
        return parse_list(parser);
    if (sign != NULL)
        expected(parser, parser->token.start, "a word or a group behind the operator");
    else
        expected(parser, parser->token.start,
                 "a word or a group before the operator (small letters make it a word)");
    return NULL;
}

/* Reads ET, SAUF or ET SAUF; false when there is none. */
static bool take_and(struct parser *parser, struct token *sign, enum occur *occur)
{
    if (parser->token.kind != TOKEN_AND && parser->token.kind != TOKEN_NOT)
        return false;
    *sign = parser->token;
    *occur = parser->token.kind == TOKEN_NOT ? OCCUR_MUST_NOT : OCCUR_MUST;
    advance(parser);
    if (*occur == OCCUR_MUST && parser->token.kind == TOKEN_NOT && parser->list.status == 0) {
        *sign = parser->token;
        *occur = OCCUR_MUST_NOT;
        advance(parser);
    }
    return true;
}

static struct query_node *parse_and(struct parser *parser, const struct token *before)
{
    struct token sign;
    enum occur occur = OCCUR_MUST_NOT;
    struct query_node *group = new_node(parser, NODE_GROUP, 0);
    if (parser->list.status == 0 && parser->token.kind != TOKEN_NOT) {
        struct query_node *first = parse_operand(parser, before);
        if (parser->token.kind != TOKEN_AND && parser->token.kind != TOKEN_NOT)
            return first;
        if (parser->list.status == 0)
            tree_add(group, first, OCCUR_MUST);
    }
    while (parser->list.status == 0 && take_and(parser, &sign, &occur)) {
        struct query_node *next = parse_operand(parser, &sign);
        if (parser->list.status == 0)
            tree_add(group, next, occur);
    }
    return group;
}

static struct query_node *parse_or(struct parser *parser)
{
    struct query_node *first = parse_and(parser, NULL);
    if (parser->list.status != 0 || parser->token.kind != TOKEN_OR)
        return first;
    struct query_node *group = new_node(parser, NODE_GROUP, 0);
    if (parser->list.status == 0)
        tree_add(group, first, OCCUR_SHOULD);
    while (parser->list.status == 0 && parser->token.kind == TOKEN_OR) {
        struct token sign = parser->token;
        advance(parser);
        struct query_node *next = parse_and(parser, &sign);
        if (parser->list.status == 0)
            tree_add(group, next, OCCUR_SHOULD);
    }
    return group;
}

/* --- the query --- */

static struct query_node *parse_text(struct parser *parser, const char *text, size_t size)
{
    if (parser->options->phrase) {
        struct query_node *list = new_node(parser, NODE_GROUP, 0);
        const struct piece piece = {.field = FIELD_TEXT,
                                    .quoted = true,
                                    .slack = -1,
                                    .boost = 1,
                                    .text = text,
                                    .size = size};
        add_words(parser, piece);
        add_nodes(parser, list, 0, OCCUR_SHOULD);
        return list;
    }
    lexer_init(&parser->lexer, text, size, parser->options->plain_words);
    advance(parser);
    if (parser->token.kind == TOKEN_END)
        return new_node(parser, NODE_GROUP, 0);
    struct query_node *group = parse_inner(parser);
    if (parser->list.status == 0 && parser->token.kind != TOKEN_END)
        expected(parser, parser->token.start, "a word before the operator");
    return group;
}

/* Adds the filter of --since and --until to what was typed; returns the group. */
static struct query_node *add_days(struct parser *parser, struct query_node *group)
{
    struct query_filter filter;
    parser->list.status = filter_of_days(&filter, &parser->list.query->arena,
                                         parser->options->since, parser->options->until);
    if (parser->list.status == 0)
        append_filter(parser, group, &filter, OCCUR_MUST);
    return group;
}

static void *take(struct parser *parser, const struct buffer *items)
{
    void *copy = arena_alloc(&parser->list.query->arena, items->size + 1);
    if (copy == NULL)
        parser->list.status = error_memory();
    else if (items->size > 0)
        memcpy(copy, items->data, items->size);
    return copy;
}

static int parse(struct parser *parser, const char *text, size_t size)
{
    struct query *query = parser->list.query;
    struct query_node *group = parse_text(parser, text, size);
    if (parser->list.status == 0 && (parser->options->since || parser->options->until))
        group = add_days(parser, group);
    if (parser->list.status != 0)
        return parser->list.status;
    query->clause_count = clause_count(parser);
    query->clauses = take(parser, &parser->list.clauses);
    query->filter_count = parser->filters.size / sizeof *query->filters;
    query->filters = take(parser, &parser->filters);
    if (parser->list.status == 0)
        tree_finish(query, group);
    return parser->list.status;
}

int query_parse(struct query *query, struct analyzer *analyzer, const char *text, size_t size,
                const struct query_options *options)
{
    *query = (struct query){0};
    arena_init(&query->arena, 1 << 13);
    struct parser parser = {
        .list = {.query = query, .analyzer = analyzer}, .options = options, .field = FIELD_TEXT};
    struct buffer decoded;
    buffer_init(&decoded);
    int status =
        size <= QUERY_SIZE_MAX
            ? 0
            : error_set(ERROR_SYNTAX, "a query may have %d bytes, not more", QUERY_SIZE_MAX);
    if (status == 0)
        status = decode_text(&decoded, text, size, NULL);
    if (status == 0)
        status = parse(&parser, decoded.size == 0 ? "" : decoded.data, decoded.size);
    buffer_release(&decoded);
    buffer_release(&parser.list.clauses);
    buffer_release(&parser.filters);
    buffer_release(&parser.occurrences);
    buffer_release(&parser.plain);
    if (status != 0)
        query_release(query);
    return status;
}

void query_release(struct query *query)
{
    arena_release(&query->arena);
    *query = (struct query){0};
}

bool query_seeks(const struct query *query)
{
    for (size_t i = 0; i < query->clause_count; i++)
        if (query->clauses[i].occur != OCCUR_MUST_NOT)
            return true;
    return query->filter_count > 0;
}
