#include "query/language/query.h"

#include <string.h>

#include "common/analysis/decode.h"
#include "common/base/error.h"
#include "common/base/vector.h"
#include "query/language/capitals.h"
#include "query/language/clauses.h"
#include "query/language/content.h"
#include "query/language/filters.h"
#include "query/language/joins.h"
#include "query/language/loose.h"
#include "query/language/patterns.h"
#include "query/language/tree.h"

struct parser {
    struct clause_builder builder;
    struct lexer lexer;
    struct token token; /* the current one */
    const struct query_options *options;
    VECTOR(struct query_filter) filters;
    struct occurrence_list occurrences;
    struct buffer plain; /* a piece without its backslashes */
    /* State of the current group: */
    unsigned depth;
    enum term_field field;
    struct query_node *group_filters; /* a group: the filters next to words */
};

static void read_next_token(struct parser *parser)
{
    if (parser->builder.status == 0)
        parser->builder.status = lexer_next(&parser->lexer, &parser->token);
}

static void syntax_error(struct parser *parser, const char *at, const char *what)
{
    if (parser->builder.status == 0)
        parser->builder.status = lexer_syntax_error(&parser->lexer, at, what);
}

static struct query_node *create_node(struct parser *parser, enum node_kind kind, size_t number)
{
    struct query_node *node = tree_create_node(&parser->builder.query->arena, kind, number);
    if (node == NULL)
        parser->builder.status = error_memory();
    return node;
}

static size_t clause_count(const struct parser *parser)
{
    return vector_count(&parser->builder.clauses);
}

/* --- words and filters --- */

static struct piece unescape_piece(struct parser *parser, struct piece piece)
{
    buffer_clear(&parser->plain);
    for (size_t i = 0; i < piece.size; i++) {
        if (piece.text[i] == '\\' && i + 1 < piece.size)
            i++;
        buffer_append_byte(&parser->plain, (unsigned char)piece.text[i]);
    }
    parser->builder.status = buffer_status(&parser->plain);
    piece.text = buffer_string(&parser->plain);
    piece.size = parser->plain.size;
    return piece;
}

static void append_piece_clauses(struct parser *parser, struct piece piece)
{
    if (piece.pattern) {
        patterns_add(&parser->builder, &piece);
        return;
    }
    if (piece.escaped)
        piece = unescape_piece(parser, piece);
    vector_clear(&parser->occurrences);
    if (parser->builder.status == 0)
        parser->builder.status = occurrences_read(&parser->occurrences, parser->builder.analyzer,
                                                  piece.text, piece.size);
    if (parser->builder.status != 0)
        return;
    const struct occurrence *items = parser->occurrences.items;
    size_t count = vector_count(&parser->occurrences);
    const size_t before = clause_count(parser);
    if (piece.quoted)
        clauses_add_phrase(&parser->builder, &piece, items, count);
    else
        clauses_add_words(&parser->builder, &piece, items, count);
    if (!piece.quoted && piece.sign == OCCUR_SHOULD && parser->builder.status == 0)
        joins_add(&parser->builder, &piece, before);
}

static enum occur effective_occur(const struct parser *parser, enum occur sign)
{
    return sign == OCCUR_SHOULD && parser->options->all_words ? OCCUR_MUST : sign;
}

/* Adds the clauses of a piece, without their nodes. */
static void append_piece(struct parser *parser, struct piece piece)
{
    size_t before = clause_count(parser);
    if (parser->field != FIELD_TEXT)
        piece.field = parser->field;
    piece.family |= parser->options->family;
    piece.any_accents |= parser->options->any_accents;
    append_piece_clauses(parser, piece);
    if (piece.slack >= 0)
        loose_join(&parser->builder, before, true, (uint32_t)piece.slack,
                   (struct slice){piece.text, piece.size});
}

