/* Passages: stated examples, then random texts held to a naive reading of the whole text. */
#include "tests/unit/present/hostile.h"

#include "common/analysis/safe.h"
#include "query/present/columns.h"
#include "query/present/cut.h"
#include "query/present/snippet.h"
#include "tests/unit/suite.h"

enum { CASES = 20000, NARROWEST = 16, MARKS_COLUMNS = 4 };

#define OMITTED_BEFORE "… "
#define OMITTED_AFTER " …"

/* A text and what matches in it. */
struct marked {
    struct buffer text;
    struct match_list matches;
};

static void marked_init(struct marked *marked)
{
    *marked = (struct marked){0};
}

static void marked_release(struct marked *marked)
{
    buffer_release(&marked->text);
    vector_release(&marked->matches);
}

static struct slice text_of(const struct marked *marked)
{
    return (struct slice){marked->text.data, marked->text.size};
}

/* --- examples --- */

/* Reads `le [0chat] dort`: a match of clause 0. Matches may lie within each other. */
static void read_marked(struct marked *marked, const char *markup)
{
    size_t open[4], depth = 0;
    marked_init(marked);
    for (; *markup != '\0'; markup++) {
        if (*markup == '[') {
            const struct match match = {(uint32_t)marked->text.size, 0,
                                        (uint32_t)(*++markup - '0')};
            open[depth++] = vector_count(&marked->matches);
            vector_append(&marked->matches, match);
        } else if (*markup == ']') {
            marked->matches.items[open[--depth]].end = (uint32_t)marked->text.size;
        } else {
            buffer_append_byte(&marked->text, (unsigned char)*markup);
        }
    }
}

static void write_marked(struct buffer *to, const struct snippet *snippet)
{
    const struct match *ranges = snippet->ranges.items;
    size_t count = vector_count(&snippet->ranges), at = 0;
    for (size_t i = 0; i < count; i++) {
        buffer_append(to, snippet->text.data + at, ranges[i].start - at);
        buffer_append_format(to, "[%u%.*s]", ranges[i].clause,
                             (int)(ranges[i].end - ranges[i].start),
                             snippet->text.data + ranges[i].start);
        at = ranges[i].end;
    }
    buffer_append(to, snippet->text.data + at, snippet->text.size - at);
}

struct row {
    size_t width; /* 0: the whole text */
    const char *markup, *expected;
};

static bool is_shown_as(const struct row *row)
{
    struct marked marked;
    struct snippet snippet = {0};
    struct buffer got;
    buffer_init(&got);
    read_marked(&marked, row->markup);
    int status = row->width == 0
                     ? snippet_make_title(&snippet, text_of(&marked), &marked.matches)
                     : snippet_make(&snippet, text_of(&marked), &marked.matches, row->width);
    assert_int_equal(status, 0);
    write_marked(&got, &snippet);
    bool equal = strcmp(buffer_string(&got), row->expected) == 0;
    if (!equal)
        print_error("expected  %s\n     got  %s\n", row->expected, buffer_string(&got));
    snippet_release(&snippet);
    buffer_release(&got);
    marked_release(&marked);
    return equal;
}

static void check(const struct row *rows, size_t count)
{
    bool all = true;
    for (size_t i = 0; i < count; i++)
        all &= is_shown_as(&rows[i]);
    assert_true(all);
}

#define CHECK(rows) check((rows), sizeof(rows) / sizeof *(rows))

static void without_matches_it_is_the_beginning(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {20, "", ""},
        {20, " \n ", ""},
        {20, "Un texte sans rien", "Un texte sans …"},
        {20, "Un texte entier.", "Un texte entier."},
        {20, "  Un\n\n\ttexte  court \n", "Un texte court"},
        {40, "Un texte sans rien de trouvé dans ses quelques mots",
         "Un texte sans rien de trouvé dans …"},
    };
    CHECK(rows);
}

static void it_is_cut_at_white_space_around_the_match(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {30, "avant cela encore il y a le [0chat] qui dort encore derrière cela",
         "… y a le [0chat] qui dort …"},
        {30, "le [0chat] qui dort encore derrière cela", "le [0chat] qui dort encore …"},
        {30, "avant cela encore il y a le [0chat]", "… cela encore il y a le [0chat]"},
        {16, "avant le [0chat]\u00a0gris dort", "… [0chat]\u00a0gris …"},
        {20, "avant\nle\n\n[0chat]\n\ndort derrière", "… le [0chat] dort …"},
    };
    CHECK(rows);
}

