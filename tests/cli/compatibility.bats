#!/usr/bin/env bats
# Indexes that earlier versions of fouille made. A version that reads one must answer as the one
# that made it did; a version that does not must say what to do.

bats_require_minimum_version 1.5.0
load helper

# One line that says what to do.
refused() {
    [ -z "$output" ] && [ "$(wc -l <<<"$stderr")" -eq 1 ] &&
        [[ "$stderr" == *"another analysis"* || "$stderr" == *" version "*"fouille-index"* ]]
}

reads_or_refuses() { # the index of which version
    cp -r "$BATS_TEST_DIRNAME/../data/index-v$1" old
    cd old
    run --separate-stderr fouille -c rivière
    if [ "$status" -eq 2 ]; then
        refused
        skip "refused: $stderr"
    fi
    while read -r query; do
        fouille -c -- "$query" || true
        # what is read is compared, by scores that do not change with the ranking
        fouille --ranking bm25 --json --no-snippet -n 10 -- "$query" || true
    done <queries | cmp - answers
    fouille-index --check
}

@test "an index of format version 1 is read, or refused clearly" {
    reads_or_refuses 1
}

@test "an index of format version 2 is read, or refused clearly" {
    reads_or_refuses 2
}

@test "an index of format version 3, with deleted documents and moved roots, is read, or refused clearly" {
    reads_or_refuses 3
}

checks_or_refuses() {
    cp -r "$BATS_TEST_DIRNAME/../data/index-v$1" old
    cd old
    run --separate-stderr fouille-index --check
    if [ "$status" -ne 0 ]; then
        refused
        return
    fi
    sed -i 's/^analysis .*/analysis 0000000000000000/' .fouille/MANIFEST
    run fouille-index --check
    [ "$status" -ne 0 ] # the manifest's own sum
}

@test "whatever made it, an index of format version 1 can be checked, or is refused clearly" {
    checks_or_refuses 1
}

@test "whatever made it, an index of format version 2 can be checked, or is refused clearly" {
    checks_or_refuses 2
}

@test "whatever made it, an index of format version 3 can be checked, or is refused clearly" {
    checks_or_refuses 3
}

@test "an older index that is read is brought up to date" {
    cp -r "$BATS_TEST_DIRNAME/../data/index-v2" articles
    cd articles
    rm answers make queries
    mkdir notes
    echo "La rivière monte." >notes/001.txt
    run --separate-stderr fouille-index
    [ "$status" -eq 0 ]
    [[ "$stderr" == "0 articles added, 1 changed, "*" removed, 0 unchanged"* ]]
    [ "$(fouille -c rivière)" = 1 ]
    fouille-index --check
}

@test "an index of another version is made anew by fouille-index" {
    mkdir articles
    echo "La rivière monte." >articles/a.txt
    cp -r "$BATS_TEST_DIRNAME/../data/index-v1/.fouille" articles/.fouille
    fouille-index -q articles
    [ "$(fouille --index articles/.fouille -c rivière)" = 1 ]
}
