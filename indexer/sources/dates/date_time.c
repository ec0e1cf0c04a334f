#include "indexer/sources/dates/date_time.h"

#include <string.h>

#include "indexer/sources/dates/date_words.h"

enum { SECONDS_PER_DAY = 86400, ZONE_HOURS_MAX = 23 };

struct time_of_day {
    int hour, minute, second;
    bool has_seconds;
};

/* --- zones --- */

/* Hours and minutes after a sign: 2, 02, 0200, 02:00, 02'00 (as in PDF). */
static bool take_offset(struct date_scan *scan, bool minutes_required, int16_t *zone)
{
    struct date_scan ahead = *scan;
    bool west = date_peek(&ahead, 0) == '-';
    int hours, minutes = 0;
    if (!date_accept(&ahead, '+') && !date_accept(&ahead, '-'))
        return false;
    size_t digits = date_count_digits(&ahead);
    if (digits == 4) {
        hours = date_take_digits(&ahead, 2);
        minutes = date_take_digits(&ahead, 2);
    } else if (date_take_short_number(&ahead, &hours)) {
        struct date_scan past = ahead;
        if ((date_accept(&past, ':') || date_accept(&past, '\'')) &&
            date_count_digits(&past) == 2) {
            minutes = date_take_digits(&past, 2);
            ahead = past;
        } else if (minutes_required) {
            return false;
        }
    } else {
        return false;
    }
    if (hours > ZONE_HOURS_MAX || minutes > 59)
        return false;
    int total = hours * 60 + minutes;
    *zone = (int16_t)(west ? -total : total);
    *scan = ahead;
    return true;
}

/* The hours of a zone's name; false if it has none. Military ones are meaningless (RFC 2822). */
static bool find_zone(const char *name, int *hours)
{
    static const struct {
        const char *name;
        int hours;
    } zones[] = {{"z", 0},    {"gmt", 0},  {"utc", 0},  {"ut", 0},   {"wet", 0},  {"west", 1},
                 {"bst", 1},  {"cet", 1},  {"cest", 2}, {"mez", 1},  {"mesz", 2}, {"eet", 2},
                 {"eest", 3}, {"msk", 3},  {"est", -5}, {"edt", -4}, {"cst", -6}, {"cdt", -5},
                 {"mst", -7}, {"mdt", -6}, {"pst", -8}, {"pdt", -7}};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (strcmp(name, zones[i].name) == 0) {
            *hours = zones[i].hours;
            return true;
        }
    return false;
}

static void take_zone(struct date_scan *scan, int16_t *zone)
{
    struct date_scan ahead = *scan;
    char name[DATE_WORD_SIZE];
    int hours;
    bool blank = date_skip_blanks(&ahead);
    if (take_offset(&ahead, blank, zone)) {
        *scan = ahead;
        return;
    }
    date_accept(&ahead, '(');
    if (date_take_word(&ahead, name) == 0 || !find_zone(name, &hours))
        return;
    *zone = (int16_t)(hours * 60);
    *scan = ahead;
    if (hours != 0)
        return;
    date_skip_blanks(&ahead);
    if (take_offset(&ahead, false, zone)) /* GMT+2 */
        *scan = ahead;
}

/* --- what comes between the day and the time --- */

