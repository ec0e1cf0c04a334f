#include "common/words/letters.h"

#include <assert.h>
#include <utf8proc.h>

enum { CLUSTER_MAX = 24 };

/* Returns the letters that a ligature or similar sign opens into, for the few where French readers
 * see the same letters; NULL: the character is kept. */
static const char *expand_ligature(uint32_t c)
{
    switch (c) {
    case 0x0153:
    case 0x0152:
        return "oe";
    case 0x00e6:
    case 0x00c6:
        return "ae";
    case 0x00df:
    case 0x1e9e:
        return "ss";
    case 0x0132:
    case 0x0133:
        return "ij";
    case 0xfb00:
        return "ff";
    case 0xfb01:
        return "fi";
    case 0xfb02:
        return "fl";
    case 0xfb03:
        return "ffi";
    case 0xfb04:
        return "ffl";
    case 0xfb05:
    case 0xfb06:
        return "st";
    case 0x00aa:
        return "a";
    default:
        return NULL;
    }
}

/* Letters that Unicode does not decompose, but whose plain letter French readers type; the long s
 * of old prints. Both cases. Others are kept. */
static uint32_t to_plain_letter(uint32_t c)
{
    switch (c) {
    case 0x0141:
    case 0x0142:
        return 'l';
    case 0x00d8:
    case 0x00f8:
        return 'o';
    case 0x0110:
    case 0x0111:
    case 0x00d0:
    case 0x00f0:
        return 'd';
    case 0x0131:
        return 'i';
    case 0x0126:
    case 0x0127:
        return 'h';
    case 0x0166:
    case 0x0167:
        return 't';
    case 0x017f:
        return 's';
    default:
        return c;
    }
}

/* Superscripts and subscripts become plain letters and digits, fullwidth forms ASCII. */
static uint32_t to_plain(uint32_t c, bool *raised)
{
    static const char numbers[] = "0\0\0\000456789";
    *raised = true;
    switch (c) {
    case 0x00b9:
        return '1';
    case 0x00b2:
        return '2';
    case 0x00b3:
        return '3';
    default:
        break;
    }
    if (c == 0x2070 || (c >= 0x2074 && c <= 0x2079))
        return (uint32_t)numbers[c - 0x2070];
    if ((c >= 0x1d2c && c <= 0x1d6a) || (c >= 0x02b0 && c <= 0x02b8) ||
        (c >= 0x02e0 && c <= 0x02e4) || c == 0x2071 || c == 0x207f ||
        (c >= 0x1d9b && c <= 0x1dbf)) {
        utf8proc_int32_t decomposed[4];
        int boundary = 0;
        utf8proc_ssize_t count = utf8proc_decompose_char(
            (utf8proc_int32_t)c, decomposed, 4, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE, &boundary);
        if (count == 1)
            return (uint32_t)decomposed[0];
    }
    *raised = false;
    if (c >= 0x2080 && c <= 0x2089)
        return '0' + (c - 0x2080);
    return c >= 0xff01 && c <= 0xff5e ? c - 0xff01 + 0x21 : c;
}

static uint32_t unify_sign(uint32_t c, enum character_kind kind)
{
    switch (kind) {
    case CHARACTER_APOSTROPHE:
        return '\'';
    case CHARACTER_HYPHEN:
        return '-';
    case CHARACTER_MIDDOT:
        return 0xb7;
    case CHARACTER_THIN_SPACE:
        return 0xa0;
    case CHARACTER_DEGREE:
        return 0xb0;
    default:
        return c;
    }
}

/* A letter with the marks after it. */
struct letter_cluster {
    uint32_t characters[CLUSTER_MAX];
    size_t count; /* at least 1 */
    size_t end;   /* after the last of them, bytes in the chunk */
};

struct letter_writer {
    struct letter *out;
    size_t count;
};

static void add_letter(struct letter_writer *writer, uint32_t character, struct letter attributes)
{
    if (writer->count == LETTERS_MAX)
        return;
    attributes.character = character;
    writer->out[writer->count++] = attributes;
}

static void add_expanded(struct letter_writer *writer, uint32_t character, struct letter attributes)
{
    const char *spelling = expand_ligature(character);
    if (spelling == NULL) {
        character = to_plain_letter(character);
        bool lower = character >= 0xdf && character <= 0xff;
        add_letter(writer,
                   lower ? character : (uint32_t)utf8proc_tolower((utf8proc_int32_t)character),
                   attributes);
        return;
    }
    for (; *spelling != '\0'; spelling++)
        add_letter(writer, (unsigned char)*spelling, attributes);
}

