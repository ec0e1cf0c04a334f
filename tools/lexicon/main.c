/* Writes the source of the lexicon (common/lexicon/table.h) from a Hunspell dictionary.
 *
 *     compile_lexicon AFFIXES DICTIONARY SOURCE
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/file.h"
#include "common/base/utf8.h"
#include "common/lexicon/table.h"
#include "tools/lexicon/automaton.h"
#include "tools/lexicon/lost.h"
#include "tools/lexicon/paradigms.h"

enum { INPUT_MAX = 64 << 20, NUMBERS_IN_LINE = 12 };

struct compiler {
    struct buffer affixes, dictionary;
    struct lemmas lemmas;
    struct paradigms paradigms;
    struct lost_words lost;
    struct arena arena; /* owns the keys */
    VECTOR(struct slice) keys;
    VECTOR(struct slice) spellings; /* of endings, ascending, distinct */
    struct automaton automaton;
    struct buffer groups; /* as the table has them */
    VECTOR(uint32_t) group_starts;
    uint64_t checksum;
    FILE *source;
};

/* --- keys --- */

static int compare_slices(const void *one, const void *other)
{
    const struct slice *a = one, *b = other;
    return slice_compare(*a, *b);
}

static int add_key(struct compiler *compiler, struct slice key)
{
    const struct slice kept = {arena_copy(&compiler->arena, key.data, key.size), key.size};
    if (kept.data == NULL)
        return error_memory();
    vector_append(&compiler->keys, kept);
    return vector_status(&compiler->keys);
}

static int add_part_key(struct compiler *compiler, const struct part *part)
{
    char key[LEXICON_WORD_MAX + 4];
    size_t size = part->base.size;
    memcpy(key, part->base.data, size);
    key[size++] = (char)(TABLE_TAG + (part->paradigm >> 8));
    key[size++] = (char)part->paradigm;
    if (part->group != NO_GROUP) {
        key[size++] = (char)(part->group >> 8);
        key[size++] = (char)part->group;
    }
    return add_key(compiler, (struct slice){key, size});
}

static int add_lost_key(struct compiler *compiler, struct slice word)
{
    char key[LEXICON_WORD_MAX + 1];
    memcpy(key, word.data, word.size);
    key[word.size] = TABLE_LOST;
    return add_key(compiler, (struct slice){key, word.size + 1});
}

static int build_automaton(struct compiler *compiler)
{
    int status = automaton_init(&compiler->automaton);
    for (size_t i = 0; i < vector_count(&compiler->paradigms.parts) && status == 0; i++)
        status = add_part_key(compiler, &compiler->paradigms.parts.items[i]);
    for (size_t i = 0; i < vector_count(&compiler->lost.words) && status == 0; i++)
        status = add_lost_key(compiler, compiler->lost.words.items[i]);
    vector_sort(&compiler->keys, compare_slices);
    for (size_t i = 0; i < vector_count(&compiler->keys) && status == 0; i++)
        if (i == 0 || !slice_equals(compiler->keys.items[i], compiler->keys.items[i - 1]))
            status = automaton_add(&compiler->automaton, compiler->keys.items[i]);
    return status == 0 ? automaton_finish(&compiler->automaton) : status;
}

/* --- endings and groups --- */

static int collect_spellings(struct compiler *compiler)
{
    const struct paradigms *paradigms = &compiler->paradigms;
    struct slice *spellings;
    size_t kept = 0;
    for (size_t i = 0; i < vector_count(&paradigms->paradigms); i++)
        for (size_t k = 0; k < paradigms->paradigms.items[i].count; k++)
            vector_append(&compiler->spellings, paradigms->paradigms.items[i].endings[k]);
    if (vector_status(&compiler->spellings) != 0)
        return ERROR_MEMORY;
    vector_sort(&compiler->spellings, compare_slices);
    spellings = compiler->spellings.items;
    for (size_t i = 0; i < vector_count(&compiler->spellings); i++)
        if (kept == 0 || !slice_equals(spellings[kept - 1], spellings[i]))
            spellings[kept++] = spellings[i];
    vector_truncate(&compiler->spellings, kept);
    return 0;
}

