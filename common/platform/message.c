#include "platform/message.h"

#include <errno.h>
#include <inttypes.h>
#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where catalogues are, from the folder of the program: so that an installed tree can be moved. */
#ifndef FOUILLE_LOCALES
#define FOUILLE_LOCALES "../share/locale"
#endif

#define DOMAIN "fouille"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *set_language;
static bool translated;

/* --- which language --- */

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

static bool is_english(const char *language)
{
    size_t size = strcspn(language, "_.@:");
    return (size == 2 && strncmp(language, "en", 2) == 0) || (size == 1 && language[0] == 'C') ||
           (size == 5 && strncmp(language, "POSIX", 5) == 0);
}

static const char *user_locale(void)
{
    const char *names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (variable(names[i]) != NULL)
            return variable(names[i]);
    return "C";
}

/* As gettext does: $LANGUAGE counts in every locale but C. */
static const char *environment_language(void)
{
    const char *locale = user_locale(), *list = variable("LANGUAGE");
    bool plain = strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0;
    return list == NULL || plain ? locale : list;
}

static const char *wanted_language(void)
{
    const char *language = variable("FOUILLE_LANGUAGE");
    if (language != NULL)
        return language;
    if (set_language != NULL && variable("LC_ALL") == NULL)
        return set_language;
    return environment_language();
}

/* --- its catalogue --- */

static bool bind_catalogues(void)
{
    char path[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", path, sizeof path - sizeof FOUILLE_LOCALES);
    if (size <= 0)
        return false;
    path[size] = '\0';
    char *name = strrchr(path, '/');
    if (name == NULL)
        return false;
    memcpy(name + 1, FOUILLE_LOCALES, sizeof FOUILLE_LOCALES);
    return bindtextdomain(DOMAIN, path) != NULL && bind_textdomain_codeset(DOMAIN, "UTF-8") != NULL;
}

/* gettext wants a locale that is not C, and takes the language from $LANGUAGE: C.UTF-8 is part of
 * the C library's own files, those of a language may be missing. */
static bool choose(const char *language)
{
    char list[256];
    snprintf(list, sizeof list, "%s", language);
    if (strchr(list, ':') == NULL)
        list[strcspn(list, ".@")] = '\0';
    if (setlocale(LC_MESSAGES, "C.UTF-8") == NULL && setlocale(LC_MESSAGES, "") == NULL)
        return false;
    return setenv("LANGUAGE", list, 1) == 0 && bind_catalogues();
}

static void begin(void)
{
    int saved = errno;
    const char *language = wanted_language();
    translated = !is_english(language) && choose(language);
    errno = saved;
}

void message_set_language(const char *language)
{
    set_language = language;
}

void message_prepare(void)
{
    pthread_once(&once, begin);
}

const char *message_translate(const char *text)
{
    message_prepare();
    return translated && text[0] != '\0' ? dgettext(DOMAIN, text) : text;
}

const char *message_plural(const char *one, const char *many, uint64_t count)
{
    message_prepare();
    return translated   ? dngettext(DOMAIN, one, many, (unsigned long)count)
           : count == 1 ? one
                        : many;
}

/* --- numbers --- */

/* Copies digits, with the language's mark between thousands and before decimals. */
static struct message_text punctuate(const char *digits)
{
    /* Translators: what stands between thousands (may be nothing), a |, and the decimal mark. */
    const char *marks = _("|."), *bar = strchr(marks, '|');
    struct message_text number = {""};
    size_t at = 0, thousand = bar == NULL ? 0 : (size_t)(bar - marks), whole = strcspn(digits, ".");
    for (size_t i = 0; digits[i] != '\0' && at + 8 < sizeof number.text; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0 && thousand < 8) {
            memcpy(number.text + at, marks, thousand);
            at += thousand;
        }
        number.text[at++] = digits[i] == '.' && bar != NULL ? bar[1] : digits[i];
    }
    return number;
}

struct message_text message_count(uint64_t count)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, count);
    return punctuate(digits);
}

struct message_text message_decimal(double number, int decimals)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%.*f", decimals, number);
    return punctuate(digits);
}

struct message_text message_size(uint64_t bytes)
{
    struct message_text size;
    bool small = bytes < 1000000;
    struct message_text number =
        small ? message_count((bytes + 999) / 1000) : message_decimal((double)bytes / 1e6, 1);
    snprintf(size.text, sizeof size.text, small ? _("%s kB") : _("%s MB"), number.text);
    return size;
}

struct message_text message_counted(const char *one, const char *many, uint64_t count)
{
    struct message_text counted;
    snprintf(counted.text, sizeof counted.text, message_plural(one, many, count),
             message_count(count).text);
    return counted;
}