static void a_word_that_fills_the_place_alone_is_cut(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {16, "anticonstitutionnellement dit", "anticonstitu …"},
        {16, "avant [0anticonstitutionnellement] dit", "… [0anticonstitu] …"},
        {16, "中文中文中文中文中文", "中文中文中文 …"},
        {17, "中文中文中文中文中文", "中文中文中文 …"},
    };
    CHECK(rows);
}

static void words_around_a_match_stay_whole(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {17, "une porte-[0parole]s dit", "… porte-[0parole]s …"},
        {16, "une l'[0école] dit oui ici", "… l'[0école] dit …"},
        /* a word that has no room is cut, but not its match */
        {16, "un gouvernemental-[0chat] du", "… ntal-[0chat] du"},
    };
    CHECK(rows);
}

static void blanks_at_the_start_hide_nothing(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {16, "\nanticonstitutionnellement dit", "anticonstitu …"},
        {16, "\u200e\n中文中文中文中文中文", "中文中文中文 …"},
        {16, " \n ", ""},
    };
    CHECK(rows);
}

/* か with its mark is が: a mark alone would stand on the space before it. */
static void a_character_keeps_its_marks(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {16, "か\u3099か\u3099か\u3099[0語]か\u3099か\u3099か\u3099か\u3099か\u3099",
         "… か\u3099[0語]か\u3099か\u3099か\u3099か\u3099 …"},
    };
    CHECK(rows);
}

static void blanks_left_out_are_not_marked(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {16, "\n\n[0abcdefghijkl]\n\n", "[0abcdefghijkl]"},
        {16, "\n\n[0abcdefghijklm]\n\n", "[0abcdefghijkl] …"},
    };
    CHECK(rows);
}

static void a_width_below_the_narrowest_is_the_narrowest(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {1, "Un texte sans rien", "Un texte …"},
        {15, "Un texte sans rien", "Un texte …"},
        {16, "Un texte sans rien", "Un texte …"},
    };
    CHECK(rows);
}

static void the_passage_with_most_clauses_is_chosen(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {24, "le [0chat] et le [0chat] et encore un long texte où le [0chat] voit un [1chien] gris",
         "… [0chat] voit un [1chien] …"},
        {24, "le [0chat] seul et encore un long texte où le [1chien] est seul aussi",
         "le [0chat] seul et …"},
        {24, "un [0chat] dort et encore un long texte où le [0chat] et le [0chat] sont là",
         "… [0chat] et le [0chat] sont …"},
        {30,
         "un [0chat] ou bien ce [1chien] et encore un long texte où [0chat] et [1chien] sont là",
         "… où [0chat] et [1chien] sont là"},
    };
    CHECK(rows);
}

static void matches_that_overlap_are_one(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {0, "le [0porte-[1parole]] parle", "le [0porte-parole] parle"},
        {0, "le [0[1porte]-parole] parle", "le [0porte-parole] parle"},
        {0, "le [1[0chat]] dort", "le [1chat] dort"},
        {0, "le [0chat][1noir] dort", "le [0chat][1noir] dort"},
        {40, "le [0porte-[1parole]] parle", "le [0porte-parole] parle"},
    };
    CHECK(rows);
}

static void the_whole_text_is_one_line(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {0, "", ""},
        {0, "\n [0chat]\t\n[1noir]  \n", "[0chat] [1noir]"},
        {0, "txt\u202e.[0exe]\x1b[0m]", "txt .[0exe] [0m]"},
        {0, "[012 \n 000] euros", "[012 000] euros"},
        {0, "un titre plus long que ce qu'un passage pourrait avoir de [0place]",
         "un titre plus long que ce qu'un passage pourrait avoir de [0place]"},
    };
    CHECK(rows);
}

static void a_snippet_can_be_made_again(void **state)
{
    (void)state;
    struct snippet snippet = {0};
    struct marked long_text, short_text;
    read_marked(&long_text, "un [0chat] et un [1chien]");
    read_marked(&short_text, "rien");
    assert_int_equal(snippet_make_title(&snippet, text_of(&long_text), &long_text.matches), 0);
    assert_int_equal(snippet_make(&snippet, text_of(&short_text), &short_text.matches, 40), 0);
    assert_string_equal(buffer_string(&snippet.text), "rien");
    assert_int_equal(vector_count(&snippet.ranges), 0);
    snippet_release(&snippet);
    marked_release(&long_text);
    marked_release(&short_text);
}

/* --- random texts --- */

