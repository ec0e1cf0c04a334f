#!/usr/bin/env bats
# An index that is brought up to date: what stays, what goes, what is said, and that answers are
# those of an index made anew.

bats_require_minimum_version 1.5.0
load helper

make_articles() {
    mkdir -p a/notes
    for i in $(seq 120); do
        printf 'Note %d\n\nLa rivière %d monte, mot%d et mots%d ; l’été.\n' "$i" $((i % 7)) "$i" "$i" \
            >"a/notes/$i.txt"
    done
    for i in $(seq 40); do
        printf '{"id": "n%d", "title": "Avis %d", "text": "les rivières débordent ligne%d"}\n' "$i" "$i" "$i"
    done >a/tout.jsonl
}

update() { # what it says goes to $said
    said=$(fouille-index a "$@" 2>&1 >/dev/null)
}

stat_of() { # NAME
    fouille-index --stats --index a/.fouille | grep -oP "^$1\t\K.*"
}

manifest() {
    cat a/.fouille/MANIFEST
}

count() {
    fouille --index a/.fouille -c -- "$@" || true
}

# Everything that an index answers about the articles, whatever its statistics.
documents() {
    fouille --index "$1" --sort path -n 0 --json --no-snippet -- rivière | jq -c '[.path, .id, .title]'
    fouille --index "$1" --terms '' | sort
    fouille --index "$1" --facet année rivière
    fouille --index "$1" --kwic -n 0 rivière
}

