#include "indexer/invert/builder.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/utf8.h"
#include "common/index/codecs/position_code.h"
#include "indexer/invert/vocabulary.h"

enum { STORE_LEVEL = 1, OCCURRENCES = ANALYSIS_BATCH_MIN };

static void release_builder(struct builder *builder)
{
    store_writer_release(&builder->text);
    document_writer_release(&builder->documents);
    streams_release(&builder->words);
    streams_release(&builder->titles);
    vector_release(&builder->lengths);
    vector_release(&builder->title_lengths);
    vector_release(&builder->days);
    free(builder->occurrences);
    builder->occurrences = NULL;
}

int builder_open(struct builder *builder, struct analyzer *analyzer, int directory,
                 const char *name, bool store)
{
    *builder = (struct builder){.analyzer = analyzer, .directory = directory, .store = store};
    snprintf(builder->name, sizeof builder->name, "%s", name);
    int status = segment_writer_create(&builder->segment, directory, builder->name);
    if (status != 0)
        return status;
    streams_init(&builder->words);
    streams_init(&builder->titles);
    segment_writer_begin(&builder->segment, SECTION_STORE);
    status = store_writer_init(&builder->text, &builder->segment, STORE_LEVEL);
    if (status == 0)
        status = document_writer_init(&builder->documents);
    builder->occurrences = malloc(OCCURRENCES * sizeof *builder->occurrences);
    if (status == 0 && builder->occurrences == NULL)
        status = error_memory();
    if (status != 0)
        builder_abandon(builder);
    return status;
}

/* Terms come in no order, so their streams are prefetched. */
static void add_occurrences(struct streams *streams, const struct occurrence *occurrences,
                            size_t count, uint32_t document)
{
    enum { PREFETCH_DISTANCE = 16 };
    for (size_t i = 0; i < count; i++) {
        if (i + PREFETCH_DISTANCE < count)
            streams_prefetch(streams, occurrences[i + PREFETCH_DISTANCE].term);
        streams_add(streams, &occurrences[i], document);
    }
}

/* Runs a text through the analyser into `words` and, for a title, also into `titles`. Sets
 * *end_position to the position after its last word. */
static int analyze_text(struct builder *builder, struct slice text, uint32_t first_position,
                        bool title, uint32_t *end_position)
{
    struct occurrence *occurrences = builder->occurrences;
    struct analyzer *analyzer = builder->analyzer;
    uint32_t document = builder->statistics.document_count;
    size_t count;
    analyzer_begin(analyzer, text.data == NULL ? "" : text.data, text.size, first_position);
    while ((count = analyzer_next(analyzer, occurrences, OCCURRENCES)) > 0) {
        uint32_t terms = analyzer_term_count(analyzer);
        if (streams_reserve(&builder->words, terms) != 0 ||
            (title && streams_reserve(&builder->titles, terms) != 0))
            return ERROR_MEMORY;
        add_occurrences(&builder->words, occurrences, count, document);
        if (title)
            add_occurrences(&builder->titles, occurrences, count, document);
    }
    *end_position = analyzer_position(analyzer);
    return analyzer_status(analyzer);
}

static void add_columns(struct builder *builder, const struct document *document, uint32_t title,
                        uint32_t body)
{
    int32_t day =
        document->published.precision == MOMENT_NONE ? INT32_MIN : document->published.day;
    vector_append(&builder->lengths, title + body);
    vector_append(&builder->title_lengths, (uint16_t)title);
    vector_append(&builder->days, day);
    builder->statistics.total_length += title + body;
    builder->statistics.total_title_length += title;
    builder->statistics.text_bytes += document->title.size + document->text_size;
    builder->statistics.document_count++;
}

/* Cuts a title so long that its positions might not fit, between two characters. What is cut off is
 * not indexed, so the source must put it into the body. */
static struct slice cut_title(struct slice title)
{
    return (struct slice){title.data, utf8_floor(title.data, title.size, TITLE_LENGTH_MAX)};
}

/* Whether the document follows the previous one, which the writer of records knows except at the
 * start of a block. */
__attribute__((unused)) static bool is_in_order(const struct document_writer *writer,
                                                const struct document *document)
{
    struct document previous = writer->previous;
    previous.path = (struct slice){writer->previous_path.data, writer->previous_path.size};
    return writer->count % DOCUMENT_BLOCK_SIZE == 0 || document_compare(&previous, document) < 0;
}

__attribute__((unused)) static bool is_utf8(struct slice text)
{
    return text.size == 0 || utf8_valid_prefix(text.data, text.size) == text.size;
}

int builder_add(struct builder *builder, struct document *document, struct slice body)
{
    uint32_t title_end = 0, body_end = 0;
    assert(builder->occurrences != NULL); /* it is open */
    document->title = cut_title(document->title);
    assert(is_in_order(&builder->documents, document));
    assert(is_utf8(document->title) && is_utf8(body));
    int status = analyze_text(builder, document->title, 0, true, &title_end);
    uint32_t body_start = title_end + ANALYSIS_TITLE_GAP;
    if (status == 0)
        status = analyze_text(builder, body, body_start, false, &body_end);
    if (status != 0)
        return status;
    document->text_size = body.size;
    document->text_offset = builder->text_offset;
    builder->text_offset += body.size;
    if (builder->store)
        store_writer_append(&builder->text, body.data, body.size);
    document_writer_add(&builder->documents, document);
    add_columns(builder, document, title_end, body_end - body_start);
    if (builder->words.failed || builder->titles.failed || builder->lengths.buffer.failed ||
        builder->title_lengths.buffer.failed || builder->days.buffer.failed)
        return error_memory();
    return builder->segment.status;
}

