/* A segment of few terms, 'a' to 'h', and clauses over it, both of them stated in a line:
 *
 *     article   "ab|c (ad)"   a letter a position; | ends the title, a space is another word,
 *                             (ad) are two terms at one position
 *     clause    "a.[bc]|d"    a letter a word, | between variants; a point is a position that may
 *                             hold anything, [bc] are two alternatives of one word
 */
#ifndef FOUILLE_TESTS_COLLECTION_H
#define FOUILLE_TESTS_COLLECTION_H

#include "tests/unit/container/sections.h"

#include "common/index/codecs/position_code.h"
#include "common/index/postings/postings_writer.h"
#include "query/match/clause_cursor.h"

enum {
    TERMS = 8,
    LENGTH_MAX = 48,
    ARTICLES_MAX = 1000,
    VARIANTS_MAX = 4,
    WORDS_MAX = 4,
    /* Entries are one a segment; the other segment has nothing. */
    SEGMENTS = 2,
    SEGMENT_NUMBER = 1
};

struct article {
    uint32_t title_length, length;
    unsigned terms[LENGTH_MAX]; /* a bit each */
};

struct collection {
    uint32_t count;
    struct article articles[ARTICLES_MAX];
    struct term_entry entries[TERMS];
    struct postings_writer writer;
    struct buffer lengths, title_lengths;
    struct segment segment;
};

/* --- articles --- */

static inline void article_read(struct article *article, const char *text)
{
    bool within = false;
    *article = (struct article){0};
    for (; *text != '\0'; text++) {
        if (*text == '|')
            article->title_length = article->length;
        else if (*text == '(')
            within = true;
        else if (*text == ')')
            within = false;
        else if (*text != ' ')
            article->terms[article->length] |= 1U << (*text - 'a');
        if (*text != '|' && !within)
            article->length++;
    }
}

static inline uint32_t article_frequency(const struct article *article, unsigned term)
{
    uint32_t frequency = 0;
    for (uint32_t i = 0; i < article->length; i++)
        frequency += article->terms[i] >> term & 1;
    return frequency;
}

/* --- the segment --- */

static inline void collection_write_term(struct collection *collection, unsigned term)
{
    static uint32_t documents[ARTICLES_MAX], frequencies[ARTICLES_MAX], column[ARTICLES_MAX],
        title_column[ARTICLES_MAX], distances[ARTICLES_MAX * LENGTH_MAX];
    const struct document_lengths lengths = {column, title_column, column, 100};
    struct posting_list list = {0, documents, frequencies, distances, NULL};
    size_t occurrences = 0;
    for (uint32_t i = 0; i < collection->count; i++) {
        const struct article *article = &collection->articles[i];
        uint32_t before = 0, frequency = article_frequency(article, term);
        column[i] = article->length;
        title_column[i] = article->title_length;
        if (frequency == 0)
            continue;
        documents[list.document_count] = i;
        frequencies[list.document_count++] = frequency;
        for (uint32_t word = 0; word < article->length; word++)
            if (article->terms[word] >> term & 1) {
                uint32_t position = position_with_gap(word, article->title_length);
                distances[occurrences++] = position - before;
                before = position;
            }
    }
    struct term_entry *entry = &collection->entries[term];
    *entry = (struct term_entry){.form_count = 1};
    if (list.document_count > 0)
        assert_int_equal(postings_write(&collection->writer, &list, &lengths, entry), 0);
}

/* Makes the segment's file of the articles and opens it. */
static inline void collection_open(struct collection *collection, const struct scratch *scratch)
{
    postings_writer_init(&collection->writer);
    buffer_init(&collection->lengths);
    buffer_init(&collection->title_lengths);
    for (uint32_t i = 0; i < collection->count; i++) {
        const struct article *article = &collection->articles[i];
        buffer_append_u32(&collection->lengths, article->length);
        buffer_append_u16(&collection->title_lengths, (uint16_t)article->title_length);
    }
    for (unsigned term = 0; term < TERMS; term++)
        collection_write_term(collection, term);
    struct sections sections = {.statistics = {.document_count = collection->count},
                                .bytes = {[SECTION_POSTINGS] = &collection->writer.postings,
                                          [SECTION_POSITIONS] = &collection->writer.positions,
                                          [SECTION_LENGTHS] = &collection->lengths,
                                          [SECTION_TITLE_LENGTHS] = &collection->title_lengths}};
    memset(&collection->segment, 0, sizeof collection->segment);
    sections_open(&sections, scratch, &collection->segment.file);
}

static inline void collection_close(struct collection *collection)
{
    segment_file_close(&collection->segment.file);
    postings_writer_release(&collection->writer);
    buffer_release(&collection->lengths);
    buffer_release(&collection->title_lengths);
}

/* --- clauses --- */

struct made_word {
    unsigned terms; /* a bit each */
    struct alternative alternatives[TERMS];
    struct term_entry entries[TERMS][SEGMENTS];
};

/* A clause as the expansion gives it. It points into itself. */
struct made_clause {
    struct query_clause query;
    struct query_sequence sequences[VARIANTS_MAX];
    struct query_word query_words[VARIANTS_MAX][WORDS_MAX];
    struct expanded_clause clause;
    struct expanded_sequence variants[VARIANTS_MAX];
    struct expanded_word words[VARIANTS_MAX][WORDS_MAX];
    struct made_word made[VARIANTS_MAX][WORDS_MAX];
};

static inline void clause_add_term(struct made_word *made, struct expanded_word *word,
                                   const struct collection *collection, unsigned term)
{
    struct term_entry *entries = made->entries[word->count];
    made->terms |= 1U << term;
    entries[SEGMENT_NUMBER] = collection->entries[term];
    struct alternative *alternative = &made->alternatives[word->count++];
    *alternative = (struct alternative){.document_count = entries[SEGMENT_NUMBER].document_count,
                                        .entries = entries};
    word->alternatives = made->alternatives;
    if (alternative->document_count > word->document_count)
        word->document_count = alternative->document_count;
}

/* Returns the text after the word. */
static inline const char *clause_read_word(struct made_clause *made,
                                           const struct collection *collection, const char *text,
                                           size_t variant, uint32_t offset)
{
    size_t number = made->variants[variant].count++;
    made->sequences[variant].count++;
    made->query_words[variant][number].offset = offset;
    struct expanded_word *word = &made->words[variant][number];
    word->word = &made->query_words[variant][number];
    bool several = *text == '[';
    for (text += several; *text != ']' && *text != '\0'; text++) {
        clause_add_term(&made->made[variant][number], word, collection, (unsigned)(*text - 'a'));
        if (!several)
            return text + 1;
    }
    return text + 1;
}

static inline void clause_read(struct made_clause *made, const struct collection *collection,
                               const char *text, enum term_field field)
{
    *made = (struct made_clause){0};
    made->query = (struct query_clause){.field = field, .variants = made->sequences};
    made->clause = (struct expanded_clause){.clause = &made->query, .variants = made->variants};
    size_t variant = 0;
    for (uint32_t offset = 0; *text != '\0';) {
        made->sequences[variant].words = made->query_words[variant];
        made->variants[variant].words = made->words[variant];
        if (*text == '|') {
            variant++;
            offset = 0;
            text++;
        } else if (*text == '.') {
            offset++;
            text++;
        } else {
            text = clause_read_word(made, collection, text, variant, offset++);
        }
    }
    made->query.variant_count = made->clause.variant_count = variant + 1;
}

#endif
