#include "indexer/run/help.h"

#include "common/base/message.h"

#define GROUP(text) {.help = text},
#define OPTION(code, name, letter, value, completion, setter, needs, excludes, help)               \
    {OPTION_##code, letter, name, value, completion, needs, excludes, help},
const struct option_row index_options[] = {
#include "indexer/run/option_table.def"
};
const size_t index_option_count = sizeof index_options / sizeof *index_options;

void help_append(struct buffer *to)
{
    buffer_append_string(
        to, _("Usage: fouille-index [OPTION]... [PATH]...\n"
              "Index folders of French articles (.txt .md .html .xml .json .jsonl .csv\n"
              ".tsv .pdf, also as .gz .zst .xz .bz2) for fouille.\n"
              "An existing index is updated: new and changed files are read, and articles that\n"
              "are gone are removed. Without PATH, all folders of the index are updated.\n"));
    option_append_help(to, index_options, index_option_count);
    buffer_append_string(
        to, _("\n"
              "Exit status: 0 if everything was read; 1 if the index is up to date, except for\n"
              "input that could not be read; 2 if nothing was changed; 3 if the run was stopped\n"
              "(Ctrl-C, SIGTERM), and what was complete is in the index.\n"));
}