size_t builder_memory(const struct builder *builder)
{
    return analyzer_memory(builder->analyzer) + streams_memory(&builder->words) +
           streams_memory(&builder->titles) + builder->lengths.buffer.capacity +
           builder->title_lengths.buffer.capacity + builder->days.buffer.capacity +
           builder->documents.blocks.capacity + document_writer_memory(&builder->documents) +
           builder->text.index.capacity;
}

static void write_section(struct builder *builder, enum section section, const struct buffer *bytes)
{
    segment_writer_begin(&builder->segment, section);
    segment_writer_append(&builder->segment, bytes->data, bytes->size);
    segment_writer_end(&builder->segment);
}

_Static_assert((int)ANALYSIS_TITLE_GAP == (int)POSITION_TITLE_GAP,
               "the gap that positions leave out");

static int write_vocabulary(struct builder *builder, struct vocabulary *vocabulary)
{
    VECTOR(uint32_t) title_lengths = {0};
    for (size_t i = 0; i < vector_count(&builder->title_lengths); i++)
        vector_append(&title_lengths, builder->title_lengths.items[i]);
    int status = vector_status(&title_lengths);
    struct document_lengths lengths = {.lengths = builder->lengths.items,
                                       .title_lengths = title_lengths.items};
    const size_t count = vector_count(&title_lengths);
    lengths.scored = lengths.title_lengths;
    lengths.average = document_lengths_average(lengths.scored, count);
    if (status == 0)
        status = vocabulary_write_field(vocabulary, FIELD_TITLE, &builder->titles, &lengths, false);
    lengths.scored = lengths.lengths;
    lengths.average = document_lengths_average(lengths.scored, count);
    if (status == 0)
        status = vocabulary_write_field(vocabulary, FIELD_TEXT, &builder->words, &lengths, true);
    vector_release(&title_lengths);
    return status == 0 ? vocabulary_write_forms(vocabulary) : status;
}

static void write_sections(struct builder *builder, const struct vocabulary *vocabulary)
{
    write_section(builder, SECTION_STORE_INDEX, &builder->text.index);
    write_section(builder, SECTION_POSTINGS, &vocabulary->postings.postings);
    write_section(builder, SECTION_RANKS, &vocabulary->postings.ranks);
    write_section(builder, SECTION_TERMS, &vocabulary->terms.blocks);
    write_section(builder, SECTION_TERM_INDEX, &vocabulary->terms.index);
    write_section(builder, SECTION_FORMS, &vocabulary->forms.blocks);
    write_section(builder, SECTION_FORM_INDEX, &vocabulary->forms.index);
    write_section(builder, SECTION_LENGTHS, &builder->lengths.buffer);
    write_section(builder, SECTION_TITLE_LENGTHS, &builder->title_lengths.buffer);
    write_section(builder, SECTION_DAYS, &builder->days.buffer);
    write_section(builder, SECTION_DOCUMENTS, &builder->documents.blocks);
    write_section(builder, SECTION_DOCUMENT_INDEX, &builder->documents.index);
}

static int write_after_bodies(struct builder *builder, struct vocabulary *vocabulary)
{
    store_writer_finish(&builder->text);
    segment_writer_end(&builder->segment);
    int status = document_writer_finish(&builder->documents);
    segment_writer_begin(&builder->segment, SECTION_POSITIONS);
    if (status == 0)
        status = write_vocabulary(builder, vocabulary);
    segment_writer_end(&builder->segment);
    if (status == 0)
        status = buffer_status(&builder->text.index);
    if (status != 0)
        return status;
    builder->statistics.fingerprint = analysis_fingerprint();
    builder->statistics.term_count = vocabulary->terms.count;
    builder->statistics.form_count = vocabulary->forms.count;
    builder->statistics.stored = builder->store;
    write_sections(builder, vocabulary);
    return 0;
}

int builder_finish(struct builder *builder, struct manifest_segment *entry)
{
    struct vocabulary vocabulary;
    assert(builder->occurrences != NULL);
    analyzer_clear_memo(builder->analyzer); /* frees memory for what is written now */
    vocabulary_init(&vocabulary, builder->analyzer, &builder->segment);
    int status = write_after_bodies(builder, &vocabulary);
    vocabulary_release(&vocabulary);
    if (status != 0) {
        builder_abandon(builder);
        return status;
    }
    *entry = (struct manifest_segment){.documents = builder->statistics.document_count};
    snprintf(entry->name, sizeof entry->name, "%s", builder->name);
    status = segment_writer_finish(&builder->segment, &builder->statistics, &entry->size,
                                   &entry->checksum);
    if (status != 0)
        unlinkat(builder->directory, builder->name, 0);
    release_builder(builder);
    return status;
}

void builder_abandon(struct builder *builder)
{
    segment_writer_abandon(&builder->segment);
    unlinkat(builder->directory, builder->name, 0);
    release_builder(builder);
}
