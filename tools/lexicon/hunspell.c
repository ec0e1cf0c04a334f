#include "tools/lexicon/hunspell.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/utf8.h"

enum { FLAG_SIZE = 2 };

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Takes the next line, without its newline; false at the end. */
static bool next_line(struct slice *left, struct slice *line)
{
    if (left->size == 0)
        return false;
    const char *newline = memchr(left->data, '\n', left->size);
    line->data = left->data;
    line->size = newline == NULL ? left->size : (size_t)(newline - left->data);
    *left = slice_skip(*left, newline == NULL ? left->size : line->size + 1);
    return true;
}

/* Takes the next word of a line; empty at its end. */
static struct slice next_field(struct slice *line)
{
    size_t from = 0, to;
    while (from < line->size && is_blank(line->data[from]))
        from++;
    for (to = from; to < line->size && !is_blank(line->data[to]);)
        to++;
    const struct slice field = {line->data + from, to - from};
    *line = slice_skip(*line, to);
    return field;
}

static bool has_flag(struct slice flags, struct slice flag)
{
    for (size_t at = 0; flag.size == FLAG_SIZE && at + FLAG_SIZE <= flags.size; at += FLAG_SIZE)
        if (slice_equals((struct slice){flags.data + at, FLAG_SIZE}, flag))
            return true;
    return false;
}

/* Splits `text/FLAGS`; 0 stands for no text. */
static void split_flags(struct slice field, struct slice *text, struct slice *flags)
{
    const char *slash = field.size == 0 ? NULL : memchr(field.data, '/', field.size);
    *text = slash == NULL ? field : slice_between(field.data, slash);
    *flags = slash == NULL ? (struct slice){NULL, 0} : slice_skip(field, text->size + 1);
    if (slice_is(*text, "0"))
        text->size = 0;
}

static int compare_rules(const void *one, const void *other)
{
    const struct suffix_rule *a = one, *b = other;
    int order = slice_compare(a->flag, b->flag);
    return order != 0 ? order : (a->flag.data > b->flag.data) - (a->flag.data < b->flag.data);
}

static int read_rule(struct suffix_rules *rules, struct slice line)
{
    struct suffix_rule rule = {.flag = next_field(&line)};
    struct slice flags;
    rule.strip = next_field(&line);
    struct slice add = next_field(&line);
    rule.condition = next_field(&line);
    if (rule.condition.size == 0) /* the head of a group of rules: SFX flag Y count */
        return 0;
    if (rule.flag.size != FLAG_SIZE)
        return error_set(ERROR_SYNTAX, "the suffix flag '%.*s' does not have two characters",
                         (int)rule.flag.size, rule.flag.data);
    if (slice_is(rule.strip, "0"))
        rule.strip.size = 0;
    split_flags(add, &rule.add, &flags);
    rule.needs_affix = has_flag(flags, rules->needs_affix);
    vector_append(&rules->rules, rule);
    return 0;
}

int suffix_rules_read(struct suffix_rules *rules, struct slice text)
{
    struct slice line;
    int status = 0;
    *rules = (struct suffix_rules){0};
    while (status == 0 && next_line(&text, &line)) {
        struct slice keyword = next_field(&line);
        if (slice_is(keyword, "SFX"))
            status = read_rule(rules, line);
        else if (slice_is(keyword, "NEEDAFFIX"))
            rules->needs_affix = next_field(&line);
        else if (slice_is(keyword, "FORBIDDENWORD"))
            rules->forbidden = next_field(&line);
        else if (slice_is(keyword, "SET") && !slice_is(next_field(&line), "UTF-8"))
            status = error_set(ERROR_SYNTAX, "the dictionary is not in UTF-8");
        else if (slice_is(keyword, "FLAG") && !slice_is(next_field(&line), "long"))
            status = error_set(ERROR_SYNTAX, "the dictionary's flags do not have two characters");
    }
    if (status == 0)
        status = vector_status(&rules->rules);
    if (status == 0 && vector_count(&rules->rules) == 0)
        status = error_set(ERROR_SYNTAX, "the dictionary has no suffix rules");
    vector_sort(&rules->rules, compare_rules);
    return status;
}

