#!/usr/bin/env bats
# Threads and memory change how an index is made, not what it answers.

bats_require_minimum_version 1.5.0
load helper

# Files of every kind, and one of JSON Lines large enough for several workers (of $FOUILLE_LINES), with ids given twice,
# bad lines and lines of all lengths.
make_articles() {
    mkdir -p a/notes a/pages
    for i in $(seq 300); do
        printf 'Note %d\n\nLa rivière %d monte, mot%d et mot%d.\n' "$i" $((i % 7)) $((i % 50)) "$i" \
            >"a/notes/$i.txt"
    done
    for i in $(seq 40); do
        printf -- '---\ntitle: Page %d\n---\nUne *rivière* et des écoles.\n' "$i" >"a/pages/$i.md"
        printf '<title>T%d</title><p>L’école de mot%d.</p>' "$i" "$i" >"a/pages/$i.html"
    done
    awk -v lines="${FOUILLE_LINES:-30000}" 'BEGIN {
        for (i = 1; i <= lines; i++) {
            id = i % 10000 == 999 ? i - 700 : i
            if (i % 5000 == 17) print "{\"id\": faux"
            printf "{\"id\": \"n%d\", \"title\": \"Avis %d\", \"date\": \"20%02d-01-02\", \"text\": \"", id, i % 100, i % 25
            if (i % 90 == 0) printf "crue"
            for (k = 0; k < i % 90; k++) printf "la rivière mot%d déborde ", (i * 7 + k * k) % 977
            print "\"}"
        }
    }' >a/tout.jsonl
    gzip -k a/tout.jsonl
    mv a/tout.jsonl.gz a/encore.jsonl.gz
}

answers() { # INDEX
    local query
    for query in rivière "mot5 mot400" '"la rivière"' "+déborde -mot3" titre:avis école mot299; do
        fouille --index "$1" -c -- "$query" || true
        fouille --index "$1" --json --no-snippet -n 60 -- "$query" || true
    done
    fouille --index "$1" -l -n 0 -- mot12
}

@test "any number of threads and any memory give the same answers" {
    make_articles
    run fouille-index -q -t 1 -m 2G --index one a
    [ "$status" -eq 1 ] # of the bad lines
    answers one >expected
    grep -q '"rank":60' expected
    for how in "-t 2 -m 512M" "-t 4 -m 2G" "-t 3 -m 48M" "-t 1 -m 4M" "-t 2 -m 32M --no-store"; do
        # shellcheck disable=SC2086
        run fouille-index -q --rebuild $how --index other a
        [ "$status" -eq 1 ]
        fouille-index --check --index other
        answers other | cmp - expected
    done
}

@test "threads complain of the same lines" {
    make_articles
    fouille-index -q -t 1 --index one a 2>&1 | sort >expected || true
    grep -q 'tout.jsonl:17: ' expected
    grep -q "duplicate id" expected
    fouille-index -q -t 4 --index two a 2>&1 | sort | cmp - expected
}

@test "a line or a file longer than a quarter of the memory is cut, and said" {
    mkdir a
    {
        printf '{"id": "long", "text": "début '
        head -c 9000000 /dev/zero | tr '\0' ' '
        printf 'fin"}\n{"id": "court", "text": "début et fin"}\n'
    } >a/lignes.jsonl
    {
        printf 'début '
        head -c 9000000 /dev/zero | tr '\0' ' '
        echo fin
    } >a/long.txt
    for threads in 1 2; do
        run --separate-stderr fouille-index -q --rebuild -t $threads -m 32M a
        [ "$status" -eq 1 ]
        [ "$(grep -c 'longer than 8388608 bytes; truncated' <<<"$stderr")" -eq 2 ]
        [ "$(fouille --index a/.fouille -c début)" = 3 ]
        [ "$(fouille --index a/.fouille -c fin)" = 1 ]
    done
    fouille-index -q --rebuild -m 64M a
    [ "$(fouille --index a/.fouille -c fin)" = 3 ]
}

@test "a number of threads that is none is refused" {
    for threads in 0 -1 x 1000 ''; do
        run --separate-stderr fouille-index -t "$threads" .
        [ "$status" -eq 2 ]
        [[ "$stderr" == *"--threads must be 1 to 256"* ]]
    done
}
