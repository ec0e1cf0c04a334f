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
    fouille --color never rivière | none grep -q $'\033\['
    FOUILLE_COLOR=auto fouille rivière | none grep -q $'\033\['
}

@test "colours: each part has its own, and what is no colour is refused" {
    article un.txt 'La rivière\n\nLa crue de la rivière.'
    echo '{"id": "1", "date": "2022-03-04", "title": "La rivière", "text": "La crue de la rivière."}' >un.jsonl
    fouille-index --quiet .
    local e=$'\033'
    export COLUMNS=80
    page() { fouille --color always 'rivière chemin:*.jsonl'; }
    usual="$e[2m  1. $e[0m$e[1mLa $e[1;31mrivière$e[0m$e[1m$e[0m
     2022-03-04  $e[2mN$e[0m  $e[32mun.jsonl#1$e[0m
     La crue de la $e[1;31mrivière$e[0m."
    without_score() { sed -E 's/[0-9]+\.[0-9]{2}/N/'; }
    [ "$(page | without_score)" = "$usual" ]
    [ "$(FOUILLE_COLORS='rank=2:title=1:date=:score=2:path=32:text=:match=1;31' page | without_score)" = "$usual" ]
    [ "$(FOUILLE_COLORS='::' page | without_score)" = "$usual" ]
    [ "$(FOUILLE_COLORS='rank=:title=:date=1:score=3:path=38;5;200:text=90:match=7' page | without_score)" = \
        "  1. La $e[7mrivière$e[0m
     $e[1m2022-03-04$e[0m  $e[3mN$e[0m  $e[38;5;200mun.jsonl#1$e[0m
     $e[90mLa crue de la $e[7mrivière$e[0m$e[90m.$e[0m" ]
    [ "$(FOUILLE_COLORS='match=4' fouille --full --color always 'rivière chemin:*.jsonl' | tail -n 1)" = "La crue de la $e[4mrivière$e[0m." ]
    FOUILLE_COLORS='rank=:title=:score=:path=:match=' page | none grep -q "$e"
    settings 'colors = match=4'
    page | grep -qF "$e[4mrivière"
    FOUILLE_COLORS='match=5' page | grep -qF "$e[5mrivière"
    for bad in match 'match=rouge' 'match=1;' 'match=;1' 'match=1;;2' 'match=1234' "match=1${e}[2J" 'match=1;2;3;4;5;6;7;8;9;10;11' \
        'matches=1' '=1' 'path=1:titre=2' ' match=1'; do
        FOUILLE_COLORS=$bad run --separate-stderr fouille rivière
        [ "$status" -eq 2 ]
        [ -z "$output" ]
        [[ "$stderr" == "fouille: colours: "*"match"* ]]
    done
    FOUILLE_COLORS='couleur=1' FOUILLE_LANGUAGE=fr LC_ALL= run --separate-stderr fouille rivière
    [[ "$stderr" == "fouille: couleurs"$'\u00a0'": "* ]]
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
    [[ "$stderr" == *"'many' is not a valid number of hits"* ]]
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
    [[ "$output" == *"holds:     15 articles, "*" kB in 1 segment"* ]]
    [[ "$output" == *"folders:   $work/a"* ]]
    [[ "$output" == *"pending:   2 new files, 1 changed file, 1 vanished article; to index them: fouille-index" ]]
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
    [[ "$output" == *"pending:   nothing"*"away:      1 missing or empty folder"* ]]
    run --separate-stderr fouille-index --status --index nowhere
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"fouille-index FOLDER" ]]
}

# as_nobody COMMAND...: as somebody who may not enter what is closed to others.
as_nobody() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
    else
        "$@"
    fi
}

@test "a home that may not be entered has no settings" {
    [ "$(id -u)" -ne 0 ] || command -v setpriv >/dev/null || skip "root enters every folder"
    some
    settings 'limit = many'
    chmod 755 "$work"
    chmod -R a+rX a
    mkdir -p home/.config/fouille
    echo 'limit = many' >home/.config/fouille/config
    chmod 000 home .config
    for variables in "-u XDG_CONFIG_HOME HOME=$work/home" "XDG_CONFIG_HOME=$work/.config HOME=$work"; do
        for command in "fouille --version" "fouille-index --version" "fouille -c rivière"; do
            run --separate-stderr as_nobody env $variables $command
            [ "$status" -eq 0 ] || { echo "$variables $command: $stderr"; return 1; }
            [ -z "$stderr" ]
        done
    done
    # one that may be entered, with a file that may not be read
    chmod 755 home home/.config home/.config/fouille
    chmod 000 home/.config/fouille/config
    run --separate-stderr as_nobody env -u XDG_CONFIG_HOME HOME="$work/home" fouille --version
    [ "$status" -eq 0 ]
    chmod 755 home .config
}

@test "a byte order mark before the settings is passed over" {
    some
    settings '\xef\xbb\xbflimit = 3'
    [ "$(fouille -l rivière | wc -l)" -eq 3 ]
    settings '\xef\xbb\xbf'
    [ "$(fouille -c rivière)" -eq 15 ]
    settings '\xef\xbb\xbf# a comment\nlimit = 4'
    [ "$(fouille -l rivière | wc -l)" -eq 4 ]
}

@test "a line of the settings that cannot be read is an error, in every language" {
    mkdir -p config/fouille
    echo zz >config/fouille/config
    for program in fouille fouille-index; do
        for language in fr en; do
            XDG_CONFIG_HOME=$PWD/config FOUILLE_LANGUAGE=$language run $program --index none mot
            [ "$status" -eq 2 ]
            [[ "$output" == *config* ]]
        done
    done
}
