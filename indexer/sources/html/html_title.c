#include "indexer/sources/html/html_title.h"

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/html/html_address.h"

enum { SITE_WORDS_MAX = 4, TITLE_WORDS_MIN = 2, HEADING_WORDS_MIN = 3, LETTERS_MAX = 64 };

/* What parts a title from the name of a site; `sure`: hardly ever two parts of a title. */
static const struct {
    const char *sign;
    bool sure;
} separators[] = {{" | ", true},  {" • ", true},  {" · ", true},  {" :: ", true}, {" » ", true},
                  {" « ", true},  {" - ", false}, {" – ", false}, {" — ", false}, {" : ", false},
                  {" / ", false}, {" > ", true},  {" ~ ", true},  {" ‹ ", true},  {" › ", true}};

static size_t count_words(struct text_span text)
{
    size_t words = 0;
    for (size_t i = 0; i < text.size; i++)
        words += text.bytes[i] != ' ' && (i == 0 || text.bytes[i - 1] == ' ');
    return words;
}

/* The letters and digits of ASCII, and all bytes beyond it but accents' own, in small letters. */
struct letters {
    char bytes[LETTERS_MAX];
    size_t size;
};

/* Letters with accents become those without, as in the names of hosts: é is 0xc3 0xa9. */
static char plain_letter(char second)
{
    static const char plain[] =
        "aaaaaaaceeeeiiiidnooooo\0ouuuuy\0\0aaaaaaaceeeeiiiidnooooo\0ouuuuy\0y";
    unsigned index = (unsigned char)second - 0x80u;
    return index < 64 ? plain[index] : '\0';
}

static struct letters letters_of(struct text_span text)
{
    struct letters letters = {.size = 0};
    for (size_t i = 0; i < text.size && letters.size < LETTERS_MAX; i++) {
        char byte = text.bytes[i], letter = '\0';
        if (ascii_is_letter(byte) || ascii_is_digit(byte))
            letter = ascii_lower(byte);
        else if (byte == '\xc3' && i + 1 < text.size)
            letter = plain_letter(text.bytes[++i]);
        if (letter != '\0')
            letters.bytes[letters.size++] = letter;
    }
    return letters;
}

static bool contains(const struct letters *outer, const struct letters *inner)
{
    return memmem(outer->bytes, outer->size, inner->bytes, inner->size) != NULL;
}

/* Whether `name` is what the page calls its site, or what its host is made of: "Le Monde" for
 * lemonde.fr, "Le Monde.fr", or "Monde" for www.monde.example. */
static bool is_site(struct text_span name, const struct html_titles *titles)
{
    struct letters letters = letters_of(name), site = letters_of(titles->site);
    struct text_span host = html_address_host(titles->address);
    const char *dot = memrchr(host.bytes, '.', host.size);
    if (letters.size < 2)
        return false;
    if (letters.size == site.size && contains(&site, &letters))
        return true;
    struct letters whole = letters_of(host),
                   label = letters_of(dot == NULL ? host : span_between(host.bytes, dot));
    return contains(&label, &letters) || (letters.size == whole.size && contains(&whole, &letters));
}

/* Returns where the last separator starts, and what follows it in *name; NULL if there is none. */
static const char *find_separator(struct text_span title, struct text_span *name, bool *sure)
{
    const char *found = NULL;
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        size_t size = strlen(separators[i].sign);
        struct text_span rest = title;
        const char *at;
        while ((at = memmem(rest.bytes, rest.size, separators[i].sign, size)) != NULL) {
            if (found == NULL || at > found) {
                found = at;
                *sure = separators[i].sure;
                *name = span_between(at + size, span_end(title));
            }
            rest = span_between(at + 1, span_end(title));
        }
    }
    return found;
}

static struct text_span without_site(struct text_span title, const struct html_titles *titles)
{
    for (;;) {
        struct text_span name;
        bool sure;
        const char *end = find_separator(title, &name, &sure);
        if (end == NULL)
            return title;
        struct text_span rest = span_trim(span_between(title.bytes, end));
        bool few =
            sure && count_words(name) <= SITE_WORDS_MAX && count_words(rest) >= TITLE_WORDS_MIN;
        if (rest.size == 0 || (!few && !is_site(name, titles)))
            return title;
        title = rest;
    }
}

static bool begins_with(struct text_span text, struct text_span start)
{
    return text.size >= start.size && memcmp(text.bytes, start.bytes, start.size) == 0;
}

/* Whether the heading is the title without something at its end, or less at its beginning. */
static bool is_heading_of(struct text_span heading, struct text_span title)
{
    if (heading.size == 0 || heading.size > title.size)
        return false;
    if (begins_with(title, heading))
        return heading.size == title.size || !ascii_is_letter(title.bytes[heading.size]);
    struct text_span rest = {title.bytes, title.size - heading.size};
    return begins_with(span_after(title, rest.size), heading) && span_end(rest)[-1] == ' ' &&
           count_words(heading) > count_words(rest);
}

static struct text_span choose(const struct html_titles *titles)
{
    if (titles->shared.size > 0)
        return without_site(titles->shared, titles);
    struct text_span heading = titles->heading.size > 0 ? titles->heading : titles->headline;
    struct text_span title = without_site(titles->element, titles);
    if (title.size == 0 || is_heading_of(heading, title))
        return heading;
    bool is_name = is_site(title, titles) && count_words(title) <= SITE_WORDS_MAX;
    return is_name && count_words(heading) >= HEADING_WORDS_MIN ? heading : title;
}

void html_title_append(struct buffer *into, const struct html_titles *titles)
{
    struct text_span title = choose(titles);
    buffer_append(into, title.bytes, title.size);
}
