#include "common/analysis/initials.h"

#include <assert.h>
#include <string.h>

#include "common/base/ascii.h"

/* Capitals around an ampersand; letters of a word that is spaced out, at least. */
enum { AMPERSAND_LETTERS = 3, SPACED_MIN = 3 };

/* Returns the number of capitals that the chunk consists of; 0 if of anything else. */
static size_t count_capitals(const struct chunk *chunk)
{
    size_t count = 0;
    for (const char *at = chunk->start; at < chunk->end; count++) {
        const bool latin = *at == (char)0xc3 && at + 1 < chunk->end &&
                           (unsigned char)at[1] >= 0x80 && (unsigned char)at[1] <= 0x9e &&
                           (unsigned char)at[1] != 0x97;
        if (!latin && (*at < 'A' || *at > 'Z'))
            return 0;
        at += latin ? 2 : 1;
    }
    return count;
}

uint16_t initials_flags(const char *chunk, size_t size)
{
    const struct chunk whole = {chunk, chunk + size};
    const size_t capitals = count_capitals(&whole);
    return capitals >= 1 && capitals <= AMPERSAND_LETTERS ? MEANING_INITIAL : 0;
}

/* What parts the letters. */
struct parting {
    const char *sign;
    size_t letters; /* a chunk has at most */
    size_t least, most;
    bool dot; /* the last chunk has it, too */
};

static const struct parting partings[] = {
    {". ", 1, 2, GROUPS_MAX, true},
    {".\xc2\xa0", 1, 2, GROUPS_MAX, true},
    {".\xe2\x80\xaf", 1, 2, GROUPS_MAX, true},
    {" & ", AMPERSAND_LETTERS, 2, 2, false},
    {" ", 1, SPACED_MIN, GROUPS_MAX, false},
};

static bool follows(const char *at, const char *end, const char *string)
{
    const size_t size = strlen(string);
    return (size_t)(end - at) >= size && memcmp(at, string, size) == 0;
}

/* Finds the chunks that form one with the first, with this between them. Returns their number, 1 if
 * there are none. */
static size_t find_parted(const struct analyzer *analyzer, const struct parting *parting,
                          struct chunk chunks[GROUPS_MAX])
{
    size_t count = 1;
    const char *end = analyzer->end;
    if (count_capitals(&chunks[0]) > parting->letters)
        return 1;
    while (count < parting->most && follows(chunks[count - 1].end, end, parting->sign)) {
        const char *next = chunks[count - 1].end + strlen(parting->sign);
        if (next >= end || !scan_chunk(next, end, &chunks[count]) || chunks[count].start != next)
            break;
        const size_t capitals = count_capitals(&chunks[count]);
        if (capitals == 0 || capitals > parting->letters ||
            (parting->dot && !follows(chunks[count].end, end, ".")))
            break;
        count++;
    }
    return count < parting->least ? 1 : count;
}

/* Finds the chunks and what parts them; NULL if there are none. */
static const struct parting *find_letters(const struct analyzer *analyzer,
                                          struct chunk chunks[GROUPS_MAX], size_t *count)
{
    for (size_t i = 0; i < sizeof partings / sizeof *partings; i++)
        if ((*count = find_parted(analyzer, &partings[i], chunks)) > 1)
            return &partings[i];
    return NULL;
}

/* Spells the chunks together; returns the size, 0 if memory ran out. */
static size_t spell_together(struct analyzer *analyzer, const struct chunk *chunks, size_t count,
                             bool ampersand, char surface[ANALYSIS_WORD_MAX + 1])
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        const struct meaning *meaning = analyzer_meaning_of(analyzer, &chunks[i]);
        if (meaning == NULL || meaning->count != 1)
            return 0;
        const struct form *form = forms_get(&analyzer->forms, meaning->readings[0].form);
        if (size + 1 + form->surface_size > ANALYSIS_WORD_MAX)
            return 0;
        if (ampersand && i > 0)
            surface[size++] = '&';
        memcpy(surface + size, form->surface, form->surface_size);
        size += form->surface_size;
    }
    return size;
}

void joined_add_initials(struct analyzer *analyzer, const struct chunk *chunk,
                         struct occurrence_batch *batch, size_t *groups_left)
{
    assert(chunk->start < chunk->end && chunk->end <= analyzer->end);
    struct chunk chunks[GROUPS_MAX] = {*chunk};
    size_t count;
    const struct parting *parting = find_letters(analyzer, chunks, &count);
    if (parting == NULL || batch->count != batch->first + 1)
        return;
    char surface[ANALYSIS_WORD_MAX + 1];
    const size_t size = spell_together(analyzer, chunks, count, parting->letters > 1, surface);
    uint32_t form;
    if (size == 0)
        return;
    analyzer->status = forms_intern(&analyzer->forms, analyzer->stemmer, surface, size, &form);
    if (analyzer->status != 0)
        return;
    *groups_left = count - 1;
    joined_insert(analyzer, batch, form, &chunks[count - 1], count);
}
