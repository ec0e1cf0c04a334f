/* Fills the option lists of a program into a page or a completion, when fouille is built: each line
 * @FORM@ of the template becomes the list in that form, all others are copied.
 *
 *     option_lists fouille|fouille-index VERSION TEMPLATE OUTPUT
 *
 * The list is in the language of $FOUILLE_LANGUAGE. @VERSION@ may stand anywhere in a line.
 */
#include <stdio.h>
#include <string.h>

#include "common/base/message.h"
#include "common/base/option_table.h"

#define GROUP(text) {.help = text},
#define OPTION(code, name, letter, value, completion, setter, needs, excludes, help)               \
    {1, letter, name, value, completion, needs, excludes, help},
static const struct option_row fouille[] = {
#include "query/app/option_table.def"
};
static const struct option_row fouille_index[] = {
#include "indexer/run/option_table.def"
};

struct list {
    const char *program;
    const struct option_row *rows;
    size_t count;
};

static const struct list lists[] = {
    {"fouille", fouille, sizeof fouille / sizeof *fouille},
    {"fouille-index", fouille_index, sizeof fouille_index / sizeof *fouille_index},
};

/* Writes a text with a backslash before each of these characters. */
static void print_escaped(const char *text, const char *characters)
{
    for (; *text != '\0'; text++) {
        if (strchr(characters, *text) != NULL)
            putchar('\\');
        putchar(*text);
    }
}

/* --- scdoc --- */

/* Prints the names of a column, separated by commas, but not the option's own. */
static void print_names(const char *names, const struct option_row *row)
{
    const char *separator = "";
    struct slice name;
    while (option_names_next(&names, &name)) {
        if (slice_is(name, row->name))
            continue;
        printf("%s*--%.*s*", separator, (int)name.size, name.data);
        separator = ", ";
    }
}

/* Prints which options this one needs, and which it cannot be combined with. */
static void print_conflicts(const struct option_row *row)
{
    if (row->needs != NULL) {
        printf(". %s ", strchr(row->needs, '|') == NULL ? _("Requires") : _("Requires one of"));
        print_names(row->needs, row);
    }
    if (row->excludes != NULL) {
        printf(". %s ", _("Cannot be combined with"));
        print_names(row->excludes, row);
    }
}

static void print_scdoc(const struct option_row *row)
{
    static const char special[] = "\\*_`<>";
    if (row->code == 0) {
        /* The heading of --help without its colon. */
        const char *heading = _(row->help);
        size_t size = strcspn(heading, ":");
        if (size >= 2 && memcmp(heading + size - 2, "\u00a0", 2) == 0)
            size -= 2;
        printf("## %.*s\n\n", (int)size, heading);
        return;
    }
    if (row->letter != 0)
        printf("*-%c*, ", row->letter);
    printf("*--%s*", row->name);
    if (row->value != NULL) {
        printf(" _");
        print_escaped(_(row->value), special);
        putchar('_');
    }
    printf("\n\t");
    print_escaped(_(row->help), special);
    print_conflicts(row);
    printf("\n\n");
}

/* --- bash --- */

static void print_bash_words(const struct option_row *row)
{
    if (row->code != 0 && row->letter != 0)
        printf(" -%c", row->letter);
    if (row->code != 0)
        printf(" --%s", row->name);
}

/* Prints the case that completes the value of the option. */
static void print_bash_values(const struct option_row *row)
{
    if (row->code == 0 || row->value == NULL)
        return;
    printf("    --%s", row->name);
    if (row->letter != 0)
        printf(" | -%c", row->letter);
    if (row->completion == NULL)
        printf(") return 0 ;;\n");
    else if (strcmp(row->completion, "@file") == 0)
        printf(") compopt -o filenames 2>/dev/null; "
               "mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); return 0 ;;\n");
    else if (strcmp(row->completion, "@directory") == 0)
        printf(") compopt -o filenames 2>/dev/null; "
               "mapfile -t COMPREPLY < <(compgen -d -- \"$cur\"); return 0 ;;\n");
    else
        printf(") mapfile -t COMPREPLY < <(compgen -W '%s' -- \"$cur\"); return 0 ;;\n",
               row->completion);
}

