#include "query/match/phrase_cursor.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "query/match/near.h"

/* Whether the segment has every word of a variant; a variant is not opened otherwise. */
static bool has_all_words(const struct expanded_sequence *sequence, size_t segment_number)
{
    for (size_t i = 0; i < sequence->count; i++) {
        const struct expanded_word *word = &sequence->words[i];
        bool found = false;
        for (size_t k = 0; k < word->count && !found; k++)
            found = word->alternatives[k].entries[segment_number].document_count > 0;
        if (!found)
            return false;
    }
    return true;
}

/* Inserts word number `added` into the words before it, which are ordered by rarity. */
static void insert_by_rarity(struct phrase_variant *variant, size_t added)
{
    const struct word_cursor *words = variant->words;
    size_t place = added;
    for (; place > 0 &&
           words[variant->by_rarity[place - 1]].document_count > words[added].document_count;
         place--)
        variant->by_rarity[place] = variant->by_rarity[place - 1];
    variant->by_rarity[place] = added;
}

static int open_phrase_variant(struct phrase_cursor *cursor, const struct expanded_clause *clause,
                               size_t number, size_t segment_number)
{
    const struct expanded_sequence *sequence = &clause->variants[number];
    struct phrase_variant *variant = &cursor->variants[cursor->variant_count];
    *variant = (struct phrase_variant){
        .document = POSTINGS_END, .number = number, .sequence = &clause->clause->variants[number]};
    variant->words = calloc(sequence->count, sizeof *variant->words);
    variant->by_rarity = calloc(sequence->count, sizeof *variant->by_rarity);
    if (variant->words == NULL || variant->by_rarity == NULL) {
        free(variant->words);
        free(variant->by_rarity);
        return error_memory();
    }
    cursor->variant_count++;
    for (size_t i = 0; i < sequence->count; i++) {
        struct word_cursor *word = &variant->words[variant->count++];
        int status = word_cursor_open(word, &sequence->words[i], cursor->segment, segment_number);
        if (status != 0)
            return status;
        insert_by_rarity(variant, i);
    }
    cursor->document_count += variant->words[variant->by_rarity[0]].document_count;
    return 0;
}

int phrase_cursor_open(struct phrase_cursor *cursor, const struct expanded_clause *clause,
                       struct segment *segment, size_t segment_number)
{
    *cursor = (struct phrase_cursor){.document = POSTINGS_END, .segment = segment};
    cursor->in_title = clause->clause->field == FIELD_TITLE;
    cursor->loose = clause->clause->loose;
    cursor->slack = clause->clause->slack;
    cursor->variants = calloc(clause->variant_count, sizeof *cursor->variants);
    if (cursor->variants == NULL)
        return error_memory();
    int status = 0;
    for (size_t i = 0; i < clause->variant_count && status == 0; i++)
        if (has_all_words(&clause->variants[i], segment_number))
            status = open_phrase_variant(cursor, clause, i, segment_number);
    return status;
}

void phrase_cursor_close(struct phrase_cursor *cursor)
{
    for (size_t i = 0; i < cursor->variant_count; i++) {
        for (size_t k = 0; k < cursor->variants[i].count; k++)
            word_cursor_close(&cursor->variants[i].words[k]);
        free(cursor->variants[i].words);
        free(cursor->variants[i].by_rarity);
    }
    free(cursor->variants);
    cursor->variants = NULL;
    cursor->variant_count = 0;
    vector_release(&cursor->starts);
    vector_release(&cursor->positions);
}

static struct word_cursor *nth_rarest(struct phrase_variant *variant, size_t number)
{
    return &variant->words[variant->by_rarity[number]];
}

