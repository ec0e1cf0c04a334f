/* Pages are told by their beginning. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "indexer/sources/html/html_sniff.h"
#include "tests/unit/suite.h"

static bool begins(const char *bytes, size_t size)
{
    char *exact = malloc(size == 0 ? 1 : size);
    assert_non_null(exact);
    memcpy(exact, bytes, size);
    bool page = html_begins_page(exact, size);
    free(exact);
    return page;
}

static void pages_are_told_by_their_beginning(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<!DOCTYPE html><html>",
        "\n\t <!doctype HTML PUBLIC \"-//W3C//DTD\">",
        "\xef\xbb\xbf<html lang=fr>",
        "<?xml version='1.0'?>\n<!-- a --><html xmlns='x'>",
        "<!-- a --> <!-- b --><HEAD><title>",
        "<body>",
        "<meta charset=utf-8>",
        "<p>Un",
        "<h1>",
    };
    static const char *const others[] = {
        "",
        " ",
        "Un texte <html>",
        "<",
        "<html",
        "<htmlx>",
        "<rss version='2.0'>",
        "<?xml version='1.0'?><TEI>",
        "<?php echo 1 ?><html>",
        "<!DOCTYPE html><title><?= $title ?></title>",
        "<!-- <html>",
        "#!/bin/sh\n<html>",
        "{\"a\": \"<html>\"}",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (!begins(pages[i], strlen(pages[i])))
            fail_msg("no page: %s", pages[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (begins(others[i], strlen(others[i])))
            fail_msg("a page: %s", others[i]);
    assert_true(begins("\xff\xfe<\0h\0t\0m\0l\0>\0", 14));
}

SUITE(html_sniff)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_told_by_their_beginning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
