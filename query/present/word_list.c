#include "query/present/word_list.h"

#include <inttypes.h>
#include <string.h>

#include "common/analysis/analyzer.h"
#include "common/analysis/safe.h"
#include "common/analysis/term.h"
#include "common/base/error.h"
#include "common/json/json_write.h"
#include "query/language/expression.h"
#include "query/terms/form_walk.h"
#include "query/terms/live_count.h"

/* Normalises the text as forms are, keeping wildcards; appends * if it has none. */
static size_t make_form_pattern(struct analyzer *analyzer, const char *text, size_t size,
                                char pattern[ANALYSIS_WORD_MAX + 2])
{
    size_t used = 0;
    bool wild = false;
    for (size_t at = 0, literal; at < size; at += literal + 1) {
        char letters[ANALYSIS_WORD_MAX + 1];
        for (literal = 0; at + literal < size && !strchr("*?", text[at + literal]);)
            literal++;
        size_t spelt = analyzer_normalise(analyzer, text + at, literal, letters);
        if (spelt > ANALYSIS_WORD_MAX - used)
            break;
        memcpy(pattern + used, letters, spelt);
        used += spelt;
        if (at + literal < size && used < ANALYSIS_WORD_MAX) {
            pattern[used++] = text[at + literal];
            wild = true;
        }
    }
    if (!wild)
        pattern[used++] = '*';
    return used;
}

struct form_counter {
    struct tally *forms;
    struct segment *segment;
};

static int count_live_form(void *context, const struct form_entry *entry, unsigned halves)
{
    (void)halves;
    const struct form_counter *counter = context;
    uint64_t count;
    int status = live_count_occurrences(counter->segment, entry, &count);
    if (status == 0 && count > 0)
        tally_add(counter->forms, entry->surface, entry->surface_size, count);
    return status != 0 ? status : counter->forms->status;
}

/* Fills `word` with what `text` stands for: a regular expression, or a pattern, for which `written`
 * has room. 0, ERROR_SYNTAX or ERROR_MEMORY. */
static int read_form_word(struct analyzer *analyzer, struct slice text, struct arena *arena,
                          char written[ANALYSIS_WORD_MAX + 2], struct query_word *word)
{
    if (text.size > 0 && expression_end(text.data, slice_end(text)) == slice_end(text)) {
        *word = (struct query_word){.kind = WORD_EXPRESSION};
        return expression_compile(&word->expression, arena, text);
    }
    *word = (struct query_word){.surface = written,
                                .surface_size =
                                    make_form_pattern(analyzer, text.data, text.size, written),
                                .kind = WORD_PATTERN};
    return 0;
}

int word_list_make(struct tally *forms, struct index *index, struct analyzer *analyzer,
                   const char *text, size_t size)
{
    char written[ANALYSIS_WORD_MAX + 2];
    struct query_word word;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    int status = read_form_word(analyzer, (struct slice){text, size}, &arena, written, &word);
    for (size_t i = 0; i < index->segment_count && status == 0; i++) {
        struct form_counter counter = {forms, &index->segments[i]};
        status = form_walk_for_each(counter.segment, &word, count_live_form, &counter);
    }
    arena_release(&arena);
    tally_sort_by_count(forms);
    return status;
}

/* --- writing --- */

struct stem {
    char key[TERM_KEY_MAX + 1]; /* including the field's byte */
    size_t size;
    uint64_t document_count;
};

/* Finds the term of a form in the first segment that has the form. */
static int find_stem(struct index *index, const struct tally_entry *form, struct stem *stem)
{
    char folded[ANALYSIS_WORD_MAX + 1], key[KEY_MAX];
    struct form_entry entry;
    struct term_entry term;
    stem->size = 0;
    if (form->size > ANALYSIS_WORD_MAX)
        return 0;
    size_t folded_size = analyzer_fold(form->name, form->size, folded);
    size_t size = form_key(folded, folded_size, form->name, form->size, key);
    for (size_t i = 0; i < index->segment_count && stem->size == 0; i++) {
        struct segment *segment = &index->segments[i];
        int status = form_find(&segment->forms, key, size, &entry);
        if (status == 1)
            status = term_at(&segment->terms, entry.term, &term, stem->key, &stem->size);
        if (status < 0)
            return status;
    }
    return 0;
}

static int count_stem_documents(struct index *index, struct stem *stem)
{
    stem->document_count = 0;
    for (size_t i = 0; i < index->segment_count && stem->size > 0; i++) {
        struct term_entry entry;
        uint32_t count = 0;
        int found = term_find(&index->segments[i].terms, stem->key, stem->size, &entry);
        int status = found == 1 ? live_count_documents(&index->segments[i], &entry, &count) : found;
        if (status < 0)
            return status;
        stem->document_count += count;
    }
    return 0;
}

static void write_form(struct buffer *to, const struct tally_entry *form, const struct stem *stem,
                       bool json)
{
    char name[TERM_NAME_MAX + 1];
    size_t size =
        stem->size == 0 ? 0 : term_name((struct slice){stem->key + 1, stem->size - 1}, name);
    if (json) {
        buffer_append_string(to, "{\"version\":2,\"word\":");
        json_string(to, form->name, form->size);
        buffer_append_format(to, ",\"occurrences\":%" PRIu64 ",\"lemma\":", form->count);
        json_string(to, name, size);
        buffer_append_format(to, ",\"articles\":%" PRIu64 "}\n", stem->document_count);
        return;
    }
    safe_append_text(to, form->name, form->size);
    buffer_append_format(to, "\t%" PRIu64 "\t", form->count);
    safe_append_text(to, name, size);
    buffer_append_format(to, "\t%" PRIu64 "\n", stem->document_count);
}

int word_list_write(struct buffer *to, const struct tally *forms, struct index *index, size_t limit,
                    bool json)
{
    int status = 0;
    for (size_t i = 0; i < forms->count && (limit == 0 || i < limit) && status == 0; i++) {
        struct stem stem;
        status = find_stem(index, &forms->entries[i], &stem);
        if (status == 0)
            status = count_stem_documents(index, &stem);
        if (status == 0)
            write_form(to, &forms->entries[i], &stem, json);
    }
    return status == 0 ? buffer_status(to) : status;
}
