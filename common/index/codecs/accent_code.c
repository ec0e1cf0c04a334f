#include "common/index/codecs/accent_code.h"

#include <string.h>

enum { ACCENTS = 6, GO_ON = 6, VERBATIM = 7, KINDS = 8, FAR = 31 };

/* In UTF-8, U+00C0 to U+00FF are this byte followed by one of 0x80 to 0xbf. */
enum { LATIN_1 = 0xc3 };

/* Returns the second UTF-8 byte of a letter's first accented form; 0 for letters that have none. */
static unsigned first_accented(char letter)
{
    switch (letter) {
    case 'a':
        return 0xa0;
    case 'c':
        return 0xa7;
    case 'e':
        return 0xa8;
    case 'i':
        return 0xac;
    case 'n':
        return 0xb1;
    case 'o':
        return 0xb2;
    case 'u':
        return 0xb9;
    case 'y':
        return 0xbd;
    default:
        return 0;
    }
}

/* Returns the accent that turns the letter into the two bytes at `surface`; ACCENTS or more if none
 * does. */
static unsigned accent_of(const char *surface, size_t left, char letter)
{
    unsigned first = first_accented(letter);
    if (first == 0 || left < 2 || (unsigned char)surface[0] != LATIN_1)
        return ACCENTS;
    return (unsigned char)surface[1] - first; /* wraps around below the first */
}

size_t accents_encode(const char *folded, size_t folded_size, const char *surface,
                      size_t surface_size, char *steps)
{
    size_t count = 0, at = 0, way = 0;
    for (size_t next = 0; next < surface_size || at < folded_size;) {
        if (next < surface_size && at < folded_size && surface[next] == folded[at]) {
            next++;
            at++;
            if (++way > FAR) {
                steps[count++] = (char)(GO_ON + KINDS * FAR);
                way = 1;
            }
            continue;
        }
        unsigned accent =
            at < folded_size ? accent_of(surface + next, surface_size - next, folded[at]) : ACCENTS;
        if (accent >= ACCENTS) {
            steps[count++] = (char)(VERBATIM + KINDS * way);
            memcpy(steps + count, surface + next, surface_size - next);
            return count + surface_size - next;
        }
        steps[count++] = (char)(accent + KINDS * way);
        next += 2;
        at++;
        way = 0;
    }
    return count;
}

/* Where the surface form is being written. */
struct spelling {
    char *at, *end;
};

static bool append(struct spelling *spelling, const char *bytes, size_t size)
{
    if (size > (size_t)(spelling->end - spelling->at))
        return false;
    memmove(spelling->at, bytes, size);
    spelling->at += size;
    return true;
}

static bool append_accented(struct spelling *spelling, char letter, unsigned accent)
{
    unsigned first = first_accented(letter);
    const char bytes[2] = {(char)LATIN_1, (char)(first + accent)};
    return first != 0 && first + accent <= 0xbf && append(spelling, bytes, sizeof bytes);
}

bool accents_decode(const char *folded, size_t folded_size, const char *steps, size_t step_count,
                    char *surface, size_t room, size_t *size)
{
    struct spelling spelling = {surface, surface + room};
    bool verbatim = false, good = true;
    for (size_t i = 0; i < step_count && good && !verbatim; i++) {
        unsigned kind = (unsigned char)steps[i] % KINDS, way = (unsigned char)steps[i] / KINDS;
        good = way <= folded_size && append(&spelling, folded, way);
        if (!good)
            break;
        folded += way;
        folded_size -= way;
        verbatim = kind == VERBATIM;
        if (verbatim) {
            good = append(&spelling, steps + i + 1, step_count - i - 1);
        } else if (kind != GO_ON) {
            good = folded_size > 0 && append_accented(&spelling, *folded, kind);
            folded++;
            folded_size--;
        }
    }
    if (good && !verbatim)
        good = append(&spelling, folded, folded_size);
    *size = (size_t)(spelling.at - surface);
    return good;
}
