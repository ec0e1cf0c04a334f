#include "tools/lexicon/lemmas.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/utf8.h"
#include "tools/lexicon/hunspell.h"

/* A form of an entry, before entries are made lemmas. */
struct record {
    struct slice head, form;
    enum lexicon_class class;
    unsigned genders;
};

struct reader {
    struct lemmas *lemmas;
    VECTOR(struct record) records;
    struct record entry; /* the current one */
    struct buffer spelling;
};

/* --- spelling --- */

/* Returns the small letter of a letter of Latin-1 or Latin Extended-A, or 0 for what is no letter
 * of these. */
static uint32_t lower_letter(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 0x20 : c >= 'a' && c <= 'z' ? c : 0;
    if (c >= 0xc0 && c <= 0xff && c != 0xd7 && c != 0xf7)
        return c <= 0xde ? c + 0x20 : c;
    if (c == 0x178)
        return 0xff;
    const bool odd_capitals = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);
    if (c >= 0x100 && c <= 0x17f && c != 0x130 && c != 0x131 && c != 0x138 && c != 0x149)
        return (c % 2 == 1) == odd_capitals ? c + 1 : c;
    return 0;
}

/* Spells a word as the analysis does; false when it is more than one word there. */
static bool spell(struct buffer *out, struct slice word)
{
    buffer_clear(out);
    for (const char *at = word.data; at < slice_end(word);) {
        uint32_t c;
        at += utf8_decode(at, &c);
        uint32_t lower = lower_letter(c);
        if (c == '\'' || c == 0x2019 || c == '-')
            continue;
        if (lower == 0x153 || lower == 0xe6)
            buffer_append_string(out, lower == 0x153 ? "oe" : "ae");
        else if (lower == 0)
            return false;
        else
            utf8_append(out, lower);
    }
    return out->size > 0 && out->size <= LEXICON_WORD_MAX;
}

static struct slice copy_spelling(struct reader *reader)
{
    const char *copy =
        arena_copy(&reader->lemmas->arena, reader->spelling.data, reader->spelling.size);
    return (struct slice){copy, reader->spelling.size};
}

/* --- records --- */

static int add_record(void *context, struct slice form)
{
    struct reader *reader = context;
    struct record record = reader->entry;
    if (!spell(&reader->spelling, form))
        return buffer_status(&reader->spelling);
    record.form = copy_spelling(reader);
    if (record.form.data == NULL)
        return error_memory();
    vector_append(&reader->records, record);
    return vector_status(&reader->records);
}

static enum lexicon_class class_of(const struct dictionary_entry *entry)
{
    static const char *const verbs[] = {"po:v0", "po:v1", "po:v2", "po:v3"};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (entry_has_field(entry, verbs[i]))
            return LEXICON_VERB;
    uint32_t first;
    utf8_decode(entry->word.data, &first);
    return lower_letter(first) != first && lower_letter(first) != 0 ? LEXICON_PROPER
                                                                    : LEXICON_NOMINAL;
}

/* Bits for the genders, and one for entries whose suffixes make a feminine. */
static unsigned genders_of(const struct dictionary_entry *entry)
{
    unsigned genders = entry_has_field(entry, "is:mas") ? 1 : 0;
    genders |= entry_has_field(entry, "is:fem") ? 2 : 0;
    genders |= entry_has_field(entry, "is:epi") ? 4 : 0;
    for (size_t at = 0; at < entry->flags.size; at += 2)
        genders |= strchr("FGW", entry->flags.data[at]) != NULL ? 8 : 0;
    return genders;
}

/* Whether an entry is a Roman ordinal, such as XIXe: the analysis reads those as numbers. */
static bool is_roman_ordinal(struct slice word)
{
    static const char *const endings[] = {"e", "es", "er", "ers", "re", "res"};
    size_t digits = 0;
    while (digits < word.size && strchr("IVXLC", word.data[digits]) != NULL)
        digits++;
    for (size_t i = 0; digits > 0 && i < sizeof endings / sizeof *endings; i++)
        if (slice_is(slice_skip(word, digits), endings[i]))
            return true;
    return false;
}

