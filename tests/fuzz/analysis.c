/* The analyser: the vectorised scan finds what the plain one does, the memo gives what the slow
 * road gives, positions ascend, and words lie within the text and do not begin or end with white
 * space. */
#include <string.h>

#include "common/base/utf8.h"
#include "tests/fuzz/harness.h"

#include "common/analysis/analyzer.h"
#include "common/analysis/decode.h"
#include "common/words/scan.h"

static void check_scan(const char *text, size_t size)
{
    struct scanner scanner;
    struct chunk fast, plain;
    const char *at = text, *end = text + size;
    scan_begin(&scanner, text, end);
    while (scan_next(&scanner, &fast)) {
        fuzz_require(scan_chunk(at, end, &plain), "the plain scan finds one, too");
        fuzz_require(fast.start == plain.start && fast.end == plain.end, "it is the same");
        fuzz_require(fast.end > fast.start && fast.end <= end, "it lies within");
        at = fast.end;
    }
    fuzz_require(!scan_chunk(at, end, &plain), "the plain scan ends, too");
}

static void check_occurrence(const struct occurrence *one, const char *text, size_t size)
{
    fuzz_require(one->start < one->end && one->end <= size, "a word lies within the text");
    fuzz_require(text[one->start] != ' ' && text[one->end - 1] != ' ', "and has no blanks around");
    fuzz_require(((unsigned char)text[one->start] & 0xc0) != 0x80, "and begins at a character");
}

static void check_analysis(struct analyzer *quick, struct analyzer *slow, const char *text,
                           size_t size)
{
    static struct occurrence ones[ANALYSIS_BATCH_MIN], others[ANALYSIS_BATCH_MIN];
    uint32_t last = 0;
    size_t count;
    analyzer_begin(quick, text, size, 7);
    analyzer_begin(slow, text, size, 7);
    do {
        count = analyzer_next(quick, ones, ANALYSIS_BATCH_MIN);
        fuzz_require(count == analyzer_next(slow, others, ANALYSIS_BATCH_MIN), "as many");
        for (size_t i = 0; i < count; i++) {
            const struct form *form = analyzer_form(quick, ones[i].form);
            const struct form *other = analyzer_form(slow, others[i].form);
            fuzz_require(ones[i].position >= last && ones[i].position >= 7, "positions ascend");
            last = ones[i].position;
            check_occurrence(&ones[i], text, size);
            fuzz_require(ones[i].start == others[i].start && ones[i].end == others[i].end &&
                             ones[i].position == others[i].position &&
                             ones[i].kind == others[i].kind && ones[i].span == others[i].span &&
                             strcmp(form->surface, other->surface) == 0 &&
                             strcmp(form->term, other->term) == 0,
                         "the memo changes nothing");
            fuzz_require(form->surface_size > 0 && form->surface_size <= ANALYSIS_WORD_MAX &&
                             utf8_valid_prefix(form->surface, form->surface_size) ==
                                 form->surface_size,
                         "a form is UTF-8 of a word's size");
        }
    } while (count > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct analyzer *quick, *slow;
    struct buffer text;
    buffer_init(&text);
    if (quick == NULL) {
        quick = analyzer_create();
        slow = analyzer_create();
        fuzz_require(quick != NULL && slow != NULL, "there is memory");
        analyzer_set_memo(slow, false);
    }
    if (analyzer_memory(quick) > (size_t)32 << 20) {
        analyzer_reset(quick);
        analyzer_reset(slow);
    }
    decode_text(&text, (const char *)bytes, size, NULL);
    const char *read = text.size == 0 ? "" : text.data;
    check_scan(read, text.size);
    check_analysis(quick, slow, read, text.size);
    buffer_release(&text);
    return 0;
}
