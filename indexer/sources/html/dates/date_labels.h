/* What the words before a date say about it. */
#ifndef FOUILLE_HTML_DATES_DATE_LABELS_H
#define FOUILLE_HTML_DATES_DATE_LABELS_H

#include "indexer/sources/article/article.h"

enum date_label {
    LABEL_NONE,
    LABEL_PUBLISHED, /* Publié le, Mis en ligne, Posted on, Veröffentlicht am */
    LABEL_MODIFIED,  /* Mis à jour le, Updated, Stand */
    LABEL_OTHER,     /* the date of something else: consulté le, du … au, ©, né le */
};

/* What the text before a date, or a text above it, says: its last label; only its last 80 bytes are
 * looked at. */
enum date_label date_label_before(struct text_span before);

/* What the words just after a date say, as in German: … am 15. Juni 2022 veröffentlicht. */
enum date_label date_label_after(struct text_span after);

#endif
