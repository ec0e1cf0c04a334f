#include "common/index/segment_check.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/message.h"
#include "common/base/vector.h"
#include "common/index/documents/document_place.h"
#include "common/index/documents/text_store.h"

/* In form_counts: the entry of the form dictionary has been found. */
#define FORM_SEEN UINT64_MAX

struct checker {
    struct segment *segment;
    uint32_t *occurrences; /* per document, from the postings of the text field */
    uint32_t *title_occurrences;
    uint32_t *first_form;    /* per term: forms of the text terms before it; one more at the end */
    uint64_t *form_counts;   /* at first_form[term] + rank: its occurrences, then FORM_SEEN */
    VECTOR(uint32_t) values; /* positions, then ranks, of a document */
    uint64_t postings_end, positions_end, ranks_end; /* of the terms so far */
    bool damaged;
};

static int report_fault(const struct checker *checker, const char *what)
{
    return error_set(ERROR_CORRUPT, "'%s' is damaged: %s", checker->segment->file.display_path,
                     _(what));
}

static int report_term_fault(const struct checker *checker, const struct term_entry *entry,
                             const char *what)
{
    return error_set(ERROR_CORRUPT, "'%s' is damaged: term %u: %s",
                     checker->segment->file.display_path, entry->ordinal, _(what));
}

/* --- postings --- */

static int check_positions(struct checker *checker, struct postings_cursor *cursor, uint32_t tf)
{
    if (vector_reserve(&checker->values, (size_t)tf) != 0)
        return ERROR_MEMORY;
    uint32_t *values = checker->values.items;
    postings_positions(cursor, values); /* their code makes them ascend; read for damage only */
    postings_ranks(cursor, values);
    uint64_t *form_counts = checker->form_counts + checker->first_form[cursor->entry.ordinal];
    for (uint32_t i = 0; i < tf; i++) {
        if (values[i] >= cursor->entry.form_count)
            return report_term_fault(checker, &cursor->entry,
                                     "an occurrence names a form that does not exist");
        form_counts[values[i]]++;
    }
    return 0;
}

static bool is_bounded(const struct impacts *impacts, uint32_t tf, uint32_t length)
{
    for (unsigned i = 0; i < impacts->count; i++)
        if (impacts->pairs[i].frequency >= tf && impacts->pairs[i].length <= length)
            return true;
    return false;
}

/* `groups`: the impacts of all groups of the term. */
static int check_document(struct checker *checker, struct postings_cursor *cursor,
                          const struct impacts *groups, bool title)
{
    struct segment *segment = checker->segment;
    uint32_t tf = postings_frequency(cursor), document = cursor->document;
    uint32_t length = title ? segment_title_length(segment, document, &checker->damaged)
                            : segment_length(segment, document, &checker->damaged);
    if (checker->damaged)
        return ERROR_CORRUPT;
    if (tf > length)
        return report_term_fault(checker, &cursor->entry,
                                 "its frequency in a document exceeds the document's length");
    if (!title && !postings_occurrences_fit(cursor, tf, length))
        return report_term_fault(checker, &cursor->entry, "it has more occurrences than positions");
    /* Impacts do not cover the tail. */
    if (!cursor->in_tail && !is_bounded(&cursor->block_impacts, tf, length))
        return report_term_fault(checker, &cursor->entry,
                                 "a block's impacts do not cover its documents");
    if (!cursor->in_tail && !is_bounded(groups, tf, length))
        return report_term_fault(checker, &cursor->entry,
                                 "the groups' impacts do not cover its documents");
    if (title)
        checker->title_occurrences[document] += tf;
    else
        checker->occurrences[document] += tf;
    return title ? 0 : check_positions(checker, cursor, tf);
}

static int check_postings(struct checker *checker, const struct term_entry *entry, bool title)
{
    struct postings_cursor *cursor = malloc(sizeof *cursor);
    if (cursor == NULL)
        return error_memory();
    struct impacts groups;
    int status = postings_open(cursor, &checker->segment->file, entry);
    if (status == 0)
        status = postings_impacts(&checker->segment->file, entry, &groups);
    uint32_t documents = 0;
    uint64_t occurrences = 0;
    while (status == 0 && postings_next(cursor) != POSTINGS_END) {
        documents++;
        status = check_document(checker, cursor, &groups, title);
        occurrences += postings_frequency(cursor);
    }
    if (status == 0)
        status = postings_status(cursor);
    free(cursor);
    if (status == 0 && documents != entry->document_count)
        status = report_term_fault(checker, entry, "its document count is wrong");
    if (status == 0 && occurrences != entry->occurrence_count)
        status = report_term_fault(checker, entry, "its occurrence count is wrong");
    return status;
}