/* Around whole words, white space can always be found to cut at. */
enum matching { NOTHING, WORDS, PARTS_OF_WORDS };

static void random_word(uint64_t *random, struct buffer *text)
{
    static const char *const letters[] = {"a", "b", "c",  "d",  "e",       "é", "œ",
                                          "'", "-", "中", "한", "e\u0301", "1", "😀"};
    uint32_t length =
        random_below(random, 25) ? 1 + random_below(random, 8) : 20 + random_below(random, 60);
    uint32_t kinds = random_below(random, 4) ? 8 : sizeof letters / sizeof *letters;
    for (uint32_t i = 0; i < length; i++)
        buffer_append_string(text, letters[random_below(random, kinds)]);
}

/* Puts down where each word begins and ends. */
static void random_text(uint64_t *random, struct buffer *text, struct match_list *words)
{
    static const char *const blanks[] = {" ", " ", " ", "\n", "\n\n", " \t\u2028", "   ", "\u202e"};
    for (uint32_t i = random_below(random, random_below(random, 3) ? 80 : 6); i > 0; i--) {
        if (text->size > 0)
            buffer_append_string(text, blanks[random_below(random, 8)]);
        struct match word = {(uint32_t)text->size, 0, 0};
        random_word(random, text);
        word.end = (uint32_t)text->size;
        vector_append(words, word);
    }
    if (random_below(random, 3) == 0)
        buffer_append_string(text, blanks[random_below(random, 8)]);
}

/* Returns the end of the character that covers byte `start` + `most`, or begins there. */
static uint32_t character_end(const struct buffer *text, uint32_t start, uint32_t most)
{
    uint32_t end = start + most;
    while (end < text->size && ((unsigned char)text->data[end] & 0xc0) == 0x80)
        end++;
    return end;
}

static struct match random_match(uint64_t *random, const struct buffer *text,
                                 const struct match *words, size_t count, enum matching matching)
{
    const struct match *word = &words[random_below(random, (uint32_t)count)];
    struct match match = {word->start, word->end, random_below(random, 5)};
    if (matching == WORDS)
        return match;
    match.start = character_end(text, word->start, random_below(random, word->end - word->start));
    if (match.start == word->end)
        match.start = word->start;
    match.end = character_end(text, match.start, 1 + random_below(random, word->end - match.start));
    if (word < words + count - 1 && random_below(random, 6) == 0)
        match.end = word[1].end;
    return match;
}

/* The order of highlight_find. */
static int compare_random_matches(const void *one, const void *other)
{
    const struct match *a = one, *b = other;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return (a->end < b->end) - (a->end > b->end);
}

static void random_marked(uint64_t *random, struct marked *marked, enum matching matching)
{
    struct match_list words = {0};
    marked_init(marked);
    random_text(random, &marked->text, &words);
    const struct match *items = words.items;
    size_t count = vector_count(&words);
    uint32_t wanted = matching == NOTHING || count == 0
                          ? 0
                          : random_below(random, random_below(random, 2) ? 4 : 30);
    for (; wanted > 0; wanted--) {
        struct match match = random_match(random, &marked->text, items, count, matching);
        vector_append(&marked->matches, match);
    }
    vector_sort(&marked->matches, compare_random_matches);
    assert_int_equal(buffer_status(&marked->text), 0);
    assert_int_equal(vector_status(&marked->matches), 0);
    vector_release(&words);
}

/* --- the naive reading --- */

/* The whole text as one line, and for each byte of it where it stands in the text. */
struct line {
    struct buffer text, sources;
};

static void line_make(struct line *line, const struct buffer *text)
{
    bool space = false;
    buffer_init(&line->text);
    buffer_init(&line->sources);
    for (size_t at = 0; at < text->size;) {
        uint32_t character = 0;
        size_t bytes = naive_character(text->data + at, text->size - at, &character);
        if (safe_is_blank(character)) {
            space = line->text.size > 0;
        } else {
            if (space) {
                buffer_append_byte(&line->text, ' ');
                buffer_append_u32(&line->sources, (uint32_t)at - 1);
            }
            for (size_t i = 0; i < bytes; i++)
                buffer_append_u32(&line->sources, (uint32_t)(at + i));
            buffer_append(&line->text, text->data + at, bytes);
            space = false;
        }
        at += bytes;
    }
}

static void line_release(struct line *line)
{
    buffer_release(&line->text);
    buffer_release(&line->sources);
}

static uint32_t source_of(const struct line *line, size_t at)
{
    return load_u32(line->sources.data + 4 * at);
}

