#include "indexer/sources/text/front_matter.h"

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_reader.h"
#include "indexer/sources/text/matter.h"

/* Of several keys of one field, the one with the highest rank wins. */
static const struct matter_key {
    const char *name;
    enum matter_field field;
    int rank;
    bool month_first;
} keys[] = {
    {"title", MATTER_TITLE, 3, false},
    {"titre", MATTER_TITLE, 2, false},
    {"headline", MATTER_TITLE, 1, false},
    {"canonical", MATTER_URL, 9, false},
    {"canonicalurl", MATTER_URL, 8, false},
    {"url", MATTER_URL, 7, false},
    {"originalurl", MATTER_URL, 6, false},
    {"link", MATTER_URL, 5, false},
    {"lien", MATTER_URL, 5, false},
    {"permalink", MATTER_URL, 4, false},
    {"source", MATTER_URL, 3, false},
    {"date", MATTER_PUBLISHED, 9, false},
    {"published", MATTER_PUBLISHED, 8, false},
    {"publishdate", MATTER_PUBLISHED, 7, false},
    {"pubdate", MATTER_PUBLISHED, 7, false},
    {"publishedat", MATTER_PUBLISHED, 7, false},
    {"datepublished", MATTER_PUBLISHED, 7, false},
    {"publicationdate", MATTER_PUBLISHED, 7, false},
    {"datepublication", MATTER_PUBLISHED, 7, false},
    {"datedepublication", MATTER_PUBLISHED, 7, false},
    {"created", MATTER_PUBLISHED, 4, false},
    {"createdat", MATTER_PUBLISHED, 4, false},
    {"datecreated", MATTER_PUBLISHED, 4, false},
    {"creationdate", MATTER_PUBLISHED, 4, false},
    {"datecreation", MATTER_PUBLISHED, 4, false},
    {"ms.date", MATTER_PUBLISHED, 1, true},
    {"modified", MATTER_MODIFIED, 9, false},
    {"updated", MATTER_MODIFIED, 8, false},
    {"updatedat", MATTER_MODIFIED, 8, false},
    {"lastmod", MATTER_MODIFIED, 7, false},
    {"lastmodifiedat", MATTER_MODIFIED, 6, false},
    {"lastmodified", MATTER_MODIFIED, 6, false},
    {"datemodified", MATTER_MODIFIED, 6, false},
    {"datemodification", MATTER_MODIFIED, 6, false},
    {"miseajour", MATTER_MODIFIED, 6, false},
    {"maj", MATTER_MODIFIED, 6, false},
    {"lastupdate", MATTER_MODIFIED, 1, false},
};

/* Whether it is the key, letter case and the signs between words ignored: publishDate,
 * publish_date. */
static bool is_key(struct text_span name, const char *key)
{
    for (size_t i = 0; i < name.size; i++) {
        char byte = ascii_lower(name.bytes[i]);
        if (byte == '_' || byte == '-' || byte == ' ')
            continue;
        if (byte != *key || byte == '\0')
            return false;
        key++;
    }
    return *key == '\0';
}

static const struct matter_key *find_key(struct text_span name)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (is_key(name, keys[i].name))
            return &keys[i];
    return NULL;
}

bool matter_knows(struct text_span name)
{
    return find_key(name) != NULL;
}

static void set_line(struct buffer *into, struct text_span text)
{
    buffer_clear(into);
    span_append_as_line(into, text);
}

/* Whether the value of a key that often means something else is an address. */
static bool is_address(const struct matter_key *key, struct text_span value)
{
    return key->rank > 6 || span_starts_with(value, "http://") ||
           span_starts_with(value, "https://");
}

void matter_set(struct matter *matter, struct text_span name, struct text_span value)
{
    const struct matter_key *key = find_key(name);
    struct moment moment;
    value = span_trim(value);
    if (key == NULL || value.size == 0 || key->rank <= matter->ranks[key->field])
        return;
    bool is_date = key->field == MATTER_PUBLISHED || key->field == MATTER_MODIFIED;
    const unsigned style = key->month_first ? DATE_MONTH_FIRST : DATE_PLAIN;
    if ((is_date && !date_read_value(value, style, &moment)) ||
        (key->field == MATTER_URL && !is_address(key, value)))
        return;
    matter->ranks[key->field] = key->rank;
    if (key->field == MATTER_PUBLISHED)
        matter->draft->published = moment;
    else if (key->field == MATTER_MODIFIED)
        matter->draft->modified = moment;
    else
        set_line(key->field == MATTER_URL ? &matter->draft->url : &matter->draft->title, value);
}

bool front_matter_read(struct draft *draft, struct text_span *text)
{
    struct matter matter = {.draft = draft};
    return matter_read_yaml(&matter, text) || matter_read_toml(&matter, text) ||
           matter_read_json(&matter, text) || matter_read_percents(&matter, text) ||
           matter_read_header(&matter, text);
}

bool front_matter_read_known(struct draft *draft, struct text_span *text)
{
    struct matter matter = {.draft = draft};
    struct text_span body = *text;
    if (!matter_read_yaml(&matter, &body))
        return false;
    for (size_t i = 0; i < MATTER_FIELDS; i++)
        if (matter.ranks[i] > 0) {
            *text = body;
            return true;
        }
    return false;
}
