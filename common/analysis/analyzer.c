#include "common/analysis/analyzer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/analysis/analyzer_state.h"
#include "common/analysis/initials.h"
#include "common/analysis/joined.h"
#include "common/analysis/leaning.h"
#include "common/analysis/stem.h"
#include "common/base/error.h"
#include "common/base/utf8.h"

/* The memo is cleared beyond this size, which costs only work done again. */
enum { MEMO_LIMIT = 96 << 20 };

struct analyzer *analyzer_create(void)
{
    struct analyzer *analyzer = malloc(sizeof *analyzer);
    if (analyzer == NULL) {
        error_memory();
        return NULL;
    }
    memset(analyzer, 0, offsetof(struct analyzer, words));
    forms_init(&analyzer->forms);
    memo_init(&analyzer->memo);
    if (stem_create(&analyzer->stemmer) != 0) {
        free(analyzer);
        return NULL;
    }
    return analyzer;
}

void analyzer_destroy(struct analyzer *analyzer)
{
    forms_release(&analyzer->forms);
    memo_release(&analyzer->memo);
    stem_destroy(analyzer->stemmer);
    free(analyzer);
}

void analyzer_begin(struct analyzer *analyzer, const char *text, size_t size,
                    uint32_t first_position)
{
    assert(text != NULL && size <= UINT32_MAX && utf8_valid_prefix(text, size) == size);
    analyzer->text = analyzer->at = text;
    scan_begin(&analyzer->scanner, text, text + size);
    analyzer->upcoming_at = analyzer->upcoming_end = 0;
    analyzer->all_found = false;
    analyzer->end = text + size;
    analyzer->position = first_position;
    analyzer->group = 0;
    analyzer->after_group = false;
}

/* --- chunks --- */

/* Whether the last byte before `end` may be that of a soft hyphen, or of ¬. */
static bool may_end_in_soft_hyphen(const char *end)
{
    return (unsigned char)end[-1] == 0xad || (unsigned char)end[-1] == 0xac;
}

/* Whether a hyphen, or another character of three bytes, may begin at `at`. */
static bool may_be_hyphen(const char *at)
{
    return *at == '-' || (unsigned char)*at == 0xe2;
}

/* The slow path: words, stems, numbers. Not inlined, which would slow down the fast path. */
static __attribute__((noinline)) const struct meaning *
analyse_chunk(struct analyzer *analyzer, const char *chunk, size_t size, const struct memo_key *key)
{
    struct words *words = &analyzer->words;
    words_split(words, chunk, size);
    struct meaning *meaning = memo_alloc(&analyzer->memo, chunk, size, key, words->count);
    if (meaning == NULL) {
        analyzer->status = error_memory();
        return NULL;
    }
    meaning->positions = words->positions;
    meaning->flags =
        joined_flags(chunk, size) | initials_flags(chunk, size) | leaning_flags(chunk, size);
    if (words->count == 1 && words->positions == 1 && meaning->flags == 0 &&
        !may_end_in_soft_hyphen(chunk + size))
        meaning->flags = MEANING_PLAIN;
    for (size_t i = 0; i < words->count; i++) {
        const struct word *word = &words->items[i];
        uint32_t form;
        analyzer->status = forms_intern(&analyzer->forms, analyzer->stemmer,
                                        words->spelling + word->surface, word->size, &form);
        if (analyzer->status != 0)
            return NULL;
        const struct form *known = forms_get(&analyzer->forms, form);
        meaning->readings[i] = (struct occurrence){.form = form,
                                                   .term = known->term_id,
                                                   .form_number = known->number,
                                                   .position = word->position,
                                                   .start = word->start,
                                                   .end = word->end,
                                                   .span = word->span,
                                                   .kind = word->kind};
    }
    if (!analyzer->memo_off)
        analyzer->status = memo_add(&analyzer->memo, meaning, key->hash);
    return analyzer->status == 0 ? meaning : NULL;
}

static const struct meaning *meaning_of_key(struct analyzer *analyzer, const struct chunk *chunk,
                                            const struct memo_key *key)
{
    size_t size = (size_t)(chunk->end - chunk->start);
    const struct meaning *meaning = memo_find_short(&analyzer->memo, size, key);
    if (meaning == NULL)
        meaning = memo_find(&analyzer->memo, chunk->start, size, key);
    return meaning != NULL ? meaning : analyse_chunk(analyzer, chunk->start, size, key);
}

static struct memo_key chunk_key(const struct analyzer *analyzer, const struct chunk *chunk)
{
    return memo_key_of(chunk->start, (size_t)(chunk->end - chunk->start),
                       (size_t)(analyzer->end - chunk->start));
}

