#include "indexer/sources/text/wikitext_templates.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"

enum { NAME_SIZE_MAX = 40 };

/* Sorted by name, in byte order. */
static const struct template templates[] = {
#include "indexer/sources/text/wikitext_templates.def"
};

static const struct template foreign_text = {"lang-", "$1", "texte;text", TEMPLATE_PLAIN};

/* Stores a name in lower case (ASCII and Latin-1), with blanks for _. False if it is too long. */
static bool fold_name(struct text_span name, char into[NAME_SIZE_MAX + 1])
{
    name = span_trim(name);
    if (name.size > NAME_SIZE_MAX)
        return false;
    for (size_t i = 0; i < name.size; i++) {
        unsigned char byte = (unsigned char)name.bytes[i];
        bool capital =
            i > 0 && into[i - 1] == '\xc3' && byte >= 0x80 && byte <= 0x9e && byte != 0x97;
        into[i] = byte == '_' ? ' ' : capital ? (char)(byte | 0x20) : ascii_lower((char)byte);
    }
    into[name.size] = '\0';
    return true;
}

static int compare_names(const void *key, const void *template)
{
    return strcmp(key, ((const struct template *)template)->name);
}

/* Whether the folded name is lang- and a language. */
static bool is_foreign_text(const char *name)
{
    size_t size = strlen(name);
    return strncmp(name, "lang-", 5) == 0 && size > 6 && size < 16;
}

const struct template *template_find(struct text_span name)
{
    char folded[NAME_SIZE_MAX + 1];
    if (!fold_name(name, folded))
        return NULL;
    const struct template *found = bsearch(folded, templates, sizeof templates / sizeof *templates,
                                           sizeof *templates, compare_names);
    return found == NULL && is_foreign_text(folded) ? &foreign_text : found;
}

/* Returns the bytes of a number in digits or capitals at the start: 12, XIX. */
static size_t number_size(struct text_span name)
{
    size_t size = 0;
    while (size < name.size && ascii_is_digit(name.bytes[size]))
        size++;
    while (size < name.size && (size == 0 || !ascii_is_digit(name.bytes[size - 1])) &&
           strchr("IVXLCDM", name.bytes[size]) != NULL)
        size++;
    return size;
}

/* Whether a number at the start is an ordinal, alone or before other words. */
static bool begins_with_ordinal(struct text_span name)
{
    static const char *const endings[] = {"er",  "re", "\xc3\xa8re", "e", "\xc3\xa8me",
                                          "nde", "nd", "de",         "d"};
    size_t size = number_size(name);
    struct text_span rest = span_after(name, size);
    for (size_t i = 0; i < sizeof endings / sizeof *endings && size > 0; i++) {
        size_t ending = strlen(endings[i]);
        if (span_starts_with(rest, endings[i]) &&
            (rest.size == ending || rest.bytes[ending] == ' ' || rest.bytes[ending] == '_'))
            return true;
    }
    return false;
}

/* Whether it is a name and a number, as kings and popes have them: Louis XIV, Jean-Paul Ier. */
static bool is_name_of_king(struct text_span name)
{
    const char *last = memrchr(name.bytes, ' ', name.size);
    if (last == NULL || ascii_lower(*name.bytes) == *name.bytes)
        return false;
    struct text_span number = span_between(last + 1, span_end(name));
    size_t size = number_size(number);
    return size > 0 && !ascii_is_digit(*number.bytes) &&
           (size == number.size || span_equals(span_after(number, size), "er"));
}

bool template_shows_its_name(struct text_span name, bool within_line)
{
    name = span_trim(name);
    return name.size <= NAME_SIZE_MAX &&
           (begins_with_ordinal(name) || (within_line && is_name_of_king(name)));
}

unsigned template_named_rank(const struct template *template, struct text_span name)
{
    char folded[NAME_SIZE_MAX + 1];
    unsigned rank = 1;
    if (template->named == NULL || !fold_name(name, folded))
        return 0;
    size_t size = strlen(folded);
    for (const char *at = template->named; size > 0; at = strchr(at, ';') + 1, rank++) {
        size_t listed = strcspn(at, ";");
        if (listed == size && memcmp(at, folded, size) == 0)
            return rank;
        if (at[listed] == '\0')
            break;
    }
    return 0;
}

/* --- formats --- */

const char *template_slot(const char *format, unsigned number)
{
    for (const char *at = strchr(format, '$'); at != NULL; at = strchr(at + 1, '$'))
        if (at[1] == '+' || (number < 10 && at[1] == (char)('0' + number)))
            return at;
    return NULL;
}

static bool is_slot(const char *at)
{
    return at[0] == '$' && (at[1] == '+' || ascii_is_digit(at[1]));
}

struct text_span template_text_before(const char *format, const char *slot)
{
    const char *start = slot;
    while (start > format && start[-1] != '~' && !(start - format >= 2 && is_slot(start - 2)))
        start--;
    return span_between(start, slot);
}

struct text_span template_text_after(const char *format)
{
    const char *end = format + strlen(format), *start = end;
    while (start > format && !(start - format >= 2 && is_slot(start - 2)))
        start--;
    return span_between(start, end);
}

bool template_has_slots(const struct template *template)
{
    const char *end = template_text_after(template->format).bytes;
    return end > template->format;
}
