#include "common/index/codecs/accent_code.h"

#include <string.h>

enum { ACCENTS = 6, COPY_MORE = 6, VERBATIM = 7, KINDS = 8, COPY_MAX = 31 };

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

size_t accent_code_encode(struct slice folded, struct slice surface, char *steps)
{
    size_t count = 0, at = 0, copied = 0;
    for (size_t next = 0; next < surface.size || at < folded.size;) {
        if (next < surface.size && at < folded.size && surface.data[next] == folded.data[at]) {
            next++;
            at++;
            if (++copied > COPY_MAX) {
                steps[count++] = (char)(COPY_MORE + KINDS * COPY_MAX);
                copied = 1;
            }
            continue;
        }
        const struct slice rest = slice_skip(surface, next);
        unsigned accent =
            at < folded.size ? accent_of(rest.data, rest.size, folded.data[at]) : ACCENTS;
        if (accent >= ACCENTS) {
            steps[count++] = (char)(VERBATIM + KINDS * copied);
            memcpy(steps + count, rest.data, rest.size);
            return count + rest.size;
        }
        steps[count++] = (char)(accent + KINDS * copied);
        next += 2;
        at++;
        copied = 0;
    }
    return count;
}

/* Where the surface form is being written. */
struct surface_writer {
    char *at, *end;
};

static bool append_to_surface(struct surface_writer *writer, const char *bytes, size_t size)
{
    if (size > (size_t)(writer->end - writer->at))
        return false;
    memmove(writer->at, bytes, size);
    writer->at += size;
    return true;
}

static bool append_accented(struct surface_writer *writer, char letter, unsigned accent)
{
    unsigned first = first_accented(letter);
    const char bytes[2] = {(char)LATIN_1, (char)(first + accent)};
    return first != 0 && first + accent <= 0xbf && append_to_surface(writer, bytes, sizeof bytes);
}

bool accent_code_decode(struct slice folded, struct slice steps, char *surface, size_t room,
                        size_t *size)
{
    struct surface_writer writer = {surface, surface + room};
    bool verbatim = false, good = true;
    for (size_t i = 0; i < steps.size && good && !verbatim; i++) {
        const unsigned char step = (unsigned char)steps.data[i];
        unsigned kind = step % KINDS, copied = step / KINDS;
        good = copied <= folded.size && append_to_surface(&writer, folded.data, copied);
        if (!good)
            break;
        folded = slice_skip(folded, copied);
        verbatim = kind == VERBATIM;
        if (verbatim) {
            const struct slice rest = slice_skip(steps, i + 1);
            good = append_to_surface(&writer, rest.data, rest.size);
        } else if (kind != COPY_MORE) {
            good = folded.size > 0 && append_accented(&writer, *folded.data, kind);
            folded = slice_skip(folded, good);
        }
    }
    if (good && !verbatim)
        good = append_to_surface(&writer, folded.data, folded.size);
    *size = (size_t)(writer.at - surface);
    return good;
}