same_as_new() {
    fouille-index -q --index new a
    documents a/.fouille >one
    documents new >other
    cmp one other
    fouille-index --check --index a/.fouille
    fouille-index -q --optimize --index a/.fouille
    cmp new/*.seg a/.fouille/*.seg
    rm -r new
}

@test "nothing to do: no commit, and it is said" {
    make_articles
    update
    [[ "$said" == *"160 articles from 121 files"* ]]
    before=$(manifest)
    update
    [[ "$said" == "Nothing to do: 160 articles unchanged, in "* ]]
    [ "$(manifest)" = "$before" ]
    [ "$(find a/.fouille -type f | wc -l)" -eq 5 ]
}

@test "new, changed, vanished and moved files" {
    make_articles
    update
    printf 'Note\n\nUn fleuve neuf.\n' >a/notes/3.txt
    printf 'Neuve\n\nUne rivière encore.\n' >a/notes/500.txt
    rm a/notes/7.txt
    mv a/notes/8.txt a/notes/800.txt
    update
    [[ "$said" == "2 articles added, 1 changed, 2 removed, 157 unchanged, in "* ]]
    [ "$(count rivière)" = 159 ]
    [ "$(count fleuve)" = 1 ]
    [ "$(count mot3)" = 0 ]
    [ "$(count mot7)" = 0 ]
    [ "$(fouille --index a/.fouille -l mot8)" = a/notes/800.txt ]
    [ "$(stat_of documents)" = 163 ]
    [ "$(stat_of 'deleted documents')" = 3 ]
    same_as_new
    [ "$(stat_of 'deleted documents')" = 0 ]
}

@test "a file with another time and the same bytes is read once" {
    make_articles
    update
    touch -d '2020-01-01' a/notes/5.txt
    cp a/notes/6.txt b && mv b a/notes/6.txt
    update
    [[ "$said" == "Nothing to do: 160 articles unchanged"* ]]
    [ "$(stat_of segments)" = 1 ]
    before=$(manifest)
    update
    [ "$(manifest)" = "$before" ]
    same_as_new
}

@test "lines of JSON are kept by their place and id" {
    make_articles
    update
    printf '{"id": "n41", "text": "rivière ligne41"}\n' >>a/tout.jsonl
    sed -i '5s/ligne5/autre5/' a/tout.jsonl
    update
    [[ "$said" == "1 article added, 1 changed, 0 removed, 159 unchanged"* ]]
    [ "$(count ligne5)" = 0 ]
    [ "$(count autre5)" = 1 ]
    update
    [[ "$said" == "Nothing to do: 161 articles unchanged"* ]]
    sed -i '1s/ligne1/autre1/; 41d' a/tout.jsonl
    update
    [[ "$said" == "0 articles added, 1 changed, 1 removed, 159 unchanged"* ]]
    update
    [[ "$said" == "Nothing to do"* ]]
    sed -i 2d a/tout.jsonl
    update
    [[ "$said" == "0 articles added, 38 changed, 1 removed, 121 unchanged"* ]]
    same_as_new
    update
    [[ "$said" == "Nothing to do"* ]]
}

@test "lines of a large file that several threads share" {
    mkdir a
    awk 'BEGIN { for (i = 1; i <= 40000; i++)
        printf "{\"id\": \"n%d\", \"title\": \"Avis\", \"text\": \"rivière ligne%d et %d\"}\n", i, i, i % 9 }' >a/tout.jsonl
    update -t 4
    sed -i '7s/ligne7 /autre7 /; 39000s/ligne39000 /autre39000 /' a/tout.jsonl
    echo '{"id": "n40001", "text": "rivière"}' >>a/tout.jsonl
    update -t 4
    [[ "$said" == "1 article added, 2 changed, 0 removed, 39998 unchanged"* ]]
    update -t 4
    [[ "$said" == "Nothing to do: 40001 articles unchanged"* ]]
    [ "$(count ligne39000)" = 0 ]
    [ "$(count autre39000)" = 1 ]
    gzip a/tout.jsonl
    update -t 3
    [[ "$said" == "40001 articles added, 0 changed, 40001 removed, 0 unchanged"* ]]
    fouille-index --check --index a/.fouille
}

@test "a deleted article is nowhere" {
    make_articles
    printf 'Adieu\n\nLa rivière du disparu, hapax et disparus.\n' >a/adieu.txt
    update
    [ "$(count hapax)" = 1 ]
    rm a/adieu.txt
    update
    [ "$(stat_of 'deleted documents')" = 1 ]
    for query in hapax '"rivière du disparu"' 'rivière +hapax' 'rivière ET hapax' '=hapax' 'hap*' 'hapaxs~1' \
        'titre:adieu' 'disparu PROCHE/5 rivière' '(hapax OU disparu) SAUF mot1'; do
        [ "$(count "$query")" = 0 ]
        for more in "" --exhaustive "--sort date" "--sort path" --unique; do
            # shellcheck disable=SC2086
            run fouille --index a/.fouille -n 0 -l $more -- "$query"
            [ "$status" -eq 1 ]
            [ -z "$output" ]
        done
    done
    [ "$(count rivière)" = 160 ]
    [ "$(fouille --index a/.fouille -n 0 -l rivière | wc -l)" -eq 160 ]
    [ "$(fouille --index a/.fouille -n 0 -l --exhaustive rivière | wc -l)" -eq 160 ]
    run fouille --index a/.fouille --terms 'disparu*'
    [ "$status" -eq 1 ]
    [ "$(fouille --index a/.fouille --terms rivière)" = "$(printf 'rivière\t120\trivière\t160\nrivières\t40\trivière\t160')" ]
    [ "$(fouille --index a/.fouille --facet année rivière | cut -f2)" = 160 ]
    run --separate-stderr fouille --index a/.fouille --kwic -n 0 du
    [ "$status" -eq 1 ]
    run --separate-stderr fouille --index a/.fouille hapa
    [[ "$stderr" != *hapax* ]]
    echo 'La rivière du disparu, hapax et disparus.' >like
    run fouille --index a/.fouille --similar like -n 0 -l
    [[ "$output" != *adieu* ]]
}

@test "pruned and exhaustive answers agree when documents are deleted" {
    mkdir a
    awk 'BEGIN { srand(5); for (i = 1; i <= 4000; i++) {
        printf "{\"id\": \"%d\", \"title\": \"Sujet w%d\", \"text\": \"", i, i % 50
        for (k = 5 + int(60 * rand()); k > 0; k--) printf "w%d ", int(200 * rand() * rand() * rand())
        print "\"}" } }' >a/lignes.jsonl
    update -t 1
    sed -i '0~11s/.*//' a/lignes.jsonl
    update
    [ "$(stat_of 'deleted documents')" = 363 ]
    awk 'BEGIN { srand(9); for (i = 1; i <= 150; i++) {
        kind = i % 5; if (kind == 1) printf "\""
        for (k = 1 + int(4 * rand()); k > 0; k--) {
            if (kind == 2) printf "+"
            printf "w%d%s", int(120 * rand() * rand()), (k > 1 ? " " : "") }
        if (kind == 1) printf "\""
        print (kind == 3 ? " -w9" : "") } }' >queries
    for limit in 1 10 1000; do
        fouille --batch --exhaustive -n $limit -i a/.fouille <queries >expected
        fouille --batch -n $limit -i a/.fouille <queries | cmp - expected
    done
    cut -f4 expected | sort -u >found
    [ -s found ]
    head -n $((${FOUILLE_LINES:-30000} / 200)) queries >some
    while read -r query; do fouille -i a/.fouille -c -- "$query" || true; done <some >counted
    while read -r query; do fouille -i a/.fouille -l -n 0 -- "$query" | wc -l; done <some | cmp - counted
}

