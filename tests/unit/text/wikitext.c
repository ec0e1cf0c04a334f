/* Wikitext: what a reader of the page sees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "indexer/sources/text/wikitext.h"
#include "tests/unit/suite.h"

static void expect_text(const char *page, const char *text)
{
    struct buffer body;
    buffer_init(&body);
    wikitext_read((struct text_span){page, strlen(page)}, &body);
    assert_string_equal(buffer_string(&body), text);
    buffer_release(&body);
}

static void marks(void **state)
{
    (void)state;
    expect_text("", "");
    expect_text("L''''école''' est ''là''.", "L'école est là.");
    expect_text("l'eau '''''x'''''", "l'eau x");
    expect_text("== Histoire ==\n* Un\n*# Deux\n: Trois", "Histoire\nUn\nDeux\nTrois");
    expect_text("a&nbsp;b &amp;amp; &eacute; &rien;", "a\xc2\xa0"
                                                      "b &amp; é &rien;");
    expect_text("&#233; &#xe9; &#XE9; &#x1F600; &#xd800; &#0; &#1114112;", "é é é 😀 � � �");
    expect_text("&#1a; &#x1g; &#; &#x; &#12345678;", "&#1a; &#x1g; &#; &#x; &#12345678;");
    expect_text("a<br/>b <small>c</small> <!-- d\ne -->f", "a\nb c f");
    expect_text("x<ref name=\"a\">note</ref>y<ref name=\"b\" />z<ref>u", "xyzu");
    expect_text("3 < 4 { 5 } | [6] !", "3 < 4 { 5 } | [6] !");
}

static void links(void **state)
{
    (void)state;
    expect_text("[[Nancy]] et [[Metz|la ville]]s", "Nancy et la villes");
    expect_text("[[Fichier:a.jpg|mini|Une [[maison]] là]]b", "b");
    expect_text("un [[wikt:lac|lac]]\n[[en:Lake]]\n[[la:Lacus]]\n[[c:x]]", "un lac\n\nc:x");
    expect_text("[[Catégorie:Art]]x[[:Catégorie:Art]]", "x:Catégorie:Art");
    expect_text("[https://x.fr un site] [https://y.fr] [note]", "un site  [note]");
    expect_text("[[ouvert\n\nsuite [[Fichier:x\n== Titre ==\nfin", "ouvert\n\nsuite Titre\nfin");
}

static void templates(void **state)
{
    (void)state;
    expect_text("{{Infobox|a={{b|c}}|[[d]]}}x", "x");
    expect_text("a {{ouvert b", "a {{ouvert b");
    expect_text("a }} b {{c}}", "a }} b ");
}

static void tables(void **state)
{
    (void)state;
    expect_text("{| class=\"x\"\n|+ Légende\n! A !! B\n|-\n| style=\"y\" | c || d\n|}\nfin",
                " Légende\n A  B\n c  d\nfin");
}

/* Nothing hostile takes more than linear time. */
static void hostile_pages(void **state)
{
    (void)state;
    static const char *const parts[] = {"{{", "[[", "[http://", "<ref>", "<a ",     "<!--",
                                        "&",  "''", "|",        "\n|",   "[[a|b]]", "}}"};
    enum { SIZE = 3000000 / HOSTILE_DIVISOR };
    char *page = malloc(SIZE);
    assert_non_null(page);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct buffer body;
        size_t size = strlen(parts[i]);
        for (size_t at = 0; at < SIZE; at++)
            page[at] = parts[i][at % size];
        clock_t start = clock();
        buffer_init(&body);
        wikitext_read((struct text_span){page, SIZE}, &body);
        assert_true(body.size <= SIZE);
        assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
        buffer_release(&body);
    }
    free(page);
}

SUITE(wikitext)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks),  cmocka_unit_test(links),         cmocka_unit_test(templates),
        cmocka_unit_test(tables), cmocka_unit_test(hostile_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
