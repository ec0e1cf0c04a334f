/* Templates of wikis: which are words of the sentence, and what is around them. */
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
#include "indexer/sources/text/wikitext_templates.h"
#include "tests/unit/suite.h"

static void expect_text(const char *page, const char *text)
{
    struct buffer body;
    buffer_init(&body);
    wikitext_read((struct text_span){page, strlen(page)}, &body);
    if (strcmp(buffer_string(&body), text) != 0)
        print_error("in: %s\n", page);
    assert_string_equal(buffer_string(&body), text);
    buffer_release(&body);
}

static void expect_all(const char *const (*pairs)[2], size_t count)
{
    for (size_t i = 0; i < count; i++)
        expect_text(pairs[i][0], pairs[i][1]);
}

#define EXPECT_ALL(pairs) expect_all(pairs, sizeof(pairs) / sizeof *(pairs))

static void centuries(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"au {{s-|XVII|e}}, puis", "au XVIIe siècle, puis"},
        {"au {{S|XVII|e}}", "au XVIIe siècle"},
        {"au {{siècle|XVII}} et au {{s|I|er}}", "au XVIIe siècle et au Ier siècle"},
        {"le {{s mini-|XVIII|e}} et le {{s-|I}}", "le XVIIIe et le Ier siècle"},
        {"aux {{s2-|XII|e|XIII|e}}", "aux XIIe et XIIIe siècles"},
        {"du {{sp-|XII|e|au|XIV|e|s}}", "du XIIe au XIVe siècle"},
        {"au {{-s-|IV|e}}", "au IVe siècle av. J.-C."},
        {"au {{millénaire|II|e}}", "au IIe millénaire"},
        {"en {{avjc|52}}", "en 52 av. J.-C."},
        {"au {{XIXe siècle}} et le {{1er}} ou {{2e}}", "au XIXe siècle et le 1er ou 2e"},
    };
    EXPECT_ALL(pairs);
}

static void dates(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"né le {{date|14|mars|1879}}.", "né le 14 mars 1879."},
        {"né le {{Date de naissance|1|3|1879|en peinture|âge=oui}}.", "né le 1er mars 1879."},
        {"en {{date||mars|1879}}", "en mars 1879"},
        {"le {{date-|14 mars 1879}}", "le 14 mars 1879"},
        {"à {{heure|11|54}} pour {{durée|1|20|30}}", "à 11 h 54 pour 1 h 20 min 30"},
        {"le {{1er janvier}} 1900", "le 1er janvier 1900"},
    };
    EXPECT_ALL(pairs);
}

static void numbers(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"sur {{unité|31|km}} de long", "sur 31 km de long"},
        {"{{Unité|31 km}} et {{unité|12|m|3|s|-1}}", "31 km et 12 m3 s-1"},
        {"{{nombre|4500|habitants}} et {{nb|12}}", "4500 habitants et 12"},
        {"{{formatnum:4500}} âmes, {{euro|12}}, {{USD|3}}", "4500 âmes, 12 €, 3 $"},
        {"au {{n°|12}}, {{n°}} 13 et {{numéro|14}}", "au n° 12, n° 13 et n° 14"},
        {"le 1{{er}} et la 2{{e}}, {{er|3}}", "le 1er et la 2e, 3er"},
        {"{{fchim|H|2|O}} et {{CO2}}, 10{{exp|3}}, km{{2}}", "H2O et CO2, 103, km2"},
        {"{{p.|12}} du {{vol.|II}}, {{p.}} 13", "p. 12 du vol. II, p. 13"},
    };
    EXPECT_ALL(pairs);
}

