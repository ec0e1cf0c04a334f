#include "indexer/sources/html/dates/linked_dates.h"

#include <string.h>

#include "common/base/ascii.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_reader.h"

enum { DEPTH_MAX = 16, MANY_ARTICLES = 4, TITLE_SIZE_MIN = 8 };

/* An open object or array. */
struct linked_frame {
    bool is_object;
    bool is_part;         /* of something else than the page */
    struct text_span key; /* of the member that is read; an array has that of its own */
    struct linked_object object;
};

struct linked_scan {
    struct linked_dates *dates;
    const char *at, *end;
    struct linked_frame frames[DEPTH_MAX];
    size_t depth; /* may be more than DEPTH_MAX */
};

static bool is_one_of(struct text_span name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_equals(name, names[i]))
            return true;
    return false;
}

static bool ends_with(struct text_span text, const char *end)
{
    size_t size = strlen(end);
    return text.size >= size && memcmp(span_end(text) - size, end, size) == 0;
}

/* Whether what stands under a key is still the page itself. */
static bool leads_to_page(struct text_span key)
{
    static const char *const keys[] = {"@graph", "mainEntity", "mainEntityOfPage", "article"};
    return key.size == 0 || is_one_of(key, keys, sizeof keys / sizeof *keys);
}

static enum linked_kind kind_of(struct text_span type)
{
    static const char *const articles[] = {
        "BlogPosting",     "Report", "Recipe",      "SocialMediaPosting", "DiscussionForumPosting",
        "LiveBlogPosting", "Review", "CreativeWork"};
    static const char *const others[] = {"Person",  "Organization",   "ImageObject",
                                         "Comment", "BreadcrumbList", "Event",
                                         "Offer",   "WebSite",        "ItemList"};
    if (ends_with(type, "Article") || is_one_of(type, articles, sizeof articles / sizeof *articles))
        return LINKED_ARTICLE;
    if (ends_with(type, "Page"))
        return LINKED_PAGE;
    return is_one_of(type, others, sizeof others / sizeof *others) ? LINKED_NONE : LINKED_OTHER;
}

static void set_moment(struct moment *moment, struct text_span value)
{
    struct moment read;
    if (moment->precision < MOMENT_DAY && date_read_value(value, DATE_PLAIN, &read))
        *moment = read;
}

static void keep_text(struct linked_text *text, struct text_span value)
{
    text->size = (uint8_t)(value.size < LINKED_TEXT_SIZE ? value.size : LINKED_TEXT_SIZE);
    memcpy(text->bytes, value.bytes, text->size);
}

/* Takes a member's value, or one of the array that is its value. */
static void take_value(struct linked_object *object, struct text_span key, struct text_span value)
{
    if (span_equals(key, "@type")) {
        enum linked_kind kind = kind_of(value);
        object->kind = kind > object->kind ? kind : object->kind;
    } else if (span_equals(key, "datePublished")) {
        set_moment(&object->published, value);
    } else if (span_equals(key, "dateCreated") || span_equals(key, "uploadDate") ||
               span_equals(key, "datePosted")) {
        set_moment(&object->created, value);
    } else if (span_equals(key, "dateModified")) {
        set_moment(&object->modified, value);
    } else if (span_equals(key, "headline") ||
               (span_equals(key, "name") && object->headline.size == 0)) {
        keep_text(&object->headline, value);
    } else if (span_equals(key, "url") ||
               ((span_equals(key, "@id") || span_equals(key, "mainEntityOfPage")) &&
                object->address.size == 0)) {
        keep_text(&object->address, value);
    }
}

static struct linked_frame *top_frame(struct linked_scan *scan)
{
    return scan->depth > 0 && scan->depth <= DEPTH_MAX ? &scan->frames[scan->depth - 1] : NULL;
}

static void on_value(struct linked_scan *scan, struct text_span value)
{
    struct linked_frame *frame = top_frame(scan);
    if (frame == NULL || frame->key.size == 0)
        return;
    if (frame->is_object)
        take_value(&frame->object, frame->key, value);
    else if (scan->depth > 1 && frame[-1].is_object)
        take_value(&frame[-1].object, frame->key, value);
}

static void push_frame(struct linked_scan *scan, bool is_object)
{
    const struct linked_frame *parent = top_frame(scan);
    scan->depth++;
    struct linked_frame *frame = top_frame(scan);
    if (frame == NULL)
        return;
    struct text_span key = parent == NULL ? (struct text_span){"", 0} : parent->key;
    const struct moment none = {.zone = MOMENT_NO_ZONE};
    *frame = (struct linked_frame){
        .is_object = is_object,
        .is_part = parent != NULL && (parent->is_part || !leads_to_page(key)),
        .key = is_object ? (struct text_span){"", 0} : key,
        .object = {.published = none, .created = none, .modified = none},
    };
}

static void pop_frame(struct linked_scan *scan)
{
    const struct linked_frame *frame = top_frame(scan);
    struct linked_dates *dates = scan->dates;
    if (scan->depth > 0)
        scan->depth--;
    if (frame == NULL || !frame->is_object || frame->is_part || frame->object.kind == LINKED_NONE ||
        dates->count == LINKED_OBJECTS_MAX)
        return;
    const struct linked_object *object = &frame->object;
    if (object->published.precision != MOMENT_NONE || object->created.precision != MOMENT_NONE ||
        object->modified.precision != MOMENT_NONE)
        dates->objects[dates->count++] = *object;
}

