#include "tests/oracle/filters.h"

#include <stdio.h>
#include <string.h>

#include "tests/oracle/random.h"

enum { FIRST_YEAR = 2019, YEARS = 6 };

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

int32_t filters_day(int year, int month, int day)
{
    int32_t days = 0;
    for (int y = 1970; y < year; y++)
        days += 337 + days_of_month(y, 2);
    for (int m = 1; m < month; m++)
        days += days_of_month(year, m);
    return days + day - 1;
}

/* --- what it accepts --- */

static bool ends_in_site(const char *url, const char *site)
{
    const char *host = strstr(url, "://");
    if (host == NULL)
        return false;
    host += 3;
    if (strncmp(host, "www.", 4) == 0)
        host += 4;
    size_t size = strcspn(host, "/"), wanted = strlen(site);
    return size >= wanted && memcmp(host + size - wanted, site, wanted) == 0 &&
           (size == wanted || host[size - wanted - 1] == '.');
}

static bool is_below(const char *path, const char *folder)
{
    size_t size = strlen(folder);
    return strncmp(path, folder, size) == 0 && (path[size] == '/' || path[size] == '\0');
}

static bool accepts(const struct oracle_filter *filter, const struct plain_document *document)
{
    switch (filter->kind) {
    case ORACLE_DATE:
        return document->day != ORACLE_NO_DAY && document->day >= filter->from &&
               document->day <= filter->to;
    case ORACLE_SITE:
        return ends_in_site(document->url, filter->text);
    case ORACLE_URL:
        return strstr(document->url, filter->text) != NULL;
    case ORACLE_PATH:
    default:
        return is_below(document->sort_path, filter->text);
    }
}

bool filters_accept(const struct oracle_filter *filters, size_t count,
                    const struct plain_document *document)
{
    for (size_t i = 0; i < count; i++)
        if (accepts(&filters[i], document) == filters[i].excluded)
            return false;
    return true;
}

/* --- how it is typed --- */

/* A year, a month or a day as typed, and its days. */
struct period {
    char text[40];
    int32_t first, last;
};

static struct period draw_period(uint64_t *random, bool slashes)
{
    int year = FIRST_YEAR + (int)random_below(random, YEARS);
    int month = 1 + (int)random_below(random, 12);
    int day = 1 + (int)random_below(random, (uint32_t)days_of_month(year, month));
    struct period period;
    switch (random_below(random, slashes ? 4 : 3)) {
    case 0:
        snprintf(period.text, sizeof period.text, "%04d", year);
        period.first = filters_day(year, 1, 1);
        period.last = filters_day(year, 12, 31);
        return period;
    case 1:
        snprintf(period.text, sizeof period.text, "%04d-%02d", year, month);
        period.first = filters_day(year, month, 1);
        period.last = filters_day(year, month, days_of_month(year, month));
        return period;
    case 2:
        snprintf(period.text, sizeof period.text, "%04d-%02d-%02d", year, month, day);
        break;
    default:
        snprintf(period.text, sizeof period.text, "%02d/%02d/%04d", day, month, year);
        break;
    }
    period.first = period.last = filters_day(year, month, day);
    return period;
}

static void generate_date(struct oracle_filter *filter, uint64_t *random, char typed[120])
{
    struct period one = draw_period(random, true), other = draw_period(random, true);
    filter->from = INT32_MIN + 1;
    filter->to = INT32_MAX;
    switch (random_below(random, 8)) {
    case 0:
        snprintf(typed, 120, "date:>%s", one.text);
        filter->from = one.last + 1;
        break;
    case 1:
        snprintf(typed, 120, "date:>=%s", one.text);
        filter->from = one.first;
        break;
    case 2:
        snprintf(typed, 120, "date:<%s", one.text);
        filter->to = one.first - 1;
        break;
    case 3:
        snprintf(typed, 120, "date:<=%s", one.text);
        filter->to = one.last;
        break;
    case 4:
        snprintf(typed, 120, "date:%s..", one.text);
        filter->from = one.first;
        break;
    case 5:
        snprintf(typed, 120, "date:..%s", one.text);
        filter->to = one.last;
        break;
    case 6:
        if (one.first > other.first || one.last > other.last)
            other = one;
        snprintf(typed, 120, "date:%s..%s", one.text, other.text);
        filter->from = one.first;
        filter->to = other.last;
        break;
    default:
        snprintf(typed, 120, "date:%s", one.text);
        filter->from = one.first;
        filter->to = one.last;
        break;
    }
}

static void generate_text(struct oracle_filter *filter, uint64_t *random, char typed[120])
{
    static const char *const sites[] = {"exemple.fr", "lemonde.fr", "sport.lemonde.fr", "fr",
                                        "monde.fr"};
    static const char *const urls[] = {"sport", "/2022/", "exemple.fr/2", "https", "99"};
    static const char *const paths[] = {"d01", "d02", "l003.jsonl", "d11/000048.txt", "d3"};
    static const char *const names[] = {
        [ORACLE_SITE] = "site", [ORACLE_URL] = "url", [ORACLE_PATH] = "chemin"};
    const char *const *texts = filter->kind == ORACLE_SITE  ? sites
                               : filter->kind == ORACLE_URL ? urls
                                                            : paths;
    snprintf(filter->text, sizeof filter->text, "%s", texts[random_below(random, 5)]);
    bool stars = filter->kind == ORACLE_URL && random_below(random, 2);
    snprintf(typed, 120, "%s:%s%s%s", names[filter->kind], stars ? "*" : "", filter->text,
             stars ? "*" : "");
}

void filters_generate(struct oracle_filter *filter, uint64_t *random, char *text, size_t room,
                      char (*options)[40])
{
    *filter = (struct oracle_filter){.kind = (enum oracle_filter_kind)random_below(random, 4)};
    char typed[120];
    if (options != NULL) {
        struct period since = draw_period(random, false), until = draw_period(random, false);
        *filter =
            (struct oracle_filter){.kind = ORACLE_DATE, .from = since.first, .to = until.last};
        snprintf(options[0], sizeof options[0], "%s", since.text);
        snprintf(options[1], sizeof options[1], "%s", until.text);
        return;
    }
    filter->excluded = random_below(random, 4) == 0;
    if (filter->kind == ORACLE_DATE)
        generate_date(filter, random, typed);
    else
        generate_text(filter, random, typed);
    size_t size = strlen(text);
    snprintf(text + size, room - size, " %s%s", filter->excluded ? "-" : "", typed);
}
