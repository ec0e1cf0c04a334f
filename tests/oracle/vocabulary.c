#include "tests/oracle/vocabulary.h"

#include "tests/oracle/random.h"

const char *const vocabulary[] = {
    "de",          "la",           "le",           "et",
    "les",         "des",          "en",           "un",
    "du",          "une",          "que",          "est",
    "pour",        "qui",          "dans",         "par",
    "plus",        "pas",          "au",           "sur",
    "ne",          "se",           "ce",           "il",
    "sont",        "avec",         "son",          "l'école",
    "l’État",      "d'une",        "qu'il",        "marché",
    "marcher",     "port",         "porte",        "porter",
    "élu",         "élire",        "livre",        "livrer",
    "note",        "noter",        "Marie",        "Paris",
    "élysée",      "licencier",    "beyoncé",      "covid",
    "voyage",      "ville",        "voyages",      "conseil",
    "rivière",     "rivières",     "élève",        "élèves",
    "élevé",       "marche",       "côte",         "côté",
    "cote",        "péché",        "pêche",        "pêcheur",
    "forêt",       "forêts",       "montagne",     "montagnes",
    "hiver",       "été",          "saison",       "train",
    "trains",      "gare",         "horaire",      "voyageur",
    "voyageurs",   "budget",       "impôt",        "impôts",
    "vote",        "voter",        "votes",        "élection",
    "élections",   "député",       "députée",      "loi",
    "lois",        "justice",      "tribunal",     "tribunaux",
    "juge",        "juges",        "musée",        "musées",
    "œuvre",       "oeuvres",      "peinture",     "peintre",
    "théâtre",     "scène",        "acteur",       "actrice",
    "film",        "films",        "musique",      "musicien",
    "concert",     "concerts",     "hôpital",      "hôpitaux",
    "santé",       "médecin",      "médecins",     "vaccin",
    "recherche",   "chercheur",    "chercheuse",   "science",
    "sciences",    "climat",       "pluie",        "neige",
    "sécheresse",  "événement",    "évènement",    "évènements",
    "travail",     "travaux",      "salaire",      "salaires",
    "entreprise",  "entreprises",  "usine",        "usines",
    "ouvrier",     "ouvrière",     "grève",        "grèves",
    "portes",      "parole",       "paroles",      "porte-parole",
    "week-end",    "weekend",      "rendez-vous",  "après-midi",
    "chef-lieu",   "aujourd'hui",  "presqu'île",   "prud'hommes",
    "bateau",      "bateaux",      "pont",         "ponts",
    "canal",       "canaux",       "cheval",       "chevaux",
    "national",    "nationale",    "nationaux",    "international",
    "europe",      "européen",     "européenne",   "lyon",
    "brest",       "nantes",       "lille",        "toulouse",
    "2021",        "2022",         "10000",        "3,5",
    "football",    "match",        "équipe",       "équipes",
    "joueur",      "joueuse",      "victoire",     "défaite",
    "vélo",        "course",       "courses",      "cuisine",
    "recette",     "fromage",      "fromages",     "pain",
    "vin",         "vins",         "jardin",       "jardins",
    "arbre",       "arbres",       "oiseau",       "oiseaux",
    "abeille",     "abeilles",     "loup",         "chat",
    "châtiment",   "chien",        "maïs",         "sûr",
    "né",          "où",           "naïf",         "ambiguë",
    "leçon",       "garçon",       "français",     "française",
    "noël",        "dû",           "du",           "mûr",
    "mur",         "jeûne",        "jeune",        "connaître",
    "connaitre",   "voyageuse",    "prix",         "prié",
    "cas",         "cassé",        "scénarios",    "sa",
    "marchés",     "marchons",     "marchait",     "ports",
    "portent",     "portons",      "élus",         "élues",
    "élit",        "livres",       "livrent",      "livraison",
    "notes",       "notait",       "notons",       "président",
    "présidents",  "présider",     "présidait",    "parent",
    "parents",     "parer",        "content",      "contents",
    "contenter",   "traité",       "traiter",      "marier",
    "mari",        "maris",        "pari",         "parier",
    "paris",       "Pierre",       "pierre",       "pierres",
    "état",        "états",        "élever",       "beyonce",
    "covids",      "macroniste",   "macronistes",  "macronien",
    "macronienne", "macroniens",   "youtubeuse",   "youtubeurs",
    "zélensky",    "licenciement", "licencié",     "licenciée",
    "électeur",    "électoral",    "voyager",      "voyageait",
    "mer",         "mère",         "maire",        "maires",
    "Élysée",      "Elysée",       "XIXe",         "19e",
    "série",       "séries",       "sera",         "vérité",
    "véritable",   "pâte",         "pâté",         "pâtes",
    "feuille",     "feuilles",     "portefeuille", "portefeuilles",
};

const size_t vocabulary_size = sizeof vocabulary / sizeof *vocabulary;

/* About Zipf's law: a uniform draw of the logarithm of the rank. */
const char *draw_word(uint64_t *random)
{
    uint32_t span = (uint32_t)vocabulary_size;
    while (span > 2 && random_below(random, 3) != 0)
        span = span * 3 / 4;
    return vocabulary[random_below(random, span)];
}

const char *draw_any(uint64_t *random)
{
    return random_below(random, 2) ? draw_word(random)
                                   : vocabulary[random_below(random, (uint32_t)vocabulary_size)];
}
