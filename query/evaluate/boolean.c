#include "query/evaluate/boolean.h"

#include "common/base/error.h"

/* A clause. Its frequency is cached, as the cursor gives it only once per document. */
struct boolean_leaf {
    struct scored_clause *scored;
    uint32_t document; /* POSTINGS_END: none yet */
    uint32_t frequency;
    bool overtaken; /* an optional group may move the cursor past documents that match */
    /* a second cursor for scores when overtaken; NULL until needed */
    struct clause_cursor *score_cursor;
};

struct boolean_node {
    enum node_kind kind;
    enum occur occur;
    struct boolean_leaf *leaf;         /* NODE_CLAUSE */
    const struct query_filter *filter; /* NODE_FILTER */
    size_t child_count;                /* cheap ones first */
    struct boolean_node *children;
    bool unconstrained; /* has no candidates of its own: any document may match */
    bool leads;         /* a child whose candidates are its group's */
    bool needs_any;     /* one of its SHOULD children must match */
};

/* --- the tree --- */

static void *boolean_alloc(struct boolean *boolean, size_t size, int *status)
{
    void *memory = arena_alloc(&boolean->arena, size);
    if (memory == NULL && *status == 0)
        *status = error_memory();
    return memory;
}

/* Derives from the children which of them lead the group, and whether one of them must match. */
static void plan_group(struct boolean_node *node, bool has_should, bool has_must)
{
    bool any_should_unconstrained = false, must_leads = false;
    node->needs_any = has_should && !has_must;
    for (size_t i = 0; i < node->child_count; i++) {
        struct boolean_node *child = &node->children[i];
        child->leads = child->occur == OCCUR_MUST && !child->unconstrained;
        must_leads |= child->leads;
        any_should_unconstrained |= child->occur == OCCUR_SHOULD && child->unconstrained;
    }
    node->unconstrained = !must_leads && (!node->needs_any || any_should_unconstrained);
    for (size_t i = 0; i < node->child_count && !must_leads && !node->unconstrained; i++)
        node->children[i].leads = node->children[i].occur == OCCUR_SHOULD;
}

static int build_node(struct boolean *boolean, struct boolean_node *node,
                      const struct query_node *from);

/* Marks the clauses in groups that leapfrog although the query may match without them. */
static void mark_overtaken(struct boolean_node *node, bool required, bool overtaken)
{
    if (node->kind == NODE_CLAUSE)
        node->leaf->overtaken = overtaken;
    bool leapfrogs = node->kind == NODE_GROUP && !node->unconstrained && !node->needs_any;
    for (size_t i = 0; i < node->child_count; i++) {
        struct boolean_node *child = &node->children[i];
        mark_overtaken(child, required && child->leads && leapfrogs,
                       child->leads && (overtaken || (leapfrogs && !required)));
    }
}

/* Puts filters last: evaluating them may mean reading records. */
static int build_children(struct boolean *boolean, struct boolean_node *node,
                          const struct query_node *from)
{
    int status = 0;
    bool has_should = false, has_must = false;
    size_t count = 0, placed = 0;
    for (const struct query_node *child = from->first; child != NULL; child = child->next) {
        if (child->occur == OCCUR_SCORE_ONLY)
            continue;
        has_should |= child->occur == OCCUR_SHOULD;
        has_must |= child->occur == OCCUR_MUST && !child->filters_only;
        count++;
    }
    node->children = boolean_alloc(boolean, (count + 1) * sizeof *node->children, &status);
    for (int filters = 0; filters < 2; filters++)
        for (const struct query_node *child = from->first; child != NULL && status == 0;
             child = child->next)
            if (child->occur != OCCUR_SCORE_ONLY && child->filters_only == (filters == 1))
                status = build_node(boolean, &node->children[placed++], child);
    node->child_count = placed;
    if (status == 0)
        plan_group(node, has_should, has_must);
    return status;
}

