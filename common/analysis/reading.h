/* What a word of a query means: the terms that it stands for.
 *
 * A word is read as a reader reads it: it stands for the lemmas that it is the headword of (marché:
 * not marcher; porter: all its forms); if it heads none, for the nouns and adjectives that it is a
 * form of (notes, élus); if none either, for its verbs (portent). A name that is spelt the same
 * always counts: paris is pari and Paris. With a capital, a name is only the name: Marie is not
 * marier.
 *
 * All forms of these lemmas count, also where their accents were lost in a text, so far as the
 * text's form is no other word. A form that is no word stands for the words that it could be with
 * accents: riviere, eleve. Any other form stands for its own term.
 */
#ifndef FOUILLE_ANALYSIS_READING_H
#define FOUILLE_ANALYSIS_READING_H

#include "common/analysis/analyzer.h"
#include "common/base/slice.h"

/* Called with each term, never the same twice; the term is valid during the call. */
typedef void reading_visitor(void *context, struct slice term);

/* Visits the terms of a surface form, of at most ANALYSIS_WORD_MAX bytes. `capital`: it was typed
 * with a capital first, and small letters after it. Returns whether the form is a word of the
 * lexicon. 1 to 20 µs. */
bool analyzer_read_word(struct analyzer *analyzer, struct slice surface, bool capital,
                        reading_visitor *visit, void *context);

/* Visits the terms of all words that differ from a surface form in accents that it lacks, and of
 * the form itself. */
void analyzer_read_accented(struct analyzer *analyzer, struct slice surface, reading_visitor *visit,
                            void *context);

/* Visits the term of a surface form alone: of the forms with exactly its lemmas. */
void analyzer_read_form(struct analyzer *analyzer, struct slice surface, reading_visitor *visit,
                        void *context);

#endif
