#!/usr/bin/env bats
# --files-from: only what is listed is looked at.

bats_require_minimum_version 1.5.0
load helper

make_articles() {
    for i in $(seq 50); do article "a/$i.txt" "rivière a$i"; article "b/$i.txt" "rivière b$i"; done
    fouille-index -q --index idx a b
}

count() { fouille --index idx -c "$1" || true; }

@test "listed files are brought up to date, others are not looked at" {
    make_articles
    article a/1.txt "fleuve"
    article a/2.txt "fleuve"
    article b/60.txt "fleuve"
    rm a/3.txt a/4.txt b/5.txt
    run --separate-stderr bash -c 'printf "%s\n" b/60.txt a/1.txt ./a/3.txt a/1.txt "$PWD/b/5.txt" a/7.txt a/.. | sed /[.][.]$/d |
        fouille-index --index idx --files-from -'
    [ "$status" -eq 0 ]
    [[ "$stderr" == "1 article added, 1 changed, 2 removed, 97 unchanged"* ]]
    [ "$(count fleuve)" = 2 ]
    [ "$(count a3)" = 0 ]
    [ "$(count a4)" = 1 ]
    [ "$(count rivière)" = 97 ]
    fouille-index --check --index idx
    fouille-index -q --index idx
    [ "$(count fleuve)" = 3 ]
    [ "$(count rivière)" = 95 ]
}

@test "names may end in NUL, and hold newlines; a list may be a file" {
    make_articles
    name=$'a/deux\nlignes.txt'
    article "$name" "fleuve"
    article a/autre.txt "fleuve"
    printf '%s\0' "$name" a/autre.txt >list
    fouille-index -q --index idx --files-from list
    [ "$(count fleuve)" = 2 ]
    : >list
    run --separate-stderr fouille-index --index idx --files-from list
    [ "$status" -eq 0 ]
    [[ "$stderr" == "Nothing to do"* ]]
}

@test "what cannot be taken is said, and nothing is lost" {
    make_articles
    article c/1.txt "fleuve"
    printf '%s\n' c/1.txt a b/2.txt >list
    run --separate-stderr fouille-index --index idx --files-from list
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"'c/1.txt' is not in any folder of the index"* ]]
    [[ "$stderr" == *"/a' is not a regular file"* ]]
    [ "$(count rivière)" = 100 ]
    run --separate-stderr fouille-index --index idx --files-from nowhere
    [ "$status" -eq 2 ]
    run --separate-stderr fouille-index --index idx --rebuild --files-from list
    [ "$status" -eq 2 ]
    fouille-index -q --index idx --files-from list c || [ $? -eq 1 ]
    [ "$(count fleuve)" = 1 ]
    [ "$(count rivière)" = 100 ]
    truncate -s -1 "$(find idx -name '*.seg' | head -n 1)"
    run --separate-stderr fouille-index --index idx --files-from list
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"--rebuild"* ]]
}

@test "an index of listed files alone" {
    make_articles
    printf '%s\n' a/7.txt a/9.txt | fouille-index -q --index new --files-from - a
    [ "$(fouille --index new -l rivière | paste -sd ' ')" = "a/7.txt a/9.txt" ]
}

@test "a list may keep the run waiting: nobody else waits for it" {
    make_articles
    mkfifo list
    fouille-index -q --index idx --files-from list &
    waits=$!
    exec 5>list # it has opened its end
    article b/80.txt "fleuve"
    fouille-index -q --index idx
    [ "$(count fleuve)" = 1 ]
    article b/80.txt "torrent de montagne"
    echo b/80.txt >&5
    exec 5>&-
    wait "$waits"
    [ "$(count torrent)" = 1 ]
}