/* --- dictionaries --- */

/* Checks that the index has the beginning of a block's first key. */
static int check_index(const struct key_cursor *cursor)
{
    const struct key_set *set = cursor->set;
    const unsigned char *entry =
        segment_file_bytes(set->file, set->index, (uint64_t)cursor->block * KEY_INDEX_ENTRY_SIZE,
                           KEY_INDEX_ENTRY_SIZE);
    if (entry == NULL)
        return ERROR_CORRUPT;
    char start[8] = {0};
    memcpy(start, cursor->key, cursor->key_size < 8 ? cursor->key_size : 8);
    return memcmp(entry, start, sizeof start) == 0 ? 0 : key_damaged(set);
}

/* Before the walk: checks that the first block begins its section. */
static int check_start(const struct key_cursor *cursor)
{
    const struct key_set *set = cursor->set;
    if (cursor->damaged)
        return ERROR_CORRUPT;
    if (set->count > 0 &&
        cursor->at != set->file->map.data + set->file->sections[set->blocks].offset)
        return key_damaged(set);
    return 0;
}

/* After the walk: checks that the last block ends with its last key. */
static int check_end(const struct key_cursor *cursor)
{
    const struct key_set *set = cursor->set;
    if (cursor->at != cursor->end ||
        (set->count == 0 && set->file->sections[set->blocks].size != 0))
        return key_damaged(set);
    return 0;
}

/* Checks that keys ascend strictly; `previous` holds the previous key, and then this one. */
static int check_key(const struct key_cursor *cursor, struct buffer *previous)
{
    if (cursor->ordinal % KEY_BLOCK_SIZE == 0 && check_index(cursor) != 0)
        return ERROR_CORRUPT;
    if (cursor->ordinal > 0 &&
        key_compare(previous->data, previous->size, cursor->key, cursor->key_size) >= 0)
        return error_set(ERROR_CORRUPT, "'%s' is damaged: section %s: key %u is out of order",
                         cursor->set->file->display_path, section_name(cursor->set->blocks),
                         cursor->ordinal);
    buffer_clear(previous);
    buffer_append(previous, cursor->key, cursor->key_size);
    return buffer_status(previous);
}

static int check_term_entry(struct checker *checker, const struct key_cursor *cursor,
                            const struct term_entry *entry)
{
    if (cursor->key_size < 2 || cursor->key_size > TERM_KEY_MAX ||
        (cursor->key[0] != FIELD_TITLE && cursor->key[0] != FIELD_TEXT))
        return report_term_fault(checker, entry, "its key is malformed");
    if (entry->postings_offset != checker->postings_end ||
        entry->positions_offset != checker->positions_end ||
        entry->ranks_offset != checker->ranks_end)
        return report_term_fault(checker, entry,
                                 "its posting list does not follow that of the previous term");
    checker->postings_end += entry->postings_size;
    checker->positions_end += entry->positions_size;
    checker->ranks_end += entry->ranks_size;
    uint32_t forms = cursor->key[0] == FIELD_TEXT ? entry->form_count : 0;
    uint32_t before = checker->first_form[entry->ordinal];
    if (forms > checker->segment->forms.count - before)
        return report_term_fault(checker, entry, "it has more forms than exist");
    checker->first_form[entry->ordinal + 1] = before + forms;
    return check_postings(checker, entry, cursor->key[0] == FIELD_TITLE);
}

static int check_term_dictionary(struct checker *checker)
{
    struct key_cursor cursor;
    struct term_entry entry = {0};
    struct buffer previous = {0};
    const struct key_set *terms = &checker->segment->terms;
    key_cursor_open(&cursor, terms, 0);
    int status = check_start(&cursor);
    uint32_t count = 0;
    while (status == 0 && (status = term_next(&cursor, &entry)) == 1) {
        count++;
        status = check_key(&cursor, &previous);
        if (status == 0)
            status = check_term_entry(checker, &cursor, &entry);
    }
    if (status == 0)
        status = check_end(&cursor);
    buffer_release(&previous);
    const struct segment_file *file = &checker->segment->file;
    if (status == 0 &&
        (count != terms->count || checker->postings_end != file->sections[SECTION_POSTINGS].size ||
         checker->positions_end != file->sections[SECTION_POSITIONS].size ||
         checker->ranks_end != file->sections[SECTION_RANKS].size))
        status = report_fault(checker,
                              "the posting lists of the terms do not fill the postings sections");
    return status;
}

