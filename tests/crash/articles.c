#include "tests/crash/articles.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/crash/files.h"

/* A text that grows. */
struct text {
    char *bytes;
    size_t size, room;
};

__attribute__((format(printf, 2, 3))) static void add(struct text *text, const char *format, ...)
{
    enum { LONGEST = 1000 };
    if (text->room - text->size < LONGEST) {
        text->room = text->room * 2 + 2 * LONGEST;
        text->bytes = realloc(text->bytes, text->room);
        if (text->bytes == NULL)
            files_fail("out of memory");
    }
    va_list arguments;
    va_start(arguments, format);
    text->size += (size_t)vsnprintf(text->bytes + text->size, LONGEST, format, arguments);
    va_end(arguments);
}

static void write_text(const char *folder, const char *name, struct text *text)
{
    char path[PATH_SIZE];
    files_join(path, folder, name);
    files_write(path, text->bytes, text->size);
    free(text->bytes);
}

static void add_random_words(struct text *text, unsigned seed, unsigned count)
{
    static const char *const words[] = {"rivière",  "rivières",  "crue",         "soudaine",
                                        "maire",    "sport",     "gouvernement", "gouverner",
                                        "ministre", "ministres", "fleuve",       "avis",
                                        "l’école",  "Évènement", "inondation",   "commune"};
    uint32_t state = seed * 2654435761u + 1;
    for (unsigned i = 0; i < count; i++) {
        state = state * 1664525u + 1013904223u;
        add(text, "%s%s", words[state >> 28], i % 11 == 10 ? ".\n" : " ");
    }
}

/* Words that no other article has: they fill a segment. */
static void add_names(struct text *text, unsigned seed, unsigned count)
{
    static const char letters[] = "aeioulmnrstbcdpv";
    uint64_t state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    for (unsigned i = 0; i < count; i++) {
        char name[8] = "";
        state = state * UINT64_C(6364136223846793005) + 1442695040888963407;
        for (unsigned k = 0; k < 7; k++)
            name[k] = letters[state >> (32 + 4 * k) & 15];
        add(text, "%s ", name);
    }
}

enum { NOTES = 3, LINES = 6 };

/* A crawled page; the long ones make a segment each when there is little memory. */
static void write_page(const char *folder, enum articles_version version, unsigned number,
                       unsigned words)
{
    struct text text = {0};
    char name[40];
    snprintf(name, sizeof name, "page-%u.txt", number);
    add(&text, " date 202%u-01 https://exemple.fr/page-%u.html\n\nAvis %u\n\nAvis %u\n\n",
        number % 3 + (unsigned)version, number, number, number);
    add_random_words(&text, number + 100u * (unsigned)version, 40);
    add_names(&text, number, words);
    write_text(folder, name, &text);
}

static void write_notes(const char *folder, enum articles_version version, unsigned number)
{
    struct text text = {0};
    char name[40];
    snprintf(name, sizeof name, "notes/note-%u.md", number);
    add(&text, "# Avis de crue %u\n\n", number);
    add_random_words(&text, number * 7 + 3 * (unsigned)version, 30);
    write_text(folder, name, &text);
}

static void write_html(const char *folder, enum articles_version version)
{
    struct text text = {0};
    add(&text, "<html><head><title>Le maire</title></head><body><h1>Le maire</h1><p>");
    add_random_words(&text, 77 + (unsigned)version, 50);
    add(&text, "<b>gras</b> &eacute;t&eacute;</p><table><tr><td>x</table></body></html>");
    write_text(folder, "page.html", &text);
}

static void write_lines(const char *folder, enum articles_version version)
{
    struct text text = {0};
    for (unsigned i = 0; i < LINES; i++) {
        add(&text, "{\"id\": \"n%u\", \"title\": \"Dépêche %u\", \"text\": \"la crue \\u00e9tait ",
            i * 2 + (unsigned)version, i);
        for (unsigned k = 0; k <= i % 5; k++)
            add(&text, "rivière mot%u du maire ", i * 31 + k);
        add(&text, "\"}\n");
    }
    write_text(folder, "depeches.jsonl", &text);
}

/* Of two versions some articles are the same, some differ, some are in one only. */
void articles_write(const char *folder, enum articles_version version, unsigned words)
{
    char path[PATH_SIZE], notes[PATH_SIZE];
    files_join(path, folder, "articles");
    files_join(notes, path, "notes");
    files_remove(path);
    files_make_folder(path);
    files_make_folder(notes);
    for (unsigned i = 0; i < NOTES; i++)
        write_page(path, i % 3 == 0 ? ARTICLES_OLD : version, i, words);
    for (unsigned i = 0; i < NOTES; i++)
        write_notes(path, version, i + (unsigned)version);
    write_html(path, version);
    write_lines(path, version);
}