static int read_entry(struct reader *reader, const struct suffix_rules *rules,
                      const struct dictionary_entry *entry)
{
    if (!spell(&reader->spelling, entry->word) || entry_has_flag(entry, rules->forbidden) ||
        is_roman_ordinal(entry->word))
        return buffer_status(&reader->spelling);
    struct record *record = &reader->entry;
    record->head = copy_spelling(reader);
    record->class = class_of(entry);
    record->genders = genders_of(entry);
    int status = add_record(reader, entry->word); /* the headword, whatever the rules make */
    return status == 0 ? entry_each_form(rules, entry, add_record, reader) : status;
}

/* --- lemmas --- */

static int compare_lemma_keys(struct slice head, enum lexicon_class class, struct slice other_head,
                              enum lexicon_class other_class)
{
    int order = slice_compare(head, other_head);
    return order != 0 ? order : (int)class - (int)other_class;
}

static int compare_records(const void *one, const void *other)
{
    const struct record *a = one, *b = other;
    int order = compare_lemma_keys(a->head, a->class, b->head, b->class);
    return order != 0 ? order : slice_compare(a->form, b->form);
}

static int add_lemma(struct reader *reader, size_t first, size_t end)
{
    const struct record *records = reader->records.items;
    struct lemmas *lemmas = reader->lemmas;
    struct slice *forms = arena_alloc(&lemmas->arena, (end - first) * sizeof *forms);
    if (forms == NULL)
        return error_memory();
    struct lemma lemma = {.head = records[first].head,
                          .class = records[first].class,
                          .forms = forms,
                          .same_word = vector_count(&lemmas->items)};
    for (size_t i = first; i < end; i++) {
        lemma.genders |= records[i].genders;
        if (i == first || !slice_equals(records[i].form, records[i - 1].form))
            forms[lemma.form_count++] = records[i].form;
    }
    vector_append(&lemmas->items, lemma);
    return vector_status(&lemmas->items);
}

static int make_lemmas(struct reader *reader)
{
    const struct record *records = reader->records.items;
    size_t count = vector_count(&reader->records);
    int status = 0;
    vector_sort(&reader->records, compare_records);
    for (size_t first = 0, end; first < count && status == 0; first = end) {
        for (end = first + 1;
             end < count && compare_lemma_keys(records[first].head, records[first].class,
                                               records[end].head, records[end].class) == 0;)
            end++;
        status = add_lemma(reader, first, end);
    }
    return status;
}

int lemmas_read(struct lemmas *lemmas, struct slice affixes, struct slice dictionary)
{
    struct reader reader = {.lemmas = lemmas};
    struct suffix_rules rules;
    struct dictionary_entry entry;
    *lemmas = (struct lemmas){0};
    arena_init(&lemmas->arena, 1 << 20);
    int status = suffix_rules_read(&rules, affixes);
    const char *line_end =
        dictionary.size == 0 ? NULL : memchr(dictionary.data, '\n', dictionary.size);
    if (status == 0 && line_end == NULL)
        status = error_set(ERROR_SYNTAX, "the dictionary has no words");
    if (status == 0)
        dictionary = slice_between(line_end + 1, slice_end(dictionary));
    while (status == 0 && dictionary_next(&dictionary, &entry))
        status = read_entry(&reader, &rules, &entry);
    if (status == 0)
        status = make_lemmas(&reader);
    vector_release(&reader.records);
    buffer_release(&reader.spelling);
    suffix_rules_release(&rules);
    return status;
}

void lemmas_release(struct lemmas *lemmas)
{
    vector_release(&lemmas->items);
    arena_release(&lemmas->arena);
}

struct lemma *lemmas_find(const struct lemmas *lemmas, struct slice head, enum lexicon_class class)
{
    size_t low = 0, high = vector_count(&lemmas->items);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct lemma *lemma = &lemmas->items.items[middle];
        int order = compare_lemma_keys(lemma->head, lemma->class, head, class);
        if (order == 0)
            return lemma;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

struct lemma *lemmas_group(const struct lemmas *lemmas, const struct lemma *lemma)
{
    struct lemma *items = lemmas->items.items;
    size_t number = lemma->same_word;
    while (items[number].same_word != number)
        number = items[number].same_word;
    return &items[number];
}

void lemmas_join(struct lemmas *lemmas, const struct lemma *one, const struct lemma *other)
{
    struct lemma *a = lemmas_group(lemmas, one), *b = lemmas_group(lemmas, other);
    if (a < b)
        b->same_word = a->same_word;
    else
        a->same_word = b->same_word;
}
