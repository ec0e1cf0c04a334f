/* Plain text and crawled articles: every form of the header, and no word lost in any. */
#include "tests/unit/sources/collect.h"
#include "tests/unit/suite.h"

#define URL "https://journal.example/2022/01/06/la-riviere.html"
#define TEXT "La rivière a débordé jeudi matin. Les écoles sont fermées."
#define STAMP "2022-01-06T11:54+0100"

static void crawled_articles_are_recognised(void **state)
{
    (void)state;
    static const struct expected variants[] = {
        /* whole */
        {" date 2022-01 " URL "\n\nLa crue\n\nLa crue\n\nLa rivière a débordé jeudi... "
         "06.01.2022\n\n" STAMP "\n\n" STAMP "\n\n2022-01-06T12:18+0100\n\n" TEXT "\n\n",
         "La crue", URL, "2022-01-06T11:54+01:00", "2022-01-06T12:18+01:00", TEXT},
        /* no leading blank, CR LF, a byte order mark */
        {"\xef\xbb\xbf"
         "date 2022-01 " URL "\r\n\r\nLa crue\r\n\r\nLa crue\r\n\r\nLa rivière a "
         "débordé… 06.01.2022\r\n\r\n" STAMP "\r\n\r\n" TEXT "\r\n",
         "La crue", URL, "2022-01-06T11:54+01:00", NULL, TEXT},
        /* lone CR */
        {" date 2022-01 " URL "\r\rLa crue\r\rLa crue\r\r" STAMP "\r\r" TEXT "\rSuite\r", "La crue",
         URL, "2022-01-06T11:54+01:00", NULL, TEXT "\nSuite"},
        /* no blank lines between */
        {" date 2022-01 " URL "\nLa crue\nLa crue\nLa rivière... 06.01.2022\n" STAMP "\n" STAMP
         "\n" TEXT "\n",
         "La crue", URL, "2022-01-06T11:54+01:00", "2022-01-06T11:54+01:00", TEXT},
        /* no address */
        {" date 2022-01\n\nLa crue\n\nLa crue\n\n" TEXT "\n", "La crue", NULL, "2022-01", NULL,
         TEXT},
        /* no date but the address */
        {" date " URL "\n\nLa crue\n\n" TEXT "\n", "La crue", URL, NULL, NULL, TEXT},
        /* no date line */
        {"La crue\n\nLa crue\n\nLa rivière a... 06.01.2022\n\n" STAMP "\n\n" TEXT "\n", "La crue",
         NULL, "2022-01-06T11:54+01:00", NULL, TEXT},
        /* one title, which differs from the next line */
        {" date 2022-01 " URL "\n\nLa crue\n\n" STAMP "\n\n" TEXT "\n", "La crue", URL,
         "2022-01-06T11:54+01:00", NULL, TEXT},
        /* two titles that differ in white space */
        {" date 2022-01 " URL "\n\nLa crue : état\n\nLa  crue\xc2\xa0:\tétat \n\n" TEXT "\n",
         "La crue : état", URL, "2022-01", NULL, TEXT},
        /* a title that is long and repeated, white space in it */
        {" date 2022-01\n\nLa   grande\tcrue\n\nLa grande crue\n\n" TEXT "\n", "La grande crue",
         NULL, "2022-01", NULL, TEXT},
        /* no title */
        {" date 2022-01 " URL "\n\nLa rivière a débordé jeudi... 06.01.2022\n\n" STAMP "\n\n" TEXT,
         NULL, URL, "2022-01-06T11:54+01:00", NULL, TEXT},
        /* a title and nothing else */
        {" date 2022-01 " URL "\n\nLa crue\n", "La crue", URL, "2022-01", NULL, NULL},
        {" date 2022-01 " URL "\n", NULL, URL, "2022-01", NULL, NULL},
        /* a standfirst of several lines, cut in its second */
        {" date 2022-01 " URL "\n\nLa crue\n\nLa crue\n\nLa rivière a débordé jeudi matin.\nLes "
         "écoles... 06.01.2022\n\n" STAMP "\n\nLa rivière a débordé jeudi matin.\nLes écoles sont "
         "fermées.\n",
         "La crue", URL, "2022-01-06T11:54+01:00", NULL,
         "La rivière a débordé jeudi matin.\nLes écoles sont fermées."},
        /* a standfirst that the body does not repeat stays, without its date */
        {" date 2022-01 " URL "\n\nLa crue\n\nLa crue\n\nAprès trois jours de pluie, l'eau... "
         "06.01.2022\n\n" STAMP "\n\n" TEXT "\n",
         "La crue", URL, "2022-01-06T11:54+01:00", NULL,
         "Après trois jours de pluie, l'eau...\n\n" TEXT},
        /* a standfirst without ellipsis or date, before a time stamp */
        {" date 2022-01 " URL "\n\nLa crue\n\nLa crue\n\nAprès la pluie\n\n" STAMP "\n\n" TEXT,
         "La crue", URL, "2022-01-06T11:54+01:00", NULL, "Après la pluie\n\n" TEXT},
        {" date 2022-01 " URL "\n\nLa crue\n\nLa crue\n\nLa rivière a débordé 06.01.2022\n\n" STAMP
         "\n\n" TEXT,
         "La crue", URL, "2022-01-06T11:54+01:00", NULL, TEXT},
        /* no time stamp: the standfirst's date is the date */
        {" date 2022-01 " URL "\n\nLa crue\n\nLa crue\n\nLa rivière a... 06.01.2022\n\n" TEXT,
         "La crue", URL, "2022-01-06", NULL, TEXT},
        /* a standfirst's date that the others contradict is kept where it is */
        {" date 2022-01 " URL "\n\nLa crue\n\nLa crue\n\nLa rivière a... 06.01.2019\n\n" STAMP
         "\n\n" TEXT,
         "La crue", URL, "2022-01-06T11:54+01:00", NULL, "La rivière a... 06.01.2019\n\n" TEXT},
        /* time stamps in another order, other zones, seconds */
        {" date 2022-01 " URL "\n\nLa crue\n\nLa crue\n\n2022-01-06T12:18+0100\n\n2022-01-06T10:"
         "54Z\n\n2022-01-06T11:54:00+01:00\n\n" TEXT,
         "La crue", URL, "2022-01-06T10:54Z", "2022-01-06T12:18+01:00", TEXT},
        /* time stamps before the title */
        {" date 2022-01 " URL "\n\n" STAMP "\n\nLa crue\n\nLa crue\n\n" TEXT, "La crue", URL,
         "2022-01-06T11:54+01:00", NULL, TEXT},
        /* a fourth time stamp is text */
        {" date 2022-01 " URL "\n\nLa crue\n\n" STAMP "\n" STAMP "\n" STAMP "\n" STAMP "\n" TEXT,
         "La crue", URL, "2022-01-06T11:54+01:00", "2022-01-06T11:54+01:00", STAMP "\n" TEXT},
        /* blank lines made of blanks, tabs and no-break spaces */
        {" date 2022-01 " URL " \n \t\n\xc2\xa0\nLa crue\n   \nLa crue\n\t\n" STAMP "\n \n" TEXT
         "\n \n",
         "La crue", URL, "2022-01-06T11:54+01:00", NULL, TEXT},
        /* dates of other forms, below a date line */
        {"date 06/01/2022 " URL
         "\n\nLa crue\n\nLa crue\n\n6 janvier 2022 à 11h54\n\n06/01/2022 12:18\n\n" TEXT,
         "La crue", URL, "2022-01-06T11:54", "2022-01-06T12:18", TEXT},
        {" date 2022/01 " URL "\n\nLa crue\n\nLa crue\n\nLa rivière a... 6/1/2022\n\n" TEXT,
         "La crue", URL, "2022-01-06", NULL, TEXT},
        /* the article that is its standfirst */
        {" date 2022-01 " URL "\n\nLa crue\n\nLa crue\n\n" TEXT " 06.01.2022\n\n" STAMP "\n",
         "La crue", URL, "2022-01-06T11:54+01:00", NULL, TEXT},
    };
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        expect_article(SOURCE_PLAIN, &variants[i]);
}

