#!/usr/bin/env bats
# Segments merged into one are, byte for byte, what one build would have made.

bats_require_minimum_version 1.5.0
load helper

# Files of every kind, whose words differ so that segments have terms and forms of their own.
make_articles() { # [LINES of the file of many]
    mkdir -p a/notes
    for i in $(seq 400); do
        printf 'Note %d\n\nLa rivière %d monte, RIVIERE mot%d et mots%d ; l’été %s.\n' \
            "$i" $((i % 7)) $((i % 50)) "$i" "$(seq -f "w$i-%.0f" -s ' ' $((i % 60)))" >"a/notes/$i.txt"
    done
    awk -v lines="${1:-$((${FOUILLE_LINES:-30000} / 20 * 3 + 4500))}" 'BEGIN {
        for (i = 1; i <= lines; i++) {
            printf "{\"id\": \"n%d\", \"title\": \"Avis à tous %d\", \"url\": \"https://exemple.fr/n%d\", \"date\": \"20%02d-01-02\", \"text\": \"", i, i % 100, i, i % 25
            if (i % 190 == 0) printf "crue"
            for (k = 0; k < i % 190; k++) printf "les rivières mot%d débordent ", (i * 7 + k * k) % 9977
            print "\"}"
        }
    }' >a/tout.jsonl
    touch -d '2024-05-02 08:00:00 UTC' a/notes/* a/tout.jsonl
}

segments() { # INDEX
    fouille-index --stats --index "$1" | grep -oP '^segments\t\K[0-9]+'
}

@test "many segments become the one that a single build makes" {
    make_articles
    fouille-index -q -t 1 -m 2G --index one a
    hows=("-t 3 -m 48M")
    [ -n "${FOUILLE_THREADS_ONLY:-}" ] || hows+=("-t 1 -m 4M" "-t 1 -m 16M")
    for how in "${hows[@]}"; do
        # shellcheck disable=SC2086
        fouille-index -q $how --index many a
        [ "$(segments many)" -gt 1 ]
        run --separate-stderr fouille-index --optimize --index many
        [ "$status" -eq 0 ]
        [[ "$stderr" == *"segments merged into one of "* ]]
        fouille-index --check --index many
        cmp one/*.seg many/*.seg
        [ "$(find many -type f | wc -l)" -eq 5 ]
        rm -r many
    done
}

@test "without the store, too" {
    one_thread
    make_articles
    fouille-index -q -t 1 -m 2G --no-store --index one a
    fouille-index -q -t 1 -m 4M --no-store --index many a
    fouille-index -q --optimize --index many
    cmp one/*.seg many/*.seg
}

@test "a build with little memory leaves a few segments, in tiers" {
    one_thread
    make_articles 9000
    fouille-index -q -t 1 -m 4M --index many a
    [ "$(segments many)" -lt 16 ]
    # Numbers of segments go on behind those that were merged away.
    find many -name '*.seg' | sort | tail -1 | grep -qE -- '-0[2-9][0-9]\.seg$|-[1-9][0-9]{2}\.seg$'
}

@test "segments too large to be merged within --memory wait for a run that has more" {
    lines() { seq -f '{"id":"%.0f","text":"crue"}' "$(($1 * 6600))" "$(($1 * 6600 + 6599))"; }
    mkdir a
    for i in $(seq 15); do
        lines "$i" >"a/$i.jsonl"
        fouille-index -q -t 1 --no-store --index many a
    done
    lines 16 >a/16.jsonl
    fouille-index -q -t 1 -m 4M --no-store --index many a
    [ "$(segments many)" -eq 16 ]
    article a/un.txt "rivière"
    fouille-index -q -t 1 --no-store --index many a
    [ "$(segments many)" -le 2 ]
    [ "$(fouille --index many -c crue)" = 105600 ]
}

@test "an index of one segment, or none at all, is left as it is" {
    article a/un.txt "rivière"
    fouille-index -q a
    before=$(cat a/.fouille/MANIFEST)
    run --separate-stderr fouille-index --optimize --index a/.fouille
    [ "$status" -eq 0 ]
    [[ "$stderr" == *"1 segment, nothing to merge"* ]]
    [ "$(cat a/.fouille/MANIFEST)" = "$before" ]
    mkdir b
    fouille-index -q b
    fouille-index -q --optimize --index b/.fouille
    run --separate-stderr fouille-index --optimize --index c
    [ "$status" -eq 2 ]
}

@test "killed while it merges, the old segments still answer" {
    one_thread
    make_articles
    fouille-index -q -t 1 -m 4M --index many a
    count=$(fouille --index many -c rivière)
    for delay in 0 0.005 0.01 0.02 0.05 0.1 0.15; do
        fouille-index -q --optimize --index many &
        sleep "$delay"
        kill -9 $! 2>/dev/null || true
        wait $! 2>/dev/null || true
        [ "$(fouille --index many -c rivière)" = "$count" ]
        fouille-index --check --index many
    done
    fouille-index -q --optimize --index many
    [ "$(segments many)" -eq 1 ]
    [ "$(find many -type f | wc -l)" -eq 5 ]
    [ "$(fouille --index many -c rivière)" = "$count" ]
}

@test "a damaged segment is not merged, and nothing changes" {
    one_thread
    make_articles
    fouille-index -q -t 1 -m 16M --index many a
    victim=$(find many -name '*.seg' | sort | head -1)
    size=$(stat -c %s "$victim")
    printf 'xxxx' | dd of="$victim" bs=1 seek=$((size / 2)) conv=notrunc status=none
    before=$(cat many/MANIFEST)
    run --separate-stderr fouille-index --optimize --index many
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"is damaged"* ]]
    [ "$(cat many/MANIFEST)" = "$before" ]
}
