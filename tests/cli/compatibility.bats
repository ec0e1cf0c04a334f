#!/usr/bin/env bats
# Indexes that earlier versions of fouille made. A version that reads one must answer as the one
# that made it did; a version that does not must say what to do.

bats_require_minimum_version 1.5.0
load helper

# Indexes of the formats before 0.2.0 are not read: one line says what to do, and nothing is changed.
is_refused() { # the index of which version
    cp -r "$BATS_TEST_DIRNAME/../data/index-v$1" old
    cp -r old/.fouille kept
    cd old
    for command in "fouille -c rivière" "fouille-index --check" "fouille-index --status" \
        "fouille-index --stats" "fouille-index --repair" "fouille-index --optimize" \
        "fouille-index --export-bulk ../bulk"; do
        run --separate-stderr $command
        [ "$status" -eq 2 ]
        [ -z "$output" ]
        [ "$(wc -l <<<"$stderr")" -eq 1 ]
        [[ "$stderr" == *" has index version "*", but this program reads version 3; reindex with: fouille-index --index '"*"'" ]]
    done
    diff -r ../kept .fouille
    [ ! -e ../bulk ]
}

# The folders that it names are enough, with and without words to that effect.
is_indexed_anew() { # the index of which version, arguments
    cp -r "$BATS_TEST_DIRNAME/../data/index-v$1" old
    cd old
    rm answers make queries
    mkdir -p breves notes pages
    echo "La rivière monte." >notes/001.txt
    echo "Le vent tombe." >pages/002.txt
    run --separate-stderr fouille-index "${@:2}"
    [ "$status" -eq 0 ]
    [ "$(head -1 .fouille/MANIFEST)" = "fouille index 3" ]
    [ "$(fouille -c rivière)" = 1 ]
    [ "$(fouille -c vent)" = 1 ]
    fouille-index --check
    for segment in .fouille/*.seg; do # of the old ones none is left
        grep -q "^segment ${segment##*/} " .fouille/MANIFEST
    done
    run --separate-stderr fouille-index
    [[ "$stderr" == *"2 articles unchanged"* ]]
}

@test "an index of format version 1 is refused clearly" { is_refused 1; }
@test "an index of format version 2 is refused clearly" { is_refused 2; }
@test "an index of format version 3, with deleted documents and moved roots, is refused clearly" { is_refused 3; }
@test "an index of format version 4, with records that share a dictionary, is refused clearly" { is_refused 4; }

@test "the next run indexes the folders of an index of format version 1 anew" { is_indexed_anew 1; }
@test "the next run indexes the folders of an index of format version 2 anew" { is_indexed_anew 2; }
@test "the next run indexes the folders of an index of format version 3 anew" { is_indexed_anew 3; }
@test "the next run indexes the folders of an index of format version 4 anew" { is_indexed_anew 4; }

@test "a run that names a folder of an older index keeps the others" { is_indexed_anew 4 --index .fouille notes; }

@test "a list of files is not enough for an older index" {
    cp -r "$BATS_TEST_DIRNAME/../data/index-v4" old
    cd old
    echo "La rivière monte." >a.txt
    echo a.txt >list
    cp -r .fouille kept
    run --separate-stderr fouille-index --files-from list
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"; reindex with: fouille-index --rebuild" ]]
    diff -r -x LOCK -x CACHEDIR.TAG -x FOUILLE.TAG kept .fouille
}

@test "--watch begins with an older index, too" {
    cp -r "$BATS_TEST_DIRNAME/../data/index-v4" old
    cd old
    mkdir -p breves notes pages
    echo "La rivière monte." >notes/001.txt
    fouille-index --watch &
    watch=$!
    for _ in $(seq 200); do
        [ "$(fouille -c rivière 2>/dev/null)" = 1 ] && break
        sleep 0.05
    done
    kill "$watch"
    wait "$watch" || [ $? -eq 3 ]
    [ "$(fouille -c rivière)" = 1 ]
}

# An index that a later fouille made is not replaced but on demand.
is_kept() {
    for task in "" --optimize --check --repair "--forget a" a; do
        # shellcheck disable=SC2086
        run --separate-stderr fouille-index --index a/.fouille $task
        [ "$status" -eq 2 ]
        [ "$(wc -l <<<"$stderr")" -eq 1 ]
        [[ "$stderr" == *" version 99, but this program reads "*"--rebuild"* ]]
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
