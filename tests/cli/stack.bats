#!/usr/bin/env bats
# Little stack (`ulimit -s`): no function has a large frame, and nothing recurs as deep as its input says. Threads
# have as much as the limit.

bats_require_minimum_version 1.5.0
load helper

# nested OPEN N TEXT CLOSE
nested() {
    printf "%0.s$1" $(seq "$2")
    printf '%s' "$3"
    printf "%0.s$4" $(seq "$2")
}

# Of each format something that is nested deeper than a stack would be, and folders.
make_articles() {
    for i in $(seq 60); do article "a/$i.txt" "Note $i\n\nLa rivière $i monte, l'été dernier, mot$i et week-end."; done
    nested '<div>' 5000 'une rivière' '</div>' >a/h.html
    nested '<a>' 300 'une rivière' '</a>' >a/x.xml
    { nested '> ' 3000 '' ''; nested '*' 3000 'une rivière' '*'; nested '[' 3000 'une crue' ']'; } >a/m.md
    { printf '{"id": 1, "text": "rivière", "x": '; nested '[' 3000 '' ']'; echo '}'
      seq 2 500 | sed 's/.*/{"id": &, "text": "la rivière &"}/'; } >a/lignes.jsonl
    { printf '<mediawiki><page><title>P</title><revision><text>'; nested '{{a|' 3000 'rivière' '}}'
      nested '[[' 3000 'rivière' ']]'; printf '</text></revision></page></mediawiki>'; } >a/wiki.xml
    for i in $(seq 5000); do echo "la rivière $i"; done | gzip >a/long.txt.gz
    folder=a/profond$(nested /d 300 '' '')
    mkdir -p "$folder"
    echo "rivière" >"$folder/x.txt"
    echo 'a/**/b*?c[d]*' >a/.fouilleignore
}

# within STATUS COMMAND...: with so little stack it ends with at most that status.
within() {
    run --separate-stderr bash -c 'ulimit -s "$1"; ulimit -c 0; shift; exec "$@"' bash "$stack" "${@:2}"
    [ "$status" -le "$1" ] || { echo "$stack kB: $status: ${*:2:6}: ${stderr:0:300}" | cut -c 1-600; return 1; }
}

limited() {
    grep -q "__[at]san_init" "$(command -v fouille-index)" && skip "a sanitizer's frames"
    make_articles
    within 1 fouille-index -q --index idx -t 1 a
    within 1 fouille-index -q --index idx -t 4 --rebuild a
    article a/61.txt "une autre rivière"
    for task in -q "-q -t 4 --rebuild" --status --optimize --check --repair --stats "--export-bulk out"; do
        within 1 fouille-index --index idx $task
    done
    within 0 fouille-index --help
    within 0 fouille-index --analyze a/1.txt
    within 0 fouille-index --extract a/h.html
    local long group
    long=$(seq -s ' ' 900)
    group=$(nested '(' 60 rivière ')')
    for query in rivière '"la rivière"' 'riv*' 'rivire~' '+rivière -mot3' '(rivière OU mot3) ET NON mot4' 'rivière chemin:*.txt' \
        "$group" '*e*' "$long" "\"$long\"" 'week-end 10000 10 000 «10 000»' 'titre:note' "$(nested x 3000 '' '')" inconnuu; do
        for option in "" --json -c --explain --full --kwic "--facet site" --exhaustive "--sort date" --unique; do
            within 1 fouille -i idx $option "$query"
        done
    done
    # refused, not followed; by standard input, since arguments lie on the stack
    for sign in '(' 'NON ' '+(' '"' '-(a OU '; do
        nested "$sign" 20000 rivière ')' >query
        within 2 bash -c 'exec fouille -i idx <query'
    done
    within 1 fouille -i idx --terms 'ri*'
    within 1 fouille -i idx --similar a/1.txt
    seq 300 | sed 's/.*/"la rivière" mot& riv* rivire~/' >questions
    within 1 bash -c 'exec fouille -i idx --batch -t 4 <questions'
    within 0 fouille --help
    LC_ALL='' LANG=fr_FR.UTF-8 within 1 fouille -i idx introuvable
}

@test "a stack of 128 kB is enough for everything" {
    stack=128
    limited
}

@test "a stack of 64 kB is enough, too" {
    stack=64
    limited
}
