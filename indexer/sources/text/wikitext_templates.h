/* Templates whose arguments, or names, are words of the sentence: mostly those of the French
 * Wikipedia, Wikisource and Wiktionary, and what English wikis have of the kind.
 *
 * A wiki alone knows what its templates do; these do the same on most. A *format* is what a reader
 * sees: $1 is the first argument, $+ each one after the last that is named; text before ~ is there
 * without arguments, too, and so is text after a ~ at the end. Text before an argument appears with
 * it. "=" is the template's own name; "" hides it.
 */
#ifndef FOUILLE_TEXT_WIKITEXT_TEMPLATES_H
#define FOUILLE_TEXT_WIKITEXT_TEMPLATES_H

#include <stdbool.h>

#include "indexer/sources/article/article.h"

enum template_kind {
    TEMPLATE_PLAIN,
    TEMPLATE_DATE,    /* a month's number is its name, the first day 1er */
    TEMPLATE_CENTURY, /* a number alone is an ordinal */
    TEMPLATE_BEST,    /* of the named arguments and the first one, one is shown */
    TEMPLATE_BOOK,    /* all named arguments, between commas */
    TEMPLATE_LINES,   /* the same, a line each */
};

struct template
{
    const char *name;   /* in lower case */
    const char *format; /* of arguments by number */
    const char *named;  /* names of arguments that are shown, between ;, of TEMPLATE_BEST the
                           later the better; else the format's first. NULL: none */
    enum template_kind kind;
};

/* Returns the template of this name, letter case and _ for blanks ignored, or NULL. A binary
 * search. */
const struct template *template_find(struct text_span name);

/* Whether an unknown template shows its name: {{1er}}, {{XIXe siècle}}, and within a line {{Louis
 * XIV}}. */
bool template_shows_its_name(struct text_span name, bool within_line);

/* Returns the place of an argument's name among those that the template shows, from 1; 0 if it is
 * not shown. */
unsigned template_named_rank(const struct template *template, struct text_span name);

/* --- formats --- */

/* Returns the place of $number in a format, else of $+, or NULL. */
const char *template_slot(const char *format, unsigned number);

/* Returns what a format has between the argument before and that of this place. */
struct text_span template_text_before(const char *format, const char *slot);

/* Returns what a format has after its last argument; all of it if it has none. */
struct text_span template_text_after(const char *format);

bool template_has_slots(const struct template *template);

#endif
