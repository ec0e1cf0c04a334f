/* All that an analyser says of a text. */
#ifndef FOUILLE_TESTS_OCCURRENCES_H
#define FOUILLE_TESTS_OCCURRENCES_H

#include "tests/unit/base/property.h"

#include "common/analysis/analyzer.h"

struct analysis {
    struct occurrence *items;
    size_t count;
};

static inline struct analysis analyse_in_batches(struct analyzer *analyzer, const char *text,
                                                 size_t size, uint32_t first_position, size_t batch)
{
    struct analysis analysis = {NULL, 0};
    analyzer_begin(analyzer, text, size, first_position);
    for (size_t more = 1; more > 0; analysis.count += more) {
        size_t room = analysis.count + batch;
        struct occurrence *items = realloc(analysis.items, room * sizeof *items);
        assert_non_null(items);
        analysis.items = items;
        more = analyzer_next(analyzer, items + analysis.count, batch);
        assert_true(more <= batch);
    }
    assert_int_equal(analyzer_status(analyzer), 0);
    return analysis;
}

static inline struct analysis analyse(struct analyzer *analyzer, const char *text, size_t size)
{
    return analyse_in_batches(analyzer, text, size, 0, ANALYSIS_BATCH_MIN);
}

static inline void analysis_release(struct analysis *analysis)
{
    free(analysis->items);
}

#endif
