#include "indexer/sources/html/html_names.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "common/base/ascii.h"

enum { WORD_MAX = 24, NAME_WORDS_MAX = 4 /* more: made from a heading */ };

static const struct {
    const char *word;
    uint16_t names;
    bool start;
} words[] = {
#define WORD(word, names, start) {word, names, start},
#include "indexer/sources/html/html_names.def"
#undef WORD
};

/* Looks `word` up; a word that begins with an entry may be meant by it. */
static uint16_t find_word(const char *word)
{
    size_t low = 0, high = sizeof words / sizeof *words;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = word[0] - words[middle].word[0]; /* decides most */
        if (order == 0)
            order = strcmp(word, words[middle].word);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    /* The entries before `low` that begin the word are, from the last on, ever shorter. */
    for (size_t tried = 0; low > 0 && tried < 6; tried++) {
        const char *entry = words[--low].word;
        if (entry[0] != word[0] || entry[1] != word[1])
            return 0;
        size_t size = strlen(entry);
        if (strncmp(word, entry, size) == 0 && (words[low].start || word[size] == '\0'))
            return words[low].names;
    }
    return 0;
}

/* Reads a word: letters, up to a capital after a small one. Returns where it ends. */
static const char *read_word(const char *at, char word[WORD_MAX + 1])
{
    size_t size = 0;
    bool was_small = false;
    while (ascii_is_letter(*at) && !(was_small && ascii_lower(*at) != *at)) {
        if (size < WORD_MAX)
            word[size++] = ascii_lower(*at);
        was_small = ascii_lower(*at) == *at;
        at++;
    }
    word[size] = '\0';
    return at;
}

/* What one name says, of whose words some say `found`. */
static uint16_t names_of_words(uint16_t found, unsigned count)
{
    return count > NAME_WORDS_MAX || (found & NAME_NOTHING) ? 0 : found;
}

/* Reads names separated by white space. */
static uint16_t read_list(const char *names)
{
    char word[WORD_MAX + 1];
    uint16_t all = 0, found = 0;
    unsigned count = 0;
    while (*names != '\0') {
        if (ascii_is_letter(*names)) {
            names = read_word(names, word);
            found |= find_word(word);
            count++;
        } else if (ascii_is_space(*names++)) {
            all |= names_of_words(found, count);
            found = 0;
            count = 0;
        }
    }
    return all | names_of_words(found, count);
}

/* Whether a style hides its element. */
static bool style_hides(const char *style)
{
    static const struct {
        const char *property, *value;
    } hiding[] = {{"display", "none"}, {"visibility", "hidden"}};
    for (size_t i = 0; i < sizeof hiding / sizeof *hiding; i++) {
        const char *at = strcasestr(style, hiding[i].property);
        if (at == NULL)
            continue;
        at += strlen(hiding[i].property);
        while (ascii_is_space(*at) || *at == ':')
            at++;
        if (strncasecmp(at, hiding[i].value, strlen(hiding[i].value)) == 0)
            return true;
    }
    return false;
}

static uint16_t names_of_attribute(const char *name, const char *value)
{
    const char *rest = name + 1;
    switch (*name) {
    case 'c':
        return strcmp(rest, "lass") == 0 && value != NULL ? read_list(value) : 0;
    case 'i':
        if (value == NULL)
            return 0;
        if (strcmp(rest, "temprop") == 0 && strcasestr(value, "articleBody") != NULL)
            return NAME_BODY_ITEM;
        return strcmp(rest, "d") == 0 ? read_list(value) : 0;
    case 'r':
        return strcmp(rest, "ole") == 0 && value != NULL ? read_list(value) : 0;
    case 's':
        return strcmp(rest, "tyle") == 0 && value != NULL && style_hides(value) ? NAME_UNSEEN : 0;
    case 'h':
        return strcmp(rest, "idden") == 0 &&
                       (value == NULL || strcasecmp(value, "until-found") != 0)
                   ? NAME_UNSEEN
                   : 0;
    case 'a':
        return strcmp(rest, "ria-hidden") == 0 && value != NULL && strcasecmp(value, "true") == 0
                   ? NAME_UNSEEN
                   : 0;
    default:
        return 0;
    }
}

uint16_t html_names_of(const char *const *attributes)
{
    uint16_t names = 0;
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
        names |= names_of_attribute(attributes[0], attributes[1]);
    return names;
}