static void ordinary_texts_stay_whole(void **state)
{
    (void)state;
    static const struct expected texts[] = {
        {"La crue de janvier\n\n" TEXT "\n", "La crue de janvier", NULL, NULL, NULL, TEXT},
        {"\n\n  La crue\tde   janvier  \n\n\n  " TEXT "\n", "La crue de janvier", NULL, NULL, NULL,
         "  " TEXT},
        /* no title: a sentence, no blank line, nothing after it, no letter */
        {"La rivière déborde.\n\n" TEXT, NULL, NULL, NULL, NULL, "La rivière déborde.\n\n" TEXT},
        {"Qui a dit « non » ?\n\n" TEXT, NULL, NULL, NULL, NULL, "Qui a dit « non » ?\n\n" TEXT},
        {"La crue\n" TEXT, NULL, NULL, NULL, NULL, "La crue\n" TEXT},
        {"La crue", NULL, NULL, NULL, NULL, "La crue"},
        {"* * *\n\n" TEXT, NULL, NULL, NULL, NULL, "* * *\n\n" TEXT},
        /* words that only look like a header */
        {"6 janvier 2022 à 11h54\n\n" TEXT, "6 janvier 2022 à 11h54", NULL, NULL, NULL, TEXT},
        {"date limite de dépôt\n\n" TEXT, "date limite de dépôt", NULL, NULL, NULL, TEXT},
        {"date 2022\n" TEXT, NULL, NULL, NULL, NULL, "date 2022\n" TEXT},
        {"date 2022-01 du concours\n" TEXT, NULL, NULL, NULL, NULL,
         "date 2022-01 du concours\n" TEXT},
        {"La crue\n\n2022-01-06\n\n" TEXT, "La crue", NULL, NULL, NULL, "2022-01-06\n\n" TEXT},
        {"La crue\n\nRéunion le 2022-01-06T11:54+0100 à la mairie\n", "La crue", NULL, NULL, NULL,
         "Réunion le 2022-01-06T11:54+0100 à la mairie"},
        {"", NULL, NULL, NULL, NULL, NULL},
        {"\n \n\n\t\n", NULL, NULL, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_article(SOURCE_PLAIN, &texts[i]);
}

static void titles_of_ordinary_texts_are_at_most_150_characters(void **state)
{
    (void)state;
    for (size_t length = 149; length <= 152; length++) {
        char text[512] = "", title[400] = "";
        for (size_t i = 0; i < length; i++)
            strcat(title, "é");
        snprintf(text, sizeof text, "%s\n\nSuite", title);
        struct expected expected = {text, title, NULL, NULL, NULL, "Suite"};
        if (length > 150) {
            expected.title = NULL;
            expected.body = text;
        }
        expect_article(SOURCE_PLAIN, &expected);
    }
}

static void binary_files_are_refused(void **state)
{
    (void)state;
    static const char elf[64] = "\x7f"
                                "ELF\x02\x01\x01";
    struct collection collection = {0};
    assert_int_equal(collect_bytes(&collection, SOURCE_PLAIN, elf, sizeof elf), ERROR_INPUT);
    assert_string_equal(error_message(), "'test' is binary");
    assert_int_equal(collection.count, 0);
}

/* xorshift64*: reproducible from the printed seed. */
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(0x2545f4914f6cdd1d);
}

static const char *pick(uint64_t *seed, const char *const *from, size_t count)
{
    return from[next_random(seed) % count];
}

#define PICK(seed, from) pick(seed, from, sizeof(from) / sizeof *(from))

/* A header put together at random: parts missing, moved, repeated. The dates agree. */
static void make_random_article(uint64_t *seed, char *text, size_t room)
{
    static const char *const parts[] = {
        " date 2022-01 " URL,
        "date 2022-01",
        "date " URL,
        "La crue",
        "La  crue",
        "Étonnant, non ?",
        "La rivière a débordé jeudi... 06.01.2022",
        "Une phrase qui ne revient pas… 06.01.2022",
        "Réunion du conseil 06.01.2022",
        STAMP,
        "2022-01-06T12:18Z",
        "2022-01-06T12:18:44+0100",
        TEXT,
        "Les œufs n° 42, l’été : « 20 000 € ».",
        "La rivière",
        "06.01.2022",
        "...",
        "date",
        "https://journal.example/",
    };
    static const char *const ends[] = {"\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\r\r", "\n \t\n"};
    const char *end = PICK(seed, ends);
    size_t count = 1 + next_random(seed) % 12;
    text[0] = '\0';
    if (next_random(seed) % 4 == 0)
        strcat(text, "\xef\xbb\xbf");
    for (size_t i = 0; i < count; i++) {
        size_t ordered = i < 9 ? (i == 0 ? 0 : i + 2) : 12;
        const char *part = next_random(seed) % 2 == 0 ? parts[ordered] : PICK(seed, parts);
        assert_true(strlen(text) + strlen(part) + 8 < room);
        strcat(text, part);
        strcat(text, next_random(seed) % 8 == 0 ? PICK(seed, ends) : end);
    }
}

/* Whether the word is a date or a time stamp, which may end up as a date: every one that
 * make_random_article uses is of January 6th, 2022, or of that month. */
static bool is_date_word(const char *word)
{
    return strncmp(word, "2022-01", 7) == 0 || strcmp(word, "06.01.2022") == 0;
}

static void assert_word_kept(const struct collected *article, char *word, const char *text)
{
    if (strstr(article->title, word) != NULL || strstr(article->url, word) != NULL ||
        strstr(article->body, word) != NULL)
        return;
    if (strcmp(word, "date") == 0 || strcmp(word, "...") == 0)
        return;
    if (is_date_word(word)) {
        assert_int_equal(strncmp(article->published, "2022-01", 7), 0);
        return;
    }
    size_t size = strlen(word); /* the ellipsis of a standfirst that the body repeats */
    if (size > 3 && (strcmp(word + size - 3, "...") == 0 || strcmp(word + size - 3, "…") == 0)) {
        word[size - 3] = '\0';
        assert_word_kept(article, word, text);
        return;
    }
    fail_msg("lost '%s' of:\n%s", word, text);
}

static void no_word_is_ever_lost(void **state)
{
    (void)state;
    const uint64_t first_seed = 20220106;
    for (uint64_t round = 1; round <= 20000; round++) {
        uint64_t seed = first_seed * round;
        char text[4096];
        make_random_article(&seed, text, sizeof text);
        struct collection collection = {0};
        collect_text(&collection, SOURCE_PLAIN, text);
        assert_int_equal(collection.count, 1);
        char words[4096];
        strcpy(words, strncmp(text, "\xef\xbb\xbf", 3) == 0 ? text + 3 : text);
        for (char *word = strtok(words, " \t\r\n"); word != NULL; word = strtok(NULL, " \t\r\n"))
            assert_word_kept(&collection.articles[0], word, text);
        collect_release(&collection);
    }
}

static void words_go_on_past_the_end_of_a_page(void **state)
{
    (void)state;
    static const char *const bodies[][2] = {
        {"la conser-\n\nvation", "la conser-\nvation"},
        {"un\nla conser-\n\fvation\nfin", "un\nla conser-\nvation\nfin"},
        {"la conser- \n \n\f  vation", "la conser-\nvation"},
        {"l'assem¬\f\nblée", "l'assem¬\nblée"},
        {"la pré\xc2\xad\n\nétude et\n\nla pré-\n\népreuve",
         "la pré\xc2\xad\nétude et\n\nla pré-\népreuve"},
        {"LA CONSER-\n\nVATION", "LA CONSER-\nVATION"},
        {"la conser-\nvation", "la conser-\nvation"},
        /* These are ends of paragraphs. */
        {"deux mots -\n\nvation", "deux mots -\n\nvation"},
        {"l'arrière-\n\nPlan", "l'arrière-\n\nPlan"},
        {"la conser-\n\n\n\n\nvation", "la conser-\n\n\n\n\nvation"},
        {"en 1914-\n\nvation", "en 1914-\n\nvation"},
        {"a-\n\n- b", "a-\n\n- b"},
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        char text[200];
        struct collection collection = {0};
        snprintf(text, sizeof text, "Un titre\n\n%s\n", bodies[i][0]);
        collect_text(&collection, SOURCE_PLAIN, text);
        assert_string_equal(collection.articles[0].body, bodies[i][1]);
        collect_release(&collection);
    }
    /* A line that ends in half a word is no title. */
    expect_article(SOURCE_PLAIN, &(struct expected){.text = "la conser-\n\nvation\n",
                                                    .body = "la conser-\nvation"});
}

SUITE(plain)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crawled_articles_are_recognised),
        cmocka_unit_test(ordinary_texts_stay_whole),
        cmocka_unit_test(titles_of_ordinary_texts_are_at_most_150_characters),
        cmocka_unit_test(binary_files_are_refused),
        cmocka_unit_test(no_word_is_ever_lost),
        cmocka_unit_test(words_go_on_past_the_end_of_a_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
