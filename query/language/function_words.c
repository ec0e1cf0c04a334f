#include "query/language/function_words.h"

#include <stdlib.h>
#include <string.h>

/* In byte order, for bsearch. */
static const char *const function_words[] = {
    "a",          "ai",       "aie",      "aient",      "ainsi",      "ait",        "as",
    "au",         "auquel",   "aura",     "aurai",      "auraient",   "aurais",     "aurait",
    "aurez",      "aurons",   "auront",   "aussi",      "aux",        "auxquelles", "auxquels",
    "avaient",    "avais",    "avait",    "avec",       "avez",       "aviez",      "avoir",
    "avons",      "ayant",    "c",        "ca",         "ce",         "ceci",       "cela",
    "celle",      "celles",   "celui",    "ces",        "cet",        "cette",      "ceux",
    "chez",       "combien",  "comme",    "comment",    "contre",     "d",          "dans",
    "de",         "depuis",   "des",      "desquelles", "desquels",   "devaient",   "devait",
    "devez",      "devons",   "devra",    "devrai",     "devraient",  "devrais",    "devrait",
    "devrez",     "devront",  "dois",     "doit",       "doive",      "doivent",    "donc",
    "dont",       "du",       "duquel",   "dès",        "elle",       "elles",      "en",
    "entre",      "es",       "est",      "et",         "etaient",    "etais",      "etait",
    "etant",      "etes",     "etiez",    "etions",     "etre",       "eu",         "eut",
    "eux",        "faire",    "fais",     "faisons",    "faites",     "fallait",    "falloir",
    "fasse",      "fassent",  "faudra",   "faudrait",   "faut",       "fera",       "ferai",
    "feraient",   "ferait",   "ferez",    "feront",     "furent",     "fut",        "il",
    "ils",        "j",        "je",       "jusqu",      "jusque",     "l",          "la",
    "laquelle",   "le",       "lequel",   "les",        "lesquelles", "lesquels",   "leur",
    "leurs",      "lorsqu",   "lorsque",  "lui",        "m",          "ma",         "mais",
    "me",         "mes",      "moi",      "mon",        "n",          "ne",         "ni",
    "non",        "nos",      "notre",    "nous",       "n°",         "on",         "ont",
    "ou",         "où",       "par",      "parce",      "pas",        "pendant",    "peut",
    "peuvent",    "peux",     "plus",     "pour",       "pourquoi",   "pourra",     "pourrai",
    "pourraient", "pourrais", "pourrait", "pourrez",    "pourront",   "pouvaient",  "pouvait",
    "pouvez",     "pouvons",  "pu",       "puis",       "puisqu",     "puisque",    "puisse",
    "puissent",   "qu",       "quand",    "que",        "quel",       "quelle",     "quelles",
    "quels",      "qui",      "quoi",     "s",          "sa",         "sans",       "se",
    "selon",      "sera",     "serai",    "seraient",   "serais",     "serait",     "serez",
    "serons",     "seront",   "ses",      "si",         "soi",        "soient",     "sois",
    "soit",       "son",      "sont",     "sous",       "soyez",      "suis",       "sur",
    "t",          "ta",       "te",       "tes",        "toi",        "ton",        "tres",
    "très",       "tu",       "un",       "une",        "vers",       "vos",        "votre",
    "vous",       "y",        "à",        "ça",         "étaient",    "étais",      "était",
    "étant",      "étiez",    "étions",   "êtes",       "être",
};

static int compare_word_key(const void *key, const void *item)
{
    return strcmp(key, *(const char *const *)item);
}

bool is_function_word(const char *surface)
{
    return bsearch(surface, function_words, sizeof function_words / sizeof *function_words,
                   sizeof *function_words, compare_word_key) != NULL;
}
