#include "indexer/sources/html/html_links.h"

#include "indexer/sources/article/span.h"
#include "indexer/sources/html/html_weigh.h"

/* Shorter links are names of things rather than headlines. In bytes of words. */
enum { HEADLINE_MIN = 25, EMBED_LINKS_MAX = 3, INVITATION_MAX = 300 };

/* How a line begins that only invites to read something else; in lower case. */
static const char *const invitations[] = {
    "a lire",
    "à lire",
    "lire aussi",
    "lire également",
    "lire la suite",
    "lire plus",
    "lisez",
    "voir aussi",
    "à voir",
    "a voir",
    "sur le même sujet",
    "read more",
    "read also",
    "also read",
    "read next",
    "see also",
    "related",
    "more:",
    "more from",
    "watch:",
    "don't miss",
    "recommended",
    "en savoir plus",
    "click here",
    "cliquez ici",
    "retrouvez",
    "subscribe",
    "sign up",
    "abonnez-vous",
    "à écouter",
    "à relire",
    "notre dossier",
    "&gt;&gt;",
    ">>",
    "continue reading",
};

/* How a line begins that at an article's end is not part of it, linked or not. */
static const char *const farewells[] = {
    "follow us",
    "please follow",
    "report an error",
    "sign up",
    "subscribe",
    "copyright",
    "©",
    "tags",
    "topics:",
    "filed under",
    "posted in",
    "share this",
    "get local",
    "want more",
    "read more",
    "more on",
    "download our",
    "contact us",
    "send us",
    "leave a reply",
    "leave a comment",
    "advertisement",
    "be the first",
    "print this",
    "suivez",
    "partager",
    "mots-clés",
    "mots clés",
    "signaler",
    "inscrivez",
    "abonnez",
    "tous droits réservés",
    "publicité",
    "all rights reserved",
    "recevez",
};

static bool begins_with_one(struct text_span line, const char *const *starts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(starts[i]);
        if (line.size >= size &&
            span_equals_ignore_case((struct text_span){line.bytes, size}, starts[i]))
            return true;
    }
    return false;
}

/* `last`: where the article's last prose starts. */
static bool is_invitation(const struct html_element *element, const char *text, uint32_t last)
{
    if (element->text == 0 || element->text > INVITATION_MAX)
        return false;
    struct text_span line = span_trim(span_between(text + element->start, text + element->end));
    if (element->links * 2 >= element->text &&
        begins_with_one(line, invitations, sizeof invitations / sizeof *invitations))
        return true;
    return element->start > last && element->prose == 0 &&
           begins_with_one(line, farewells, sizeof farewells / sizeof *farewells);
}

/* Lists between its paragraphs belong to it more
 * often than those at its end. */
static bool is_link_list(const struct html_element *element, uint32_t last)
{
    if (element->text == 0 || element->prose > 0 ||
        element->links <= element->link_count * HEADLINE_MIN)
        return false;
    if ((element->in_embed || element->names & NAME_EMBED) &&
        element->link_count <= EMBED_LINKS_MAX)
        return false;
    if (element->start < last && element->part == PART_LIST)
        return !element->in_item && element->links * 5 > element->text * 4;
    return element->links * 2 > element->text;
}

/* Where the last prose in an element starts. */
static uint32_t find_last_prose(const struct html_outline *outline, uint32_t root)
{
    const struct html_element *element = &outline->elements[root];
    for (uint32_t i = outline->run_count; i-- > 0;) {
        const struct html_run *run = &outline->runs[i];
        if (run->start >= element->start && run->start < element->end &&
            !outline->elements[run->element].out && html_run_is_prose(outline, run))
            return run->start;
    }
    return 0;
}

static void mark(struct html_element *element)
{
    element->out = true;
    element->reason = REASON_LINKS;
}

static bool is_kept_whole(const struct html_element *element)
{
    return element->out || element->part == PART_DATA || element->part == PART_PRE ||
           element->part == PART_QUOTE || element->part == PART_NUMBERED;
}

void html_links_mark(struct html_outline *outline, uint32_t root, const char *text)
{
    struct html_element *elements = outline->elements;
    uint32_t last = find_last_prose(outline, root), end = elements[root].next, heading = root;
    for (uint32_t i = root + 1; i < end; i++) {
        struct html_element *element = &elements[i];
        bool container = element->part == PART_OTHER || element->part == PART_LIST;
        if (element->part == PART_HEADING && !element->out)
            heading = i;
        if (!is_kept_whole(element)) {
            bool invites = !element->is_inline && is_invitation(element, text, last);
            if (!invites && (!container || !is_link_list(element, last)))
                continue;
            mark(element);
            if (elements[heading].next == i && heading != root) /* it names what is left out */
                mark(&elements[heading]);
        }
        i = element->next - 1;
    }
}