static size_t number_of_spelling(const struct compiler *compiler, struct slice spelling)
{
    const struct slice *found =
        bsearch(&spelling, compiler->spellings.items, vector_count(&compiler->spellings),
                sizeof spelling, compare_slices);
    assert(found != NULL);
    return (size_t)(found - compiler->spellings.items);
}

static int collect_groups(struct compiler *compiler)
{
    const struct paradigms *paradigms = &compiler->paradigms;
    const size_t *starts = paradigms->group_starts.items;
    for (size_t group = 0; group + 1 < vector_count(&paradigms->group_starts); group++) {
        vector_append(&compiler->group_starts, (uint32_t)compiler->groups.size);
        for (size_t i = starts[group]; i < starts[group + 1]; i++) {
            const struct part *part = &paradigms->parts.items[paradigms->group_parts.items[i]];
            buffer_append_byte(&compiler->groups, (unsigned char)part->base.size);
            buffer_append(&compiler->groups, part->base.data, part->base.size);
            buffer_append_u16(&compiler->groups, (uint16_t)part->paradigm);
        }
    }
    vector_append(&compiler->group_starts, (uint32_t)compiler->groups.size);
    return buffer_status(&compiler->groups) == 0 ? vector_status(&compiler->group_starts)
                                                 : ERROR_MEMORY;
}

/* --- the source --- */

static void add_to_checksum(struct compiler *compiler, size_t place, uint64_t number)
{
    compiler->checksum = (compiler->checksum ^ number) * UINT64_C(0x9e3779b97f4a7c15) + place;
}

/* Writes a number of an array, and adds it to the checksum. */
static void write_number(struct compiler *compiler, size_t place, uint64_t number)
{
    add_to_checksum(compiler, place, number);
    fprintf(compiler->source, "%s%" PRIu64 ",", place % NUMBERS_IN_LINE == 0 ? "\n    " : " ",
            number);
}

static void write_transitions(struct compiler *compiler)
{
    const struct automaton *automaton = &compiler->automaton;
    fputs("const uint32_t lexicon_transitions[] = {", compiler->source);
    for (size_t i = 0; i < vector_count(&automaton->transitions); i++)
        write_number(compiler, i, automaton->transitions.items[i]);
    fprintf(compiler->source, "\n};\n\nconst uint32_t lexicon_root = %" PRIu32 ";\n\n",
            automaton->root);
}

static void write_paradigms(struct compiler *compiler)
{
    const struct paradigms *made = &compiler->paradigms;
    size_t first = 0;
    fputs("const struct table_paradigm lexicon_paradigms[] = {\n", compiler->source);
    for (size_t i = 0; i < vector_count(&made->paradigms); i++) {
        const struct paradigm *paradigm = &made->paradigms.items[i];
        size_t head = TABLE_NO_HEAD;
        for (size_t k = 0; paradigm->has_head && k < paradigm->count; k++)
            if (slice_equals(paradigm->endings[k], paradigm->head))
                head = k;
        add_to_checksum(compiler, first, paradigm->count);
        add_to_checksum(compiler, head, paradigm->class);
        fprintf(compiler->source, "    {%zu, %zu, %zu, %u},\n", first, paradigm->count, head,
                (unsigned)paradigm->class);
        first += paradigm->count;
    }
    fputs("};\n\nconst uint16_t lexicon_endings[] = {", compiler->source);
    first = 0;
    for (size_t i = 0; i < vector_count(&made->paradigms); i++)
        for (size_t k = 0; k < made->paradigms.items[i].count; k++)
            write_number(compiler, first++,
                         number_of_spelling(compiler, made->paradigms.items[i].endings[k]));
    fputs("\n};\n\n", compiler->source);
}

static void write_bytes(struct compiler *compiler, struct slice bytes)
{
    for (size_t i = 0; i < bytes.size; i++)
        write_number(compiler, i, (unsigned char)bytes.data[i]);
}

