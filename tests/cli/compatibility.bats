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

@test "an index of format version 4, with records that share a dictionary, is read, or refused clearly" {
    reads_or_refuses 4
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

@test "whatever made it, an index of format version 4 can be checked, or is refused clearly" {
    checks_or_refuses 4
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

segment_versions() {
    for segment in .fouille/*.seg; do od -An -tu4 -j8 -N4 "$segment"; done | tr -d ' \n'
}

@test "optimizing writes an older index, also one of one segment, in today's version" {
    cp -r "$BATS_TEST_DIRNAME/../data/index-v2" old
    cd old
    [ "$(segment_versions)" = 2 ]
    fouille-index --optimize --index .fouille
    [ "$(segment_versions)" = 3 ]
    fouille-index --check
    while read -r query; do
        fouille -c -- "$query" || true
        fouille --ranking bm25 --json --no-snippet -n 10 -- "$query" || true
    done <queries | cmp - answers
    cp .fouille/MANIFEST before
    fouille-index --optimize --index .fouille
    cmp .fouille/MANIFEST before # there is nothing left to do
}

@test "an index of another version is made anew by fouille-index" {
    mkdir articles
    echo "La rivière monte." >articles/a.txt
    cp -r "$BATS_TEST_DIRNAME/../data/index-v1/.fouille" articles/.fouille
    fouille-index -q articles
    [ "$(fouille --index articles/.fouille -c rivière)" = 1 ]
}

versions() { # INDEX: of its manifest and segments
    head -1 "$1/MANIFEST"
    for segment in "$1"/*.seg; do od -An -tu4 -j 8 -N 4 "$segment"; done | sort -u
}

upgrades_or_refuses() { # the index of which version
    cp -r "$BATS_TEST_DIRNAME/../data/index-v$1" old
    article new/a.txt "rivière"
    fouille-index -q new
    cd old
    run --separate-stderr fouille-index --optimize
    if [ "$status" -eq 2 ]; then
        [[ "$stderr" == *" version "*"index anew with: fouille-index --rebuild" ]]
        skip "refused: $stderr"
    fi
    [ "$(versions .fouille)" = "$(versions ../new/.fouille)" ]
    fouille-index --check
    while read -r query; do fouille -c -- "$query" || true; done <queries >counts
    grep -v '^{' answers | cmp - counts
    run --separate-stderr fouille-index --optimize
    [[ "$stderr" == *"nothing to merge" ]]
}

@test "--optimize writes an index of format version 1 in today's, or refuses it with the command" {
    upgrades_or_refuses 1
}

@test "--optimize writes an index of format version 2 in today's, or refuses it with the command" {
    upgrades_or_refuses 2
}

@test "--optimize writes an index of format version 3 in today's, or refuses it with the command" {
    upgrades_or_refuses 3
}

@test "an older index without articles is written in today's version, too" {
    mkdir empty
    fouille-index -q empty
    today=$(head -1 empty/.fouille/MANIFEST)
    sed -i '1s/.*/fouille index 1/; $d' empty/.fouille/MANIFEST
    printf 'end %s\n' "$(gzip -c empty/.fouille/MANIFEST | tail -c 8 | od -An -tx4 -N 4 | tr -d ' ')" >>empty/.fouille/MANIFEST
    fouille-index -q --optimize --index empty/.fouille
    [ "$(head -1 empty/.fouille/MANIFEST)" = "$today" ]
    fouille-index --check --index empty/.fouille
}

# An index that a later fouille made is not replaced but on demand.
is_kept() {
    for task in "" --optimize --check --repair "--forget a" a; do
        # shellcheck disable=SC2086
        run --separate-stderr fouille-index --index a/.fouille $task
        [ "$status" -eq 2 ]
        [ "$(wc -l <<<"$stderr")" -eq 1 ]
        [[ "$stderr" == *" version 99, this program reads "*"--rebuild"* ]]
    done
    diff -r -x LOCK kept a/.fouille
    fouille-index -q --index a/.fouille --rebuild a
    [ "$(fouille --index a/.fouille -c rivière)" = 1 ]
}

@test "an index whose manifest is of a newer version is refused" {
    article a/a.txt "rivière"
    fouille-index -q a
    sed -i '1s/.*/fouille index 99/' a/.fouille/MANIFEST
    cp -r a/.fouille kept
    is_kept
}

@test "an index whose segments are of a newer version is refused" {
    article a/a.txt "rivière"
    fouille-index -q a
    printf '\143' | dd of="$(ls a/.fouille/*.seg)" bs=1 seek=8 conv=notrunc status=none
    cp -r a/.fouille kept
    is_kept
}
