/* The article of a page: what is taken of it, and what stays out. */
#include <time.h>

#include "tests/unit/sources/collect.h"
#include "tests/unit/suite.h"

/* Three paragraphs, enough for an article. */
#define FIRST                                                                                       \
    "Le conseil municipal a voté, lundi soir, la rénovation du vieux moulin, après deux heures " \
    "de débat."
#define SECOND                                                                                      \
    "Les travaux, estimés à 300 000 euros, commenceront au printemps, et dureront un an et demi " \
    "selon le maire."
#define THIRD                                                                                      \
    "Une association d'habitants, qui défend le site depuis dix ans, s'est dite soulagée par "   \
    "cette décision."
#define PARAGRAPHS "<p>" FIRST "</p><p>" SECOND "</p><p>" THIRD "</p>"
#define ARTICLE FIRST "\n" SECOND "\n" THIRD

#define MENU                                                                                       \
    "<header><nav><ul><li><a href=/>Accueil</a><li><a href=/s>Sports</a></ul></nav></header>"
#define FOOTER "<footer><p>Mentions légales, plan du site, contact et publicité.</p></footer>"

static void expect_body(const char *page, const char *body)
{
    struct collection collection = {0};
    collect_text(&collection, SOURCE_HTML, page);
    assert_int_equal(collection.count, 1);
    if (strcmp(collection.articles[0].body, body) != 0)
        print_error("in: %s\n", page);
    assert_string_equal(collection.articles[0].body, body);
    collect_release(&collection);
}

static void the_article_is_taken(void **state)
{
    (void)state;
    static const char *const pages[] = {
        MENU "<article>" PARAGRAPHS "</article>" FOOTER,
        MENU "<main>" PARAGRAPHS "</main>" FOOTER,
        MENU "<div itemprop=articleBody>" PARAGRAPHS "</div>" FOOTER,
        MENU "<div><div>" PARAGRAPHS "</div></div>" FOOTER,
        MENU "<table><tr><td><a href=/a>Sommaire</a><td>" PARAGRAPHS "</table>" FOOTER,
        MENU "<div>" FIRST "<br><br>" SECOND "<br>" THIRD "</div>" FOOTER,
        MENU "<section><p>" FIRST "</p></section><section><p>" SECOND "</p><p>" THIRD
             "</p></section>" FOOTER,
        /* an introduction and a part after an advertisement */
        MENU "<div><p class=chapo>" FIRST "</p><div class=pub>Publicité</div><div><p>" SECOND
             "</p><p>" THIRD "</p></div></div>" FOOTER,
        /* names that lie */
        MENU "<div class='content has-sidebar share'>" PARAGRAPHS "</div>" FOOTER,
        MENU "<div id=comments-open><h1></h1>" PARAGRAPHS "</div>" FOOTER,
        MENU "<div style='visibility:hidden'>" PARAGRAPHS "</div>" FOOTER,
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        expect_body(pages[i], ARTICLE);
}

/* Each stands after the article, in its element. */
static void what_surrounds_it_stays_out(void **state)
{
    (void)state;
    static const char *const around[] = {
        "<div class=cookie-banner><p>Nous utilisons des cookies, pour mesurer "
        "l'audience.</p></div>",
        "<div id='bandeau-abonnement'>Abonnez-vous, dès 1 euro par mois.</div>",
        "<div class=newsletter_form>Recevez nos lettres.</div>",
        "<ul class='share-buttons'><li>Partager<li>Envoyer</ul>",
        "<div class=boutonsPartage></div><div class=partage>Partager sur</div>",
        "<section class=lire-aussi><h2>À lire aussi</h2><ul><li><a href=/1>Le moulin sera vendu "
        "aux enchères en mai</a><li><a href=/2>Trois moulins à visiter cet été</a></ul></section>",
        "<h2>Sur le même sujet</h2><ul><li><a href=/1>Le moulin sera vendu aux enchères en mai</a>"
        "<li><a href=/2>Trois moulins à visiter cet été dans la vallée</a></ul>",
        "<p><strong>Lire aussi :</strong> <a href=/3>Le moulin sera vendu aux enchères</a></p>",
        "<p>Suivez-nous, et partagez.</p><p>© Le Journal, 2022</p>",
        "<p><a href=/3>READ MORE: The mill will be sold at auction in May</a></p>",
        "<div class='relatedPosts'><p>Un autre article, qui parle d'autre chose, et longuement, "
        "pour être pris.</p></div>",
        "<section id=commentaires><p>Lucas : je ne suis pas d'accord, du tout, avec ce que dit le "
        "maire de ce projet.</p></section>",
        "<div id='disqus_thread'>Commentaires</div>",
        "<aside><h3>Les plus lus</h3></aside>",
        "<div class='author'>Par Anne Dupont</div><span class=tags>moulin, patrimoine</span>",
        "<form><label>Courriel</label><button>S'inscrire</button></form>",
        "<div role=navigation>Suivant</div>",
        "<div hidden>caché</div><p style='display: none'>caché</p><p aria-hidden=true>caché</p>",
    };
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        struct buffer page = {0};
        buffer_append_format(&page, MENU "<article>" PARAGRAPHS "%s</article>" FOOTER, around[i]);
        expect_body(buffer_string(&page), ARTICLE);
        buffer_release(&page);
    }
}

