#include "indexer/sources/dates/date_words.h"

#include <string.h>

#include "common/analysis/analyzer.h"
#include "indexer/sources/article/span.h"
#include "indexer/sources/dates/date_scan.h"

/* Sorted by name, in byte order; without accents. */
static const struct {
    const char *name;
    signed char month;
} months[] = {
    {"abr", 4},       {"abril", 4},         {"ago", 8},       {"agosto", 8},    {"agustos", 8},
    {"aou", 8},       {"aout", 8},          {"apr", 4},       {"april", 4},     {"aprile", 4},
    {"aralık", 12},   {"aug", 8},           {"august", 8},    {"augusti", 8},   {"augustus", 8},
    {"avr", 4},       {"avril", 4},         {"czerwca", 6},   {"dec", 12},      {"december", 12},
    {"decembre", 12}, {"dez", 12},          {"dezember", 12}, {"dezembro", 12}, {"dic", 12},
    {"dicembre", 12}, {"diciembre", 12},    {"ekim", 10},     {"ene", 1},       {"enero", 1},
    {"eylul", 9},     {"feb", 2},           {"febbraio", 2},  {"feber", 2},     {"febrero", 2},
    {"februar", 2},   {"februari", 2},      {"february", 2},  {"fev", 2},       {"fevereiro", 2},
    {"fevr", 2},      {"fevrier", 2},       {"gen", 1},       {"gennaio", 1},   {"giu", 6},
    {"giugno", 6},    {"grudnia", 12},      {"haziran", 6},   {"jaenner", 1},   {"jan", 1},
    {"janeiro", 1},   {"janner", 1},        {"januar", 1},    {"januari", 1},   {"january", 1},
    {"janv", 1},      {"janvier", 1},       {"juil", 7},      {"juill", 7},     {"juillet", 7},
    {"juin", 6},      {"jul", 7},           {"julho", 7},     {"juli", 7},      {"julio", 7},
    {"july", 7},      {"jun", 6},           {"june", 6},      {"junho", 6},     {"juni", 6},
    {"junio", 6},     {"kasım", 11},        {"kwietnia", 4},  {"lipca", 7},     {"listopada", 11},
    {"lug", 7},       {"luglio", 7},        {"lutego", 2},    {"maart", 3},     {"maerz", 3},
    {"mag", 5},       {"maggio", 5},        {"mai", 5},       {"maio", 5},      {"maj", 5},
    {"maja", 5},      {"mar", 3},           {"marca", 3},     {"march", 3},     {"marco", 3},
    {"mars", 3},      {"mart", 3},          {"marz", 3},      {"marzo", 3},     {"may", 5},
    {"mayo", 5},      {"mayıs", 5},         {"mei", 5},       {"mrz", 3},       {"nisan", 4},
    {"nov", 11},      {"november", 11},     {"novembre", 11}, {"novembro", 11}, {"noviembre", 11},
    {"ocak", 1},      {"oct", 10},          {"october", 10},  {"octobre", 10},  {"octubre", 10},
    {"okt", 10},      {"oktober", 10},      {"ott", 10},      {"ottobre", 10},  {"out", 10},
    {"outubro", 10},  {"pazdziernika", 10}, {"sep", 9},       {"sept", 9},      {"september", 9},
    {"septembre", 9}, {"septiembre", 9},    {"set", 9},       {"setembro", 9},  {"setiembre", 9},
    {"sett", 9},      {"settembre", 9},     {"sierpnia", 8},  {"stycznia", 1},  {"subat", 2},
    {"temmuz", 7},    {"wrzesnia", 9},      {"августа", 8},   {"апреля", 4},    {"декабря", 12},
    {"июля", 7},      {"июня", 6},          {"марта", 3},     {"мая", 5},       {"ноября", 11},
    {"октября", 10},  {"сентября", 9},      {"февраля", 2},   {"января", 1},
};

bool date_skip_blanks(struct date_scan *scan)
{
    const char *start = scan->at;
    size_t size;
    while ((size = span_white_size(span_between(scan->at, scan->end))) > 0)
        scan->at += size;
    return scan->at > start;
}

/* The size of the letter here, or of the mark that belongs to it; 0 if it is none. Latin with
 * accents, the combining ones, and Cyrillic are two bytes. */
static size_t letter_size(const struct date_scan *scan)
{
    unsigned char lead = (unsigned char)date_peek(scan, 0);
    unsigned char next = (unsigned char)date_peek(scan, 1);
    if (ascii_is_letter((char)lead))
        return 1;
    bool is_sign = lead == 0xc3 && (next == 0x97 || next == 0xb7);
    bool is_two_bytes =
        (lead >= 0xc3 && lead <= 0xc5) || lead == 0xcc || lead == 0xd0 || lead == 0xd1;
    return is_two_bytes && !is_sign && (next & 0xc0) == 0x80 ? 2 : 0;
}

size_t date_take_word(struct date_scan *scan, char word[DATE_WORD_SIZE])
{
    const char *start = scan->at;
    size_t size;
    while ((size = letter_size(scan)) > 0)
        scan->at += size;
    size_t read = (size_t)(scan->at - start);
    char folded[ANALYSIS_WORD_MAX + 1];
    analyzer_fold(start, read < DATE_WORD_SIZE ? read : DATE_WORD_SIZE, folded);
    size_t kept = 0;
    for (; folded[kept] != '\0' && kept < DATE_WORD_SIZE - 1; kept++)
        word[kept] = ascii_lower(folded[kept]);
    word[kept] = '\0';
    return read;
}

int date_month_of(const char *word)
{
    size_t low = 0, high = sizeof months / sizeof *months;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(word, months[middle].name);
        if (order == 0)
            return months[middle].month;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 0;
}

int date_take_month(struct date_scan *scan)
{
    struct date_scan ahead = *scan;
    char word[DATE_WORD_SIZE];
    int month = date_take_word(&ahead, word) == 0 ? 0 : date_month_of(word);
    if (month == 0)
        return 0;
    date_accept(&ahead, '.');
    *scan = ahead;
    return month;
}