/* Leapfrogs, led by the rarest word, to the first document >= target that has every word. */
static uint32_t advance_variant(struct phrase_variant *variant, uint32_t target)
{
    uint32_t document = word_cursor_advance(nth_rarest(variant, 0), target);
    for (size_t i = 1; i < variant->count && document != POSTINGS_END;) {
        uint32_t found = word_cursor_advance(nth_rarest(variant, i), document);
        if (found == document) {
            i++;
        } else if (found == POSTINGS_END) {
            document = POSTINGS_END;
        } else {
            document = word_cursor_advance(nth_rarest(variant, 0), found);
            i = 1;
        }
    }
    return variant->document = document;
}

uint32_t phrase_cursor_advance(struct phrase_cursor *cursor, uint32_t target)
{
    uint32_t document = POSTINGS_END;
    for (size_t i = 0; i < cursor->variant_count; i++) {
        uint32_t found = advance_variant(&cursor->variants[i], target);
        if (found < document)
            document = found;
    }
    return cursor->document = document;
}

uint32_t phrase_cursor_next(struct phrase_cursor *cursor)
{
    return phrase_cursor_advance(cursor, cursor->document + 1);
}

/* Keeps the starts that have a position of the word `distance` after them; both ascend. */
static void keep_followed(struct position_list *starts, const struct position_list *positions,
                          uint32_t distance)
{
    uint32_t *start = starts->items;
    const uint32_t *position = positions->items;
    size_t start_count = vector_count(starts), position_count = vector_count(positions);
    size_t kept = 0, k = 0;
    for (size_t i = 0; i < start_count; i++) {
        uint64_t wanted = (uint64_t)start[i] + distance;
        while (k < position_count && position[k] < wanted)
            k++;
        if (k == position_count)
            break;
        if (position[k] == wanted)
            start[kept++] = start[i];
    }
    vector_truncate(starts, kept);
}

/* Turns positions of a word into those at which its sequence would begin. */
static void subtract_distance(struct position_list *places, uint32_t distance)
{
    uint32_t *place = places->items;
    size_t count = vector_count(places), kept = 0;
    for (size_t i = 0; i < count; i++)
        if (place[i] >= distance)
            place[kept++] = place[i] - distance;
    vector_truncate(places, kept);
}

/* Drops starts of occurrences that extend past the title. */
static void keep_in_title(struct position_list *starts, uint32_t title_length, uint32_t reach)
{
    const uint32_t *start = starts->items;
    size_t count = vector_count(starts), kept = 0;
    while (kept < count && (uint64_t)start[kept] + reach < title_length)
        kept++;
    vector_truncate(starts, kept);
}

/* Finds the positions at which the part with first word `first` begins, and its extent; returns the
 * number of the word after the part. */
static size_t find_part_starts(struct phrase_cursor *cursor, struct phrase_variant *variant,
                               size_t first, struct position_list *starts, uint32_t *extent)
{
    const struct query_word *words = variant->sequence->words;
    size_t i = first + 1;
    cursor->status = word_cursor_positions(&variant->words[first], starts);
    *extent = 1;
    for (; i < variant->count && words[i].part == words[first].part; i++) {
        if (cursor->status == 0)
            cursor->status = word_cursor_positions(&variant->words[i], &cursor->positions);
        if (cursor->status == 0)
            keep_followed(starts, &cursor->positions, words[i].offset);
        *extent = words[i].offset + 1;
    }
    bool damaged = false;
    if (cursor->status == 0 && cursor->in_title)
        keep_in_title(starts, segment_title_length(cursor->segment, cursor->document, &damaged),
                      *extent - 1);
    if (damaged)
        cursor->status = ERROR_CORRUPT;
    return i;
}