static bool is_joining_word(const char *word)
{
    static const char *const words[] = {"a",   "at",   "um",  "om", "kl",  "klo",  "ore", "alle",
                                        "las", "ores", "den", "ab", "von", "saat", "as",  "o"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

static bool skip_sign(struct date_scan *scan)
{
    static const char *const signs[] = {",", ";", "|", "-", "(", "/", "·", "•", "–", "—", "@"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t size = strlen(signs[i]);
        if ((size_t)(scan->end - scan->at) >= size && memcmp(scan->at, signs[i], size) == 0) {
            scan->at += size;
            return true;
        }
    }
    return false;
}

/* Skips blanks, signs and words such as "à". *worded: whether there was a word. False, and nothing
 * skipped, if the time would follow the day at once. */
static bool skip_to_time(struct date_scan *scan, bool *worded)
{
    enum { STEPS_MAX = 8 };
    struct date_scan ahead = *scan;
    char next = date_peek(&ahead, 0);
    *worded = false;
    if ((next == 'T' || next == 't') && ascii_is_digit(date_peek(&ahead, 1))) {
        scan->at++;
        return true;
    }
    if (next == ':' && date_peek(&ahead, 3) == ':') /* 15/Jun/2022:11:54:00, as servers write it */
        ahead.at++;
    for (size_t step = 0; step < STEPS_MAX && !ascii_is_digit(date_peek(&ahead, 0)); step++) {
        struct date_scan word_end = ahead;
        char word[DATE_WORD_SIZE];
        if (date_skip_blanks(&ahead) || skip_sign(&ahead))
            continue;
        if (date_take_word(&word_end, word) == 0 || !is_joining_word(word))
            return false;
        *worded = true;
        ahead = word_end;
        date_accept(&ahead, '.');
        date_accept(&ahead, ':');
    }
    bool joined = ahead.at > scan->at && ascii_is_digit(date_peek(&ahead, 0));
    if (joined)
        *scan = ahead;
    return joined;
}

/* --- the time --- */

static void skip_fraction(struct date_scan *scan)
{
    char sign = date_peek(scan, 0);
    if ((sign != '.' && sign != ',') || !ascii_is_digit(date_peek(scan, 1)))
        return;
    scan->at++;
    scan->at += date_count_digits(scan);
}

/* "am" or "p.m." after a time of twelve hours: 0 or 12 hours; -1 if there is none. */
static int take_half(struct date_scan *scan)
{
    struct date_scan ahead = *scan;
    date_skip_blanks(&ahead);
    char first = ascii_lower(date_peek(&ahead, 0));
    if (first != 'a' && first != 'p')
        return -1;
    ahead.at++;
    date_accept(&ahead, '.');
    if (ascii_lower(date_peek(&ahead, 0)) != 'm' || ascii_is_letter(date_peek(&ahead, 1)))
        return -1;
    ahead.at++;
    date_accept(&ahead, '.');
    *scan = ahead;
    return first == 'p' ? 12 : 0;
}

/* Skips "h" or "heures". */
static bool skip_hour_word(struct date_scan *scan)
{
    struct date_scan ahead = *scan;
    char word[DATE_WORD_SIZE];
    date_skip_blanks(&ahead);
    if (date_take_word(&ahead, word) == 0 ||
        (strcmp(word, "h") != 0 && strcmp(word, "heure") != 0 && strcmp(word, "heures") != 0))
        return false;
    *scan = ahead;
    return true;
}

/* Reads what follows the hour: ":54:07", "h54", " h 54", "h". */
static bool take_minutes(struct date_scan *scan, bool worded, struct time_of_day *time)
{
    struct date_scan ahead = *scan;
    bool colon = date_accept(&ahead, ':') || (worded && date_accept(&ahead, '.'));
    if (!colon) {
        if (!skip_hour_word(&ahead))
            return false;
        *scan = ahead;
        date_skip_blanks(&ahead);
        if (date_count_digits(&ahead) != 2)
            return true;
    }
    if (date_count_digits(&ahead) != 2)
        return false;
    time->minute = date_take_digits(&ahead, 2);
    *scan = ahead;
    if (date_accept(&ahead, ':') && date_count_digits(&ahead) == 2) {
        time->second = date_take_digits(&ahead, 2);
        time->has_seconds = time->second <= 60;
        if (time->has_seconds) {
            skip_fraction(&ahead);
            *scan = ahead;
        } else {
            time->second = 0;
        }
    }
    return true;
}

/* 11, 1154, 115407 or 115407123. */
static bool take_compact_time(struct date_scan *scan, struct time_of_day *time)
{
    size_t digits = date_count_digits(scan);
    if (digits != 2 && digits != 4 && digits != 6 && digits != 9)
        return false;
    time->hour = date_take_digits(scan, 2);
    if (digits >= 4)
        time->minute = date_take_digits(scan, 2);
    time->has_seconds = digits >= 6;
    if (time->has_seconds)
        time->second = date_take_digits(scan, 2);
    scan->at += date_count_digits(scan);
    skip_fraction(scan);
    return true;
}

static bool take_time(struct date_scan *scan, bool worded, struct time_of_day *time)
{
    if (!date_take_short_number(scan, &time->hour))
        return false;
    bool has_minutes = take_minutes(scan, worded, time);
    int half = take_half(scan);
    if (half >= 0 && time->hour >= 1 && time->hour <= 12)
        time->hour = time->hour % 12 + half;
    else if (half >= 0)
        return false;
    return has_minutes || half >= 0;
}

/* Gives the moment a time that has been read up to `end`, and the zone after it. */
static bool set_time(struct date_scan *scan, const char *end, const struct time_of_day *time,
                     struct moment *moment)
{
    int second = time->hour * 3600 + time->minute * 60 + time->second;
    if (time->minute > 59 || time->second > 60 || second > SECONDS_PER_DAY)
        return false;
    moment->second = second;
    moment->precision = time->has_seconds ? MOMENT_SECOND : MOMENT_MINUTE;
    scan->at = end;
    take_zone(scan, &moment->zone);
    return true;
}

bool date_read_compact_time(struct date_scan *scan, struct moment *moment)
{
    struct date_scan ahead = *scan;
    struct time_of_day time = {0};
    return take_compact_time(&ahead, &time) && set_time(scan, ahead.at, &time, moment);
}

void date_read_time(struct date_scan *scan, struct moment *moment)
{
    struct date_scan ahead = *scan;
    struct time_of_day time = {0};
    bool worded, is_iso = ascii_lower(date_peek(scan, 0)) == 't';
    if (!skip_to_time(&ahead, &worded))
        return;
    struct date_scan compact = ahead;
    if (is_iso && date_count_digits(&ahead) > 2 && take_compact_time(&compact, &time))
        set_time(scan, compact.at, &time, moment);
    else if (take_time(&ahead, worded, &time))
        set_time(scan, ahead.at, &time, moment);
}
