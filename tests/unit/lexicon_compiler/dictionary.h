/* The dictionary that the lexicon is made of. */
#ifndef FOUILLE_TESTS_DICTIONARY_H
#define FOUILLE_TESTS_DICTIONARY_H

#include "tests/unit/base/property.h"

#include <fcntl.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/file.h"
#include "tools/lexicon/lemmas.h"

static inline void read_dictionary_file(struct buffer *into, const char *path)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    buffer_init(into);
    assert_true(descriptor >= 0);
    assert_int_equal(file_read_all(descriptor, into, 64 << 20, path), 0);
    close(descriptor);
}

/* Reads the lemmas that the build made the lexicon of, joined as there. */
static inline void read_dictionary(struct lemmas *lemmas)
{
    struct buffer affixes, words;
    read_dictionary_file(&affixes, LEXICON_DICTIONARY ".aff");
    read_dictionary_file(&words, LEXICON_DICTIONARY ".dic");
    assert_int_equal(lemmas_read(lemmas, (struct slice){affixes.data, affixes.size},
                                 (struct slice){words.data, words.size}),
                     0);
    lemmas_join_variants(lemmas);
    buffer_release(&affixes);
    buffer_release(&words);
}

#endif