/* Reads the string whose opening quote is here; without its quotes. */
static struct text_span take_string(struct linked_scan *scan)
{
    const char *start = ++scan->at;
    while (scan->at < scan->end && *scan->at != '"')
        scan->at += *scan->at == '\\' && scan->at + 1 < scan->end ? 2 : 1;
    struct text_span text = span_between(start, scan->at);
    if (scan->at < scan->end)
        scan->at++;
    return text;
}

static void on_string(struct linked_scan *scan)
{
    struct text_span text = take_string(scan);
    struct linked_frame *frame = top_frame(scan);
    while (scan->at < scan->end && ascii_is_space(*scan->at))
        scan->at++;
    bool is_key = scan->at < scan->end && *scan->at == ':';
    if (is_key && frame != NULL && frame->is_object)
        frame->key = text;
    else if (!is_key)
        on_value(scan, text);
}

static void on_number(struct linked_scan *scan)
{
    const char *start = scan->at;
    while (scan->at < scan->end && (ascii_is_digit(*scan->at) || *scan->at == '.'))
        scan->at++;
    on_value(scan, span_between(start, scan->at));
}

static void read_script(struct linked_dates *dates, struct text_span script)
{
    struct linked_scan scan = {.dates = dates, .at = script.bytes, .end = span_end(script)};
    while (scan.at < scan.end) {
        char byte = *scan.at;
        if (byte == '"') {
            on_string(&scan);
        } else if (ascii_is_digit(byte)) {
            on_number(&scan);
        } else {
            if (byte == '{' || byte == '[')
                push_frame(&scan, byte == '{');
            else if (byte == '}' || byte == ']')
                pop_frame(&scan);
            scan.at++;
        }
    }
    while (scan.depth > 0) /* cut off, or braces that do not match */
        pop_frame(&scan);
}

/* The end of the script whose contents begin the text. */
static const char *script_end(struct text_span text)
{
    const char *end = span_end(text), *at = text.bytes;
    while ((at = memmem(at, (size_t)(end - at), "</", 2)) != NULL) {
        if (end - at >= 8 && span_equals_ignore_case((struct text_span){at, 8}, "</script"))
            return at;
        at += 2;
    }
    return end;
}

/* Whether `at` is in the tag of a script, not far from its beginning. */
static bool is_in_script_tag(const char *at, const char *start)
{
    enum { TAG_SIZE_MAX = 500 };
    const char *open = at;
    while (open > start && at - open < TAG_SIZE_MAX && *open != '<')
        open--;
    return at - open > 7 && span_equals_ignore_case((struct text_span){open, 7}, "<script");
}

/* Finds the next "ld+json" by its +, of which a page has few. NULL if there is none. */
static const char *find_type(struct text_span text)
{
    const char *at = text.bytes, *end = span_end(text);
    while (at < end && (at = memchr(at, '+', (size_t)(end - at))) != NULL) {
        if (at - text.bytes >= 2 && end - at >= 5 && memcmp(at - 2, "ld+json", 7) == 0)
            return at - 2;
        at++;
    }
    return NULL;
}

/* Finds the next script of JSON-LD and cuts *rest after it. */
static bool next_script(struct text_span *rest, struct text_span *script)
{
    const char *end = span_end(*rest), *type;
    while ((type = find_type(*rest)) != NULL) {
        bool in_tag = is_in_script_tag(type, rest->bytes);
        *rest = span_between(type + 7, end);
        if (!in_tag)
            continue;
        const char *start = memchr(rest->bytes, '>', rest->size);
        if (start == NULL)
            return false;
        *rest = span_between(start + 1, end);
        *script = span_between(start + 1, script_end(*rest));
        *rest = span_between(span_end(*script), end);
        return true;
    }
    return false;
}

void linked_dates_read(struct linked_dates *dates, struct text_span page)
{
    struct text_span script;
    dates->count = 0;
    while (next_script(&page, &script))
        read_script(dates, script);
}

/* Copies an address without its escapes and its final slash. Returns its size. */
static size_t copy_address(struct text_span address, char copy[LINKED_TEXT_SIZE])
{
    size_t size = 0;
    for (size_t i = 0; i < address.size && size < LINKED_TEXT_SIZE; i++)
        if (address.bytes[i] != '\\')
            copy[size++] = address.bytes[i];
    return size - (size > 0 && copy[size - 1] == '/');
}

static bool is_same_address(struct text_span one, struct text_span other)
{
    char left[LINKED_TEXT_SIZE], right[LINKED_TEXT_SIZE];
    size_t size = copy_address(one, left);
    return size > 0 && size == copy_address(other, right) && memcmp(left, right, size) == 0;
}

static bool is_of_page(const struct linked_object *object, struct text_span title,
                       struct text_span address)
{
    struct text_span headline = {object->headline.bytes, object->headline.size};
    struct text_span own_address = {object->address.bytes, object->address.size};
    if (is_same_address(own_address, address))
        return true;
    return headline.size >= TITLE_SIZE_MIN && title.size >= TITLE_SIZE_MIN &&
           (memmem(title.bytes, title.size, headline.bytes, headline.size) != NULL ||
            memmem(headline.bytes, headline.size, title.bytes, title.size) != NULL);
}

const struct linked_object *linked_dates_choose(const struct linked_dates *dates,
                                                struct text_span title, struct text_span address)
{
    const struct linked_object *first = NULL;
    size_t articles = 0;
    for (size_t i = 0; i < dates->count; i++) {
        const struct linked_object *object = &dates->objects[i];
        articles += object->kind == LINKED_ARTICLE;
        if (object->kind == LINKED_ARTICLE && is_of_page(object, title, address))
            return object;
        if (first == NULL || object->kind > first->kind)
            first = object;
    }
    return articles >= MANY_ARTICLES ? NULL : first;
}