@test "ties are in the order of paths, whichever segment they are in" {
    mkdir a
    for i in 1 3 5 7; do article a/$i.txt "rivière"; done
    update
    for i in 2 4 8; do article a/$i.txt "rivière"; done
    update
    article a/6.txt "rivière"
    article a/5.txt "rivière "
    update
    [ "$(stat_of segments)" = 3 ]
    for more in "" --exhaustive "--sort path"; do
        # shellcheck disable=SC2086
        [ "$(fouille --index a/.fouille -l -n 0 $more rivière | paste -sd ' ')" = \
            "$(seq -f 'a/%.0f.txt' 8 | paste -sd ' ')" ]
        # shellcheck disable=SC2086
        [ "$(fouille --index a/.fouille -l -n 3 $more rivière | paste -sd ' ')" = "a/1.txt a/2.txt a/3.txt" ]
    done
    same_as_new
}

@test "many updates leave few segments and little that is deleted" {
    make_articles
    update
    for round in $(seq 40); do
        printf 'Note\n\nrivière tour%d\n' "$round" >"a/notes/$((round * 3)).txt"
        printf 'Neuve\n\nrivière neuf%d\n' "$round" >"a/neuf$round.txt"
        update
    done
    [ "$(stat_of segments)" -le 16 ]
    [ "$(stat_of 'deleted documents')" -le 20 ]
    [ "$(find a/.fouille -type f | wc -l)" -le 37 ]
    same_as_new
}

@test "readers get a whole answer while an index is brought up to date" {
    make_articles
    update
    touch going
    (while [ -e going ]; do
        printf 'Note\n\nrivière %d\n' $RANDOM >"a/notes/$((1 + RANDOM % 120)).txt"
        fouille-index -q a
        [ $((RANDOM % 4)) -ne 0 ] || fouille-index -q --optimize --index a/.fouille
    done) 3>&- &
    for _ in $(seq $((${FOUILLE_LINES:-30000} / 100))); do
        [ "$(fouille --index a/.fouille -c rivière)" = 160 ] || rm -f going
    done
    [ -e going ]
    rm going
    wait
    fouille-index --check --index a/.fouille
}

@test "a folder or a file that cannot be read keeps its articles" {
    [ "$(id -u)" -eq 0 ] || skip "as root another user's rights are tried"
    make_articles
    chmod 755 . && chmod 777 a
    mine="setpriv --reuid 65534 --regid 65534 --clear-groups"
    $mine fouille-index -q a
    segments() { manifest | grep -vE '^(generation|left|end)'; }
    before=$(segments)
    chmod 700 a/notes
    run --separate-stderr $mine fouille-index a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"cannot open 'notes'"* || "$stderr" == *notes*"Permission denied"* ]]
    [ "$(segments)" = "$before" ]
    chmod 755 a/notes
    echo >>a/notes/4.txt
    chmod 600 a/notes/4.txt
    run --separate-stderr $mine fouille-index a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"notes/4.txt"*"Permission denied"* ]]
    [ "$(count mot4)" = 1 ]
    [ "$(segments)" = "$before" ]
}

@test "a file that is damaged now keeps its articles" {
    mkdir a
    for i in $(seq 30); do echo "{\"id\": $i, \"text\": \"rivière $i\"}"; done | gzip >a/b.jsonl.gz
    echo 'rivière pure' >a/c.txt
    update
    truncate -s -20 a/b.jsonl.gz
    printf 'rivi\0\0\0\0\1\2\3' >a/c.txt
    run --separate-stderr fouille-index a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"b.jsonl.gz"* && "$stderr" == *"c.txt"* ]]
    [ "$(count rivière)" = 31 ]
    for _ in 1 2; do
        run --separate-stderr fouille-index --strict a
        [ "$status" -eq 1 ]
        [[ "$stderr" != *"b.jsonl.gz"* && "$stderr" == *"2 files or folders are still left out"* ]]
        [ "$(count rivière)" = 31 ]
    done
}

