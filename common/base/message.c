#include "common/base/message.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/catalogue.h"

/* The folder of the catalogues, relative to the program's, so that an installed tree can be
 * moved. */
#ifndef FOUILLE_LOCALES
#define FOUILLE_LOCALES "../share/locale"
#endif

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *set_language;
static struct catalogue catalogue; /* empty: texts stay in English */

/* --- which language --- */

static const char *environment_value(const char *name)
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
        if (environment_value(names[i]) != NULL)
            return environment_value(names[i]);
    return "C";
}

/* As gettext does: $LANGUAGE counts in every locale but C. */
static const char *environment_language(void)
{
    const char *locale = user_locale(), *list = environment_value("LANGUAGE");
    bool plain = strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0;
    return list == NULL || plain ? locale : list;
}

static const char *wanted_language(void)
{
    const char *language = environment_value("FOUILLE_LANGUAGE");
    if (language != NULL)
        return language;
    if (set_language != NULL && environment_value("LC_ALL") == NULL)
        return set_language;
    return environment_language();
}

/* --- its catalogue --- */

/* Writes the path of the folder of catalogues, derived from the program's own. Returns 0 or -1. */
static int find_catalogues(char *path, size_t room)
{
    ssize_t size = readlink("/proc/self/exe", path, room - sizeof FOUILLE_LOCALES);
    if (size <= 0)
        return -1;
    path[size] = '\0';
    char *name = strrchr(path, '/');
    if (name == NULL)
        return -1;
    memcpy(name + 1, FOUILLE_LOCALES, sizeof FOUILLE_LOCALES);
    return 0;
}

/* Opens the catalogue of the language that is the first `size` bytes of `language`. Refuses names
 * that could lead to another folder. */
static bool open_catalogue(const char *folder, const char *language, size_t size)
{
    char path[PATH_MAX + 64];
    if (size == 0 || size > 16 || memchr(language, '/', size) != NULL || language[0] == '.')
        return false;
    snprintf(path, sizeof path, "%s/%.*s/LC_MESSAGES/fouille.mo", folder, (int)size, language);
    return catalogue_open(&catalogue, path) == 0;
}

/* Opens the first catalogue that exists for a list like "fr_CA.UTF-8:de": for each language its
 * country's, then its own. English ends the list, since its texts are in the sources. */
static void open_first_catalogue(const char *list)
{
    char folder[PATH_MAX];
    if (is_english(list) || find_catalogues(folder, sizeof folder) != 0)
        return;
    for (const char *language = list; !is_english(language); language++) {
        size_t whole = strcspn(language, ".@:"), plain = strcspn(language, "_.@:");
        if (open_catalogue(folder, language, whole) ||
            (plain < whole && open_catalogue(folder, language, plain)))
            return;
        language += strcspn(language, ":");
        if (*language == '\0')
            return;
    }
}

static void load_catalogue(void)
{
    int saved = errno;
    open_first_catalogue(wanted_language());
    errno = saved;
}

void message_set_language(const char *language)
{
    assert(catalogue.bytes == NULL); /* no text yet */
    set_language = language;
}

void message_prepare(void)
{
    pthread_once(&once, load_catalogue);
}

const char *message_translate(const char *text)
{
    message_prepare();
    const char *found = text[0] != '\0' ? catalogue_find(&catalogue, text) : NULL;
    return found != NULL ? found : text;
}

const char *message_plural(const char *one, const char *many, uint64_t count)
{
    message_prepare();
    const char *found = catalogue_find_plural(&catalogue, one, count);
    if (found != NULL)
        return found;
    return count == 1 ? one : many;
}

/* --- numbers --- */

/* Copies digits, adding the language's thousands separator and decimal mark. */
static struct message_text punctuate(const char *digits)
{
    /* Translators: what stands between thousands (may be nothing), a |, and the decimal mark. */
    const char *marks = _("|."), *bar = strchr(marks, '|');
    struct message_text number = {""};
    size_t at = 0, separator_size = bar == NULL ? 0 : (size_t)(bar - marks),
           whole = strcspn(digits, ".");
    for (size_t i = 0; digits[i] != '\0' && at + 8 < sizeof number.text; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0 && separator_size < 8) {
            memcpy(number.text + at, marks, separator_size);
            at += separator_size;
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

struct message_text message_with_count(const char *one, const char *many, uint64_t count)
{
    struct message_text counted;
    snprintf(counted.text, sizeof counted.text, message_plural(one, many, count),
             message_count(count).text);
    return counted;
}
