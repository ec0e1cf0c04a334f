/* What the names that a site gives an element (class, id, role) say about it, in English and
 * French. Names are split at what is no letter and before capitals: "relatedPosts share-bar" is
 * related, posts, share, bar. A name of more than four words
 * was made from a heading, and says nothing; neither does one like "has-sidebar". */
#ifndef FOUILLE_HTML_HTML_NAMES_H
#define FOUILLE_HTML_HTML_NAMES_H

#include <stdint.h>

enum html_name {
    NAME_NOISE = 1,      /* navigation, banners, advertising, links to other pages */
    NAME_COMMENTS = 2,   /* what readers wrote */
    NAME_SIDE = 4,       /* author, date, tags, sharing: noise when short */
    NAME_BODY = 8,       /* the text of an article */
    NAME_ARTICLE = 16,   /* an article */
    NAME_UNSEEN = 32,    /* not shown */
    NAME_BODY_ITEM = 64, /* itemprop=articleBody */
    NAME_EMBED = 128,    /* a picture or film with its caption */
    NAME_NOTHING = 256,  /* "has-sidebar": what else it says is about something else */
};

/* Returns what the attributes of an element say. Attributes as in html_meta_read_element. One pass;
 * a binary search a word. */
uint16_t html_names_of(const char *const *attributes);

#endif