static void what_belongs_to_it_is_kept(void **state)
{
    (void)state;
    static const char *const parts[][2] = {
        {"<h2>Un long débat</h2><p>Oui.</p>", "Un long débat\nOui."},
        {"<ul><li>Toit<li>Roue</ul>", "Toit\nRoue"},
        {"<p>Voir <a href=/t>le toit</a>, <a href=/r>la roue</a>.</p>", "Voir le toit, la roue."},
        {"<table><tr><th>Poste<th>Coût<tr><td><a href=/t>Toit</a><td>9</table>",
         "Poste Coût\nToit 9"},
        {"<blockquote>« Enfin ! »</blockquote>", "« Enfin ! »"},
        {"<figure><img><figcaption>Le moulin, hier.</figcaption></figure>", "Le moulin, hier."},
        {"<p>Le maire, <span class=author>M. Petit</span>, a voté pour, avec toute sa liste, "
         "sauf un.</p>",
         "Le maire, M. Petit, a voté pour, avec toute sa liste, sauf un."},
        {"<div id=partager-le-travail-entre-tous><p>Partager.</p></div>", "Partager."},
        {"<div class=video-embed><div class=footer><a href=/v>Le moulin vu du ciel en 2021, un "
         "film</a></div></div>",
         "Le moulin vu du ciel en 2021, un film"},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct buffer page = {0}, body = {0};
        buffer_append_format(&page, MENU "<article>%s" PARAGRAPHS "</article>" FOOTER, parts[i][0]);
        buffer_append_format(&body, "%s\n" ARTICLE, parts[i][1]);
        expect_body(buffer_string(&page), buffer_string(&body));
        buffer_release(&page);
        buffer_release(&body);
    }
}

static void the_title_is_not_repeated(void **state)
{
    (void)state;
    expect_body("<title>Le moulin revit</title>" MENU
                "<article><a href=/c>Culture</a><h1>Le moulin  revit</h1>" PARAGRAPHS "</article>",
                ARTICLE);
    expect_body("<title>La commune</title><article><h1>Le moulin revit</h1>" PARAGRAPHS
                "</article>" FOOTER,
                "Le moulin revit\n" ARTICLE);
}

