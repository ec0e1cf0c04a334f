/* What dialects add to Markdown: the marks go, and what a reader sees stays. */
#include "tests/unit/sources/collect.h"

#include <time.h>

#include "tests/unit/suite.h"

static void check_bodies(const char *const (*pairs)[2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct expected expected = {pairs[i][0], NULL, NULL, NULL, NULL, pairs[i][1]};
        expect_article(SOURCE_MARKDOWN, &expected);
    }
}

#define CHECK_BODIES(pairs) check_bodies(pairs, sizeof(pairs) / sizeof *(pairs))

static void attribute_lists_go(void **state)
{
    (void)state;
    static const struct expected headings[] = {
        {"# La crue {#sec:crue .titre}\n\nCorps", "La crue", NULL, NULL, NULL, "Corps"},
        {"# La crue # {#crue data-x=\"a b\"}\n\nCorps", "La crue", NULL, NULL, NULL, "Corps"},
        {"# La crue {: #crue }\n{: .note}\n\nCorps", "La crue", NULL, NULL, NULL, "Corps"},
    };
    static const char *const pairs[][2] = {
        {"![rive](a.png){width=50%} et ![quai](b.png){: .gauche loading=lazy }", "rive et quai"},
        {"[lien](a.html){target=\"_blank\" rel='x y'} fin", "lien fin"},
        {"Un **mot**{.fort} et `code`{.c} et [petit]{.smallcaps}.", "Un mot et code et [petit]."},
        {"Un paragraphe.\n{: .chapo #a}\n\nUn autre.\n{.b}", "Un paragraphe.\n\nUn autre."},
        {"> Cité.\n> {: .auteur}", "Cité."},
        {"* TOC\n{:toc}\n\nb", "TOC\n\nb"},
        {"```{.python .ligne}\nx = {:a}\n```", "x = {:a}"},
        {"`<b>`{=html} et {{{x}}}", "<b> et {{{x}}}"},
        /* braces of the text */
        {"l'ensemble {a, b} et {.5} et {#} et f(x){y}",
         "l'ensemble {a, b} et {.5} et {#} et f(x){y}"},
        {"un objet {clef: valeur} et {a=1} au milieu",
         "un objet {clef: valeur} et {a=1} au milieu"},
        {"$x_{i}$ et \\{: .a}", "$x_{i}$ et {: .a}"},
        {"`{: .vu}`\n\n    {: .vu}\n\nfin", "{: .vu}\n\n{: .vu}\n\nfin"},
    };
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        expect_article(SOURCE_MARKDOWN, &headings[i]);
    CHECK_BODIES(pairs);
}

static void containers_keep_their_titles(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"avant\n\n::: {.remarque}\nUne note.\n:::\n\naprès", "avant\n\nUne note.\n\naprès"},
        {":::: remarque\n::: autre\nUne note.\n:::\n::::", "Une note."},
        {"::: warning Prenez garde\nUne *note*.\n:::", "Prenez garde\n\nUne note."},
        {":::tip[Bon à savoir]{.x}\nUne note.\n:::", "Bon à savoir\n\nUne note."},
        {":::tip[Bon à savoir]\n\nUne note.\n\n:::", "Bon à savoir\n\nUne note."},
        {":::image type=\"content\" source=\"a.png\" alt-text=\"La rive haute\":::\n\nb",
         "La rive haute\n\nb"},
        {":::row:::\n:::column span=\"2\":::\nUne note.\n:::column-end:::\n:::row-end:::",
         "Une note."},
        {"```\n::: vu\n```\nOuest::Est ::: fin", "::: vu\n\nOuest::Est ::: fin"},
    };
    CHECK_BODIES(pairs);
}

static void admonitions_and_tabs_are_text(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"!!! note\n    Une *note*\n    longue.\n\nb", "Une note\nlongue.\n\nb"},
        {"!!! warning \"Prenez garde\"\n\n    Une note.\n\n    - a\n    - b\n\nfin",
         "Prenez garde\n\nUne note.\n\na\nb\n\nfin"},
        {"??? faq \"Pourquoi ?\"\n    Parce que.\n???+ tip\n    Voilà.",
         "Pourquoi ?\n\nParce que.\n\nVoilà."},
        {"!!! note inline end \"T\"\n\n    Un.\n\n    !!! tip\n        Deux.\n\n            x = "
         "1\n\nfin",
         "T\n\nUn.\n\nDeux.\n\nx = 1\n\nfin"},
        {"=== \"Linux\"\n\n    Un.\n\n=== \"Autre\"\n\n    ```\n    !!! vu\n    ```\n\nfin",
         "Linux\n\nUn.\n\nAutre\n\n!!! vu\n\nfin"},
        {"!!! Victoire\n\nLe texte.", "!!! Victoire\n\nLe texte."},
        {"??? Pourquoi tant de pluie\nLe texte.", "??? Pourquoi tant de pluie\nLe texte."},
    };
    CHECK_BODIES(pairs);
}

