#include "shown.h"

#include "analysis/safe.h"

void shown_print(FILE *to, const char *text, size_t size)
{
    struct buffer line;
    buffer_init(&line);
    safe_path(&line, text, size);
    if (!line.failed && line.size > 0)
        fwrite(line.data, 1, line.size, to);
    buffer_release(&line);
}

void shown_print_text(FILE *to, const char *text, size_t size)
{
    size_t begun = 0;
    for (size_t at = 0; at < size; at++) {
        if (text[at] != '\n' && text[at] != '\t')
            continue;
        shown_print(to, text + begun, at - begun);
        fputc(text[at], to);
        begun = at + 1;
    }
    shown_print(to, text + begun, size - begun);
}