/* Returns the clause that is the words of clauses `number` and the next as one; NULL: none is. */
static struct query_node *create_joined_node(struct parser *parser, size_t number)
{
    const struct query_clause *clauses = parser->builder.clauses.items;
    for (size_t i = number + 2; i < clause_count(parser); i++)
        if (clauses[i].joined && clauses[i].joined_of == number)
            return create_node(parser, NODE_CLAUSE, i);
    return NULL;
}

/* Adds two words that both must be there, or their one word instead. */
static void append_joined_group(struct parser *parser, struct query_node *list, size_t first,
                                struct query_node *joined)
{
    struct query_node *both = create_node(parser, NODE_GROUP, 0);
    struct query_node *either = create_node(parser, NODE_GROUP, 0);
    for (size_t i = first; i < first + 2 && parser->builder.status == 0; i++)
        tree_add(both, create_node(parser, NODE_CLAUSE, i), OCCUR_MUST);
    if (parser->builder.status != 0)
        return;
    tree_add(either, both, OCCUR_SHOULD);
    tree_add(either, joined, OCCUR_SHOULD);
    tree_add(list, either, OCCUR_MUST);
}

static void append_clause_nodes(struct parser *parser, struct query_node *list, size_t first,
                                enum occur sign)
{
    const enum occur occur = effective_occur(parser, sign);
    const bool required = occur == OCCUR_MUST && sign == OCCUR_SHOULD;
    for (size_t i = first; i < clause_count(parser) && parser->builder.status == 0; i++) {
        struct query_node *joined = required ? create_joined_node(parser, i) : NULL;
        if (joined != NULL)
            append_joined_group(parser, list, i++, joined);
        else if (!required || !parser->builder.clauses.items[i].joined)
            tree_add(list, create_node(parser, NODE_CLAUSE, i), occur);
    }
}

/* Adds a word or a phrase next to PROCHE/N, as one clause. */
static void append_near_operand(struct parser *parser, struct piece piece)
{
    piece.quoted = true;
    piece.slack = -1;
    append_piece(parser, piece);
}

/* Parses what follows the piece `first` when the current token is PROCHE/N. */
static void parse_near(struct parser *parser, struct query_node *list, const struct token *first)
{
    size_t before = clause_count(parser);
    uint32_t slack = 0;
    const char *end = first->end;
    append_near_operand(parser, first->piece);
    while (parser->builder.status == 0 && parser->token.kind == TOKEN_NEAR) {
        slack += parser->token.distance;
        parser->lexer.single = true;
        read_next_token(parser);
        if (parser->builder.status == 0 && parser->token.kind != TOKEN_PIECE)
            syntax_error(parser, parser->token.start, "a word or a phrase after the operator");
        if (parser->builder.status != 0)
            return;
        append_near_operand(parser, parser->token.piece);
        end = parser->token.end;
        read_next_token(parser);
    }
    if (parser->builder.status == 0)
        loose_join(&parser->builder, before, false, slack, slice_between(first->start, end));
    append_clause_nodes(parser, list, before, first->piece.sign);
}

static void parse_piece(struct parser *parser, struct query_node *list)
{
    struct token first = parser->token;
    size_t before = clause_count(parser);
    read_next_token(parser);
    if (parser->builder.status == 0 && parser->token.kind == TOKEN_NEAR) {
        parse_near(parser, list, &first);
        return;
    }
    if (parser->builder.status == 0)
        append_piece(parser, first.piece);
    append_clause_nodes(parser, list, before, first.piece.sign);
}

static void append_query_filter(struct parser *parser, struct query_node *to,
                                const struct query_filter *filter, enum occur occur)
{
    size_t number = vector_count(&parser->filters);
    if (number == QUERY_FILTERS_MAX && parser->builder.status == 0)
        parser->builder.status =
            error_set(ERROR_SYNTAX, "a query may have at most %d filters", QUERY_FILTERS_MAX);
    vector_append(&parser->filters, *filter);
    if (parser->builder.status == 0)
        parser->builder.status = vector_status(&parser->filters);
    if (parser->builder.status == 0)
        tree_add(to, create_node(parser, NODE_FILTER, number), occur);
}

