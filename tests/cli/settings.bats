#!/usr/bin/env bats
# What is set for all runs, and fouille-index --status.

bats_require_minimum_version 1.5.0
load helper

# settings TEXT: the file, as printf's %b
settings() {
    export XDG_CONFIG_HOME=$work/.config
    mkdir -p .config/fouille
    printf '%b\n' "$1" >.config/fouille/config
}

some() {
    for i in $(seq 15); do article "a/$i.txt" "rivière $i"; done
    fouille-index --quiet a
    export FOUILLE_INDEX=$work/a/.fouille
}

@test "limit: file, then variable, then option" {
    some
    settings '# how many\n\n  limit =  3 '
    [ "$(fouille -l rivière | wc -l)" -eq 3 ]
    [ "$(FOUILLE_LIMIT=4 fouille -l rivière | wc -l)" -eq 4 ]
    [ "$(FOUILLE_LIMIT=4 fouille -l -n 5 rivière | wc -l)" -eq 5 ]
    [ "$(FOUILLE_LIMIT= fouille -l rivière | wc -l)" -eq 3 ]
    # lists of other things are whole
    [ "$(fouille --terms | wc -l)" -eq 16 ]
}

@test "color" {
    some
    settings 'color = always'
    fouille rivière | grep -q $'\033\['
    ! fouille --color never rivière | grep -q $'\033\['
    ! FOUILLE_COLOR=auto fouille rivière | grep -q $'\033\['
}

@test "language: LC_ALL and FOUILLE_LANGUAGE win over the file" {
    settings 'language = fr'
    unset LC_ALL
    run --separate-stderr fouille --nope
    [[ "$stderr" == *"option inconnue"* ]]
    run --separate-stderr fouille-index --nope
    [[ "$stderr" == *"option inconnue"* ]]
    LC_ALL=C run --separate-stderr fouille --nope
    [[ "$stderr" == *"unknown option"* ]]
    FOUILLE_LANGUAGE=en run --separate-stderr fouille --nope
    [[ "$stderr" == *"unknown option"* ]]
}

@test "index: where none is near" {
    article a/un.txt "rivière"
    article b/deux.txt "rivière"
    fouille-index --quiet a
    settings 'index = ~/a/.fouille'
    export HOME=$work
    cd b
    [ "$(fouille -l rivière)" = "$work/a/un.txt" ]
    article trois.txt "mer"
    fouille-index --check | grep -q "a/.fouille: 1 article "
    fouille-index --quiet .
    [ "$(fouille -l rivière)" = deux.txt ]
    [ "$(fouille -l -i ../a/.fouille rivière)" = ../a/un.txt ]
}

@test "what is wrong in the file is said, with its line" {
    some
    for bad in 'limit' 'nonsense = 3' '= 3'; do
        settings "# first\n$bad"
        for program in fouille fouille-index; do
            run --separate-stderr "$program" rivière
            [ "$status" -eq 2 ]
            [[ "$stderr" == "$program: '$work/.config/fouille/config', line 2: "* ]]
        done
    done
    settings 'limit = many'
    run --separate-stderr fouille rivière
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"'many' is no number of hits"* ]]
    settings 'color = blue'
    run --separate-stderr fouille rivière
    [[ "$stderr" == *"not 'blue'"* ]]
}

@test "settings cost one open" {
    command -v strace >/dev/null || skip "needs strace"
    some
    strace -o calls fouille rivière >/dev/null 2>&1 || skip "may not trace"
    [ "$(grep -c fouille/config calls)" -eq 1 ]
}

@test "--status: what would change" {
    some
    rm a/1.txt
    article a/2.txt "autre rivière"
    article a/16.txt "rivière"
    article a/17.txt "rivière"
    article a/image.jpg "rien"
    run fouille-index --status
    [ "$status" -eq 0 ]
    [[ "$output" == *"index:     $work/a/.fouille"* ]]
    [[ "$output" == *"as of:     "*" second"*" ago)"* ]]
    [[ "$output" == *"holds:     15 articles, 0.0 MB in 1 segment"* ]]
    [[ "$output" == *"folders:   $work/a"* ]]
    [[ "$output" == *"pending:   2 new files, 1 changed file, 1 vanished article; to bring them in: fouille-index" ]]
    fouille-index --quiet
    run fouille-index --status
    [[ "$output" == *"holds:     16 articles, "* ]]
    [[ "$output" == *"pending:   nothing" ]]
    LC_ALL=fr_FR.UTF-8 run fouille-index --status
    [[ "$output" == *"en attente"*"rien" ]]
}

@test "--status: what a run would not take in is not pending" {
    some
    article a/brouillons/un.txt "rivière"
    article a/deux.abc "rivière"
    run fouille-index --status
    [[ "$output" == *"pending:   1 new file;"* ]]
    run fouille-index --status --filter '.abc=cat {}'
    [[ "$output" == *"pending:   2 new files;"* ]]
    run fouille-index --status --exclude brouillons
    [[ "$output" == *"pending:   nothing" ]]
    echo 'brouillons/' >a/.fouilleignore
    run fouille-index --status
    [[ "$output" == *"pending:   nothing" ]]
}

@test "--status: a folder that is away, and no index" {
    article a/un.txt "rivière"
    article b/deux.txt "rivière"
    fouille-index --quiet --index i a b
    mv b c
    run fouille-index --status --index i
    [ "$status" -eq 0 ]
    [[ "$output" == *"pending:   nothing"*"away:      1 folder "* ]]
    run --separate-stderr fouille-index --status --index nowhere
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"fouille-index FOLDER" ]]
}
