/* What part of a page an element is, by its name, class and id, for finding its date. */
#ifndef FOUILLE_HTML_DATES_PAGE_ZONES_H
#define FOUILLE_HTML_DATES_PAGE_ZONES_H

#include "indexer/sources/article/article.h"

enum page_zone {
    ZONE_ASIDE = 1,     /* navigation, comments, other articles */
    ZONE_DATE = 2,      /* is called a date or a time */
    ZONE_PUBLISHED = 4, /* is called the publication */
    ZONE_MODIFIED = 8,  /* is called a change of the article, as "updated" */
    ZONE_META = 16,     /* is called a byline or the like */
    ZONE_CHANGE = 64,   /* is declared as one (dateModified) */
    ZONE_FOOTER = 32,   /* the end of a page or of an article */
};

/* Returns the zones (enum page_zone) that the words of a class or an id name, in French, English,
 * German and a few others: "post-date", "entryMeta", "sidebar". Words that say that a sidebar
 * stands next to the element ("with-sidebar") name none. One pass. */
unsigned page_zones_of_words(struct text_span words);

#endif