static void words(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"{{citation|une '''onde''' claire}}, dit-on", "« une onde claire », dit-on"},
        {"{{Citation|texte=un mot|auteur=X}}", "« un mot »"},
        {"{{citation étrangère|en|a word}}", "« a word »"},
        {"{{\"|eau}} et {{guil|lac}}", "« eau » et « lac »"},
        {"la {{lang|la|aqua}} et {{lang|en|texte=water}}, {{lang-de|Wasser}}",
         "la aqua et water, Wasser"},
        {"{{abréviation|SNCF|Société nationale}} et {{abr|M.|Monsieur}}", "SNCF et M."},
        {"{{nobr|42 avenue}} {{Petites capitales|Hugo}} {{pc|xix}} {{sc|Zola}}",
         "42 avenue Hugo xix Zola"},
        {"{{roi|Louis|XIV}} et {{souverain|Henri IV}}, {{rom|XVI|16}}",
         "Louis XIV et Henri IV, XVI"},
        {"{{Mme|Curie}}, {{M.}} Dupont, {{Mgr|Affre}}", "Mme Curie, M. Dupont, Mgr Affre"},
        {"{{Lien|langue=en|trad=River|texte=la rivière|fr=Rivière}} coule", "la rivière coule"},
        {"{{lien|La Loue|fr=Loue}} et {{lien|Le Doubs|lang=en}}", "Loue et Le Doubs"},
        {"{{référence nécessaire|il plut|date=mai 2020}} {{refnec}}", "il plut "},
        {"{{japonais|Le mont|山|yama}} et {{arabe|la ville|مدينة}}",
         "Le mont (山, yama) et la ville (مدينة)"},
        {"sous {{Louis XIV}}, {{Pie V}} et {{François Ier}}",
         "sous Louis XIV, Pie V et François Ier"},
        {"{{Palette Louis XIV}}\na {{boîte V}}", "a "},
        {"{{couleur|red|rouge}} {{corr|faulte|faute}}", "rouge faute"},
        {"{{Lettrine|L}}a nuit, le {{tiret|débor|de}}ment {{tiret2|a|b}}fin",
         "La nuit, le débordement fin"},
        {"{{personnage|TARTUFFE|c}} {{didascalie|bas}} non", "TARTUFFE bas non"},
        {"a{{nbsp}}b{{,}}c {{etc.}} {{incise|dit-il}}", "a b, c etc. – dit-il –"},
        {"{{Modèle:nobr|un}} {{ nobr | deux }} {{NOBR|1=trois}} {{petites_capitales|quatre}}",
         "un deux trois quatre"},
    };
    EXPECT_ALL(pairs);
}

static void blocks(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"{{colonnes|nombre=2|1=\n* un\n* deux\n}}\nfin", "un\ndeux\nfin"},
        {"{{Boîte déroulante|titre=Liste|contenu=mot}}", "Liste\nmot"},
        {"* {{Ouvrage|prénom1=Jeanne|nom1=Roux|titre=Les lacs|éditeur=Val|année=1999|isbn=2}}",
         "Jeanne, Roux, Les lacs, Val, 1999"},
        {"{{vers|texte=Ô lac<br />rochers}}", "Ô lac\nrochers"},
        {"{{hlist|a|b|c}}", "a, b, c"},
    };
    EXPECT_ALL(pairs);
}

static void nested(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"{{citation|une {{lang|en|clear}} eau du {{s-|XV|e}}}}.",
         "« une clear eau du XVe siècle »."},
        {"{{nobr|[[Lac|le lac]] et [[Eau]]}}", "le lac et Eau"},
        {"{{nobr|un [[ouvert}} deux", "un ouvert deux"},
        {"{{Infobox|nom={{nobr|non}}|date={{date|1|mai|1900}}}}x", "x"},
        {"{{lien|a|texte={{lang|en|{{nobr|b}}}}}}", "b"},
        {"{{sfn|{{nobr|x}}}}y", "y"},
        {"{{nobr|un", "{{nobr|un"},
        {"[[Fichier:a.jpg|mini|au {{s-|XV|e}}]]b", "b"},
        {"[[Lac|au {{s-|XV|e}} lac]]", "au XVe siècle lac"},
    };
    EXPECT_ALL(pairs);
}

/* Within a line and with one argument, they are words; else, and with names, they are not. */
static void unknown_templates(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"un {{machinbidule|mot}} là", "un mot là"},
        {"{{machinbidule|Mot}} là", "Mot là"},
        {"{{Machinbidule|Lac}}\n{{Autre|Eau}}", ""},
        {"un {{machinbidule|mot|b}} et {{machinbidule|x=mot}} et {{machinbidule}}", "un  et  et "},
        {"* {{Machinbidule|Lac}}\nfin", "fin"},
        {"{{#if:x|y}}z{{PAGENAME}}", "z"},
        {"{{sfn|Roux}}a {{drapeau|France}}b{{portail|Lacs}}", "a b"},
    };
    EXPECT_ALL(pairs);
}

