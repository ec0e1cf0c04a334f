/* The encoding that a page declares in its first bytes. */
#ifndef FOUILLE_HTML_HTML_CHARSET_H
#define FOUILLE_HTML_HTML_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

enum { HTML_CHARSET_SIZE = 40 };

/* Stores the name that <meta charset=…>, <meta http-equiv … content="…; charset=…"> or <?xml
 * encoding=…?> gives in the first 4 KiB, outside comments, with a NUL after it. False if there is
 * none, or if the bytes contradict it: a page in which "<meta" can be read is not UTF-16. */
bool html_find_charset(const char *bytes, size_t size, char name[HTML_CHARSET_SIZE]);

#endif
