#include "query/language/filters.h"

#include <string.h>

#include "common/analysis/compose.h"
#include "common/base/ascii.h"
#include "common/base/error.h"
#include "common/base/message.h"
#include "query/language/period.h"

static void lower_ascii_text(char *text)
{
    for (; *text != '\0'; text++)
        *text = ascii_lower(*text);
}

/* Keeps only the host of a site that was typed as an address: https://moi@www.exemple.fr/page. */
static void strip_to_host(char *text)
{
    char *host = strstr(text, "://");
    host = host == NULL ? text : host + 3;
    host[strcspn(host, "/?#")] = '\0';
    char *user_end = strchr(host, '@');
    host = user_end == NULL ? host : user_end + 1;
    if (strncmp(host, "www.", 4) == 0)
        host += 4;
    size_t size = strcspn(host, ":");
    memmove(text, host, size);
    text[size] = '\0';
}

/* Composes the text of a path filter, as paths are compared composed (analysis/compose.h). */
static int compose_filter_path(struct query_filter *filter, struct arena *arena)
{
    struct buffer composed;
    buffer_init(&composed);
    compose_path(&composed, filter->text, strlen(filter->text));
    int status = buffer_status(&composed);
    if (status == 0) {
        filter->text = arena_copy(arena, buffer_string(&composed), composed.size);
        status = filter->text == NULL ? error_memory() : 0;
    }
    buffer_release(&composed);
    return status;
}

static int read_value(struct query_filter *filter, char *text, const struct lexer *lexer,
                      const struct token *token)
{
    if (filter->kind == FILTER_DATE) {
        struct period period;
        if (!period_read(text, strlen(text), &period))
            return lexer_syntax_error(lexer, token->piece.text, PERIOD_EXPECTED);
        filter->first = period.first;
        filter->last = period.last;
        return 0;
    }
    if (filter->kind != FILTER_PATH)
        lower_ascii_text(text);
    if (filter->kind == FILTER_SITE)
        strip_to_host(text);
    if (text[0] == '\0')
        return lexer_syntax_error(lexer, token->piece.text,
                                  filter->kind == FILTER_SITE ? N_("the name of a site")
                                                              : N_("some text"));
    return 0;
}

int filter_read(struct query_filter *filter, struct arena *arena, const struct lexer *lexer,
                const struct token *token)
{
    const struct piece *piece = &token->piece;
    if (piece->size > QUERY_FILTER_SIZE_MAX)
        return error_set(ERROR_SYNTAX, "a filter may have at most %d bytes", QUERY_FILTER_SIZE_MAX);
    char *text = arena_copy(arena, piece->text, piece->size);
    if (text == NULL)
        return error_memory();
    *filter = (struct query_filter){.kind = token->filter, .text = text};
    char *to = text;
    for (size_t i = 0; i < piece->size; i++) {
        if (piece->escaped && text[i] == '\\' && i + 1 < piece->size)
            i++;
        *to++ = text[i];
    }
    *to = '\0';
    int status = read_value(filter, text, lexer, token);
    return status == 0 && filter->kind == FILTER_PATH ? compose_filter_path(filter, arena) : status;
}

int filter_from_days(struct query_filter *filter, struct arena *arena, const char *since,
                     const char *until)
{
    struct period from = {.first = INT32_MIN + 1}, to = {.last = INT32_MAX};
    if (since != NULL && !period_read(since, strlen(since), &from))
        return error_set(ERROR_SYNTAX, "--since must be a date such as 2022-01-05, not '%s'",
                         since);
    if (until != NULL && !period_read(until, strlen(until), &to))
        return error_set(ERROR_SYNTAX, "--until must be a date such as 2022-02, not '%s'", until);
    struct buffer text;
    buffer_init(&text);
    buffer_append_format(&text, "%s..%s", since == NULL ? "" : since, until == NULL ? "" : until);
    *filter = (struct query_filter){.kind = FILTER_DATE,
                                    .text = arena_copy(arena, text.data, text.size),
                                    .first = from.first,
                                    .last = to.last};
    int status = buffer_status(&text);
    buffer_release(&text);
    return status != 0 || filter->text != NULL ? status : error_memory();
}