static void elements(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"a<ref>{{lien web|titre=x}}</ref>b<REF name=c>d</Ref >e", "abe"},
        {"a<ref>}}</ref> {{ouvert b", "a {{ouvert b"},
        {"<nowiki>{{x}} [[y]] &amp; ''z''</nowiki>", "{{x}} [[y]] & ''z''"},
        {"<syntaxhighlight lang=c>if (a || b) {{ }}</syntaxhighlight>fin", "if (a || b) {{ }}fin"},
        {"<gallery>\nFichier:a.jpg|Le ''lac''\nb.png\n</gallery>\nfin", "Le lac\n\nfin"},
        {"<score>c'4</score>a<timeline>x</timeline>b<math>\\frac{{a}}{b}</math>c", "abc"},
        {"__TOC__a__SANSTDM__ b__init__", "a b__init__"},
        {"a\n----\nb", "a\n\nb"},
    };
    EXPECT_ALL(pairs);
}

static void tables(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"{| class=\"wikitable\"\n! scope=\"col\" | Lac !! Aire\n|-\n"
         "| style=\"color:red !important\" | [[Léman|Le Léman]] || {{unité|580|km|2}}\n|}\nfin",
         " Lac  Aire\n Le Léman  580 km2\nfin"},
        {"{|\n|-\n|colspan=\"2\"|un\n|deux\n|}", "un\ndeux\n"},
        {"{{colonnes|1=\n{|\n| a || b\n|}\n}}c", " a  b\nc"},
        {":{|\n| a\n|}\nb", " a\nb"},
        {"{|\n|a\n{|\n|b\n|}\n|c\n|}\nd", "a\nb\nc\nd"},
        {"{|\n| {{citation|mot}}\n| {{nobr|x|y}} || z\n|}", " « mot »\n x  z\n"},
    };
    EXPECT_ALL(pairs);
}

/* The table can be searched: it is sorted, and every name is found as it is and in capitals. */
static void names_are_found(void **state)
{
    (void)state;
    static const char *const names[] = {
        "!", "date", "Date", "ÉPIGRAPHE", "siècle", "Référence_nécessaire", "« »", "–", "texte"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_non_null(template_find((struct text_span){names[i], strlen(names[i])}));
    static const char *const unknown[] = {"", "datee", "zzzz", "lang-"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        assert_null(template_find((struct text_span){unknown[i], strlen(unknown[i])}));
}

static double time_to_read(const char *piece, size_t size)
{
    char *page = malloc(size + 2);
    assert_non_null(page);
    double best = 0;
    for (size_t at = 0; at < size; at++)
        page[at] = piece[at % strlen(piece)];
    memcpy(page + size, "}}", 2);
    for (int i = 0; i < 3; i++) {
        struct buffer body;
        clock_t start = clock();
        buffer_init(&body);
        wikitext_read((struct text_span){page, size + 2}, &body);
        assert_true(body.size <= 3 * size);
        buffer_release(&body);
        double time = (double)(clock() - start) / CLOCKS_PER_SEC;
        best = i == 0 || time < best ? time : best;
    }
    free(page);
    return best;
}

static void hostile_templates_take_linear_time(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "{{s|I}}",
        "{{-s-|I}}",
        "{{date|1|1}}",
        "{{lien|a|texte=b|fr=c}}",
        "{{x|a}}",
        "{{x|[[a}}",
        "{{nobr|",
        "|=",
        "{{hlist|a|b}} |",
        "{{lang|",
        "{{nobr|{|\n|",
        "{|\n",
        "<nowiki>",
        "<ref>}}",
        "<pre>&</pre>",
        "<gallery>\n",
        "__A",
        "{{!}}",
        "{{nobr|\n=",
        "{{n°}}",
        "</ref",
        "<ref></ref",
        "{{er|",
        "\n!\"",
        "[[Fichier:a|{{x|",
    };
    enum { SIZE = 200000 };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        double once = time_to_read(pieces[i], SIZE), four_times = time_to_read(pieces[i], 4 * SIZE);
        if (four_times > 8 * once + 0.05)
            print_error("%s: %.3f s, then %.3f s\n", pieces[i], once, four_times);
        assert_true(four_times <= 8 * once + 0.05);
    }
}

SUITE(wikitext_templates)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(centuries),
        cmocka_unit_test(dates),
        cmocka_unit_test(numbers),
        cmocka_unit_test(words),
        cmocka_unit_test(blocks),
        cmocka_unit_test(nested),
        cmocka_unit_test(unknown_templates),
        cmocka_unit_test(elements),
        cmocka_unit_test(tables),
        cmocka_unit_test(names_are_found),
        cmocka_unit_test(hostile_templates_take_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
