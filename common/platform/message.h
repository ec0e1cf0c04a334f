/* Texts that users read. */
#ifndef FOUILLE_PLATFORM_MESSAGE_H
#define FOUILLE_PLATFORM_MESSAGE_H

/* Marks a text for translation where it cannot be translated yet, as in a table. */
#define N_(text) text

#endif