static void pages_without_an_article_are_taken_whole(void **state)
{
    (void)state;
    static const char *const pages[][2] = {
        {"<nav>Accueil</nav><p>Peu de mots, ici.</p><footer>Contact</footer>",
         "Accueil\nPeu de mots, ici.\nContact"},
        {"<nav>Accueil</nav><ul><li><a href=/1>Un</a><li><a href=/2>Deux</a></ul>",
         "Accueil\nUn\nDeux"},
        {"<nav>Accueil</nav><table><tr><td>1<td>2</table>", "Accueil\n1 2"},
        {"<nav>Accueil</nav><form><label>Nom</label><button>Envoyer</button></form>",
         "Accueil\nNom Envoyer"},
        {"<article><p>" FIRST "</p></article><article><p>" SECOND "</p></article><article><p>" THIRD
         "</p></article>",
         ARTICLE},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        expect_body(pages[i][0], pages[i][1]);
}

static void the_text_in_json_ld_is_a_check(void **state)
{
    (void)state;
#define LINKED(text) "<script type='application/ld+json'>{\"articleBody\": \"" text "\"}</script>"
#define LONG "<div><ul><li><p>" FIRST "</p><li><p>" SECOND "</p><li><p>" THIRD "</p></ul></div>"
    static const char rest[] =
        MENU "<article>" PARAGRAPHS "</article><section class=sidebar>" LONG LONG "</section>";
    struct buffer page = {0};
    buffer_append_format(&page, LINKED("<p>" FIRST "<\\/p>\\u003Cp>" SECOND) "%s", rest);
    expect_body(buffer_string(&page), ARTICLE);
    buffer_clear(&page);
    buffer_append_format(&page, LINKED(FIRST SECOND THIRD FIRST SECOND THIRD) "%s", rest);
    expect_body(buffer_string(&page), ARTICLE); /* half of it */
    buffer_clear(&page);
    buffer_append_format(&page, LINKED(FIRST SECOND THIRD FIRST SECOND THIRD FIRST) "%s", rest);
    expect_body(buffer_string(&page), "Accueil\nSports\n" ARTICLE "\n" ARTICLE "\n" ARTICLE);
    buffer_release(&page);
}

static void whole_pages_are_taken_on_demand(void **state)
{
    (void)state;
    static const char page[] = MENU "<article>" PARAGRAPHS "</article><p hidden>non</p>" FOOTER;
    struct source_reader *reader = source_reader_create(SOURCE_LIMIT);
    struct collection collection = {0};
    const struct article_receiver receiver = collector(&collection);
    struct text_span bytes = {page, strlen(page)};
    assert_non_null(reader);
    source_reader_set_whole_pages(reader, true);
    assert_int_equal(source_read_bytes(reader, bytes, SOURCE_HTML, "a.html", &receiver), 0);
    assert_string_equal(collection.articles[0].body,
                        "Accueil\nSports\n" ARTICLE
                        "\nMentions légales, plan du site, contact et publicité.");
    collect_release(&collection);
    source_reader_destroy(reader);
}

static void what_was_taken_is_explained(void **state)
{
    (void)state;
    static const char page[] =
        MENU "<article id=a class='b c'>" PARAGRAPHS "<p class=comments>Non</p></article>";
    struct source_reader *reader = source_reader_create(SOURCE_LIMIT);
    struct collection collection = {0};
    struct buffer explanation = {0};
    const struct article_receiver receiver = collector(&collection);
    struct text_span bytes = {page, strlen(page)};
    assert_non_null(reader);
    source_reader_set_explanation(reader, &explanation);
    assert_int_equal(source_read_bytes(reader, bytes, SOURCE_HTML, "a.html", &receiver), 0);
    assert_string_equal(buffer_string(&explanation),
                        "13\tleft out\taround the article\theader\n"
                        "268\ttaken\tholds the article\tarticle#a.b.c\n"
                        "3\tleft out\treaders' comments\tp.comments\n");
    collect_release(&collection);
    buffer_release(&explanation);
    source_reader_destroy(reader);
}

static double seconds_for(const char *const *parts, size_t rounds)
{
    struct buffer text = {0};
    struct collection collection = {0};
    buffer_append_string(&text, "<article>" PARAGRAPHS);
    for (size_t i = 0; i < rounds; i++)
        buffer_append_string(&text, parts[0]);
    for (size_t i = 0; i < rounds; i++)
        buffer_append_string(&text, parts[1]);
    clock_t before = clock();
    assert_int_equal(collect_bytes(&collection, SOURCE_HTML, text.data, text.size), 0);
    clock_t after = clock();
    collect_release(&collection);
    buffer_release(&text);
    return (double)(after - before) / CLOCKS_PER_SEC;
}

/* Twice the input may take three times as long at most, and no less than the clock can tell. */
static void time_is_linear(void **state)
{
    (void)state;
    static const char *const pages[][2] = {
        {"<div>", ""},
        {"<div><p>un, deux.</p>", "</div>"},
        {"<h2>a</h2><ul><li><a href=/>Un titre assez long pour un lien</a></ul>", ""},
        {"<table><tr><th>a", ""},
        {"<span class=tag>", "x</span>"},
        {"<a href=/>un lien ", ""},
        {"<p class='", "tags "},
        {"<p>un, deux, trois, quatre, cinq, six, sept, huit, neuf, dix, onze et douze.</p>", ""},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        double once = seconds_for(pages[i], 20000), twice = seconds_for(pages[i], 40000);
        if (twice > 3 * once + 0.2)
            print_error("%s: %f s, then %f s\n", pages[i][0], once, twice);
        assert_true(twice <= 3 * once + 0.2);
    }
}

SUITE(html_article)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_article_is_taken),
        cmocka_unit_test(what_surrounds_it_stays_out),
        cmocka_unit_test(what_belongs_to_it_is_kept),
        cmocka_unit_test(the_title_is_not_repeated),
        cmocka_unit_test(pages_without_an_article_are_taken_whole),
        cmocka_unit_test(the_text_in_json_ld_is_a_check),
        cmocka_unit_test(whole_pages_are_taken_on_demand),
        cmocka_unit_test(what_was_taken_is_explained),
        cmocka_unit_test(time_is_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