static void obsidian_is_read(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"[[La rive]], [[notes/rive|la rive]], [[rive#Le quai|le quai]]",
         "La rive, la rive, le quai"},
        {"![[photo.png]] ![[photo.png|300]] ![[photo.jpg|La rive]] ![[Une note]]",
         "La rive Une note"},
        {"| a | b |\n|---|---|\n| [[rive\\|la rive]] | c |", "a b\nla rive c"},
        {"Un %%caché%% mot.\n\n%%\ncaché\n\ncaché\n%%\n\nfin", "Un  mot.\n\nfin"},
        {"de 10 %% à 20 %% et %% ouvert", "de 10 %% à 20 %% et %% ouvert"},
        {"Un ==mot fort== et fran==ç==ais", "Un mot fort et français"},
        {"si a == b et c==d, a==b, ou a ==b", "si a == b et c==d, a==b, ou a ==b"},
        {"Un paragraphe. ^a1b2c3\n\nx ^2", "Un paragraphe.\n\nx ^2"},
        {"> [!info]- Le titre\n> Une note.\n\n> [!faq]+\n> Une autre.",
         "Le titre\nUne note.\n\nUne autre."},
        {"tableau[[1]](a) et [[]] et [[ouvert\nfin", "tableau[1] et [[]] et [[ouvert\nfin"},
        {"`[[vu]]` et \\[[vu]]", "[[vu]] et [[vu]]"},
    };
    CHECK_BODIES(pairs);
}

static void shortcodes_keep_what_is_shown(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"a\n\n{{< figure src=\"f.png\" caption=\"La rive haute\" >}}\n\nb",
         "a\n\nLa rive haute\n\nb"},
        {"{{% note %}}\nUne *note*.\n{{% /note %}}", "Une note."},
        {"{{< admonition \"Prenez bien garde\" >}}Une note.{{< /admonition >}}",
         "Prenez bien gardeUne note."},
        {"a {% include \"licence.md\" %} b {%- if x -%}c{%- endif -%}", "a  b c"},
        {"{% figure a.png alt='La rive' class=\"x\" %}", "La rive"},
        {"{% comment %}caché{% endcomment %}vu {% raw %}{{ x }}{% endraw %}", "vu"},
        {"Bonjour {{ page.title | upcase }} et {{site.nom}}.", "Bonjour  et ."},
        {"{{< figure\n  src=\"f.png\"\n  title=\"La rive\"\n>}}\nfin", "La rive\nfin"},
        {"{/* caché */}vu", "vu"},
        {"{{Modèle|texte}} et {{mot}} et { % x % } et {{ ouvert",
         "{{Modèle|texte}} et {{mot}} et { % x % } et {{ ouvert"},
        {"`{% vu %}`\n\n~~~\n{{< vu >}}\n~~~", "{% vu %}\n\n{{< vu >}}"},
    };
    CHECK_BODIES(pairs);
}

static double seconds_to_read(const char *piece, size_t count)
{
    struct collection collection = {0};
    struct buffer text = {0};
    for (size_t i = 0; i < count; i++)
        buffer_append_string(&text, piece);
    clock_t start = clock();
    assert_int_equal(collect_bytes(&collection, SOURCE_MARKDOWN, text.data, text.size), 0);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    collect_release(&collection);
    buffer_release(&text);
    return seconds;
}

static void hostile_pages_take_linear_time(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "{{",
        "{% ",
        "{%\n",
        "{.a}",
        "  {.a}",
        "{a=\"",
        "[[",
        "![[a",
        "%%",
        "1%%",
        "==a ",
        " ==a",
        "a==",
        "a`b``c```d",
        ":::a\n",
        "!!! a\n\n    ",
        "=== \"a\"\n    ",
        "> [!a",
        "[[a|",
        " ^a1",
        "{{< a \"b ",
        "{/*",
        "{% comment %}",
        "{{< a >}}",
        "%%a\n",
        "\t!!! a\n",
        "```\n{",
        "- {: a}\n",
        "    {{ a }}\n",
        "*{:a",
    };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        double once = seconds_to_read(pieces[i], 60000 / HOSTILE_DIVISOR),
               twice = seconds_to_read(pieces[i], 120000 / HOSTILE_DIVISOR);
        if (twice > 0.2 && twice > 3.5 * once)
            fail_msg("%s: %.3f s, then %.3f s", pieces[i], once, twice);
    }
}

SUITE(markdown_dialects)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attribute_lists_go),
        cmocka_unit_test(containers_keep_their_titles),
        cmocka_unit_test(admonitions_and_tabs_are_text),
        cmocka_unit_test(obsidian_is_read),
        cmocka_unit_test(shortcodes_keep_what_is_shown),
        cmocka_unit_test(hostile_pages_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
