/* Numbers at the ends of what they can be: a segment of 2^32 - 2 documents, a word with more
 * occurrences than 32 bits count, dictionaries that claim what is not there, and sums of several
 * segments that overflow. Each question is answered rightly or refused, within a second, and
 * without the memory that a forged number asks for. */
#include <sys/resource.h>

#include "indexer/merge/merge.h"
#include "tests/corrupt/ask.h"
#include "tests/corrupt/vast_segment.h"

#define DOCUMENTS (UINT32_MAX - 1)
#define MIDDLE (UINT32_C(0x80000000) + 5)

enum { LOW = 200, HIGH = 300, LAKES = LOW + 1 + HIGH, SEAS = 4, ROCKS = 128, ROCK_AT = 1000 };
enum { SMALL = 5000, MEMORY_MOST = 256 << 10 /* KiB */ };

static uint32_t lake[LAKES], lake_tf[LAKES], lake_length[LAKES];
static uint32_t sea[SEAS] = {7, DOCUMENTS - 1000, DOCUMENTS - 2, DOCUMENTS - 1};
static uint32_t sea_tf[SEAS] = {2, 2, 2, 2}, sea_length[SEAS];
static uint32_t rock[ROCKS], rock_tf[ROCKS], rock_length[ROCKS];

static void require(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "corrupt_vast: %s: %s\n", what, error_message());
        exit(1);
    }
}

/* No two alike, so that no two documents have one score. */
static uint32_t length_of(uint32_t document)
{
    if (document == MIDDLE)
        return 20;
    return document < LOW ? 300 + document : 500 + (DOCUMENTS - document);
}

static void set_words(void)
{
    for (uint32_t i = 0; i < LAKES; i++) {
        lake[i] = i < LOW ? i : i == LOW ? MIDDLE : DOCUMENTS - (LAKES - i);
        lake_tf[i] = lake[i] == MIDDLE || lake[i] == DOCUMENTS - 1 ? 9 : 2;
        lake_length[i] = length_of(lake[i]);
    }
    for (uint32_t i = 0; i < SEAS; i++)
        sea_length[i] = length_of(sea[i]);
    for (uint32_t i = 0; i < ROCKS; i++) {
        rock[i] = ROCK_AT + i;
        rock_tf[i] = UINT32_MAX;
        rock_length[i] = UINT32_MAX - i;
    }
}

static const struct vast_word words[] = {
    {"cap", LAKES, lake, lake_tf, lake_length, .claimed = DOCUMENTS, .has_positions = true},
    {"lac", LAKES, lake, lake_tf, lake_length, .has_positions = true},
    {"mer", SEAS, sea, sea_tf, sea_length, .has_positions = true},
    {"roc", ROCKS, rock, rock_tf, rock_length, .has_positions = false},
};

/* --- asking --- */

/* What a question gave: as many as match, and the documents of the best. */
struct answer {
    int status;
    uint64_t count;
    size_t hits;
    uint32_t documents[5];
};

static struct answer ask_query(struct index *index, struct analyzer *analyzer, const char *text,
                               struct search_options options)
{
    static const struct query_options how = {.phrase = false};
    struct answer answer = {0};
    struct query query;
    struct expansion expansion;
    struct search_result result;
    double begun = ask_seconds();
    options.k1 = 1.2;
    options.b = 0.75;
    options.limit = 5;
    require(query_parse(&query, analyzer, text, strlen(text), &how) == 0, text);
    require(expand_query(&expansion, index, &query) == 0, text);
    answer.status = search_run(&expansion, &options, &result);
    for (size_t i = 0; answer.status == 0 && i < result.count; i++)
        answer.documents[answer.hits++] = result.hits[i].document;
    if (answer.status == 0) {
        search_result_release(&result);
        answer.status = search_count(&expansion, &answer.count);
    }
    expansion_release(&expansion);
    query_release(&query);
    require(ask_seconds() - begun < ASK_SECONDS, text);
    return answer;
}

static void expect_answer(struct index *index, struct analyzer *analyzer, const char *text,
                          uint64_t count, const uint32_t *documents, size_t hits)
{
    for (int exhaustive = 0; exhaustive < 2; exhaustive++) {
        struct answer answer =
            ask_query(index, analyzer, text, (struct search_options){.exhaustive = exhaustive});
        bool good = answer.status == 0 && answer.count == count && answer.hits == hits &&
                    memcmp(answer.documents, documents, hits * sizeof *documents) == 0;
        if (!good)
            fprintf(stderr, "status %d, %llu documents, the best %u, %u, %u, %u, %u\n",
                    answer.status, (unsigned long long)answer.count, answer.documents[0],
                    answer.documents[1], answer.documents[2], answer.documents[3],
                    answer.documents[4]);
        require(good, text);
    }
}

static void expect_refusal(struct index *index, struct analyzer *analyzer, const char *text)
{
    static const struct search_options second_stage = {.early = 1, .form = 0.2};
    struct answer answer = ask_query(index, analyzer, text, second_stage);
    require(answer.status == ERROR_CORRUPT, text);
}

