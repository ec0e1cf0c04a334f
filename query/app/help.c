#include "query/app/help.h"

#include "common/base/message.h"

#define GROUP(text) {.help = text},
#define OPTION(code, name, letter, value, completion, setter, needs, excludes, help)               \
    {OPTION_##code, letter, name, value, completion, needs, excludes, help},
const struct option_row query_options[] = {
#include "query/app/option_table.def"
};
const size_t query_option_count = sizeof query_options / sizeof *query_options;

void help_append(struct buffer *to)
{
    buffer_append_string(
        to, _("Usage: fouille [OPTION]... WORD...\n"
              "Search an index of French articles, and print the best matches first. Without\n"
              "WORD, the query is read from standard input. fouille-index creates the index.\n"
              "\n"
              "  mot autre               articles with any of the words, those with all first\n"
              "  '\"une phrase\"'          the words in this order (or -p)\n"
              "  '+mot -mot'             required word, excluded word\n"
              "  'ET OU SAUF (…)'        operators, in capitals; also AND, OR, NOT\n"
              "  'gouvern*' =mot mot~    wildcards; this form only; similar spellings\n"
              "  '/dés.*ment/'           a regular expression over words\n"
              "  mot PROCHE/5 mot        near each other\n"
              "  titre: date: site: chemin:    where to search; details in fouille-query(7)\n"));
    option_append_help(to, query_options, query_option_count);
    buffer_append_string(
        to, _("\n"
              "Exit status: 0 if something was found, 1 if nothing was found, 2 on error.\n"));
}
