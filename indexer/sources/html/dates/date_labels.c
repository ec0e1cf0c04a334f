#include "indexer/sources/html/dates/date_labels.h"

#include <stdbool.h>
#include <string.h>

#include "common/analysis/analyzer.h"
#include "common/base/ascii.h"
#include "common/base/utf8.h"
#include "indexer/sources/article/span.h"

enum { LOOKED_AT = 80, LOOKED_AFTER = 40, WHOLE_WORD_SIZE = 5 };

/* Labels, in lower case and without accents; those of more than five letters may go on. */
static const char *const published[] = {
    "publie",       "publish",       "publica",  "publiz",       "pubbli",        "publik",
    "paru",         "parue",         "parution", "mis en ligne", "mise en ligne", "poste",
    "posted",       "postee",        "cree",     "creee",        "created",       "creation",
    "redige",       "ecrit",         "ecrite",   "written",      "released",      "submitted",
    "diffuse",      "veroffentlich", "erstellt", "geschrieben",  "erschienen",    "wurde am",
    "gepubliceerd", "geplaatst",     "escrito",  "opublikowan",
};

static const char *const modified[] = {
    "mis a jour", "mise a jour", "maj",        "modifi",     "actualise",  "actualiz", "update",
    "edited",     "revised",     "revu",       "corrige",    "changed",    "last mod", "last rev",
    "last edit",  "last change", "aktualisi",  "geandert",   "bearbeitet", "stand",    "letzte a",
    "zuletzt",    "aggiorna",    "bijgewerkt", "derniere m",
};

static const char *const other[] = {
    "consult",
    "access",
    "retrieved",
    "abgerufen",
    "jusqu",
    "until",
    "bis",
    "au",
    "depuis",
    "since",
    "seit",
    "avant",
    "ne le",
    "nee le",
    "born",
    "geboren",
    "copyright",
    "inscrit",
    "joined",
    "registered",
    "registriert",
    "member since",
    "membre depuis",
    "mitglied",
    "expire",
    "deadline",
    "aktuelles datum",
    "current time",
    "current date",
    "today is",
    "heute ist",
    "nous sommes",
    "il est",
    "aujourd",
};

/* Say that it is a date, and no more, where nothing follows them: "Date :". */
static const char *const words_for_date[] = {"date", "datum", "fecha", "data"};

static bool begins_with_one_of(const char *at, const char *const *labels, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(labels[i]);
        bool is_whole = size <= WHOLE_WORD_SIZE;
        if (labels[i][0] == at[0] && strncmp(at, labels[i], size) == 0 &&
            !(is_whole && ascii_is_letter(at[size])))
            return true;
    }
    return false;
}

#define BEGINS_WITH_ONE_OF(at, labels)                                                             \
    begins_with_one_of(at, labels, sizeof labels / sizeof *labels)

static enum date_label label_at(const char *at)
{
    if (BEGINS_WITH_ONE_OF(at, published))
        return LABEL_PUBLISHED;
    if (BEGINS_WITH_ONE_OF(at, modified))
        return LABEL_MODIFIED;
    return BEGINS_WITH_ONE_OF(at, other) ? LABEL_OTHER : LABEL_NONE;
}

/* The last label in a text of at most LOOKED_AT bytes. "Date : 15 juin 2022" is a publication
 * unless another word says what date it is. */
static enum date_label last_label(struct text_span text)
{
    char words[ANALYSIS_WORD_MAX + 1];
    size_t size = analyzer_fold(text.bytes, text.size, words);
    enum date_label label = LABEL_NONE;
    bool is_named = false;
    for (size_t i = 0; i < size; i++)
        words[i] = ascii_lower(words[i]);
    for (size_t i = 0; i < size; i++)
        if (ascii_is_letter(words[i]) && (i == 0 || !ascii_is_letter(words[i - 1]))) {
            enum date_label found = label_at(words + i);
            label = found != LABEL_NONE ? found : label;
            is_named = BEGINS_WITH_ONE_OF(words + i, words_for_date);
        }
    return label == LABEL_NONE && is_named ? LABEL_PUBLISHED : label;
}

/* Cuts a dash off the end of the text. */
static bool cut_dash(struct text_span *text)
{
    static const char *const dashes[] = {"-", "–", "—"};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        size_t size = strlen(dashes[i]);
        if (text->size >= size && memcmp(span_end(*text) - size, dashes[i], size) == 0) {
            *text = span_trim((struct text_span){text->bytes, text->size - size});
            return true;
        }
    }
    return false;
}

/* Whether what follows is the last of several days: "14. – 20. Juni 2022". */
static bool ends_days(struct text_span before)
{
    struct text_span day = span_trim(before);
    if (!cut_dash(&day))
        return false;
    day.size -= day.size > 0 && span_end(day)[-1] == '.';
    const char *start = span_end(day);
    while (start > day.bytes && ascii_is_digit(start[-1]))
        start--;
    size_t digits = (size_t)(span_end(day) - start);
    bool is_time = start > day.bytes && strchr(":hH", start[-1]) != NULL;
    return digits >= 1 && digits <= 2 && !is_time;
}

enum date_label date_label_before(struct text_span before)
{
    if (ends_days(before))
        return LABEL_OTHER;
    size_t start = before.size > LOOKED_AT ? before.size - LOOKED_AT : 0;
    while (start < before.size && utf8_is_continuation(before.bytes[start]))
        start++;
    return last_label(span_after(before, start));
}

enum date_label date_label_after(struct text_span after)
{
    size_t limit = after.size < LOOKED_AFTER ? after.size : LOOKED_AFTER;
    size_t size = utf8_floor(after.bytes, after.size, limit);
    for (size_t i = 0; i < size; i++) {
        if (ascii_is_digit(after.bytes[i])) /* they are those of another date or time */
            return LABEL_NONE;
        if (after.bytes[i] == '.')
            size = i;
    }
    return last_label((struct text_span){after.bytes, size});
}