@test "a file that is written again at once, to the same size, is noticed" {
    mkdir a
    for i in $(seq 60); do
        printf 'avant%03d\n' "$i" >a/un.txt
        fouille-index -q a
        printf 'apres%03d\n' "$i" >a/un.txt
        fouille-index -q a
        [ "$(count "$(printf 'apres%03d' "$i")")" = 1 ]
    done
}

# Stops a process now and then, until it has the file open, and adds a line to that.
add_while_read() { # PROCESS FILE LINE
    while kill -STOP "$1" 2>/dev/null; do
        if { find "/proc/$1/fd" -lname "*/$2" 2>/dev/null || true; } | grep -q .; then
            printf '%s\n' "$3" >>"$2"
            kill -CONT "$1"
            return 0
        fi
        kill -CONT "$1" 2>/dev/null || true
        sleep 0.002
    done
    return 1
}

@test "a file that changes once while it is read is read again by the same run" {
    for threads in 1 3; do
        rm -rf a
        mkdir a
        awk 'BEGIN { for (i = 1; i <= 30000; i++) printf "{\"id\": %d, \"text\": \"rivière %d\"}\n", i, i }' >a/b.jsonl
        caught=
        for _ in $(seq 50); do
            fouille-index --rebuild -t $threads a 2>said &
            ! add_while_read $! a/b.jsonl '{"id": "x", "text": "crue"}' || caught=1
            wait $!
            [ -z "$caught" ] || break
        done
        [ -n "$caught" ]
        [ "$(grep -c 'Index:' said)" -eq 2 ]
        [ "$(count crue)" = 1 ]
        fouille-index --check --index a/.fouille
        run --separate-stderr fouille-index a
        [[ "$stderr" == "Nothing to do: 30001 articles unchanged"* ]]
    done
}

@test "a file that goes on changing while it is read is complained of, and read again by the next run" {
    for threads in 1 3; do
        rm -rf a
        mkdir a
        awk 'BEGIN { for (i = 1; i <= 30000; i++) printf "{\"id\": %d, \"text\": \"rivière %d\"}\n", i, i }' >a/b.jsonl
        touch going
        (
            i=30000
            while [ -e going ]; do echo "{\"id\": $((++i)), \"text\": \"rivière\"}" >>a/b.jsonl; done
        ) 3>&- &
        for _ in $(seq 50); do # until the other process had a turn in between
            run --separate-stderr fouille-index --rebuild -t $threads a
            [ "$status" -eq 0 ] || break
        done
        rm going
        wait
        [ "$status" -eq 1 ]
        [[ "$stderr" == *"b.jsonl' changed while being read; the next run will read it again"* ]]
        fouille-index -q a
        [ "$(count rivière)" = "$(wc -l <a/b.jsonl)" ]
        update
        [[ "$said" == "Nothing to do"* ]]
    done
}

@test "--rebuild begins anew; so does another kind of index, and one that is damaged" {
    make_articles
    update
    rm a/notes/7.txt
    update
    [ "$(stat_of 'deleted documents')" = 1 ]
    update --rebuild
    [[ "$said" == *"159 articles from 120 files"* ]]
    [ "$(stat_of 'deleted documents')" = 0 ]
    update --no-store
    [[ "$said" == *"159 articles from 120 files"* ]]
    rm a/notes/9.txt
    update
    [[ "$said" == *" 1 removed, 158 unchanged"* ]]
    [ "$(stat_of 'bytes store')" = 0 ]
    truncate -s -1 "$(find a/.fouille -name '*.seg')"
    update
    [[ "$said" == *"158 articles from 119 files"* ]]
    rm a/notes/10.txt
    update
    truncate -s -1 "$(find a/.fouille -name '*.amend')"
    run --separate-stderr fouille --index a/.fouille rivière
    [ "$status" -eq 2 ]
    [[ "$stderr" == *".amend' is damaged"* ]]
    run --separate-stderr fouille-index --check --index a/.fouille
    [ "$status" -eq 2 ]
    update
    fouille-index --check --index a/.fouille
}