const struct meaning *analyzer_meaning_of(struct analyzer *analyzer, const struct chunk *chunk)
{
    const struct memo_key key = chunk_key(analyzer, chunk);
    return meaning_of_key(analyzer, chunk, &key);
}

static void find_upcoming(struct analyzer *analyzer)
{
    struct chunk chunks[UPCOMING_MAX];
    unsigned room = UPCOMING_MAX - (analyzer->upcoming_end - analyzer->upcoming_at);
    unsigned count = scan_many(&analyzer->scanner, chunks, room);
    for (unsigned i = 0; i < count; i++) {
        struct upcoming_chunk *upcoming =
            &analyzer->upcoming[analyzer->upcoming_end++ % UPCOMING_MAX];
        *upcoming = (struct upcoming_chunk){chunks[i], chunk_key(analyzer, &chunks[i])};
        memo_prefetch_slot(&analyzer->memo, upcoming->key.hash);
    }
    analyzer->all_found = count < room;
}

/* Returns the next chunk, valid until the next call, or NULL at the end of the text. */
static const struct upcoming_chunk *peek_chunk(struct analyzer *analyzer)
{
    if (analyzer->upcoming_end - analyzer->upcoming_at < UPCOMING_MIN && !analyzer->all_found) {
        if (memo_memory(&analyzer->memo) > MEMO_LIMIT || analyzer->memo_off)
            memo_release(&analyzer->memo);
        find_upcoming(analyzer);
    }
    if (analyzer->upcoming_at == analyzer->upcoming_end)
        return NULL;
    unsigned later = analyzer->upcoming_at + PREFETCH_DISTANCE;
    if (later < analyzer->upcoming_end)
        memo_prefetch_meaning(&analyzer->memo, analyzer->upcoming[later % UPCOMING_MAX].key.hash);
    return &analyzer->upcoming[analyzer->upcoming_at % UPCOMING_MAX];
}

/* --- running text --- */

/* Reads plain chunks, as most are, into at most `room` occurrences, up to the first that is not
 * plain, or until more chunks must be found. */
static size_t read_plain_chunks(struct analyzer *analyzer, struct occurrence *out, size_t room)
{
    const char *text = analyzer->text, *end = analyzer->end;
    const uint32_t position = analyzer->position, group = analyzer->group;
    const unsigned at = analyzer->upcoming_at, left = analyzer->upcoming_end - at;
    const unsigned least = analyzer->all_found ? 0 : UPCOMING_MIN;
    const unsigned most = left < least ? 0 : left - least < room ? left - least : (unsigned)room;
    unsigned count = 0;
    for (; count < most; count++) {
        const struct upcoming_chunk *next = &analyzer->upcoming[(at + count) % UPCOMING_MAX];
        const struct upcoming_chunk *later =
            &analyzer->upcoming[(at + count + PREFETCH_DISTANCE) % UPCOMING_MAX];
        memo_prefetch_meaning(&analyzer->memo, later->key.hash);
        size_t size = (size_t)(next->chunk.end - next->chunk.start);
        const struct meaning *meaning = memo_find_short(&analyzer->memo, size, &next->key);
        if (meaning == NULL || (meaning->flags & MEANING_PLAIN) == 0 ||
            (next->chunk.end < end && may_be_hyphen(next->chunk.end)))
            break;
        uint32_t offset = (uint32_t)(next->chunk.start - text);
        const struct occurrence *reading = &meaning->readings[0];
        out[count] = (struct occurrence){.form = reading->form,
                                         .term = reading->term,
                                         .form_number = reading->form_number,
                                         .position = position + count,
                                         .start = offset + reading->start,
                                         .end = offset + reading->end,
                                         .group = group + count,
                                         .span = reading->span,
                                         .kind = reading->kind};
    }
    if (count > 0) {
        analyzer->at = analyzer->upcoming[(at + count - 1) % UPCOMING_MAX].chunk.end;
        analyzer->after_group = false;
    }
    analyzer->upcoming_at += count;
    analyzer->position += count;
    analyzer->group += count;
    return count;
}

static size_t append_readings(struct analyzer *analyzer, const struct chunk *chunk,
                              const struct meaning *meaning, struct occurrence *out)
{
    uint32_t offset = (uint32_t)(chunk->start - analyzer->text);
    for (size_t i = 0; i < meaning->count; i++) {
        out[i] = meaning->readings[i];
        out[i].position += analyzer->position;
        out[i].start += offset;
        out[i].end += offset;
        out[i].group = analyzer->group;
    }
    return meaning->count;
}

