#include "tests/oracle/articles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/oracle/filters.h"
#include "tests/oracle/random.h"
#include "tests/oracle/vocabulary.h"

/* As people write: now and then without accents, in capitals that have lost theirs, or with a
 * capital first of ASCII. */
static void append_random_word(char *text, size_t room, const char *word, uint64_t *random)
{
    size_t size = strlen(text);
    char spelled[64];
    snprintf(spelled, sizeof spelled, "%s", word);
    uint32_t dice = random_below(random, 20);
    if (dice == 0 || dice == 2) {
        char folded[ANALYSIS_WORD_MAX + 1];
        analyzer_fold(word, strlen(word), folded);
        snprintf(spelled, sizeof spelled, "%.60s", folded);
        for (char *at = spelled; dice == 2 && *at != '\0'; at++)
            if (*at >= 'a' && *at <= 'z')
                *at ^= 0x20;
    } else if (dice == 1 && spelled[0] >= 'a' && spelled[0] <= 'z') {
        spelled[0] = (char)(spelled[0] - 32);
    }
    static const char *const between[] = {" ", " ", " ", " ", ", ", ". ", " « ", " » ", "\n"};
    const char *gap = size == 0 ? "" : between[random_below(random, 9)];
    snprintf(text + size, room - size, "%s%s", gap, spelled);
}

static void compose_random_text(char *text, size_t room, uint32_t words, uint64_t *random)
{
    text[0] = '\0';
    for (uint32_t i = 0; i < words; i++)
        append_random_word(text, room, draw_word(random), random);
}

static void to_one_line(char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '\n')
            *text = ' ';
}

static void write_json_string(FILE *file, const char *text)
{
    fputc('"', file);
    for (; *text != '\0'; text++)
        if (*text == '\n')
            fputs("\\n", file);
        else
            fputc(*text, file);
    fputc('"', file);
}

static FILE *open_article_file(const char *folder, const char *name)
{
    char path[4200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        abort();
    }
    return file;
}

static void close_file(FILE *file)
{
    if (fclose(file) != 0)
        abort();
}

/* Where and when an article was published; now and then nobody knows. */
struct imprint {
    char url[80], date[40]; /* empty where unknown */
    int32_t day;
};

static void draw_imprint(struct imprint *imprint, size_t number, bool month_at_least,
                         uint64_t *random)
{
    static const char *const sites[] = {"exemple.fr", "www.lemonde.fr", "sport.lemonde.fr",
                                        "faux-lemonde.fr", "www.exemple.fr"};
    int year = 2019 + (int)random_below(random, 6), month = 1 + (int)random_below(random, 12),
        day = 1 + (int)random_below(random, 28);
    uint32_t known = (month_at_least ? 2 : 0) + random_below(random, month_at_least ? 8 : 10);
    snprintf(imprint->url, sizeof imprint->url, "https://%s/%04d/%zu",
             sites[random_below(random, 5)], year, number);
    if (known == 0) {
        imprint->date[0] = imprint->url[0] = '\0';
        imprint->day = ORACLE_NO_DAY;
    } else if (known == 1) {
        snprintf(imprint->date, sizeof imprint->date, "%04d", year);
        imprint->day = filters_day(year, 1, 1);
    } else if (known == 2) {
        snprintf(imprint->date, sizeof imprint->date, "%04d-%02d", year, month);
        imprint->day = filters_day(year, month, 1);
    } else {
        snprintf(imprint->date, sizeof imprint->date, "%04d-%02d-%02d", year, month, day);
        imprint->day = filters_day(year, month, day);
    }
}

/* In the crawled-article form, so that the title is a field. */
static void write_plain(const char *folder, size_t number, const char *title, const char *body,
                        struct collection *collection, uint64_t *random)
{
    char name[64], directory[4200];
    struct imprint imprint;
    draw_imprint(&imprint, number, true, random);
    snprintf(directory, sizeof directory, "%s/d%02zu", folder, number % 37);
    mkdir(directory, 0777);
    snprintf(name, sizeof name, "d%02zu/%06zu.txt", number % 37, number);
    FILE *file = open_article_file(folder, name);
    fprintf(file, " date %.7s %s\n\n%s\n\n", imprint.date, imprint.url, title);
    if (imprint.date[7] != '\0')
        fprintf(file, "%sT11:54+0100\n\n", imprint.date);
    fprintf(file, "%s\n", body);
    close_file(file);
    const struct plain_record record = {name, NULL, 0, imprint.day, imprint.url};
    collection_add(collection, &record, title, body);
}

static void write_json_line(FILE *lines, const char *name, uint32_t ordinal, size_t number,
                            const char *title, const char *body, struct collection *collection,
                            uint64_t *random)
{
    char id[32];
    struct imprint imprint;
    draw_imprint(&imprint, number, false, random);
    snprintf(id, sizeof id, "n%zu", number);
    fprintf(lines, "{\"id\": \"%s\", \"title\": ", id);
    write_json_string(lines, title);
    if (imprint.date[0] != '\0')
        fprintf(lines, ", \"url\": \"%s\", \"date\": \"%s\"", imprint.url, imprint.date);
    fputs(", \"text\": ", lines);
    write_json_string(lines, body);
    fputs("}\n", lines);
    const struct plain_record record = {name, id, ordinal, imprint.day, imprint.url};
    collection_add(collection, &record, title, body);
}

static void draw_article(char title[400], char body[8000], uint64_t *random)
{
    compose_random_text(title, 400, 2 + random_below(random, 6), random);
    to_one_line(title);
    compose_random_text(body, 8000, 3 + random_below(random, 120), random);
}

void generate_articles(const char *folder, size_t count, uint64_t seed,
                       struct collection *collection)
{
    uint64_t random = seed;
    FILE *lines = NULL;
    char name[64] = "", title[400], body[8000];
    uint32_t ordinal = 0;
    for (size_t i = 0; i < count; i++) {
        draw_article(title, body, &random);
        if (i % 2 == 0) {
            write_plain(folder, i, title, body, collection, &random);
            continue;
        }
        if (i % 500 == 1) {
            if (lines != NULL)
                close_file(lines);
            snprintf(name, sizeof name, "l%03zu.jsonl", i / 500);
            lines = open_article_file(folder, name);
            ordinal = 0;
        }
        write_json_line(lines, name, ordinal++, i, title, body, collection, &random);
    }
    if (lines != NULL)
        close_file(lines);
}

size_t generate_amendments(const char *folder, size_t count, uint64_t seed,
                           struct collection *collection)
{
    enum { EACH = 26 }; /* so few that no segment is written anew for them */
    uint64_t random = seed;
    char path[4300], title[400], body[8000];
    size_t deleted = 0;
    for (size_t i = 0; i < count; i += EACH) {
        struct plain_document *document = &collection->documents[i];
        document->deleted = true;
        deleted++;
        snprintf(path, sizeof path, "%s/%s", folder, document->path);
        if (remove(path) != 0) {
            perror(path);
            abort();
        }
        draw_article(title, body, &random);
        if (i % (2 * EACH) == 0)
            write_plain(folder, i, title, body, collection, &random);
    }
    return deleted;
}
