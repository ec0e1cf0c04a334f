#include "query/app/help.h"

#include "common/base/message.h"

#define GROUP(text) {0, 0, NULL, NULL, NULL, text},
#define OPTION(code, name, letter, value, completion, help)                                        \
    {OPTION_##code, letter, name, value, completion, help},
const struct option_row query_options[] = {
#include "query/app/option_table.def"
};
const size_t query_option_count = sizeof query_options / sizeof *query_options;

void help_append(struct buffer *to)
{
    buffer_append_string(
        to, _("Usage: fouille [OPTION]... WORD...\n"
              "Search an index of French articles, best first. Without WORD the query is read\n"
              "from standard input. fouille-index makes the index.\n"
              "\n"
              "  mot autre               articles with any of the words, best with all\n"
              "  '\"une phrase\"'          the words in this order (or -p)\n"
              "  '+mot -mot'             must, must not be there\n"
              "  'ET OU SAUF (…)'        operators, in capitals; also AND, OR, NOT\n"
              "  'gouvern*' =mot mot~    words that fit; this form alone; nearly so spelt\n"
              "  mot PROCHE/5 mot        near each other\n"
              "  titre: date: site: chemin:    where; see fouille-query(7) for all of it\n"));
    option_append_help(to, query_options, query_option_count);
    buffer_append_string(to, _("\nExit status: 0 found; 1 nothing found; 2 error.\n"));
}