static bool is_covered(const struct match_list *matches, size_t at)
{
    const struct match *items = matches->items;
    size_t count = vector_count(matches);
    for (size_t i = 0; i < count; i++)
        if (items[i].start <= at && at < items[i].end)
            return true;
    return false;
}

static bool starts_with(const struct buffer *text, size_t at, const char *what, size_t size)
{
    return text->size - at >= size && (size == 0 || memcmp(text->data + at, what, size) == 0);
}

/* A snippet taken apart: its marks of omission, and what is between them. */
struct shown {
    const struct snippet *snippet;
    bool before, after;
    size_t start, end;
};

static struct shown take_apart(const struct snippet *snippet)
{
    const size_t before = sizeof OMITTED_BEFORE - 1, after = sizeof OMITTED_AFTER - 1;
    const struct buffer *text = &snippet->text;
    struct shown shown = {.snippet = snippet, .end = text->size};
    shown.before = starts_with(text, 0, OMITTED_BEFORE, before);
    if (shown.before)
        shown.start = before;
    shown.after = text->size >= shown.start + after &&
                  starts_with(text, text->size - after, OMITTED_AFTER, after);
    if (shown.after)
        shown.end -= after;
    return shown;
}

/* Whether the snippet shows the line from `at` on: its words, its marks, its ranges. */
static bool shows(const struct shown *shown, const struct line *line, size_t at,
                  const struct match_list *matches)
{
    size_t size = shown->end - shown->start;
    if (!starts_with(&line->text, at, shown->snippet->text.data + shown->start, size))
        return false;
    if (shown->before != (at > 0) || shown->after != (at + size < line->text.size))
        return false;
    for (size_t i = 0; i < size; i++)
        if (is_covered(matches, source_of(line, at + i)) !=
            is_covered(&shown->snippet->ranges, shown->start + i))
            return false;
    return true;
}

static unsigned count_bits(uint32_t bits)
{
    unsigned count = 0;
    for (; bits != 0; bits &= bits - 1)
        count++;
    return count;
}

/* The clauses of matches that lie within [start, end) of the text. */
static unsigned clauses_within(const struct match_list *matches, size_t start, size_t end)
{
    const struct match *items = matches->items;
    size_t count = vector_count(matches);
    uint32_t seen = 0;
    for (size_t i = 0; i < count; i++)
        if (items[i].start >= start && items[i].end <= end)
            seen |= 1U << items[i].clause;
    return count_bits(seen);
}

/* The most clauses that any passage of `room` columns could show. */
static unsigned most_clauses(const struct marked *marked, size_t room)
{
    const struct match *items = marked->matches.items;
    size_t count = vector_count(&marked->matches);
    unsigned most = 0;
    for (size_t i = 0; i < count; i++) {
        size_t end = items[i].start, used = 0;
        while (end < marked->text.size) {
            struct column_step step =
                columns_step(marked->text.data + end, marked->text.size - end);
            if (used + step.columns > room)
                break;
            used += step.columns;
            end += step.bytes;
        }
        unsigned clauses = clauses_within(&marked->matches, items[i].start, end);
        if (clauses > most)
            most = clauses;
    }
    return most;
}

/* --- properties --- */

static void check_ranges(const struct snippet *snippet, uint64_t seed)
{
    const struct match *ranges = snippet->ranges.items;
    size_t count = vector_count(&snippet->ranges), after = 0;
    for (size_t i = 0; i < count; i++) {
        EXPECT(seed, ranges[i].start >= after && ranges[i].start < ranges[i].end);
        EXPECT(seed, ranges[i].end <= snippet->text.size);
        EXPECT(seed, ((unsigned char)snippet->text.data[ranges[i].start] & 0xc0) != 0x80);
        EXPECT(seed, ranges[i].end == snippet->text.size ||
                         ((unsigned char)snippet->text.data[ranges[i].end] & 0xc0) != 0x80);
        after = ranges[i].end;
    }
}

/* A cut within a word leaves nothing but that word. */
static bool is_cut_well(const struct line *line, size_t start, size_t end)
{
    const char *text = line->text.data;
    bool cut_before = start > 0 && text[start - 1] != ' ';
    bool cut_after = end < line->text.size && text[end] != ' ';
    return !(cut_before || cut_after) || memchr(text + start, ' ', end - start) == NULL;
}

