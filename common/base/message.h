/* Texts that users read, in their language.
 *
 * Texts are written in English in the sources; catalogues (po/, common/base/catalogue.h) have the
 * others. Errors are translated where they are made (common/base/error.h does it for the formats
 * that it is given), all other texts by _(). Which language: $FOUILLE_LANGUAGE, else $LC_ALL, else
 * the one set by message_set_language, else $LANGUAGE, $LC_MESSAGES, $LANG as gettext does; the C
 * locale and English are the sources' own. The language counts, not whether a locale of that name
 * is installed, so that LANG=fr_FR.UTF-8 is enough in a container without locales. Texts are always
 * UTF-8. The environment and the locale stay as they are.
 *
 * Nothing is looked up, and no file is opened, before the first text in another language than
 * English is wanted: a search that succeeds needs none. Any thread may ask for texts.
 */
#ifndef FOUILLE_PLATFORM_MESSAGE_H
#define FOUILLE_PLATFORM_MESSAGE_H

#include <stdint.h>

#define _(text) message_translate(text)

/* Marks a text for translation where it cannot be translated yet, as in a table. */
#define N_(text) text
#define NP_(one, many) one, many

/* The text in the user's language; `text` itself where there is no other. errno is kept. */
const char *message_translate(const char *text) __attribute__((format_arg(1)));

/* One of the two, by the rules of the user's language for that number of things. */
const char *message_plural(const char *one, const char *many, uint64_t count)
    __attribute__((format_arg(1), format_arg(2)));

/* A default of the user's for the language ("fr", "en"), before the first text. `language` stays
 * the caller's and must last. */
void message_set_language(const char *language);

/* Finds the language and reads its catalogue now, before descriptors or memory may run out. */
void message_prepare(void);

/* A short piece of text, to be handed on as `.text`. */
struct message_text {
    char text[64];
};

/* A number as the language writes it: 1234.5 or, in French, 1 234,5. */
struct message_text message_count(uint64_t count);
struct message_text message_decimal(double number, int decimals);

/* "19 kB", "1234.5 MB" (in French "19 ko", "1 234,5 Mo"): thousands of bytes below a million. */
struct message_text message_size(uint64_t bytes);

/* "3 articles": the number in the place of %s. */
struct message_text message_counted(const char *one, const char *many, uint64_t count);

#endif
