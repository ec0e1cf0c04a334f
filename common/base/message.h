/* Texts that users read, in their language.
 *
 * Texts are written in English in the sources; catalogues (po/, common/base/catalogue.h) have the
 * translations. Errors are translated where they are set (common/base/error.h translates their
 * formats), all other texts by _(). The language is that of $FOUILLE_LANGUAGE, else $LC_ALL, else
 * the one set by message_set_language, else $LANGUAGE, $LC_MESSAGES, $LANG as gettext does; in the
 * C locale and in English, the texts of the sources are used. Only the name of the language counts,
 * not whether a locale of that name is installed, so that LANG=fr_FR.UTF-8 is enough in a container
 * without locales. Texts are always UTF-8. The environment and the locale are not changed.
 *
 * Nothing is looked up, and no file is opened, before the first text is needed: a search that
 * succeeds needs none. Thread-safe.
 */
#ifndef FOUILLE_BASE_MESSAGE_H
#define FOUILLE_BASE_MESSAGE_H

#include <stdint.h>

#define _(text) message_translate(text)

/* Marks a text for translation where it cannot be translated yet, as in a table. */
#define N_(text) text
#define NP_(one, many) one, many

/* Returns the text in the user's language, or `text` itself if it has no translation. errno is
 * kept. */
const char *message_translate(const char *text) __attribute__((format_arg(1)));

/* Returns the singular or the plural for `count` things, in the user's language and by its
 * rules. */
const char *message_plural(const char *one, const char *many, uint64_t count)
    __attribute__((format_arg(1), format_arg(2)));

/* Sets the user's default language ("fr", "en"); call it before the first text is needed.
 * `language` is not copied and must stay valid. */
void message_set_language(const char *language);

/* Determines the language and reads its catalogue now, before descriptors or memory may run out. */
void message_prepare(void);

/* A short text, returned by value and used as `.text`. */
struct message_text {
    char text[64];
};

/* A number as the user's language writes it: 1234.5 or, in French, 1 234,5. */
struct message_text message_count(uint64_t count);
struct message_text message_decimal(double number, int decimals);

/* "19 kB", "1234.5 MB" (in French "19 ko", "1 234,5 Mo"): thousands of bytes below a million. */
struct message_text message_size(uint64_t bytes);

/* "3 articles": the text for `count` things, with the number in place of %s. */
struct message_text message_with_count(const char *one, const char *many, uint64_t count);

#endif
