/* The expansion of a query in an index: each word becomes the terms that it stands for.
 *
 * A word stands for the terms of its reading (analysis/reading.h); one that the lexicon does not
 * have, also for those of other unknown forms that differ from it only in lost accents. The
 * alternatives count as one word: their frequencies are added, and its document frequency is the
 * largest of theirs.
 *
 * An exact word, a pattern and a fuzzy word stand for the terms of the surface forms that they fit,
 * see expand_forms.h. The df of a term of which only some forms count is that of the term, or the
 * number of those forms' occurrences if that is less: df of forms are not stored.
 */
#ifndef FOUILLE_TERMS_EXPAND_H
#define FOUILLE_TERMS_EXPAND_H

#include "common/analysis/analyzer.h"
#include "common/index/index_documents.h"
#include "query/language/query.h"
#include "query/terms/form_budget.h"

/* One index term that stands for a word. */
struct alternative {
    const char *term; /* without the field byte; NUL-terminated */
    size_t size;
    uint64_t document_count;    /* df over all segments */
    struct term_entry *entries; /* one per segment; document_count 0 where it is absent */
    uint64_t **forms; /* per segment, a bit for each rank of a form that counts; NULL: all do.
                       * NULL instead of the array: all do in all segments */
};

struct expanded_word {
    const struct query_word *word;
    size_t count;                     /* 0: nothing in the index stands for it */
    struct alternative *alternatives; /* by df, largest first */
    uint64_t document_count;          /* the largest df */
    uint64_t left_out;                /* terms beyond those that a word may stand for */
    bool repeated;                    /* equal to an earlier word, whose alternatives it shares */
};

struct expanded_sequence {
    size_t count;
    struct expanded_word *words;
};

struct expanded_clause {
    const struct query_clause *clause;
    const struct expansion *expansion;
    size_t variant_count;
    struct expanded_sequence *variants;
    const struct expanded_word *family; /* of a clause of one WORD_TERM: family.h; or NULL */
};

struct expansion {
    struct arena arena; /* owns everything below */
    struct index *index;
    struct index_documents *documents; /* of the index, kept from query to query; or NULL */
    const struct query *query;
    size_t clause_count;
    struct expanded_clause *clauses;
    struct form_budget forms;                /* of the words that stand for forms */
    const struct expanded_word **form_words; /* those words, hashed by spelling: expand_forms.c */
    size_t form_words_mask;
};

/* Whether a clause is not a single WORD_TERM, so that it needs positions, or ranks of forms. */
bool clause_is_phrase(const struct query_clause *clause);

/* The field that the words of a clause are looked up in. The title field has no positions: a phrase
 * is looked up in the text, whose first positions are the title's. */
enum term_field clause_field(const struct query_clause *clause);

/* Whether an expanded word stands for this form of a text. */
bool expanded_word_accepts(const struct expanded_word *word, const struct form *form);

/* Looks every word up in every segment; the query and the index must outlive the expansion.
 * 0; ERROR_SYNTAX where words that stand for forms cost too much (form_budget.h); ERROR_CORRUPT or
 * ERROR_MEMORY. The caller releases on success. */
int expand_query(struct expansion *expansion, struct index *index, const struct query *query);
void expansion_release(struct expansion *expansion);

/* Looks a WORD_TERM up in every segment. The word must outlive the expansion, which owns what
 * `expanded` points to. 0, ERROR_CORRUPT or ERROR_MEMORY. */
int expand_word(struct expansion *expansion, const struct query_word *word, enum term_field field,
                struct expanded_word *expanded);

/* Adds a variant, whose words the query's arena owns, to a clause of the query that was expanded.
 * 0, ERROR_CORRUPT or ERROR_MEMORY. */
int expand_add_variant(struct expansion *expansion, struct query *query, size_t clause,
                       const struct query_sequence *variant);

/* Looks the family of a clause's word up, if it adds to scores. 0, ERROR_CORRUPT or ERROR_MEMORY.
 */
int expand_clause_family(struct expansion *expansion, struct expanded_clause *expanded);

#endif
