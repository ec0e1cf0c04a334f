#!/usr/bin/env bats
# The folders that an index is made from: they are remembered, and none is lost by accident.

bats_require_minimum_version 1.5.0
load helper

setup_roots() {
    mkdir idx
    for root in a b c; do
        for i in 1 2 3; do article "$root/$i.txt" "rivière $root$i"; done
    done
}

index() { fouille-index -q --index idx/i "$@"; }

count() { fouille --index idx/i -c "${1:-rivière}" || true; }

roots() { fouille-index --stats --index idx/i | grep -oP '^root\t\K.*' | paste -sd ' '; }

paths() { fouille --index idx/i -l -n 0 "${@:2}" -- "$1" | paste -sd ' '; }

@test "a second folder keeps the first, and without a folder all are brought up to date" {
    setup_roots
    index b
    index a
    [ "$(roots)" = "$PWD/a $PWD/b" ]
    [ "$(count)" = 6 ]
    article b/4.txt "rivière"
    index a
    [ "$(count)" = 6 ]
    index
    [ "$(count)" = 7 ]
    index c
    [ "$(count)" = 10 ]
    fouille-index --check --index idx/i
}

@test "the order of answers does not depend on which folder came first" {
    setup_roots
    index c
    index a
    index b
    wanted=$(for root in a b c; do seq -f "$PWD/$root/%.0f.txt" 3; done | paste -sd ' ')
    [ "$(paths rivière)" = "$wanted" ]
    [ "$(paths rivière --exhaustive)" = "$wanted" ]
    [ "$(paths rivière --sort path)" = "$wanted" ]
    fouille-index --check --index idx/i
    fouille-index -q --optimize --index idx/i
    [ "$(paths rivière)" = "$wanted" ]
    mkdir new
    fouille-index -q --index new/i a b c
    cmp new/i/*.seg idx/i/*.seg
}

@test "one segment of several folders, with another put between" {
    setup_roots
    for i in $(seq 4 30); do article "c/$i.txt" "rivière c$i"; done
    index a c
    index b
    article c/1.txt "rivière nouvelle"
    index
    fouille --index idx/i -0 -n 0 rivière | sort -z >found
    printf '%s\0' "$PWD"/[abc]/*.txt | cmp - found
    [ "$(paths rivière --sort path)" = "$(tr '\0' ' ' <found | sed 's/ $//')" ]
    grep -q '^roots 0 2$' idx/i/MANIFEST
    [ "$(count c1)" = 0 ]
    fouille-index --check --index idx/i
    fouille-index -q --forget a --index idx/i
    [ "$(paths rivière --sort path)" = "$(printf '%s\n' "$PWD"/[bc]/*.txt | paste -sd ' ')" ]
    [ "$(count a1)" = 0 ]
    fouille-index --check --index idx/i
    fouille-index -q --optimize --index idx/i
    mkdir new
    fouille-index -q --index new/i b c
    cmp new/i/*.seg idx/i/*.seg
}

@test "--forget takes a folder out, also one that is gone" {
    setup_roots
    index a b c
    run --separate-stderr fouille-index --index idx/i --forget b
    [ "$status" -eq 0 ]
    [[ "$stderr" == "0 articles added, 0 changed, 3 removed, "* ]]
    [ "$(count)" = 6 ]
    [ "$(count b1)" = 0 ]
    [ "$(roots)" = "$PWD/a $PWD/c" ]
    rm -r c
    index --forget ./c/
    [ "$(roots)" = "$PWD/a" ]
    run --separate-stderr fouille-index --index idx/i --forget b
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"'b' is not a folder of the index"* ]]
    index b
    [ "$(count)" = 6 ]
    index --forget a
    index --forget "$PWD/b"
    [ "$(count)" = 0 ]
    [ "$(roots)" = "" ]
    index a
    [ "$(count)" = 3 ]
    fouille-index --check --index idx/i
}

@test "a folder that is gone is an error, and keeps its articles; the others are brought up to date" {
    setup_roots
    index a b c
    mv b elsewhere
    article c/4.txt "rivière"
    run --separate-stderr fouille-index --index idx/i
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"cannot open '$PWD/b'"*"--forget '$PWD/b'"* ]]
    [ "$(grep -c -- --forget <<<"$stderr")" -eq 1 ]
    [ "$(count)" = 10 ]
    [ "$(count b2)" = 1 ]
    run --separate-stderr fouille-index --index idx/i b
    [ "$status" -eq 2 ]
    [ "$(count)" = 10 ]
    run --separate-stderr fouille-index --index idx/i --rebuild
    [ "$status" -eq 2 ]
    [ "$(count)" = 10 ]
    mv elsewhere b
    rm b/2.txt
    index
    [ "$(count)" = 9 ]
}

@test "a folder without articles that is gone is an error, too" {
    setup_roots
    mkdir d
    index a d
    rmdir d
    run --separate-stderr fouille-index --index idx/i
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"cannot open '$PWD/d'"* ]]
    [ "$(count)" = 3 ]
}

@test "a folder that is empty all at once may be a disk that is not mounted" {
    setup_roots
    index a b
    mv b elsewhere
    mkdir b
    run --separate-stderr fouille-index --index idx/i
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"'$PWD/b' is empty: is its disk mounted?"* ]]
    [ "$(count)" = 6 ]
    # The folder that holds the index is there, or the index would not be.
    article d/1.txt "rivière"
    fouille-index -q d
    rm d/1.txt
    fouille-index -q d
    run fouille -c --index d/.fouille rivière
    [ "$output" = 0 ]
}

@test "a folder around known ones takes them over" {
    article a/b/un.txt "rivière"
    article a/c/deux.txt "rivière"
    article a/trois.txt "rivière"
    mkdir idx
    index a/b a/c
    [ "$(count)" = 2 ]
    index a
    [ "$(roots)" = "$PWD/a" ]
    [ "$(paths rivière)" = "$PWD/a/b/un.txt $PWD/a/c/deux.txt $PWD/a/trois.txt" ]
    article a/b/quatre.txt "rivière"
    index a/b
    [ "$(roots)" = "$PWD/a" ]
    [ "$(count)" = 4 ]
    fouille-index --check --index idx/i
}

@test "a folder that moved with its index goes on; among others it is indexed anew" {
    mkdir m z
    article m/a/un.txt "rivière"
    article n/deux.txt "rivière"
    fouille-index -q --index m/i m/a
    mv m z/m
    run --separate-stderr fouille-index --index z/m/i
    [[ "$stderr" == "Nothing to do: 1 article unchanged"* ]]
    fouille-index -q --index z/m/i n
    mv z/m m
    run --separate-stderr fouille-index --index m/i
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"2 articles from 2 files"* ]]
    [ "$(fouille --index m/i -l rivière | paste -sd ' ')" = "m/a/un.txt $PWD/n/deux.txt" ]
    fouille-index --check --index m/i
}
