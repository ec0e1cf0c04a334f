/* The only way from text to index terms, used by both programs so that they cannot disagree.
 *
 *     UTF-8 text → words (positions, byte offsets) → French rules → lexicon, stem → term
 *
 * A *chunk* is a maximal run of word bytes as they are in the text, including apostrophes, hyphens
 * and dots between them ("l’école", "porte-parole", "militairesLes"). What a chunk means depends on
 * its bytes alone, so, with a memo from raw chunk bytes to the result, the slow path (Unicode,
 * French rules, stemming) runs once per distinct chunk. What depends on two chunks (numbers with
 * plain spaces, hyphens at line ends) is decided after the memo.
 *
 * A *form* is a surface form together with its term: the word in NFC, lower case, ligatures opened,
 * accents kept; term.h says what its term is. Forms and terms are numbered from 0 in order of first
 * appearance, until analyzer_reset.
 *
 * Order of calls: analyzer_create; for each text analyzer_begin, then analyzer_next until it
 * returns 0 (or another analyzer_begin); analyzer_destroy. Not thread-safe: one analyzer per
 * thread.
 */
#ifndef FOUILLE_ANALYSIS_ANALYZER_H
#define FOUILLE_ANALYSIS_ANALYZER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/analysis/fingerprint.h"
#include "common/words/fold.h"
#include "common/words/occurrence_kind.h"
#include "common/words/word_size.h"

/* Positions of an article: the title begins at 0, the body at the title's length + this gap. */
enum { ANALYSIS_TITLE_GAP = 100 };

/* One form at one place. Offsets are bytes in the text given to analyzer_begin, and cover what a
 * reader sees as the word, without an elided article or a clitic. Occurrences are in order of
 * position; at one position, OCCURRENCE_WORD is first. */
struct occurrence {
    uint32_t form;
    uint32_t term;        /* of the form */
    uint32_t form_number; /* of the form among its term's */
    uint32_t position;
    uint32_t start;
    uint32_t end;
    uint32_t group; /* counts chunks from 0; all chunks of a number share the first's */
    uint16_t span;  /* positions it covers; 1 except for OCCURRENCE_JOINED */
    uint16_t kind;  /* enum occurrence_kind */
};

/* Whether it takes a position by itself, rather than being a second reading of those of others. */
static inline bool occurrence_takes_position(const struct occurrence *occurrence)
{
    return occurrence->kind == OCCURRENCE_WORD || occurrence->kind == OCCURRENCE_CLITIC;
}

struct form {
    const char *surface; /* NUL-terminated, surface_size bytes without the NUL */
    const char *term;
    uint32_t surface_size;
    uint32_t term_size;
    uint32_t term_id;
    uint32_t number; /* among the forms of the term, from 0 */
};

struct analyzer;

/* NULL with a message when memory ran out or, as analysis_status tells first, there is no French.
 */
struct analyzer *analyzer_create(void);
void analyzer_destroy(struct analyzer *analyzer);

/* Starts on a text, not NULL, of at most UINT32_MAX bytes of valid UTF-8, which must stay in place
 * until the next begin; the first word gets first_position. */
void analyzer_begin(struct analyzer *analyzer, const char *text, size_t size,
                    uint32_t first_position);

/* Writes up to `capacity` (at least ANALYSIS_BATCH_MIN) further occurrences; returns their number,
 * 0 at the end of the text or when memory ran out (see analyzer_status). A batch never ends between
 * two occurrences of one chunk. */
enum { ANALYSIS_BATCH_MIN = 1024 };
size_t analyzer_next(struct analyzer *analyzer, struct occurrence *out, size_t capacity);

/* Returns the position after the last word so far: first_position + number of positions used. */
uint32_t analyzer_position(const struct analyzer *analyzer);

/* Returns 0, or ERROR_MEMORY with its message. */
int analyzer_status(const struct analyzer *analyzer);

/* The numbers of forms and terms so far; they only grow until analyzer_reset. */
uint32_t analyzer_form_count(const struct analyzer *analyzer);
uint32_t analyzer_term_count(const struct analyzer *analyzer);

/* Returns the form with a number below analyzer_form_count; valid until analyzer_reset. */
const struct form *analyzer_form(const struct analyzer *analyzer, uint32_t form);

/* Returns the bytes held by the memo, the forms and the terms: what a memory budget must count. */
size_t analyzer_memory(const struct analyzer *analyzer);

/* Forgets memo, forms and terms. */
void analyzer_reset(struct analyzer *analyzer);

/* Frees the memo, which only saves time; forms and terms are kept. */
void analyzer_clear_memo(struct analyzer *analyzer);

/* Turns the memo off (or on again): every chunk takes the slow path. The results are the same, as
 * tests verify. */
void analyzer_set_memo(struct analyzer *analyzer, bool on);

/* --- words by themselves: what the index and the query language need besides running text --- */

/* Writes a text of at most 1,024 bytes of valid UTF-8 as surface forms are spelt: NFC, lower case,
 * ligatures opened; signs are kept. A longer text is cut. Returns the size. */
size_t analyzer_normalise(struct analyzer *analyzer, const char *text, size_t size,
                          char surface[ANALYSIS_WORD_MAX + 1]);

#endif
