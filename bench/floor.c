/* What scanning and hashing alone cost, as a floor to hold an indexer against: reads the bytes,
 * finds the words one byte at a time, hashes each, and does nothing with them.
 *
 *   floor FILE
 *
 * Words are runs of ASCII letters and of bytes from 0x80 on. A word is hashed by its first sixteen
 * bytes and its size, as a memo of words would begin; the counts by hash are printed as one number,
 * so that no compiler leaves the work out. JSON is not understood: names of fields and escapes are
 * words like others, which is less work than reading it.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    READ_SIZE = 1 << 18, /* stays in the second-level cache */
    WORD_MAX = 1 << 12,  /* longer ones are cut: base64, not French */
    HASHED = 16,
    TABLE_BITS = 12,
};

static bool is_letter[256];
static uint32_t table[1 << TABLE_BITS];
static unsigned char input[WORD_MAX + READ_SIZE + HASHED];

static void mark_letters(void)
{
    for (unsigned c = 0; c < 256; c++)
        is_letter[c] = c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static uint64_t load_word(const void *from)
{
    uint64_t value;
    memcpy(&value, from, sizeof value);
    return value;
}

/* Sixteen bytes may be read at `word`. A window over ones and zeros cuts them to the word, without
 * a branch on its size. */
static uint64_t hash_word(const unsigned char *word, size_t size)
{
    static const unsigned char window[2 * HASHED] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                                     0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                                     0xff, 0xff, 0xff, 0xff};
    const unsigned char *mask = window + HASHED - (size < HASHED ? size : HASHED);
    uint64_t first = load_word(word) & load_word(mask),
             second = load_word(word + 8) & load_word(mask + 8);
    return (first ^ size) * UINT64_C(0x9e3779b97f4a7c15) ^ second * UINT64_C(0xc2b2ae3d27d4eb4f);
}

/* Counts the words of [at, end). Returns where a word begins that `end` cuts, or `end`. */
static const unsigned char *count_block_words(const unsigned char *at, const unsigned char *end)
{
    for (;;) {
        while (at < end && !is_letter[*at])
            at++;
        const unsigned char *start = at;
        while (at < end && is_letter[*at])
            at++;
        if (at == end)
            return start;
        table[hash_word(start, (size_t)(at - start)) >> (64 - TABLE_BITS)]++;
    }
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: floor FILE\n", stderr);
        return 2;
    }
    int file = open(argv[1], O_RDONLY);
    if (file < 0) {
        fprintf(stderr, "floor: %s: %s\n", argv[1], strerror(errno));
        return 2;
    }
    mark_letters();
    size_t kept = 0;
    ssize_t got;
    while ((got = read(file, input + kept, READ_SIZE)) > 0) {
        const unsigned char *end = input + kept + got;
        const unsigned char *rest = count_block_words(input, end);
        kept = (size_t)(end - rest);
        if (kept >= WORD_MAX)
            kept = 0;
        memmove(input, rest, kept);
    }
    input[kept] = '\n';
    count_block_words(input, input + kept + 1);
    uint64_t words = 0, sum = 0;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        words += table[i];
        sum += table[i] * (uint64_t)i;
    }
    printf("%" PRIu64 " words, %016" PRIx64 "\n", words, sum);
    return got < 0 ? 2 : 0;
}
