/* Trees of clauses and filters against reading every article: random collections, random trees. */
#include "tests/unit/match/collection.h"

#include "query/evaluate/boolean.h"
#include "tests/unit/suite.h"

enum { COLLECTIONS = 60, TREES = 40, CLAUSES_MAX = 12, FILTERS_MAX = 6, NODES_MAX = 64, DAYS = 20 };

static struct scratch scratch;
static struct collection *collection;
static int32_t days[ARTICLES_MAX];
static struct segment days_segment; /* has the column of days only */

static int setup(void **state)
{
    (void)state;
    scratch_make(&scratch);
    collection = calloc(1, sizeof *collection);
    return collection == NULL;
}

static int teardown(void **state)
{
    (void)state;
    free(collection);
    scratch_remove(&scratch);
    return 0;
}

/* A query over the collection, whose clauses are words and phrases without alternatives. */
struct tree {
    struct index index;
    struct segment segments[SEGMENTS];
    struct expansion expansion;
    struct query query;
    struct query_clause clauses[CLAUSES_MAX];
    struct query_filter filters[FILTERS_MAX];
    size_t node_count;
    struct query_node nodes[NODES_MAX];
    struct made_clause made[CLAUSES_MAX];
    char texts[CLAUSES_MAX][4];
    struct scored_clause scored[CLAUSES_MAX];
};

static void random_articles(uint64_t *random)
{
    collection->count = 1 + random_below(random, random_below(random, 3) ? 400 : 5);
    for (uint32_t i = 0; i < collection->count; i++) {
        struct article *article = &collection->articles[i];
        *article = (struct article){.length = random_below(random, 12)};
        days[i] = random_below(random, 10) == 0 ? INT32_MIN : (int32_t)random_below(random, DAYS);
        for (uint32_t k = 0; k < article->length; k++)
            article->terms[k] = 1U << random_below(random, 1 + random_below(random, TERMS));
    }
}

static void open_days(void)
{
    struct buffer column;
    buffer_init(&column);
    for (uint32_t i = 0; i < collection->count; i++)
        buffer_append_u32(&column, (uint32_t)days[i]);
    struct sections sections = {.statistics = {.document_count = collection->count},
                                .bytes = {[SECTION_DAYS] = &column}};
    memset(&days_segment, 0, sizeof days_segment);
    sections_open(&sections, &scratch, &days_segment.file);
    buffer_release(&column);
}

/* --- random trees --- */

static void make_clause(struct tree *tree, struct query_node *node, uint64_t *random)
{
    size_t number = tree->query.clause_count++;
    char *text = tree->texts[number];
    text[0] = (char)('a' + random_below(random, TERMS));
    text[1] = random_below(random, 3) == 0 ? (char)('a' + random_below(random, 3)) : '\0';
    text[2] = '\0';
    node->kind = NODE_CLAUSE;
    node->number = number;
    clause_read(&tree->made[number], collection, text, FIELD_TEXT);
    tree->made[number].query.boost = 1 + random_below(random, 3);
}

static void make_filter(struct tree *tree, struct query_node *node, uint64_t *random)
{
    size_t number = tree->query.filter_count++;
    int32_t first = (int32_t)random_below(random, DAYS);
    node->kind = NODE_FILTER;
    node->number = number;
    node->filters_only = true;
    tree->filters[number] = (struct query_filter){
        .kind = FILTER_DATE, .first = first, .last = first + (int32_t)random_below(random, DAYS)};
}

static struct query_node *make_node(struct tree *tree, uint64_t *random, unsigned depth)
{
    struct query_node *node = &tree->nodes[tree->node_count++];
    *node = (struct query_node){.kind = NODE_GROUP, .filters_only = true};
    if (depth > 0 && random_below(random, 5) == 0 && tree->query.filter_count < FILTERS_MAX) {
        make_filter(tree, node, random);
    } else if (depth > 0 && random_below(random, 4 - (depth > 3 ? 3 : depth)) == 0 &&
               tree->query.clause_count < CLAUSES_MAX) {
        node->filters_only = false;
        make_clause(tree, node, random);
    } else {
        uint32_t children = random_below(random, 5);
        struct query_node **next = &node->first;
        for (uint32_t i = 0; i < children && tree->node_count < NODES_MAX && depth < 5; i++) {
            *next = make_node(tree, random, depth + 1);
            (*next)->occur = (enum occur)random_below(random, 3);
            node->filters_only &= (*next)->filters_only;
            next = &(*next)->next;
        }
        *next = NULL;
    }
    return node;
}

/* --- reading --- */

static bool has_at(const struct article *article, uint32_t position, char letter)
{
    return position < article->length && article->terms[position] >> (letter - 'a') & 1;
}

static uint32_t count(const struct article *article, const char *text)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < article->length; i++)
        found +=
            has_at(article, i, text[0]) && (text[1] == '\0' || has_at(article, i + 1, text[1]));
    return found;
}