/* Whether the snippet is good when it shows the line from `start` on. */
static bool is_good_at(const struct shown *shown, const struct line *line, size_t start,
                       const struct marked *marked, enum matching matching, unsigned clauses)
{
    size_t end = start + (shown->end - shown->start);
    if (!shows(shown, line, start, &marked->matches) || end == start)
        return false;
    if (matching == NOTHING && start > 0)
        return false;
    if (matching != PARTS_OF_WORDS && !is_cut_well(line, start, end))
        return false;
    return clauses_within(&marked->matches, source_of(line, start), source_of(line, end - 1) + 1) >=
           clauses;
}

/* The same words may stand in several places: one of them must do. */
static bool is_good(const struct snippet *snippet, const struct line *line,
                    const struct marked *marked, enum matching matching, unsigned clauses)
{
    const struct shown shown = take_apart(snippet);
    for (size_t at = 0; at < line->text.size; at++)
        if (is_good_at(&shown, line, at, marked, matching, clauses))
            return true;
    return line->text.size == 0 && snippet->text.size == 0;
}

static void check_snippet(const struct marked *marked, size_t width, enum matching matching,
                          uint64_t seed)
{
    struct snippet snippet = {0};
    struct line line;
    size_t most = width < NARROWEST ? NARROWEST : width;
    line_make(&line, &marked->text);
    EXPECT(seed, snippet_make(&snippet, text_of(marked), &marked->matches, width) == 0);
    EXPECT(seed, columns_of(snippet.text.data, snippet.text.size) <= most);
    check_ranges(&snippet, seed);
    EXPECT(seed,
           is_good(&snippet, &line, marked, matching, most_clauses(marked, most - MARKS_COLUMNS)));
    line_release(&line);
    snippet_release(&snippet);
}

static void check_random(uint64_t test, enum matching matching)
{
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(test, number), random = seed;
        struct marked marked;
        random_marked(&random, &marked, matching);
        check_snippet(&marked, random_below(&random, random_below(&random, 2) ? 40 : 200), matching,
                      seed);
        marked_release(&marked);
    }
}

static void the_beginning_of_any_text_is_shown(void **state)
{
    (void)state;
    check_random(206, NOTHING);
}

static void a_passage_of_any_text_is_shown(void **state)
{
    (void)state;
    check_random(207, WORDS);
}

static void matches_may_be_parts_of_words(void **state)
{
    (void)state;
    check_random(208, PARTS_OF_WORDS);
}

static void all_of_a_title_is_shown_or_what_its_width_holds(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < CASES; number++) {
        uint64_t seed = seed_of(209, number), random = seed;
        struct marked marked;
        struct snippet snippet = {0};
        struct line line;
        random_marked(&random, &marked, PARTS_OF_WORDS);
        line_make(&line, &marked.text);
        EXPECT(seed, snippet_make_title(&snippet, text_of(&marked), &marked.matches) == 0);
        check_ranges(&snippet, seed);
        const struct shown shown = {.snippet = &snippet, .end = snippet.text.size};
        bool whole = marked.text.size <= CUT_TITLE;
        EXPECT(seed, !whole || snippet.text.size == line.text.size);
        EXPECT(seed, !whole || shows(&shown, &line, 0, &marked.matches));
        EXPECT(seed, columns_of(snippet.text.data, snippet.text.size) <= CUT_TITLE);
        line_release(&line);
        snippet_release(&snippet);
        marked_release(&marked);
    }
}

SUITE(snippet)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_matches_it_is_the_beginning),
        cmocka_unit_test(it_is_cut_at_white_space_around_the_match),
        cmocka_unit_test(a_word_that_fills_the_place_alone_is_cut),
        cmocka_unit_test(words_around_a_match_stay_whole),
        cmocka_unit_test(blanks_at_the_start_hide_nothing),
        cmocka_unit_test(a_character_keeps_its_marks),
        cmocka_unit_test(blanks_left_out_are_not_marked),
        cmocka_unit_test(a_width_below_the_narrowest_is_the_narrowest),
        cmocka_unit_test(the_passage_with_most_clauses_is_chosen),
        cmocka_unit_test(matches_that_overlap_are_one),
        cmocka_unit_test(the_whole_text_is_one_line),
        cmocka_unit_test(a_snippet_can_be_made_again),
        cmocka_unit_test(the_beginning_of_any_text_is_shown),
        cmocka_unit_test(a_passage_of_any_text_is_shown),
        cmocka_unit_test(matches_may_be_parts_of_words),
        cmocka_unit_test(all_of_a_title_is_shown_or_what_its_width_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
