#include "query/language/pieces.h"

#include <string.h>

#include "common/base/ascii.h"
#include "common/base/utf8.h"

enum { GROUPED_DIGITS_MIN = 4, GROUPED_DIGITS_MAX = 3 * PIECES_MAX };

static const char number_sign[] = "n°";

bool pieces_is_number_sign(const struct form *form)
{
    return slice_equals((struct slice){form->surface, form->surface_size}, slice_of(number_sign));
}

bool pieces_is_digits(const struct form *form)
{
    return strspn(form->surface, "0123456789") == form->surface_size;
}

/* False if there is no room, or nothing to add. */
static bool add_piece(struct word_pieces *pieces, const char *data, size_t size)
{
    if (size == 0 || pieces->count == PIECES_MAX)
        return false;
    pieces->items[pieces->count++] = (struct slice){data, size};
    return true;
}

/* 10000: groups of three from the right. */
static bool split_digits(const struct form *form, struct word_pieces *pieces)
{
    if (!pieces_is_digits(form) || form->surface_size < GROUPED_DIGITS_MIN ||
        form->surface_size > GROUPED_DIGITS_MAX)
        return false;
    for (size_t at = 0, size; at < form->surface_size; at += size) {
        size = (form->surface_size - at) % 3 == 0 ? 3 : (form->surface_size - at) % 3;
        if (!add_piece(pieces, form->surface + at, size))
            return false;
    }
    return true;
}

/* 49.3, where texts may write 49-3 (common/words/references.h). */
static bool split_reference(const struct form *form, struct word_pieces *pieces)
{
    const char *point = strchr(form->surface, '.');
    if (point == NULL || point - form->surface != 2 || !ascii_is_digit(form->surface[0]) ||
        !ascii_is_digit(point[1]) || point[2] != '\0')
        return false;
    return add_piece(pieces, form->surface, (size_t)(point - form->surface)) &&
           add_piece(pieces, point + 1, 1);
}

/* H&M */
static bool split_at_ampersand(const struct form *form, struct word_pieces *pieces)
{
    const char *sign = strchr(form->surface, '&');
    return sign != NULL && add_piece(pieces, form->surface, (size_t)(sign - form->surface)) &&
           add_piece(pieces, sign + 1, strlen(sign + 1));
}

/* J.K., typed with its dots. */
static bool split_initials(const struct form *form, struct slice typed, struct word_pieces *pieces)
{
    if (typed.size == 0 || memchr(typed.data, '.', typed.size) == NULL ||
        ascii_is_digit(form->surface[0]))
        return false;
    for (const char *at = form->surface; *at != '\0';) {
        const size_t size = utf8_sequence_size(at, form->surface + form->surface_size);
        if (!add_piece(pieces, at, size))
            return false;
        at += size;
    }
    return pieces->count > 1;
}

static const struct word_pieces *keep_pieces(const struct word_pieces *pieces, struct arena *arena)
{
    struct word_pieces *kept = arena_alloc(arena, sizeof *kept);
    if (kept != NULL)
        *kept = *pieces;
    return kept;
}

const struct word_pieces *pieces_of(const struct form *form, struct slice typed,
                                    struct arena *arena)
{
    struct word_pieces pieces = {0};
    if (split_digits(form, &pieces))
        return keep_pieces(&pieces, arena);
    pieces.count = 0;
    if (split_reference(form, &pieces))
        return keep_pieces(&pieces, arena);
    pieces.count = 0;
    if (split_at_ampersand(form, &pieces))
        return keep_pieces(&pieces, arena);
    pieces.count = 0;
    return split_initials(form, typed, &pieces) ? keep_pieces(&pieces, arena) : NULL;
}

const struct word_pieces *pieces_after_sign(const struct form *number, struct arena *arena)
{
    struct word_pieces pieces = {0};
    add_piece(&pieces, number_sign, strlen(number_sign));
    add_piece(&pieces, number->surface, number->surface_size);
    return keep_pieces(&pieces, arena);
}
