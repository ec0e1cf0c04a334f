/* Makes any number of short articles of a corpus, as JSON Lines on standard output.
 *
 *   pieces CORPUS.jsonl COUNT
 *
 * Texts are cut into pieces of 40 to 100 words, each with its number as id, the date of what it was
 * cut from, and its first words as title; when the corpus ends it is cut again, otherwise, so that
 * pieces rarely repeat. Words are added, for searches whose answers are known by counting:
 *
 *   zqdxk           to each tenth article, from 0 on
 *   zqmlxk          to each thousandth, after zqdxk, so that the two are a phrase there
 *   zq...k          to each twentieth, its own: cut again, a corpus brings no new words, where
 *                   real text never stops; by Heaps' law (40 times the root of the number of words
 *                   read) it has about that many after ten million articles
 *
 * None has a vowel, an accent, or the s, x or e at its end that French rules would touch: stemming
 * leaves them alone and no other word shares their stem, so that a search must find as many as grep
 * does.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/articles.h"

enum { WORDS_MIN = 40, WORDS_MAX = 100, TITLE_WORDS = 6 };
enum { TENTH = 10, THOUSANDTH = 1000, UNIQUE_EVERY = 20 };

struct pieces {
    uint64_t number, count;
    uint64_t random;
    bool made_any; /* made one in this pass */
};

static void finish_output(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        exit(0);
    fprintf(stderr, "pieces: %s\n", strerror(errno));
    exit(2);
}

static bool is_space(char byte)
{
    return (unsigned char)byte <= ' ';
}

/* Finds the next word of [at, end), which white space delimits. Returns its end; NULL at the end.
 */
static const char *find_word_end(const char **at, const char *end)
{
    while (*at < end && is_space(**at))
        ++*at;
    const char *word_end = *at;
    while (word_end < end && !is_space(*word_end))
        word_end++;
    return word_end > *at ? word_end : NULL;
}

static void print_word(const char *word, const char *end)
{
    for (; word < end; word++) {
        if (*word == '"' || *word == '\\')
            putchar_unlocked('\\');
        putchar_unlocked(*word);
    }
}

/* Up to `count` words; false when there were none. */
static bool print_words(const char **at, const char *end, unsigned count)
{
    const char *word_end;
    unsigned i = 0;
    for (; i < count && (word_end = find_word_end(at, end)) != NULL; i++) {
        if (i > 0)
            putchar_unlocked(' ');
        print_word(*at, word_end);
        *at = word_end;
    }
    return i > 0;
}

/* The number in base 16, written in consonants; x is not among them, so that none is a word above.
 */
static void print_unique_word(uint64_t number)
{
    fputs(" zq", stdout);
    do
        putchar_unlocked("bcdfghjklmnprtvw"[number % 16]);
    while ((number /= 16) > 0);
    putchar_unlocked('k');
}

static unsigned random_piece_size(struct pieces *pieces)
{
    pieces->random = pieces->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return WORDS_MIN + (unsigned)((pieces->random >> 33) % (WORDS_MAX - WORDS_MIN + 1));
}

/* Prints the piece that starts at `at`, and moves `at` past it. */
static void print_piece(struct pieces *pieces, const struct value *date, const char **at,
                        const char *end)
{
    uint64_t number = pieces->number++;
    printf("{\"id\": \"%" PRIu64 "\", \"url\": \"https://exemple.fr/%" PRIu64 "\", \"date\": \"",
           number, number);
    if (date->size > 0)
        print_word(date->bytes, date->bytes + date->size);
    fputs("\", \"title\": \"", stdout);
    print_words(at, end, TITLE_WORDS);
    fputs("\", \"text\": \"", stdout);
    print_words(at, end, random_piece_size(pieces) - TITLE_WORDS);
    if (number % TENTH == 0)
        fputs(" zqdxk", stdout);
    if (number % THOUSANDTH == 0)
        fputs(" zqmlxk", stdout);
    if (number % UNIQUE_EVERY == 0)
        print_unique_word(number / UNIQUE_EVERY);
    fputs("\"}\n", stdout);
}

/* Whether [at, end) has another WORDS_MIN words: anything shorter is not an article. */
static bool has_piece(const char *at, const char *end)
{
    const char *word_end;
    for (unsigned i = 0; i < WORDS_MIN; i++, at = word_end)
        if ((word_end = find_word_end(&at, end)) == NULL)
            return false;
    return true;
}

static void cut_article(void *context, const struct article *article)
{
    struct pieces *pieces = context;
    const struct value *text = &article->fields[ARTICLE_TEXT];
    if (text->size == 0)
        return;
    const char *at = text->bytes, *end = text->bytes + text->size;
    while (has_piece(at, end)) {
        if (pieces->number == pieces->count)
            finish_output();
        print_piece(pieces, &article->fields[ARTICLE_DATE], &at, end);
        pieces->made_any = true;
    }
}

int main(int argc, char **argv)
{
    struct pieces pieces = {.random = 1};
    if (argc != 3 || (pieces.count = strtoull(argv[2], NULL, 10)) == 0) {
        fputs("usage: pieces CORPUS.jsonl COUNT\n", stderr);
        return 2;
    }
    do {
        pieces.made_any = false;
        articles_read(argv[1], cut_article, &pieces);
    } while (pieces.made_any);
    fprintf(stderr, "pieces: no text of %d words in %s\n", WORDS_MIN, argv[1]);
    return 2;
}