/* Writes a letter and the marks after it, composed. */
static void add_cluster(struct letter_writer *writer, const struct letter_cluster *letter,
                        struct letter attributes)
{
    utf8proc_int32_t cluster[CLUSTER_MAX * 4];
    utf8proc_ssize_t size = 0;
    for (size_t i = 0; i < letter->count; i++) {
        int boundary = 0;
        utf8proc_ssize_t added =
            utf8proc_decompose_char((utf8proc_int32_t)letter->characters[i], cluster + size, 4,
                                    UTF8PROC_DECOMPOSE, &boundary);
        size += added > 0 && added <= 4 ? added : 0;
    }
    size = utf8proc_normalize_utf32(cluster, size, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    for (utf8proc_ssize_t i = 0; i < size; i++) {
        attributes.kind = (uint8_t)character_kind((uint32_t)cluster[i]);
        add_expanded(writer, (uint32_t)cluster[i], attributes);
    }
}

/* Collects the marks of a letter, which ends where the cluster does. Returns the byte after them
 * and the invisible characters among and after them. */
static size_t collect_marks(const char *chunk, size_t size, struct letter_cluster *letter)
{
    size_t at = letter->end;
    while (at < size && letter->count < CLUSTER_MAX) {
        uint32_t character;
        unsigned bytes = utf8_decode(chunk + at, &character);
        enum character_kind kind = character_kind(character);
        if (kind != CHARACTER_MARK && kind != CHARACTER_INVISIBLE)
            break;
        at += bytes;
        if (kind == CHARACTER_MARK) {
            letter->characters[letter->count++] = character;
            letter->end = at;
        }
    }
    return at;
}

/* Writes an ASCII character with no mark after it, as most are in French; false for others. */
static bool add_ascii(struct letter_writer *writer, const char *chunk, size_t size, size_t at)
{
    unsigned char c = (unsigned char)chunk[at];
    if (c >= 0x80 || (at + 1 < size && (unsigned char)chunk[at + 1] >= 0xcc) ||
        writer->count == LETTERS_MAX)
        return false;
    enum character_kind kind = character_kind(c);
    bool upper = c >= 'A' && c <= 'Z';
    writer->out[writer->count++] =
        (struct letter){.character = upper ? c + 32U : unify_sign(c, kind),
                        .start = (uint16_t)at,
                        .end = (uint16_t)(at + 1),
                        .kind = (uint8_t)kind,
                        .upper = upper};
    return true;
}

size_t letters_decode(const char *chunk, size_t size, struct letter out[LETTERS_MAX])
{
    assert(size <= CHUNK_MAX + UTF8_MAX_BYTES);
    struct letter_writer writer = {out, 0};
    for (size_t at = 0; at < size;) {
        if (add_ascii(&writer, chunk, size, at)) {
            at++;
            continue;
        }
        struct letter_cluster letter;
        uint32_t first;
        bool raised;
        size_t start = at;
        at += utf8_decode(chunk + at, &first);
        enum character_kind kind = character_kind(first);
        if (kind == CHARACTER_INVISIBLE)
            continue;
        if (kind == CHARACTER_TIMES) {
            first = 'x';
            kind = CHARACTER_LETTER;
        }
        first = to_plain(first, &raised);
        letter.characters[0] = first;
        letter.count = 1;
        letter.end = at;
        struct letter attributes = {.start = (uint16_t)start, .raised = raised};
        if (first < 0x80) {
            kind = character_kind(first);
            attributes.upper = first >= 'A' && first <= 'Z';
        } else {
            attributes.upper = utf8proc_category((utf8proc_int32_t)first) == UTF8PROC_CATEGORY_LU;
        }
        if (kind == CHARACTER_LETTER || kind == CHARACTER_MARK)
            at = collect_marks(chunk, size, &letter);
        attributes.end = (uint16_t)letter.end;
        attributes.kind = (uint8_t)kind;
        if (letter.count > 1 || (kind == CHARACTER_LETTER && first >= 0x300))
            add_cluster(&writer, &letter, attributes);
        else if (kind == CHARACTER_LETTER)
            add_expanded(&writer, first, attributes);
        else
            add_letter(&writer, unify_sign(first, kind), attributes);
    }
    return writer.count;
}

size_t letters_spell(const struct letter *letters, size_t from, size_t to,
                     char word[ANALYSIS_WORD_MAX], size_t size)
{
    assert(from <= to && size <= ANALYSIS_WORD_MAX);
    for (size_t i = from; i < to; i++) {
        if (letters[i].character < 0x80 && size < ANALYSIS_WORD_MAX) {
            word[size++] = (char)letters[i].character;
            continue;
        }
        char bytes[UTF8_MAX_BYTES];
        unsigned count = utf8_encode(letters[i].character, bytes);
        if (size + count > ANALYSIS_WORD_MAX)
            break;
        for (unsigned k = 0; k < count; k++)
            word[size++] = bytes[k];
    }
    return size;
}
