/* Texts of characters that are hard to tell apart, cut up, join and lower. */
#ifndef FOUILLE_TESTS_HARD_TEXT_H
#define FOUILLE_TESTS_HARD_TEXT_H

#include "tests/unit/base/property.h"

static const char *const hard_pieces[] = {
    "a",       "Z",      "m",      "0",       "9",        "12",         "345",        "é",
    "À",       "ÿ",      "œ",      "ſ",       "ė",        "÷",          "×",          "ķ",
    "ŷ",       "\u0100", "\u00d8", "\u00b7",  "\xc2\x97", "\u00b0",     "\u00ba",     "\u00b2",
    "\u00ad",  "\u00a0", "\u202f", "\u2009",  "'",        "’",          "ʼ",          "\uff07",
    "`",       "´",      "-",      "\u2010",  "\u2011",   "−",          "–",          "•",
    "‧",       ".",      ",",      "&",       "+",        "++",         "#",          "(",
    ")",       "(e)",    "(ne)",   "(trice)", "(éééé)",   "(ééééa)",    "(abcdefgh)", "(abcdefghi)",
    " ",       "\n",     "\t",     "!",       "\"",       "@",          "[",          "{",
    "_",       "~",      "\x7f",   "\x01",    "$",        "€",          "£",          "\u0301",
    "e\u0301", "\u0327", "\u200b", "\u200d",  "\ufeff",   "\u2060",     "\ufe0f",     "…",
    "«",       "“",      "α",      "я",       "א",        "ع",          "ह",          "中",
    "日",      "ひ",     "ー",     "・",      "한",       "ﬁ",          "ａ",         "１",
    "Ⅻ",       "½",      "😀",      "𝒜",       "𠀀",       "\U0001d7d8", "ʳ",          "ᵉ",
    "ẞ",       "ạ",      "Ǆ",      "ƒ",       "/",        "/e",         "/trices",    ".-",
    "P.-D",    "¬",      "×2",     "Ł",       "ı",        "ˡ",          "∙",          "ʻ"};

enum { HARD_PIECES = sizeof hard_pieces / sizeof *hard_pieces };

/* Appends the piece to the `size` bytes that are there; returns the new size. */
static inline size_t append_hard_piece(char *to, size_t size, const char *piece)
{
    size_t more = strlen(piece);
    memcpy(to + size, piece, more);
    return size + more;
}

/* At most `room` bytes. Some texts have few kinds of pieces, some many plain letters, so that words
 * grow. */
static inline size_t make_hard_text(uint64_t *seed, char *to, size_t room)
{
    size_t wanted = random_below(seed, (uint32_t)room + 1), size = 0;
    uint32_t plain = random_below(seed, 4) * 25;
    uint32_t choice = 1 + random_below(seed, HARD_PIECES);
    uint32_t offset = random_below(seed, HARD_PIECES);
    for (;;) {
        const char *piece = random_below(seed, 100) < plain
                                ? hard_pieces[random_below(seed, 10)]
                                : hard_pieces[(offset + random_below(seed, choice)) % HARD_PIECES];
        if (size + strlen(piece) > wanted)
            return size;
        size = append_hard_piece(to, size, piece);
    }
}

#endif