static void parse_filter(struct parser *parser, struct query_node *to)
{
    struct query_filter filter;
    parser->builder.status =
        filter_read(&filter, &parser->builder.query->arena, &parser->lexer, &parser->token);
    if (parser->builder.status == 0)
        append_query_filter(parser, to, &filter,
                            parser->token.piece.sign == OCCUR_MUST_NOT ? OCCUR_MUST_NOT
                                                                       : OCCUR_MUST);
}

static void move_children(struct query_node *to, const struct query_node *from)
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
    struct query_clause *clauses = parser->builder.clauses.items;
    for (size_t i = first; i < clause_count(parser); i++)
        clauses[i].boost *= boost;
}

/* Parses what is in parentheses, or the whole text, with the filters next to its words. */
static struct query_node *parse_inner(struct parser *parser)
{
    struct query_node *outer = parser->group_filters, *node = NULL;
    if (parser->builder.status == 0)
        parser->group_filters = create_node(parser, NODE_GROUP, 0);
    if (parser->builder.status == 0)
        node = parse_or(parser);
    if (parser->builder.status == 0)
        move_children(node, parser->group_filters);
    parser->group_filters = outer;
    return node;
}

static void parse_group(struct parser *parser, struct query_node *list, struct query_node *filters)
{
    struct token open = parser->token;
    enum term_field outer = parser->field;
    size_t before = clause_count(parser);
    struct query_node *node = NULL;
    if (parser->depth == QUERY_DEPTH_MAX)
        syntax_error(parser, open.start, "at most 64 nested groups");
    parser->depth++;
    if (open.piece.field != FIELD_TEXT)
        parser->field = open.piece.field;
    read_next_token(parser);
    if (parser->token.kind != TOKEN_CLOSE && parser->token.kind != TOKEN_END)
        node = parse_inner(parser);
    if (parser->builder.status == 0 && parser->token.kind != TOKEN_CLOSE)
        syntax_error(parser, open.start, "a ) to close this group");
    if (parser->builder.status != 0)
        return;
    multiply_boosts(parser, before, parser->token.piece.boost);
    enum occur occur = effective_occur(parser, open.piece.sign);
    if (node != NULL && tree_has_only_filters(node))
        tree_add(filters, node, occur == OCCUR_SHOULD ? OCCUR_MUST : occur);
    else
        tree_add(list, node, occur);
    parser->depth--;
    parser->field = outer;
    read_next_token(parser);
}

static bool at_item(const struct parser *parser)
{
    return parser->builder.status == 0 &&
           (parser->token.kind == TOKEN_PIECE || parser->token.kind == TOKEN_FILTER ||
            parser->token.kind == TOKEN_OPEN);
}

/* A list of filters only is an operand; filters next to words apply to the whole group. */
static struct query_node *parse_list(struct parser *parser)
{
    struct query_node *list = create_node(parser, NODE_GROUP, 0);
    struct query_node *filters = create_node(parser, NODE_GROUP, 0);
    while (at_item(parser)) {
        if (parser->token.kind == TOKEN_OPEN) {
            parse_group(parser, list, filters);
            continue;
        }
        if (parser->token.kind == TOKEN_PIECE) {
            parse_piece(parser, list);
            continue;
        }
        parse_filter(parser, filters);
        read_next_token(parser);
    }
    if (parser->builder.status == 0)
        content_split(
            &parser->builder, list,
            &(struct content_rules){parser->options->function_weight,
                                    parser->lexer.keywords && parser->lexer.places == NULL});
    if (parser->builder.status != 0 || filters->first == NULL)
        return list;
    if (list->first == NULL)
        return filters;
    move_children(parser->group_filters, filters);
    return list;
}

/* Parses what follows the operator `sign`, or the beginning when `sign` is NULL. */
static struct query_node *parse_operand(struct parser *parser, const struct token *sign)
{
    if (at_item(parser))
        return parse_list(parser);
    if (sign != NULL)
        syntax_error(parser, parser->token.start, "a word or a group after the operator");
    else
        syntax_error(parser, parser->token.start,
                     "a word or a group before the operator (in lower case it is a word)");
    return NULL;
}