void suffix_rules_release(struct suffix_rules *rules)
{
    vector_release(&rules->rules);
}

bool dictionary_next(struct slice *left, struct dictionary_entry *entry)
{
    struct slice line;
    while (next_line(left, &line)) {
        split_flags(next_field(&line), &entry->word, &entry->flags);
        entry->fields = line;
        if (entry->word.size > 0)
            return true;
    }
    return false;
}

bool entry_has_flag(const struct dictionary_entry *entry, struct slice flag)
{
    return has_flag(entry->flags, flag);
}

bool entry_has_field(const struct dictionary_entry *entry, const char *prefix)
{
    struct slice left = entry->fields;
    for (struct slice field = next_field(&left); field.size > 0; field = next_field(&left))
        if (slice_starts_with(field, slice_of(prefix)))
            return true;
    return false;
}

/* --- conditions: sequences of characters, . and [sets], at the end of a word --- */

/* Returns the start of the element of a condition that ends before `end`. */
static const char *element_start(const char *condition, const char *end)
{
    const char *at = end - 1;
    if (*at == ']')
        while (at > condition && *at != '[')
            at--;
    else
        while (at > condition && utf8_is_continuation(*at))
            at--;
    return at;
}

static bool set_has(struct slice set, struct slice character)
{
    for (size_t at = 0; at < set.size;) {
        size_t size = 1;
        while (at + size < set.size && utf8_is_continuation(set.data[at + size]))
            size++;
        if (slice_equals((struct slice){set.data + at, size}, character))
            return true;
        at += size;
    }
    return false;
}

static bool element_fits(struct slice element, struct slice character)
{
    if (slice_is(element, "."))
        return true;
    if (element.data[0] != '[' || element.size < 2)
        return slice_equals(element, character);
    struct slice set = {element.data + 1, element.size - 2};
    bool negated = set.size > 0 && set.data[0] == '^';
    return set_has(slice_skip(set, negated), character) != negated;
}

static bool condition_fits(struct slice condition, struct slice word)
{
    const char *end = slice_end(condition), *letter_end = slice_end(word);
    if (slice_is(condition, "."))
        return true;
    while (end > condition.data) {
        const char *start = element_start(condition.data, end), *letter = letter_end;
        if (letter_end == word.data)
            return false;
        do
            letter--;
        while (letter > word.data && utf8_is_continuation(*letter));
        if (!element_fits(slice_between(start, end), slice_between(letter, letter_end)))
            return false;
        end = start;
        letter_end = letter;
    }
    return true;
}

/* --- forms --- */

static const struct suffix_rule *first_rule(const struct suffix_rules *rules, struct slice flag)
{
    size_t low = 0, high = vector_count(&rules->rules);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (slice_compare(rules->rules.items[middle].flag, flag) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return &rules->rules.items[low];
}

int entry_each_form(const struct suffix_rules *rules, const struct dictionary_entry *entry,
                    int (*visit)(void *context, struct slice form), void *context)
{
    const struct suffix_rule *end = vector_end(&rules->rules);
    struct buffer form;
    int status = 0;
    if (entry_has_flag(entry, rules->forbidden))
        return 0;
    buffer_init(&form);
    if (!entry_has_flag(entry, rules->needs_affix))
        status = visit(context, entry->word);
    for (size_t at = 0; at + FLAG_SIZE <= entry->flags.size; at += FLAG_SIZE) {
        const struct slice flag = {entry->flags.data + at, FLAG_SIZE};
        for (const struct suffix_rule *rule = first_rule(rules, flag);
             rule < end && slice_equals(rule->flag, flag) && status == 0; rule++) {
            if (rule->needs_affix || !slice_ends_with(entry->word, rule->strip) ||
                !condition_fits(rule->condition, entry->word))
                continue;
            buffer_clear(&form);
            buffer_append(&form, entry->word.data, entry->word.size - rule->strip.size);
            buffer_append(&form, rule->add.data, rule->add.size);
            status = buffer_status(&form);
            if (status == 0)
                status = visit(context, (struct slice){form.data, form.size});
        }
    }
    buffer_release(&form);
    return status;
}