/* Checks that no other form has the same term and rank, and that its occurrences are those of the
 * postings. As there are as many forms as ranks (check_form_dictionary), every rank then has its
 * form. */
static int check_form_entry(struct checker *checker, const struct form_entry *entry)
{
    if (entry->term >= checker->segment->terms.count)
        return report_fault(checker, "section forms names a term that does not exist");
    uint32_t first = checker->first_form[entry->term],
             next_first = checker->first_form[entry->term + 1];
    if (entry->rank >= next_first - first ||
        checker->form_counts[first + entry->rank] == FORM_SEEN ||
        checker->form_counts[first + entry->rank] != entry->count)
        return error_set(ERROR_CORRUPT,
                         "'%s' is damaged: the forms of term %u are not those of its posting list",
                         checker->segment->file.display_path, entry->term);
    checker->form_counts[first + entry->rank] = FORM_SEEN;
    return 0;
}

static int check_form_dictionary(struct checker *checker)
{
    struct key_cursor cursor;
    struct form_entry entry;
    struct buffer previous = {0};
    const struct key_set *forms = &checker->segment->forms;
    key_cursor_open(&cursor, forms, 0);
    int status = check_start(&cursor);
    while (status == 0 && (status = form_next(&cursor, &entry)) == 1) {
        status = check_key(&cursor, &previous);
        if (status == 0)
            status = check_form_entry(checker, &entry);
    }
    if (status == 0)
        status = check_end(&cursor);
    if (status == 0 && checker->first_form[checker->segment->terms.count] != forms->count)
        status = report_fault(checker, "the number of forms is not the sum over the terms");
    buffer_release(&previous);
    return status;
}

/* --- documents --- */

/* Checks lengths against occurrences and totals. Every word of a document is an occurrence of some
 * term; several terms may share a position, so there are at least as many occurrences as positions.
 */
static int check_lengths(struct checker *checker)
{
    struct segment *segment = checker->segment;
    uint64_t length = 0, title_length = 0;
    for (uint32_t i = 0; i < segment_document_count(segment); i++) {
        uint32_t words = segment_length(segment, i, &checker->damaged);
        uint32_t title = segment_title_length(segment, i, &checker->damaged);
        if (checker->damaged)
            return ERROR_CORRUPT;
        if (checker->occurrences[i] < words || checker->title_occurrences[i] < title ||
            title > words)
            return error_set(ERROR_CORRUPT, "'%s' is damaged: document %u has words without terms",
                             segment->file.display_path, i);
        length += words;
        title_length += title;
    }
    if (length != segment->file.statistics.total_length ||
        title_length != segment->file.statistics.total_title_length)
        return report_fault(checker, "the lengths do not add up to the total");
    return 0;
}

static int check_document_order(const struct checker *checker, struct document_place *before,
                                const struct document *document, uint32_t number)
{
    if (!document_place_precedes(before, document))
        return error_set(ERROR_CORRUPT, "'%s' is damaged: document %u is out of order",
                         checker->segment->file.display_path, number);
    return document_place_keep(before, document);
}

/* Checks that a document's root is in the manifest, or the document deleted. The reader of the deep
 * check gives the segment's own root numbers, by which documents are ordered. */
static int check_root(const struct checker *checker, const struct document *document,
                      uint32_t number)
{
    const struct segment_file *file = &checker->segment->file;
    bool there = document->root < file->root_count;
    if (there && file->roots != NULL)
        there = file->roots[document->root] != ROOT_GONE ||
                segment_is_deleted(checker->segment, number);
    return there ? 0
                 : error_set(ERROR_CORRUPT, "'%s' is damaged: document %u has no root",
                             file->display_path, number);
}

