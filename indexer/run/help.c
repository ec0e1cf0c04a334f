#include "indexer/run/help.h"

#include "common/base/message.h"

#define GROUP(text) {0, 0, NULL, NULL, NULL, text},
#define OPTION(code, name, letter, value, completion, help)                                        \
    {OPTION_##code, letter, name, value, completion, help},
const struct option_row index_options[] = {
#include "indexer/run/option_table.def"
};
const size_t index_option_count = sizeof index_options / sizeof *index_options;

void help_append(struct buffer *to)
{
    buffer_append_string(
        to, _("Usage: fouille-index [OPTION]... [PATH]...\n"
              "Index folders of French articles (.txt .md .html .xml .jsonl, also .gz; .pdf) for\n"
              "fouille.\n"
              "An index that is there is brought up to date: what is new or changed is read,\n"
              "what is gone is left out. Without PATH that is done for all folders of the\n"
              "index.\n"));
    option_append_help(to, index_options, index_option_count);
    buffer_append_string(
        to, _("\nExit status: 0 all was read; 1 the index is up to date but for some input that\n"
              "could not be read; 2 nothing was changed; 3 it was stopped (Ctrl-C, SIGTERM),\n"
              "and what was complete is in the index.\n"));
}