static void open_vast_index(struct index *index, const struct vast *vast)
{
    require(index_open(index, vast->sample.path, analysis_fingerprint()) == 0, "opening");
}

/* --- 2^32 documents --- */

static void ask_vast(struct vast *vast, struct analyzer *analyzer)
{
    static const uint32_t lakes[] = {MIDDLE, DOCUMENTS - 1, 0, 1, 2};
    static const uint32_t both[] = {DOCUMENTS - 1, 7, DOCUMENTS - 2};
    static const uint32_t beside[] = {7, DOCUMENTS - 1, DOCUMENTS - 2};
    static const uint32_t rocks[] = {ROCK_AT + 127, ROCK_AT + 126, ROCK_AT + 125, ROCK_AT + 124,
                                     ROCK_AT + 123};
    struct index index;
    open_vast_index(&index, vast);
    expect_answer(&index, analyzer, "lac", LAKES, lakes, 5);
    expect_answer(&index, analyzer, "la*", LAKES, lakes, 5);
    expect_answer(&index, analyzer, "lac -mer", LAKES - 3, (uint32_t[]){MIDDLE, 0, 1, 2, 3}, 5);
    expect_answer(&index, analyzer, "(lac OU mer) ET mer SAUF (lac ET roc)", SEAS,
                  (uint32_t[]){7, DOCUMENTS - 1, DOCUMENTS - 2, DOCUMENTS - 1000}, 4);
    expect_answer(&index, analyzer, "+lac +mer", 3, both, 3);
    expect_answer(&index, analyzer, "\"lac mer\"", 3, beside, 3);
    expect_answer(&index, analyzer, "lac PROCHE/3 mer", 3, both, 3);
    expect_answer(&index, analyzer, "roc", ROCKS, rocks, 5);
    /* What is not there is met at its place, or where memory would be made for it. */
    expect_refusal(&index, analyzer, "cap");
    expect_refusal(&index, analyzer, "+cap +mer");
    expect_refusal(&index, analyzer, "roc");
    expect_refusal(&index, analyzer, "\"roc roc\"");
    expect_refusal(&index, analyzer, "r*c PROCHE/2 roc");
    index_close(&index);
}

static int merge_two(struct index *index, const struct vast *vast)
{
    const struct merge_output output = {vast->sample.directory, "00000009-000.seg", NULL};
    static const struct merge_progress progress = {0};
    struct segment *inputs[] = {&index->segments[0], &index->segments[1]};
    struct manifest_segment entry = {0};
    int status = merge_segments(inputs, 2, &output, &progress, &entry);
    unlinkat(vast->sample.directory, "00000009-000.seg", 0);
    return status;
}

static void merge_vast(struct vast *vast)
{
    struct index index;
    vast_repeat(vast, 2);
    open_vast_index(&index, vast);
    double begun = ask_seconds();
    require(index.document_count == 2 * (uint64_t)DOCUMENTS, "the number of documents");
    require(merge_two(&index, vast) == ERROR_INPUT &&
                strcmp(error_message(),
                       "the segments have too many articles to be merged into one") == 0,
            "a merge of too many documents");
    require(ask_seconds() - begun < ASK_SECONDS, "a merge of too many documents takes long");
    index_close(&index);
}

/* --- sums that overflow --- */

static int merge_claims(uint64_t occurrences)
{
    static const uint32_t documents[] = {3, 4999}, ones[] = {1, 1};
    const struct vast_word word = {
        "lac", 2, documents, ones, ones, .occurrences = occurrences, .has_positions = true};
    struct vast vast;
    struct index index;
    vast_build(&vast, SMALL, &word, 1, true);
    vast_repeat(&vast, 2);
    open_vast_index(&index, &vast);
    int status = merge_two(&index, &vast);
    index_close(&index);
    sample_remove(&vast.sample);
    return status;
}

int main(void)
{
    struct vast vast;
    struct analyzer *analyzer = analyzer_create();
    require(analyzer != NULL, "the analyser");
    set_words();
    vast_build(&vast, DOCUMENTS, words, sizeof words / sizeof *words, false);
    ask_vast(&vast, analyzer);
    merge_vast(&vast);
    sample_remove(&vast.sample);
    analyzer_destroy(analyzer);
    require(merge_claims(0) == 0, "a merge");
    require(merge_claims(5) == ERROR_CORRUPT,
            "a merge of counts that are not those of the postings");
    require(merge_claims(UINT64_C(1) << 62) == ERROR_CORRUPT, "a merge of counts beyond 32 bits");
    require(merge_claims(UINT64_C(1) << 63) == ERROR_CORRUPT, "a merge of counts beyond 64 bits");
#ifndef __SANITIZE_ADDRESS__
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    require(used.ru_maxrss < MEMORY_MOST, "memory");
#endif
    puts("corrupt_vast: all answered or refused");
    return 0;
}
