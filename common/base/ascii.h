/* What a byte is in ASCII, whatever the locale. A byte of a UTF-8 sequence is nothing of this. */
#ifndef FOUILLE_BASE_ASCII_H
#define FOUILLE_BASE_ASCII_H

#include <stdbool.h>

static inline bool ascii_is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static inline bool ascii_is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Space, tab, line feed, carriage return, vertical tab and form feed. */
static inline bool ascii_is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static inline char ascii_lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

/* The value of a hexadecimal digit in either case, or -1. */
static inline int ascii_hex_value(char byte)
{
    if (ascii_is_digit(byte))
        return byte - '0';
    char letter = ascii_lower(byte);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

#endif