/* Finds where a variant of a loose phrase begins in the current document, in cursor->starts. */
static int find_loose_starts(struct phrase_cursor *cursor, struct phrase_variant *variant)
{
    struct position_list starts[NEAR_PARTS_MAX] = {0};
    struct near_part parts[NEAR_PARTS_MAX];
    size_t count = 0;
    bool all = true;
    for (size_t word = 0; word < variant->count && count < NEAR_PARTS_MAX && all; count++) {
        struct near_part *part = &parts[count];
        word = find_part_starts(cursor, variant, word, &starts[count], &part->extent);
        part->starts = starts[count].items;
        part->count = vector_count(&starts[count]);
        all = cursor->status == 0 && part->count > 0;
    }
    vector_clear(&cursor->starts);
    if (all)
        near_find(parts, count, cursor->slack, &cursor->starts);
    for (size_t i = 0; i < count; i++)
        vector_release(&starts[i]);
    return cursor->status == 0 ? vector_status(&cursor->starts) : cursor->status;
}

/* Finds where a variant begins in the current document, in cursor->starts. */
static int find_starts(struct phrase_cursor *cursor, struct phrase_variant *variant)
{
    const struct query_sequence *sequence = variant->sequence;
    if (cursor->loose)
        return find_loose_starts(cursor, variant);
    int status = word_cursor_positions(nth_rarest(variant, 0), &cursor->starts);
    if (status == 0)
        subtract_distance(&cursor->starts, sequence->words[variant->by_rarity[0]].offset);
    for (size_t i = 1; i < variant->count && status == 0 && vector_count(&cursor->starts) > 0;
         i++) {
        status = word_cursor_positions(nth_rarest(variant, i), &cursor->positions);
        if (status == 0)
            keep_followed(&cursor->starts, &cursor->positions,
                          sequence->words[variant->by_rarity[i]].offset);
    }
    if (status == 0 && cursor->in_title) {
        bool damaged = false;
        uint32_t length = segment_title_length(cursor->segment, cursor->document, &damaged);
        keep_in_title(&cursor->starts, length, sequence->words[variant->count - 1].offset);
        status = damaged ? ERROR_CORRUPT : 0;
    }
    return status;
}

static int compare_starts(const void *one, const void *other)
{
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return (a > b) - (a < b);
}

static uint32_t count_distinct(struct position_list *starts)
{
    uint32_t distinct = 0;
    vector_sort(starts, compare_starts);
    for (size_t i = 0; i < vector_count(starts); i++)
        distinct += i == 0 || starts->items[i] != starts->items[i - 1];
    return distinct;
}

uint32_t phrase_cursor_frequency(struct phrase_cursor *cursor)
{
    struct position_list all = {0};
    size_t sources = 0;
    uint32_t frequency = 0;
    for (size_t i = 0; i < cursor->variant_count && cursor->status == 0; i++) {
        struct phrase_variant *variant = &cursor->variants[i];
        if (variant->document != cursor->document)
            continue;
        cursor->status = find_starts(cursor, variant);
        frequency = (uint32_t)vector_count(&cursor->starts);
        if (cursor->variant_count > 1)
            buffer_append(&all.buffer, cursor->starts.items, cursor->starts.buffer.size);
        sources++;
    }
    if (sources > 1)
        frequency = count_distinct(&all);
    if (cursor->status == 0)
        cursor->status = vector_status(&all);
    vector_release(&all);
    return cursor->status == 0 ? frequency : 0;
}

bool phrase_cursor_matches(struct phrase_cursor *cursor)
{
    bool found = false;
    for (size_t i = 0; i < cursor->variant_count && cursor->status == 0 && !found; i++) {
        struct phrase_variant *variant = &cursor->variants[i];
        if (variant->document != cursor->document)
            continue;
        cursor->status = find_starts(cursor, variant);
        found = cursor->status == 0 && vector_count(&cursor->starts) > 0;
    }
    return found;
}

int phrase_cursor_status(const struct phrase_cursor *cursor)
{
    int status = cursor->status;
    for (size_t i = 0; i < cursor->variant_count && status == 0; i++)
        for (size_t k = 0; k < cursor->variants[i].count && status == 0; k++)
            status = word_cursor_status(&cursor->variants[i].words[k]);
    return status;
}