/* --- zsh --- */

static void print_zsh_option(const struct option_row *row, const char *prefix, const char *name)
{
    printf("    '%s%s%s[", prefix, name, row->value != NULL && prefix[1] == '-' ? "=" : "");
    for (const char *at = _(row->help); *at != '\0'; at++) {
        if (*at == '\'')
            printf("'\\'");
        else if (strchr("[]:\\", *at) != NULL)
            putchar('\\');
        putchar(*at);
    }
    putchar(']');
    if (row->value != NULL) {
        printf(":%s:", row->value);
        if (row->completion != NULL && row->completion[0] == '@')
            printf("_files%s", strcmp(row->completion, "@directory") == 0 ? " -/" : "");
        else if (row->completion != NULL)
            printf("(%s)", row->completion);
    }
    printf("' \\\n");
}

static void print_zsh(const struct option_row *row)
{
    if (row->code == 0)
        return;
    print_zsh_option(row, "--", row->name);
    if (row->letter != 0)
        print_zsh_option(row, "-", (char[]){row->letter, '\0'});
}

/* --- fish --- */

static void print_fish(const struct option_row *row, const char *program)
{
    if (row->code == 0)
        return;
    printf("complete -c %s -l %s", program, row->name);
    if (row->letter != 0)
        printf(" -s %c", row->letter);
    if (row->value != NULL && row->completion == NULL)
        printf(" -x");
    else if (row->value != NULL && strcmp(row->completion, "@file") == 0)
        printf(" -r -F");
    else if (row->value != NULL && strcmp(row->completion, "@directory") == 0)
        printf(" -x -a '(__fish_complete_directories)'");
    else if (row->value != NULL)
        printf(" -x -a '%s'", row->completion);
    printf(" -d '");
    print_escaped(_(row->help), "'\\");
    printf("'\n");
}

/* --- templates --- */

static void print_list(const struct list *list, const char *form)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct option_row *row = &list->rows[i];
        if (strcmp(form, "@scdoc@\n") == 0)
            print_scdoc(row);
        else if (strcmp(form, "@bash-words@\n") == 0)
            print_bash_words(row);
        else if (strcmp(form, "@bash-values@\n") == 0)
            print_bash_values(row);
        else if (strcmp(form, "@zsh@\n") == 0)
            print_zsh(row);
        else
            print_fish(row, list->program);
    }
    if (strcmp(form, "@bash-words@\n") == 0)
        putchar('\n');
}

static void copy_line(const char *line, const char *version)
{
    static const char placeholder[] = "@VERSION@";
    const char *found = strstr(line, placeholder);
    if (found == NULL)
        fputs(line, stdout);
    else
        printf("%.*s%s%s", (int)(found - line), line, version, found + strlen(placeholder));
}

int main(int argc, char **argv)
{
    const struct list *list = NULL;
    for (size_t i = 0; argc == 5 && i < sizeof lists / sizeof *lists; i++)
        if (strcmp(argv[1], lists[i].program) == 0)
            list = &lists[i];
    if (list == NULL) {
        fputs("usage: option_lists fouille|fouille-index VERSION TEMPLATE OUTPUT\n", stderr);
        return 2;
    }
    if (freopen(argv[3], "r", stdin) == NULL || freopen(argv[4], "w", stdout) == NULL) {
        perror("option_lists");
        return 2;
    }
    char line[4096];
    while (fgets(line, sizeof line, stdin) != NULL) {
        size_t size = strlen(line);
        if (size > 3 && line[0] == '@' && strcmp(line + size - 2, "@\n") == 0)
            print_list(list, line);
        else
            copy_line(line, argv[2]);
    }
    return fflush(stdout) != 0 || ferror(stdin) ? 2 : 0;
}
