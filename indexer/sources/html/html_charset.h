/* The charset that a page declares in its first bytes. */
#ifndef FOUILLE_SOURCES_HTML_CHARSET_H
#define FOUILLE_SOURCES_HTML_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

enum { HTML_CHARSET_SIZE = 40 };

/* The name that <meta charset=…>, <meta http-equiv … content="…; charset=…"> or <?xml encoding=…?>
 * gives within the first 4 KiB, comments apart; a NUL behind it. False if there is none, or one
 * that the bytes belie: a page in which "<meta" can be read is no UTF-16. */
bool html_charset(const char *bytes, size_t size, char name[HTML_CHARSET_SIZE]);

#endif
