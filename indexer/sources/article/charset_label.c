#include "indexer/sources/article/charset_label.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "common/analysis/decode.h"
#include "common/base/error.h"
#include "indexer/sources/article/charset.h"

/* Labels that iconv does not know, or understands more narrowly than browsers. */
static const struct {
    const char *charset;
    const char *labels[14];
} charsets[] = {
    {"utf-8", {"unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "utf8", "x-unicode20utf8"}},
    {"windows-1252",
     {"ansi_x3.4-1968", "cp819", "csisolatin1", "ibm819", "iso-8859-1", "iso-ir-100", "iso8859-1",
      "iso88591", "iso_8859-1", "iso_8859-1:1987", "l1", "latin1", "x-cp1252"}},
    {"iso-8859-15", {"csisolatin9", "iso885915", "iso_8859-15", "l9", "latin9"}},
    {"CP1254",
     {"csisolatin5", "iso-8859-9", "iso-ir-148", "iso8859-9", "iso88599", "iso_8859-9",
      "iso_8859-9:1989", "l5", "latin5", "x-cp1254"}},
    {"CP1250", {"x-cp1250"}},
    {"CP1251", {"x-cp1251"}},
    {"CP1253", {"x-cp1253"}},
    {"CP1255", {"x-cp1255"}},
    {"CP1256", {"x-cp1256"}},
    {"CP1257", {"x-cp1257"}},
    {"CP1258", {"x-cp1258"}},
    {"CP874", {"dos-874", "iso-8859-11", "iso8859-11", "iso885911", "tis-620", "windows-874"}},
    {"ISO-8859-7", {"sun_eu_greek"}},
    {"ISO-8859-8",
     {"csiso88598e", "csiso88598i", "iso-8859-8-e", "iso-8859-8-i", "logical", "visual"}},
    {"KOI8-R", {"koi", "koi8_r"}},
    {"KOI8-U", {"koi8-ru"}},
    {"MACINTOSH", {"x-mac-roman"}},
    {"MAC-UK", {"x-mac-cyrillic", "x-mac-ukrainian"}},
    {"GB18030",
     {"chinese", "csgb2312", "csiso58gb231280", "gb2312", "gb_2312", "gb_2312-80", "gbk",
      "iso-ir-58", "x-gbk"}},
    {"BIG5-HKSCS", {"big5", "big5-hkscs", "cn-big5", "csbig5", "x-x-big5"}},
    {"EUC-JP", {"x-euc-jp"}},
    {"CP932",
     {"csshiftjis", "ms932", "ms_kanji", "shift-jis", "shift_jis", "sjis", "windows-31j",
      "x-sjis"}},
    {"CP949",
     {"cseuckr", "csksc56011987", "euc-kr", "iso-ir-149", "korean", "ks_c_5601-1987",
      "ks_c_5601-1989", "ksc5601", "ksc_5601", "windows-949"}},
};

const char *charset_of_label(const char *label)
{
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
        for (size_t k = 0; charsets[i].labels[k] != NULL; k++)
            if (strcasecmp(charsets[i].labels[k], label) == 0)
                return charsets[i].charset;
    return label;
}

/* Whether decode_text reads it, and better than iconv: with bytes of others among its own. */
static bool decode_text_reads(const char *charset)
{
    static const char *const names[] = {"utf-8",        "utf-16", "utf-16le", "utf-16be",
                                        "windows-1252", "cp1252", "us-ascii", "ascii",
                                        "iso-8859-15",  NULL};
    for (size_t i = 0; names[i] != NULL; i++)
        if (strcasecmp(names[i], charset) == 0)
            return true;
    return false;
}

/* A document in whose bytes a declaration could be read is in no other. */
static bool extends_ascii(const char *charset)
{
    static const char probe[] = "<meta charset=\"a-Z_09\">\n";
    struct buffer converted;
    buffer_init(&converted);
    bool extends = strncasecmp(charset, "utf-7", 5) != 0 &&
                   charset_convert(&converted, probe, strlen(probe), charset) == 0 &&
                   strcmp(buffer_string(&converted), probe) == 0;
    buffer_release(&converted);
    return extends;
}

int charset_decode(struct buffer *into, const char *bytes, size_t size, const char *label)
{
    struct buffer converted;
    const char *charset = label == NULL ? NULL : charset_of_label(label);
    if (charset == NULL || decode_text_reads(charset) || !charset_is_undetermined(bytes, size) ||
        !charset_is_known(charset) || !extends_ascii(charset))
        return decode_text(into, bytes, size, charset);
    buffer_init(&converted);
    int status = charset_convert(&converted, bytes, size, charset);
    if (status == 0)
        status = decode_text(into, converted.data, converted.size, NULL);
    buffer_release(&converted);
    return status == 0 ? 0 : error_memory();
}
