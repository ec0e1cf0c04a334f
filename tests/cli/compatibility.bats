#!/usr/bin/env bats
# Indexes that earlier versions of fouille made. A version that reads one must answer as the one
# that made it did; a version that does not must say what to do.

bats_require_minimum_version 1.5.0
load helper

@test "an index of format version 1 is read, or refused clearly" {
    cp -r "$BATS_TEST_DIRNAME/../data/index-v1" old
    cd old
    run --separate-stderr fouille -c rivière
    if [ "$status" -eq 2 ]; then
        [ -z "$output" ]
        [ "$(wc -l <<<"$stderr")" -eq 1 ]
        [[ "$stderr" == *"another analysis"* || "$stderr" == *" version "* ]]
        skip "refused: $stderr"
    fi
    while read -r query; do
        fouille -c -- "$query" || true
        fouille --json --no-snippet -n 10 -- "$query" || true
    done <queries | cmp - answers
    fouille-index --check
}

@test "whatever made it, an index of format version 1 can be checked" {
    cp -r "$BATS_TEST_DIRNAME/../data/index-v1" old
    cd old
    fouille-index --check
    sed -i 's/^analysis .*/analysis 0000000000000000/' .fouille/MANIFEST
    run fouille-index --check
    [ "$status" -ne 0 ] # the manifest's own sum
}
