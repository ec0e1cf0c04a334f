#include "query/present/template.h"

#include "common/analysis/safe.h"
#include "common/base/error.h"
#include "query/present/lines.h"

static void append_safe(struct buffer *to, struct slice bytes)
{
    safe_append_text(to, bytes.data, bytes.size);
}

static void append_rank(struct buffer *to, const struct shown_hit *hit)
{
    buffer_append_format(to, "%zu", hit->rank);
}

static void append_score(struct buffer *to, const struct shown_hit *hit)
{
    buffer_append_format(to, "%.4f", hit->score);
}

static void append_date(struct buffer *to, const struct shown_hit *hit)
{
    format_day(to, &hit->document->published);
}

static void append_published(struct buffer *to, const struct shown_hit *hit)
{
    format_moment(to, &hit->document->published);
}

static void append_modified(struct buffer *to, const struct shown_hit *hit)
{
    format_moment(to, &hit->document->modified);
}

static void append_path(struct buffer *to, const struct shown_hit *hit)
{
    safe_append_path(to, hit->path.data, hit->path.size);
}

static void append_id(struct buffer *to, const struct shown_hit *hit)
{
    safe_append_path(to, hit->document->id.data, hit->document->id.size);
}

static void append_url(struct buffer *to, const struct shown_hit *hit)
{
    append_safe(to, hit->document->url);
}

static void append_snippet(struct buffer *to, const struct shown_hit *hit)
{
    if (hit->passage != NULL)
        buffer_append(to, hit->passage->text.data, hit->passage->text.size);
}

static const struct field {
    const char *name;
    void (*append)(struct buffer *to, const struct shown_hit *hit);
} fields[] = {
    {"rank", append_rank},
    {"score", append_score},
    {"date", append_date},
    {"published", append_published},
    {"modified", append_modified},
    {"path", append_path},
    {"id", append_id},
    {"location", format_location},
    {"title", format_title},
    {"url", append_url},
    {"snippet", append_snippet},
};

/* The field at `{…}`, or NULL if unknown; sets *size to the bytes of the braces and what is between
 * them. */
static const struct field *field_at(const char *text, size_t *size)
{
    const char *end = strchr(text, '}');
    *size = end == NULL ? strlen(text) : (size_t)(end - text) + 1;
    for (size_t i = 0; end != NULL && i < sizeof fields / sizeof *fields; i++)
        if (strlen(fields[i].name) == *size - 2 && memcmp(fields[i].name, text + 1, *size - 2) == 0)
            return &fields[i];
    return NULL;
}

/* The character that \x stands for; -1: none. */
static int unescape_letter(char letter)
{
    switch (letter) {
    case 't':
        return '\t';
    case 'n':
        return '\n';
    case '0':
        return '\0';
    case '\\':
    case '{':
        return letter;
    default:
        return -1;
    }
}

static int unknown_field_error(const char *at, size_t size)
{
    return error_set(ERROR_SYNTAX,
                     "--format accepts {rank} {score} {date} {published} {modified} {path} {id} "
                     "{location} {title} {url} and {snippet}, not '%.*s'",
                     size > 40 ? 40 : (int)size, at);
}

int template_check(const char *text)
{
    size_t size;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\\') {
            if (unescape_letter(*++at) < 0)
                return error_set(ERROR_SYNTAX,
                                 "--format accepts \\t \\n"
                                 " \\0 \\\\ and \\{, not '\\%.4s'",
                                 at);
        } else if (*at == '{') {
            if (field_at(at, &size) == NULL)
                return unknown_field_error(at, size);
            at += size - 1;
        }
    }
    return 0;
}

bool template_wants_passage(const char *text)
{
    return strstr(text, "{snippet}") != NULL;
}

void format_template(struct buffer *to, const struct shown_hit *hit, const char *text)
{
    size_t size;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\\') {
            buffer_append_byte(to, (unsigned char)unescape_letter(*++at));
        } else if (*at == '{') {
            field_at(at, &size)->append(to, hit);
            at += size - 1;
        } else {
            buffer_append_byte(to, (unsigned char)*at);
        }
    }
    size_t end = strlen(text);
    if (end < 2 || text[end - 2] != '\\' || text[end - 1] != '0')
        buffer_append_byte(to, '\n');
}