/* Checks a document's day against its record, and reads the body that the record locates. */
static int check_record(struct checker *checker, const struct document *document, uint32_t number,
                        struct store_reader *store, struct buffer *body)
{
    struct segment *segment = checker->segment;
    const struct moment *published = &document->published;
    int32_t day = published->precision == MOMENT_NONE ? INT32_MIN : published->day;
    int32_t column = segment_day(segment, number, &checker->damaged);
    if (checker->damaged)
        return ERROR_CORRUPT;
    if (column != day)
        return error_set(ERROR_CORRUPT,
                         "'%s' is damaged: the day of document %u is not that of its record",
                         segment->file.display_path, number);
    buffer_clear(body);
    if (!segment->file.statistics.stored)
        return 0;
    return store_read(store, document->text_offset, document->text_size, body);
}

/* Checks that nothing is stored past the last body. */
static int check_store_end(const struct checker *checker, const struct store_reader *store,
                           uint64_t text_end)
{
    const struct segment_file *file = &checker->segment->file;
    uint64_t size = file->statistics.stored ? text_end : 0;
    uint64_t blocks = size / STORE_BLOCK_SIZE + (size % STORE_BLOCK_SIZE != 0);
    if (file->sections[SECTION_STORE_INDEX].size != (blocks + 1) * 8 ||
        (size == 0 && file->sections[SECTION_STORE].size != 0) ||
        (size > 0 && store->block_size != (size - 1) % STORE_BLOCK_SIZE + 1))
        return report_fault(checker, "the store does not end with the last text");
    return 0;
}

static int check_records(struct checker *checker, struct document_reader *documents,
                         struct store_reader *store)
{
    struct document_place before = {0};
    struct buffer body = {0};
    uint64_t text_end = 0, text_bytes = 0;
    int status = 0;
    for (uint32_t i = 0; i < segment_document_count(checker->segment) && status == 0; i++) {
        struct document document;
        status = document_read(documents, i, &document);
        if (status == 0)
            status = check_document_order(checker, &before, &document, i);
        if (status == 0)
            status = check_root(checker, &document, i);
        if (status == 0 && document.text_offset != text_end)
            status = report_fault(checker, "the texts are not contiguous in the store");
        text_end = document.text_offset + document.text_size;
        text_bytes += document.title.size + document.text_size;
        if (status == 0)
            status = check_record(checker, &document, i, store, &body);
    }
    if (status == 0 && text_bytes != checker->segment->file.statistics.text_bytes)
        status = report_fault(checker, "the sizes of the texts do not add up to the total");
    if (status == 0)
        status = check_store_end(checker, store, text_end);
    document_place_release(&before);
    buffer_release(&body);
    return status;
}

static int check_document_table(struct checker *checker)
{
    struct document_reader documents;
    struct segment_file unmapped = checker->segment->file;
    unmapped.roots = NULL;
    unmapped.root_count = UINT32_MAX;
    struct store_reader *store = malloc(sizeof *store);
    if (store == NULL)
        return error_memory();
    int status = document_reader_init(&documents, &unmapped);
    if (status == 0) {
        status = store_reader_init(store, &checker->segment->file);
        if (status == 0) {
            status = check_records(checker, &documents, store);
            store_reader_release(store);
        }
        document_reader_release(&documents);
    }
    free(store);
    return status;
}

int segment_check(struct segment *segment)
{
    struct checker checker = {.segment = segment};
    size_t documents = segment_document_count(segment);
    checker.occurrences = calloc(documents + 1, sizeof *checker.occurrences);
    checker.title_occurrences = calloc(documents + 1, sizeof *checker.title_occurrences);
    checker.first_form = calloc((size_t)segment->terms.count + 1, sizeof *checker.first_form);
    checker.form_counts = calloc((size_t)segment->forms.count + 1, sizeof *checker.form_counts);
    bool room = checker.occurrences != NULL && checker.title_occurrences != NULL &&
                checker.first_form != NULL && checker.form_counts != NULL;
    if (!room)
        error_memory();
    int status = room ? check_term_dictionary(&checker) : ERROR_MEMORY;
    if (status == 0)
        status = check_form_dictionary(&checker);
    if (status == 0)
        status = check_lengths(&checker);
    if (status == 0)
        status = check_document_table(&checker);
    free(checker.occurrences);
    free(checker.title_occurrences);
    free(checker.first_form);
    free(checker.form_counts);
    vector_release(&checker.values);
    return status;
}
