/* Reads a Hunspell dictionary: the words of a .dic file, with all forms that the suffix rules of
 * its .aff file make of them (hunspell(5)). What French needs is supported: UTF-8, flags of two
 * characters, suffixes with conditions, NEEDAFFIX and FORBIDDENWORD; suffixes of suffixes are not
 * used there, and prefixes only spell elisions and units.
 */
#ifndef FOUILLE_TOOLS_LEXICON_HUNSPELL_H
#define FOUILLE_TOOLS_LEXICON_HUNSPELL_H

#include "common/base/slice.h"
#include "common/base/vector.h"

struct suffix_rule {
    struct slice flag; /* two characters */
    struct slice strip, add, condition;
    bool needs_affix; /* what it makes is no word by itself */
};

struct suffix_rules {
    VECTOR(struct suffix_rule) rules; /* by flag */
    struct slice needs_affix, forbidden;
};

/* One line of a .dic file. */
struct dictionary_entry {
    struct slice word, flags, fields; /* fields as they are, po:nom is:mas … */
};

/* Reads the rules of an .aff file, which must outlive them. Returns 0, ERROR_SYNTAX or
 * ERROR_MEMORY. */
int suffix_rules_read(struct suffix_rules *rules, struct slice text);
void suffix_rules_release(struct suffix_rules *rules);

/* Takes the next entry from what is left of a .dic file after its first line; false at the end. */
bool dictionary_next(struct slice *left, struct dictionary_entry *entry);

/* Whether an entry has a flag, or a field that begins with `prefix`. */
bool entry_has_flag(const struct dictionary_entry *entry, struct slice flag);
bool entry_has_field(const struct dictionary_entry *entry, const char *prefix);

/* Calls `visit` with each form of an entry, in the order of the rules; repeatedly if several rules
 * make it. A result other than 0 ends the walk and is returned. ERROR_MEMORY. */
int entry_each_form(const struct suffix_rules *rules, const struct dictionary_entry *entry,
                    int (*visit)(void *context, struct slice form), void *context);

#endif