/* Whether what follows the chunk may change how it is read: a hyphen at a line end, or another
 * group. */
static bool may_join_next(const struct analyzer *analyzer, const struct chunk *chunk,
                          const struct meaning *meaning)
{
    if (chunk->end >= analyzer->end)
        return false;
    return (meaning->flags & MEANING_GROUP && *chunk->end == ' ') ||
           (meaning->flags & MEANING_INITIAL && (*chunk->end == '.' || *chunk->end == ' ')) ||
           may_be_hyphen(chunk->end) || may_end_in_soft_hyphen(chunk->end);
}

size_t analyzer_next(struct analyzer *analyzer, struct occurrence *out, size_t capacity)
{
    assert(analyzer->text != NULL && capacity >= ANALYSIS_BATCH_MIN);
    size_t count = 0;
    size_t groups_left = 0; /* of a number already joined */
    while (analyzer->status == 0) {
        if (count + RESERVE < capacity)
            count += read_plain_chunks(analyzer, out + count, capacity - RESERVE - count);
        const struct upcoming_chunk *next = peek_chunk(analyzer);
        if (next == NULL)
            break;
        const struct chunk chunk = next->chunk;
        const struct meaning *meaning = meaning_of_key(analyzer, &chunk, &next->key);
        if (meaning == NULL)
            return 0;
        if (count + meaning->count + RESERVE > capacity && groups_left == 0 && count > 0)
            return count;
        if (meaning->flags & MEANING_LEANING && groups_left == 0 &&
            leaning_read(analyzer, &chunk, &out[count], &count))
            continue;
        size_t first = count;
        bool after_group = analyzer->after_group && chunk.start > analyzer->text &&
                           chunk.start[-1] == ' ' && chunk.start == analyzer->at + 1;
        count += append_readings(analyzer, &chunk, meaning, out + count);
        bool joined_already = groups_left > 0;
        if (joined_already)
            groups_left--;
        else if (may_join_next(analyzer, &chunk, meaning)) {
            struct occurrence_batch batch = {out, first, count};
            joined_add_line(analyzer, &chunk, &batch);
            if ((meaning->flags & MEANING_GROUP) && !after_group)
                joined_add_number(analyzer, &chunk, &batch, &groups_left);
            if (meaning->flags & MEANING_INITIAL)
                joined_add_initials(analyzer, &chunk, &batch, &groups_left);
            count = batch.count;
        }
        analyzer->after_group = (meaning->flags & MEANING_GROUP) && !joined_already;
        analyzer->position += meaning->positions;
        analyzer->group += groups_left == 0;
        analyzer->at = chunk.end;
        analyzer->upcoming_at++;
    }
    return analyzer->status == 0 ? count : 0;
}

/* --- what is known so far --- */

uint32_t analyzer_position(const struct analyzer *analyzer)
{
    return analyzer->position;
}

int analyzer_status(const struct analyzer *analyzer)
{
    return analyzer->status == 0 ? 0 : error_memory();
}

uint32_t analyzer_form_count(const struct analyzer *analyzer)
{
    return analyzer->forms.by_surface.count;
}

uint32_t analyzer_term_count(const struct analyzer *analyzer)
{
    return analyzer->forms.by_term.count;
}

const struct form *analyzer_form(const struct analyzer *analyzer, uint32_t form)
{
    assert(form < analyzer_form_count(analyzer));
    return forms_get(&analyzer->forms, form);
}

size_t analyzer_memory(const struct analyzer *analyzer)
{
    return sizeof *analyzer + forms_memory(&analyzer->forms) + memo_memory(&analyzer->memo);
}

void analyzer_reset(struct analyzer *analyzer)
{
    memo_release(&analyzer->memo);
    forms_release(&analyzer->forms);
}

void analyzer_clear_memo(struct analyzer *analyzer)
{
    memo_release(&analyzer->memo);
}

void analyzer_set_memo(struct analyzer *analyzer, bool on)
{
    analyzer->memo_off = !on;
    memo_release(&analyzer->memo);
}

/* --- words by themselves --- */

size_t analyzer_normalise(struct analyzer *analyzer, const char *text, size_t size,
                          char surface[ANALYSIS_WORD_MAX + 1])
{
    struct letter *letters = analyzer->words.letters; /* unused between two calls */
    assert(utf8_valid_prefix(text, size) == size);
    size_t count = letters_decode(text, utf8_floor(text, size, CHUNK_MAX), letters);
    size_t written = letters_spell(letters, 0, count, surface, 0);
    surface[written] = '\0';
    return written;
}