static int build_node(struct boolean *boolean, struct boolean_node *node,
                      const struct query_node *from)
{
    *node = (struct boolean_node){.kind = from->kind, .occur = from->occur};
    switch (from->kind) {
    case NODE_CLAUSE:
        node->leaf = &boolean->leaves[from->number];
        return 0;
    case NODE_FILTER:
        node->filter = &boolean->query->filters[from->number];
        node->unconstrained = true;
        return 0;
    case NODE_GROUP:
    default:
        return build_children(boolean, node, from);
    }
}

/* Turns the list of clauses into a group. */
static int build_clause_list(struct boolean *boolean, struct boolean_node *node)
{
    int status = 0;
    struct query_node group = {.kind = NODE_GROUP};
    size_t count = boolean->query->clause_count;
    struct query_node *nodes = boolean_alloc(boolean, (count + 1) * sizeof *nodes, &status);
    for (size_t i = 0; i < count && status == 0; i++)
        nodes[i] = (struct query_node){.kind = NODE_CLAUSE,
                                       .occur = boolean->query->clauses[i].occur,
                                       .number = i,
                                       .next = i + 1 < count ? &nodes[i + 1] : NULL};
    group.first = count > 0 ? nodes : NULL;
    return status == 0 ? build_node(boolean, node, &group) : status;
}

int boolean_open(struct boolean *boolean, struct evaluation *evaluation,
                 const struct expansion *expansion)
{
    int status = 0;
    *boolean = (struct boolean){.evaluation = evaluation, .query = expansion->query};
    arena_init(&boolean->arena, 1 << 12);
    filter_reader_init(&boolean->filters, expansion->index, evaluation->segment_number);
    boolean->leaves =
        boolean_alloc(boolean, (evaluation->clause_count + 1) * sizeof *boolean->leaves, &status);
    boolean->root = boolean_alloc(boolean, sizeof *boolean->root, &status);
    if (status != 0)
        return status;
    for (size_t i = 0; i < evaluation->clause_count; i++)
        boolean->leaves[i] =
            (struct boolean_leaf){.scored = &evaluation->clauses[i], .document = POSTINGS_END};
    status = boolean->query->root != NULL ? build_node(boolean, boolean->root, boolean->query->root)
                                          : build_clause_list(boolean, boolean->root);
    if (status == 0)
        mark_overtaken(boolean->root, true, false);
    return status;
}

void boolean_close(struct boolean *boolean)
{
    for (size_t i = 0; boolean->leaves != NULL && i < boolean->evaluation->clause_count; i++)
        if (boolean->leaves[i].score_cursor != NULL)
            clause_cursor_close(boolean->leaves[i].score_cursor);
    filter_reader_release(&boolean->filters);
    arena_release(&boolean->arena);
}

/* --- candidates --- */

static uint32_t next_candidate(struct boolean *boolean, struct boolean_node *node, uint32_t target);

/* Returns the first document >= target that all leading children may match. */
static uint32_t leapfrog_children(struct boolean *boolean, struct boolean_node *node,
                                  uint32_t target)
{
    size_t agreed = 0;
    while (agreed < node->child_count) {
        struct boolean_node *child = &node->children[agreed++];
        uint32_t found = child->leads ? next_candidate(boolean, child, target) : target;
        if (found == POSTINGS_END)
            return POSTINGS_END;
        if (found > target) {
            target = found;
            agreed = 0;
        }
    }
    return target;
}

static uint32_t earliest_candidate(struct boolean *boolean, struct boolean_node *node,
                                   uint32_t target)
{
    uint32_t first = POSTINGS_END;
    for (size_t i = 0; i < node->child_count; i++) {
        if (!node->children[i].leads)
            continue;
        uint32_t found = next_candidate(boolean, &node->children[i], target);
        if (found < first)
            first = found;
    }
    return first;
}

static uint32_t next_candidate(struct boolean *boolean, struct boolean_node *node, uint32_t target)
{
    if (node->unconstrained)
        return target < segment_document_count(boolean->evaluation->segment) ? target
                                                                             : POSTINGS_END;
    if (node->kind == NODE_CLAUSE)
        return clause_cursor_advance(&node->leaf->scored->cursor, target);
    return node->needs_any ? earliest_candidate(boolean, node, target)
                           : leapfrog_children(boolean, node, target);
}