/* Reads ET, SAUF or ET SAUF; false when there is none. */
static bool read_and(struct parser *parser, struct token *sign, enum occur *occur)
{
    if (parser->token.kind != TOKEN_AND && parser->token.kind != TOKEN_NOT)
        return false;
    *sign = parser->token;
    *occur = parser->token.kind == TOKEN_NOT ? OCCUR_MUST_NOT : OCCUR_MUST;
    read_next_token(parser);
    if (*occur == OCCUR_MUST && parser->token.kind == TOKEN_NOT && parser->builder.status == 0) {
        *sign = parser->token;
        *occur = OCCUR_MUST_NOT;
        read_next_token(parser);
    }
    return true;
}

static struct query_node *parse_and(struct parser *parser, const struct token *before)
{
    struct token sign;
    enum occur occur = OCCUR_MUST_NOT;
    struct query_node *group = create_node(parser, NODE_GROUP, 0);
    if (parser->builder.status == 0 && parser->token.kind != TOKEN_NOT) {
        struct query_node *first = parse_operand(parser, before);
        if (parser->token.kind != TOKEN_AND && parser->token.kind != TOKEN_NOT)
            return first;
        if (parser->builder.status == 0)
            tree_add(group, first, OCCUR_MUST);
    }
    while (parser->builder.status == 0 && read_and(parser, &sign, &occur)) {
        struct query_node *next = parse_operand(parser, &sign);
        if (parser->builder.status == 0)
            tree_add(group, next, occur);
    }
    return group;
}

static struct query_node *parse_or(struct parser *parser)
{
    struct query_node *first = parse_and(parser, NULL);
    if (parser->builder.status != 0 || parser->token.kind != TOKEN_OR)
        return first;
    struct query_node *group = create_node(parser, NODE_GROUP, 0);
    if (parser->builder.status == 0)
        tree_add(group, first, OCCUR_SHOULD);
    while (parser->builder.status == 0 && parser->token.kind == TOKEN_OR) {
        struct token sign = parser->token;
        read_next_token(parser);
        struct query_node *next = parse_and(parser, &sign);
        if (parser->builder.status == 0)
            tree_add(group, next, OCCUR_SHOULD);
    }
    return group;
}

/* --- the query --- */

static void read_capitals(struct parser *parser, struct slice text)
{
    const uint32_t *places;
    size_t count;
    parser->builder.status =
        capitals_read(parser->builder.query, parser->builder.analyzer, text, &places, &count);
    if (parser->builder.status == 0)
        lexer_set_operators(&parser->lexer, places, count);
}

static struct query_node *parse_text(struct parser *parser, const char *text, size_t size)
{
    if (parser->options->phrase) {
        struct query_node *list = create_node(parser, NODE_GROUP, 0);
        const struct piece piece = {.field = FIELD_TEXT,
                                    .quoted = true,
                                    .slack = -1,
                                    .boost = 1,
                                    .text = text,
                                    .size = size};
        append_piece(parser, piece);
        append_clause_nodes(parser, list, 0, OCCUR_SHOULD);
        return list;
    }
    lexer_init(&parser->lexer, text, size, parser->options->plain_words);
    if (parser->lexer.keywords && capitals_only((struct slice){text, size}))
        read_capitals(parser, (struct slice){text, size});
    read_next_token(parser);
    if (parser->token.kind == TOKEN_END)
        return create_node(parser, NODE_GROUP, 0);
    struct query_node *group = parse_inner(parser);
    if (parser->builder.status == 0 && parser->token.kind != TOKEN_END)
        syntax_error(parser, parser->token.start, "a word before the operator");
    return group;
}