static bool node_fits(const struct tree *tree, const struct query_node *node, uint32_t document)
{
    bool any = false, wanted = false, must = false;
    if (node->kind == NODE_CLAUSE)
        return count(&collection->articles[document], tree->texts[node->number]) > 0;
    if (node->kind == NODE_FILTER)
        return days[document] >= tree->filters[node->number].first &&
               days[document] <= tree->filters[node->number].last;
    for (const struct query_node *child = node->first; child != NULL; child = child->next) {
        bool fitting = node_fits(tree, child, document);
        if ((child->occur == OCCUR_MUST && !fitting) || (child->occur == OCCUR_MUST_NOT && fitting))
            return false;
        must |= child->occur == OCCUR_MUST && !child->filters_only;
        wanted |= child->occur == OCCUR_SHOULD;
        any |= child->occur == OCCUR_SHOULD && fitting;
    }
    return any || !wanted || must;
}

static double expected_score(const struct tree *tree, const struct article *article)
{
    double sum = 0;
    for (size_t i = 0; i < tree->query.clause_count; i++) {
        uint32_t tf = count(article, tree->texts[i]);
        if (tf > 0 && tree->scored[i].occur != OCCUR_MUST_NOT)
            sum += bm25_score(&tree->scored[i].bm25, tf, article->length);
    }
    return sum;
}

/* --- the two held against each other --- */

static void open_clauses(struct tree *tree, uint64_t *random, uint64_t seed)
{
    const struct search_options options = {.k1 = 1.2, .b = 0.75};
    tree->segments[SEGMENT_NUMBER] = days_segment;
    tree->index = (struct index){.segment_count = SEGMENTS,
                                 .segments = tree->segments,
                                 .document_count = collection->count,
                                 .total_length = 1000};
    tree->expansion = (struct expansion){
        .index = &tree->index, .query = &tree->query, .clause_count = tree->query.clause_count};
    tree->query.clauses = tree->clauses;
    tree->query.filters = tree->filters;
    for (size_t i = 0; i < tree->query.clause_count; i++) {
        tree->made[i].clause.expansion = &tree->expansion;
        tree->clauses[i] = tree->made[i].query;
        tree->clauses[i].occur = (enum occur)random_below(random, 3);
        tree->scored[i] = (struct scored_clause){.clause = &tree->made[i].clause,
                                                 .bm25 = bm25_of(&tree->made[i].clause, &options),
                                                 .occur = tree->clauses[i].occur};
        EXPECT(seed, clause_cursor_open(&tree->scored[i].cursor, &tree->made[i].clause,
                                        &collection->segment, SEGMENT_NUMBER) == 0);
    }
}

static void walk_tree(struct tree *tree, const struct query_node *root, uint64_t *random,
                      uint64_t seed)
{
    struct evaluation evaluation = {.segment = &collection->segment,
                                    .segment_number = SEGMENT_NUMBER,
                                    .clause_count = tree->query.clause_count,
                                    .clauses = tree->scored};
    struct boolean boolean;
    EXPECT(seed, boolean_open(&boolean, &evaluation, &tree->expansion) == 0);
    uint32_t skip = random_below(random, 2) ? 1 + random_below(random, 20) : 1;
    for (uint32_t target = 0, expected;;) {
        uint32_t got = boolean_advance(&boolean, target);
        for (expected = target; expected < collection->count; expected++)
            if (node_fits(tree, root, expected))
                break;
        EXPECT(seed, got == (expected < collection->count ? expected : POSTINGS_END));
        if (got == POSTINGS_END)
            break;
        if (random_below(random, 2))
            EXPECT(seed, boolean_score(&boolean, got) ==
                             expected_score(tree, &collection->articles[got]));
        target = got + skip;
    }
    EXPECT(seed, boolean_status(&boolean) == 0);
    boolean_close(&boolean);
}

static void check_tree(uint64_t *random, uint64_t seed)
{
    static struct tree tree;
    memset(&tree, 0, sizeof tree);
    struct query_node list = {.kind = NODE_GROUP};
    struct query_node *root = make_node(&tree, random, 0);
    open_clauses(&tree, random, seed);
    bool flat = random_below(random, 5) == 0;
    if (flat) { /* a query without a root: its clauses are a list */
        root = &list;
        for (size_t i = 0; i < tree.query.clause_count; i++) {
            tree.nodes[i] = (struct query_node){
                .kind = NODE_CLAUSE, .occur = tree.clauses[i].occur, .number = i};
            tree.nodes[i].next = i + 1 < tree.query.clause_count ? &tree.nodes[i + 1] : NULL;
        }
        list.first = tree.query.clause_count > 0 ? tree.nodes : NULL;
    } else {
        tree.query.root = root;
    }
    walk_tree(&tree, root, random, seed);
    for (size_t i = 0; i < tree.query.clause_count; i++) {
        EXPECT(seed, clause_cursor_status(&tree.scored[i].cursor) == 0);
        clause_cursor_close(&tree.scored[i].cursor);
    }
}

static void trees_equal_reading(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < COLLECTIONS; number++) {
        uint64_t seed = seed_of(240, number), random = seed;
        random_articles(&random);
        collection_open(collection, &scratch);
        open_days();
        for (uint32_t i = 0; i < TREES; i++)
            check_tree(&random, seed);
        segment_file_close(&days_segment.file);
        collection_close(collection);
    }
}

SUITE(boolean)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(trees_equal_reading, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