/* --- matches --- */

/* Returns 0 where the clause does not match. When only counting, any other number means a match. */
static uint32_t leaf_frequency(struct boolean_leaf *leaf, uint32_t document, bool counting)
{
    if (leaf->document != document) {
        struct clause_cursor *cursor = &leaf->scored->cursor;
        leaf->document = document;
        leaf->frequency = 0;
        if (clause_cursor_advance(cursor, document) == document)
            leaf->frequency =
                counting ? clause_cursor_matches(cursor) : clause_cursor_frequency(cursor);
    }
    return leaf->frequency;
}

static bool node_matches(struct boolean *boolean, struct boolean_node *node, uint32_t document)
{
    if (node->kind == NODE_CLAUSE)
        return leaf_frequency(node->leaf, document, boolean->evaluation->counting) > 0;
    if (node->kind == NODE_FILTER)
        return filter_accepts(&boolean->filters, node->filter, document);
    bool any = !node->needs_any;
    for (size_t i = 0; i < node->child_count; i++) {
        struct boolean_node *child = &node->children[i];
        if (child->occur == OCCUR_SHOULD)
            any = any || node_matches(boolean, child, document);
        else if (node_matches(boolean, child, document) != (child->occur == OCCUR_MUST))
            return false;
    }
    return any;
}

uint32_t boolean_advance(struct boolean *boolean, uint32_t target)
{
    for (;; target++) {
        target = next_candidate(boolean, boolean->root, target);
        if (target == POSTINGS_END || filter_reader_status(&boolean->filters) != 0 ||
            boolean->status != 0)
            return POSTINGS_END;
        if (!segment_is_deleted(boolean->evaluation->segment, target) &&
            node_matches(boolean, boolean->root, target))
            return target;
    }
}

/* The frequency for a score, even if the tree has moved the leaf's cursor past the document. */
static uint32_t score_frequency(struct boolean *boolean, struct boolean_leaf *leaf,
                                uint32_t document)
{
    if (!leaf->overtaken)
        return leaf_frequency(leaf, document, false);
    if (leaf->score_cursor == NULL && boolean->status == 0) {
        leaf->score_cursor = boolean_alloc(boolean, sizeof *leaf->score_cursor, &boolean->status);
        if (leaf->score_cursor == NULL)
            return 0;
        boolean->status =
            clause_cursor_open(leaf->score_cursor, leaf->scored->clause,
                               boolean->evaluation->segment, boolean->evaluation->segment_number);
    }
    if (boolean->status != 0 || clause_cursor_advance(leaf->score_cursor, document) != document)
        return 0;
    return clause_cursor_frequency(leaf->score_cursor);
}

double boolean_score(struct boolean *boolean, uint32_t document)
{
    double score = 0;
    for (size_t i = 0; i < boolean->evaluation->clause_count; i++) {
        struct boolean_leaf *leaf = &boolean->leaves[i];
        if (leaf->scored->occur == OCCUR_MUST_NOT)
            continue;
        uint32_t frequency = score_frequency(boolean, leaf, document);
        if (frequency > 0)
            score += evaluate_clause(boolean->evaluation, leaf->scored, document, frequency);
    }
    return score;
}

int boolean_status(const struct boolean *boolean)
{
    int status = boolean->status != 0 ? boolean->status : filter_reader_status(&boolean->filters);
    for (size_t i = 0; i < boolean->evaluation->clause_count && status == 0; i++)
        if (boolean->leaves[i].score_cursor != NULL)
            status = clause_cursor_status(boolean->leaves[i].score_cursor);
    return status;
}

static int count_match(void *context, struct boolean *boolean, uint32_t document)
{
    struct evaluation *evaluation = context;
    evaluation->counted++;
    if (!evaluation->counting)
        top_add(evaluation->top, boolean_score(boolean, document), evaluation->segment_number,
                document);
    return 0;
}

int evaluate_boolean(struct evaluation *evaluation, const struct expansion *expansion)
{
    return boolean_each(evaluation, expansion, count_match, evaluation);
}
