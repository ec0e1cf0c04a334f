#include "common/words/units.h"

static const char *const lengths[] = {"m", "km", "hm", "dam", "dm", "cm", "mm", "nm", "µm"};

static const char *const clocks[] = {"h", "m", "mn", "min", "j"};

/* After two digits at least. */
static const char *const ambiguous[] = {"g", "l", "s", "t", "w", "v", "p", "ch", "cv"};

static const char *const others[] = {
    "kg",   "hg",   "dg",   "cg",   "mg",  "µg",  "kt",  "mt",   "hl",  "dl",   "cl",   "ml",
    "ha",   "ca",   "sec",  "ms",   "ns",  "kw",  "mw",  "gw",   "tw",  "kwh",  "mwh",  "gwh",
    "twh",  "wh",   "kva",  "kwc",  "mwc", "kj",  "mj",  "cal",  "hz",  "khz",  "mhz",  "ghz",
    "ko",   "mo",   "go",   "to",   "kb",  "mb",  "gb",  "tb",   "bit", "kbit", "mbit", "gbit",
    "bps",  "kbps", "mbps", "gbps", "pa",  "hpa", "kpa", "mpa",  "bar", "mbar", "db",   "dba",
    "lm",   "lx",   "mpx",  "px",   "dpi", "ppp", "ppm", "ppb",  "pt",  "pts",  "kmh",  "mph",
    "tep",  "ktep", "mtep", "teq",  "md",  "mds", "mrd", "mrds", "eur", "usd",  "chf",  "gbp",
    "fcfa", "xof",  "xaf",  "bpm",  "rpm",
};

static bool is_among(struct slice word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equals(word, slice_of(list[i])))
            return true;
    return false;
}

#define IS_AMONG(word, list) is_among((word), (list), sizeof(list) / sizeof *(list))

bool unit_is_glued(struct slice word, size_t digits)
{
    return IS_AMONG(word, clocks) || IS_AMONG(word, lengths) || IS_AMONG(word, others) ||
           (digits >= 2 && IS_AMONG(word, ambiguous));
}

bool unit_takes_digits(struct slice word)
{
    return IS_AMONG(word, clocks);
}

bool unit_takes_power(struct slice word)
{
    return IS_AMONG(word, lengths);
}
