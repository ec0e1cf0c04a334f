#include "present/explain.h"

#include <inttypes.h>
#include <string.h>

#include "present/safe.h"

static const char *occur_name(enum occur occur)
{
    switch (occur) {
    case OCCUR_MUST:
        return "must";
    case OCCUR_MUST_NOT:
        return "must not";
    default:
        return "may";
    }
}

static void explain_word(struct buffer *to, const struct expanded_word *word)
{
    buffer_append_format(to, "#     %s → ", word->word->surface);
    if (word->count == 0)
        buffer_append_format(to, "%s (df 0)", word->word->term);
    for (size_t i = 0; i < word->count; i++)
        buffer_append_format(to, "%s%s (df %" PRIu64 ")", i == 0 ? "" : ", ",
                             word->alternatives[i].term, word->alternatives[i].document_count);
    buffer_append_byte(to, '\n');
}

void explain_query(struct buffer *to, const struct expansion *expansion)
{
    buffer_append_format(to, "# %" PRIu64 " documents in %zu segments\n",
                         expansion->index->document_count, expansion->index->segment_count);
    for (size_t i = 0; i < expansion->clause_count; i++) {
        const struct expanded_clause *clause = &expansion->clauses[i];
        buffer_append_format(to, "# %zu. %s%s: ", i + 1,
                             clause->clause->field == FIELD_TITLE ? "title, " : "",
                             occur_name(clause->clause->occur));
        safe_text(to, clause->clause->text, strlen(clause->clause->text));
        buffer_append_byte(to, '\n');
        for (size_t v = 0; v < clause->variant_count; v++) {
            if (clause_is_phrase(clause->clause))
                buffer_append_format(to, "#   %s\n", v == 0 ? "phrase of" : "or of");
            for (size_t w = 0; w < clause->variants[v].count; w++)
                explain_word(to, &clause->variants[v].words[w]);
        }
    }
}

void explain_hit(struct buffer *to, const struct expansion *expansion,
                 const struct search_options *options, const struct score_part *parts)
{
    for (size_t i = 0; i < expansion->clause_count; i++) {
        const struct score_part *part = &parts[i];
        buffer_append_format(to,
                             "#   %zu. %.6f = idf %.6f × tf %.0f × (k1 + 1) / (tf + k1 × (1 − b + "
                             "b × length %.0f / %.2f)), k1 %g, b %g\n",
                             i + 1, part->score, part->idf, part->frequency, part->length,
                             part->average, options->k1, options->b);
    }
}
