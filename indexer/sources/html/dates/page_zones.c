#include "indexer/sources/html/dates/page_zones.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "common/base/ascii.h"

enum { WORD_SIZE_MAX = 16, ASIDE_WORDS = 2, NEXT_TO = 1 << 8 };

/* Beginnings of words, sorted by their first letter; a longer one comes before its beginning. */
static const struct {
    const char *start;
    unsigned zones;
} starts[] = {
    {"actualis", ZONE_MODIFIED | ZONE_DATE},
    {"agenda", ZONE_ASIDE},
    {"aktualisi", ZONE_MODIFIED | ZONE_DATE},
    {"aside", ZONE_ASIDE},
    {"associe", ZONE_ASIDE},
    {"author", ZONE_META},
    {"autor", ZONE_META},
    {"bday", ZONE_ASIDE},
    {"breadcrumb", ZONE_ASIDE},
    {"byline", ZONE_META},
    {"carousel", ZONE_ASIDE},
    {"changed", ZONE_MODIFIED | ZONE_DATE},
    {"comment", ZONE_ASIDE},
    {"connexe", ZONE_ASIDE},
    {"consent", ZONE_ASIDE},
    {"cookie", ZONE_ASIDE},
    {"created", ZONE_PUBLISHED | ZONE_DATE},
    {"date", ZONE_DATE},
    {"datum", ZONE_DATE},
    {"dtend", ZONE_ASIDE},
    {"dtstart", ZONE_ASIDE},
    {"fecha", ZONE_DATE},
    {"footer", ZONE_FOOTER},
    {"fuss", ZONE_FOOTER},
    {"has", NEXT_TO},
    {"horodat", ZONE_DATE},
    {"infobox", ZONE_ASIDE},
    {"info", ZONE_META},
    {"kommentar", ZONE_ASIDE},
    {"lastmod", ZONE_MODIFIED | ZONE_DATE},
    {"latest", ZONE_ASIDE},
    {"lire", ZONE_ASIDE},
    {"menu", ZONE_ASIDE},
    {"meta", ZONE_META},
    {"modif", ZONE_MODIFIED | ZONE_DATE},
    {"nav", ZONE_ASIDE},
    {"newest", ZONE_ASIDE},
    {"newsletter", ZONE_ASIDE},
    {"parution", ZONE_PUBLISHED | ZONE_DATE},
    {"pied", ZONE_FOOTER},
    {"popular", ZONE_ASIDE},
    {"posted", ZONE_PUBLISHED | ZONE_DATE},
    {"promo", ZONE_ASIDE},
    {"pubdate", ZONE_PUBLISHED | ZONE_DATE},
    {"publici", ZONE_ASIDE},
    {"publisher", ZONE_META},
    {"publi", ZONE_PUBLISHED},
    {"recent", ZONE_ASIDE},
    {"recommend", ZONE_ASIDE},
    {"related", ZONE_ASIDE},
    {"reply", ZONE_ASIDE},
    {"response", ZONE_ASIDE},
    {"sidebar", ZONE_ASIDE},
    {"similar", ZONE_ASIDE},
    {"stamp", ZONE_DATE},
    {"submitted", ZONE_PUBLISHED | ZONE_DATE},
    {"suggest", ZONE_ASIDE},
    {"ticker", ZONE_ASIDE},
    {"time", ZONE_DATE},
    {"trending", ZONE_ASIDE},
    {"updated", ZONE_MODIFIED | ZONE_DATE},
    {"voir", ZONE_ASIDE},
    {"with", NEXT_TO},
    {"zeit", ZONE_DATE},
};

static bool ends_with(const char *word, size_t size, const char *end)
{
    size_t end_size = strlen(end);
    return size > end_size && memcmp(word + size - end_size, end, end_size) == 0;
}

static unsigned zones_of_word(const char *word, size_t size)
{
    const size_t count = sizeof starts / sizeof *starts;
    size_t low = 0, high = count;
    while (low < high) { /* to the first with this letter */
        size_t middle = (low + high) / 2;
        if (starts[middle].start[0] < word[0])
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && starts[low].start[0] == word[0]; low++)
        if (strncmp(word, starts[low].start, strlen(starts[low].start)) == 0)
            return starts[low].zones;
    bool is_date = ends_with(word, size, "date") || ends_with(word, size, "time") ||
                   ends_with(word, size, "datum") || ends_with(word, size, "zeit");
    return is_date ? ZONE_DATE : 0;
}

/* Reads the next word, up to a sign or a capital inside it, in lower case. Returns its size. */
static size_t next_word(struct text_span *rest, char word[WORD_SIZE_MAX + 1])
{
    const char *at = rest->bytes, *end = at + rest->size;
    size_t size = 0;
    while (at < end && !ascii_is_letter(*at))
        at++;
    bool capitals = true;
    for (; at < end && ascii_is_letter(*at); at++) {
        bool capital = *at >= 'A' && *at <= 'Z';
        if (capital && !capitals)
            break;
        capitals = capital;
        if (size < WORD_SIZE_MAX)
            word[size++] = ascii_lower(*at);
    }
    word[size] = '\0';
    *rest = (struct text_span){at, (size_t)(end - at)};
    return size;
}

unsigned page_zones_of_words(struct text_span words)
{
    char word[WORD_SIZE_MAX + 1];
    unsigned zones = 0;
    size_t size, number = SIZE_MAX; /* of the word in its class */
    const char *end = words.bytes;
    while ((size = next_word(&words, word)) > 0) {
        bool is_new = memchr(end, ' ', (size_t)(words.bytes - end)) != NULL;
        number = is_new ? 0 : number + 1;
        end = words.bytes;
        unsigned named = zones_of_word(word, size);
        zones |= number < ASIDE_WORDS ? named : named & ~(unsigned)ZONE_ASIDE;
    }
    if ((zones & NEXT_TO) != 0)
        zones &= ~(unsigned)(ZONE_ASIDE | ZONE_FOOTER);
    if ((zones & ZONE_PUBLISHED) != 0 && (zones & (ZONE_DATE | ZONE_META)) == 0)
        zones |= ZONE_META;
    return zones & ~(unsigned)NEXT_TO;
}