static struct query_node *add_forms(struct parser *parser, const struct weighted_form *forms,
                                    size_t count)
{
    struct query_node *list = create_node(parser, NODE_GROUP, 0);
    for (size_t i = 0; i < count && parser->builder.status == 0; i++) {
        const struct piece piece = {.field = FIELD_TEXT, .slack = -1, .boost = forms[i].boost};
        clauses_add_form(&parser->builder, &piece, forms[i].form);
    }
    append_clause_nodes(parser, list, 0, OCCUR_SHOULD);
    return list;
}

/* Adds the filter of --since and --until to what was typed; returns the group. */
static struct query_node *add_date_filter(struct parser *parser, struct query_node *group)
{
    struct query_filter filter;
    parser->builder.status = filter_from_days(&filter, &parser->builder.query->arena,
                                              parser->options->since, parser->options->until);
    if (parser->builder.status == 0)
        append_query_filter(parser, group, &filter, OCCUR_MUST);
    return group;
}

static void *copy_items(struct parser *parser, const struct buffer *items)
{
    void *copy = arena_alloc(&parser->builder.query->arena, items->size + 1);
    if (copy == NULL)
        parser->builder.status = error_memory();
    else if (items->size > 0)
        memcpy(copy, items->data, items->size);
    return copy;
}

static void begin_query(struct parser *parser, struct query *query, struct analyzer *analyzer,
                        const struct query_options *options)
{
    *query = (struct query){0};
    arena_init(&query->arena, 1 << 13);
    *parser = (struct parser){
        .builder = {.query = query, .analyzer = analyzer}, .options = options, .field = FIELD_TEXT};
}

/* Makes the query of the parser's clauses and filters, which `group` combines, and releases the
 * parser; on failure, the query too. */
static int finish_query(struct parser *parser, struct query_node *group)
{
    struct query *query = parser->builder.query;
    if (parser->builder.status == 0 && (parser->options->since || parser->options->until))
        group = add_date_filter(parser, group);
    if (parser->builder.status == 0) {
        query->clause_count = clause_count(parser);
        query->clauses = copy_items(parser, &parser->builder.clauses.buffer);
        query->filter_count = vector_count(&parser->filters);
        query->filters = copy_items(parser, &parser->filters.buffer);
    }
    if (parser->builder.status == 0)
        tree_finish(query, group);
    vector_release(&parser->builder.clauses);
    vector_release(&parser->filters);
    vector_release(&parser->occurrences);
    buffer_release(&parser->plain);
    if (parser->builder.status != 0)
        query_release(query);
    return parser->builder.status;
}

int query_parse(struct query *query, struct analyzer *analyzer, const char *text, size_t size,
                const struct query_options *options)
{
    struct parser parser;
    struct query_node *group = NULL;
    struct buffer decoded;
    begin_query(&parser, query, analyzer, options);
    query->family_weight = options->family_weight;
    buffer_init(&decoded);
    if (size > QUERY_SIZE_MAX)
        parser.builder.status =
            error_set(ERROR_SYNTAX, "a query may have at most %d bytes", QUERY_SIZE_MAX);
    else
        parser.builder.status = decode_text(&decoded, text, size, NULL);
    if (parser.builder.status == 0)
        group = parse_text(&parser, decoded.size == 0 ? "" : decoded.data, decoded.size);
    int status = finish_query(&parser, group);
    buffer_release(&decoded);
    return status;
}

int query_of_forms(struct query *query, struct analyzer *analyzer,
                   const struct weighted_form *forms, size_t count,
                   const struct query_options *options)
{
    struct parser parser;
    begin_query(&parser, query, analyzer, options);
    return finish_query(&parser, add_forms(&parser, forms, count));
}

void query_release(struct query *query)
{
    arena_release(&query->arena);
    *query = (struct query){0};
}

bool query_can_match(const struct query *query)
{
    for (size_t i = 0; i < query->clause_count; i++)
        if (query->clauses[i].occur == OCCUR_SHOULD || query->clauses[i].occur == OCCUR_MUST)
            return true;
    return query->filter_count > 0;
}