static void write_spellings(struct compiler *compiler)
{
    const size_t count = vector_count(&compiler->spellings);
    size_t start = 0;
    fputs("const uint16_t lexicon_spelling_starts[] = {", compiler->source);
    for (size_t i = 0; i <= count; i++) {
        write_number(compiler, i, start);
        start += i < count ? compiler->spellings.items[i].size : 0;
    }
    fputs("\n};\n\nconst unsigned char lexicon_spellings[] = {", compiler->source);
    for (size_t i = 0; i < count; i++)
        write_bytes(compiler, compiler->spellings.items[i]);
    fputs("\n};\n\n", compiler->source);
}

static void write_groups(struct compiler *compiler)
{
    fputs("const uint32_t lexicon_group_starts[] = {", compiler->source);
    for (size_t i = 0; i < vector_count(&compiler->group_starts); i++)
        write_number(compiler, i, compiler->group_starts.items[i]);
    fputs("\n};\n\nconst unsigned char lexicon_groups[] = {", compiler->source);
    write_bytes(compiler, (struct slice){compiler->groups.data, compiler->groups.size});
    fputs("\n};\n\n", compiler->source);
}

static int write_source(struct compiler *compiler, const char *path)
{
    compiler->source = fopen(path, "w");
    if (compiler->source == NULL)
        return error_system("cannot write '%s'", path);
    fputs("/* Written by tools/lexicon. */\n#include \"common/lexicon/lexicon.h\"\n"
          "#include \"common/lexicon/table.h\"\n\n",
          compiler->source);
    write_transitions(compiler);
    write_paradigms(compiler);
    write_spellings(compiler);
    write_groups(compiler);
    fprintf(compiler->source, "const uint64_t lexicon_checksum = UINT64_C(0x%016" PRIx64 ");\n",
            compiler->checksum);
    bool failed = ferror(compiler->source) != 0;
    return fclose(compiler->source) != 0 || failed ? error_system("cannot write '%s'", path) : 0;
}

/* --- the program --- */

static int read_file(struct buffer *into, const char *path)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return error_system("cannot open '%s'", path);
    int status = file_read_all(descriptor, into, INPUT_MAX, path);
    close(descriptor);
    if (status == 0 && utf8_valid_prefix(into->data, into->size) != into->size)
        return error_set(ERROR_INPUT, "'%s' is not valid UTF-8", path);
    return status;
}

static int compile(struct compiler *compiler, char **paths)
{
    arena_init(&compiler->arena, 1 << 20);
    int status = read_file(&compiler->affixes, paths[0]);
    if (status == 0)
        status = read_file(&compiler->dictionary, paths[1]);
    if (status == 0)
        status = lemmas_read(&compiler->lemmas,
                             (struct slice){compiler->affixes.data, compiler->affixes.size},
                             (struct slice){compiler->dictionary.data, compiler->dictionary.size});
    if (status == 0)
        lemmas_join_variants(&compiler->lemmas);
    if (status == 0)
        status = paradigms_make(&compiler->paradigms, &compiler->lemmas);
    if (status == 0)
        status = lost_words_find(&compiler->lost, &compiler->lemmas);
    if (status == 0)
        status = build_automaton(compiler);
    if (status == 0)
        status = collect_spellings(compiler);
    if (status == 0)
        status = collect_groups(compiler);
    return status == 0 ? write_source(compiler, paths[2]) : status;
}

static void release(struct compiler *compiler)
{
    buffer_release(&compiler->affixes);
    buffer_release(&compiler->dictionary);
    lemmas_release(&compiler->lemmas);
    paradigms_release(&compiler->paradigms);
    lost_words_release(&compiler->lost);
    automaton_release(&compiler->automaton);
    vector_release(&compiler->keys);
    vector_release(&compiler->spellings);
    vector_release(&compiler->group_starts);
    buffer_release(&compiler->groups);
    arena_release(&compiler->arena);
}

int main(int argc, char **argv)
{
    static struct compiler compiler;
    if (argc != 4) {
        fputs("usage: compile_lexicon AFFIXES DICTIONARY SOURCE\n", stderr);
        return 2;
    }
    int status = compile(&compiler, argv + 1);
    if (status != 0)
        fprintf(stderr, "compile_lexicon: %s\n", error_message());
    release(&compiler);
    return status == 0 ? 0 : 1;
}
