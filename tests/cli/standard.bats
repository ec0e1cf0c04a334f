#!/usr/bin/env bats
# --stdin-name: what a command writes is a file of the index.

bats_require_minimum_version 1.5.0
load helper

count() { fouille --index idx -c "$1" || true; }

give() { fouille-index -q --index idx --stdin-name "$@"; }

@test "what comes from standard input is found by its name, and by the reader of its kind" {
    printf '<html><head><title>Le pont</title></head><body>La <b>crue</b> monte.</body></html>' | give pont.html
    echo 'Une crue.' | gzip | give note.txt.gz
    [ "$(fouille --index idx -l crue | sort | paste -sd ' ')" = "stdin:note.txt.gz stdin:pont.html" ]
    [ "$(fouille --index idx --json crue | grep -c '"title":"Le pont"')" = 1 ]
    [ "$(fouille --index idx --json titre:pont | grep -c 'monte')" = 1 ] # a passage, from the store
    fouille-index --check --index idx
    fouille-index --stats --index idx | grep -q $'^root\tstdin:note.txt.gz$'
}

lines() { # NUMBER
    awk -v lines="$1" 'BEGIN { for (i = 1; i <= lines; i++)
        printf "{\"id\": \"%d\", \"text\": \"crue ligne%d\"}\n", i, i }'
}
export -f lines

@test "another of the same name replaces it, article by article" {
    lines 5000 | give fil.jsonl -t 3
    [ "$(count crue)" = 5000 ]
    run --separate-stderr bash -c "sed '7s/crue/fleuve/; \$d' <(lines 5000) |
        fouille-index --index idx --stdin-name fil.jsonl -t 3"
    [ "$status" -eq 0 ]
    [[ "$stderr" == "0 articles added, 1 changed, 1 removed, 4998 unchanged"* ]]
    [ "$(count crue)" = 4998 ]
    before=$(cat idx/MANIFEST)
    run --separate-stderr bash -c "sed '7s/crue/fleuve/; \$d' <(lines 5000) |
        fouille-index --index idx --stdin-name fil.jsonl"
    [[ "$stderr" == "Nothing to do: 4999 articles unchanged"* ]]
    [ "$(cat idx/MANIFEST)" = "$before" ]
    fouille-index --check --index idx
}

@test "folders beside it come and go without it, and it without them" {
    for i in 1 2 3; do article "a/$i.txt" "rivière"; done
    fouille-index -q --index idx a
    echo 'rivière crue' | give note.txt
    rm a/1.txt
    fouille-index -q --index idx
    [ "$(count rivière)" = 3 ]
    article b/1.txt "rivière"
    fouille-index -q --index idx b
    [ "$(count crue)" = 1 ]
    printf '%s\n' a/2.txt >list
    article a/2.txt "fleuve"
    fouille-index -q --index idx --files-from list
    echo 'rivière inondation' | give autre.md
    [ "$(count rivière)" = 4 ]
    [ "$(fouille --index idx -l --sort path rivière | paste -sd ' ')" = "a/3.txt b/1.txt stdin:autre.md stdin:note.txt" ]
    fouille-index -q --optimize --index idx
    fouille-index -q --index idx --forget stdin:note.txt
    [ "$(count crue)" = 0 ]
    [ "$(count rivière)" = 3 ]
    run --separate-stderr fouille-index --index idx --forget note.txt
    [ "$status" -eq 2 ]
    fouille-index -q --index idx --forget a
    [ "$(fouille --index idx -l -n 0 --sort path rivière | paste -sd ' ')" = "b/1.txt stdin:autre.md" ]
    fouille-index --check --index idx
}

@test "without PATH and --index, the nearest index" {
    article a/1.txt "rivière"
    fouille-index -q a
    mkdir a/deep
    (cd a/deep && echo 'crue' | fouille-index -q --stdin-name note.txt)
    [ "$(fouille --index a/.fouille -l crue)" = stdin:note.txt ]
    run --separate-stderr bash -c 'echo crue | fouille-index --stdin-name note.txt'
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"no index here"* ]]
}

@test "an index is not made anew without what it cannot read again" {
    article a/1.txt "rivière"
    fouille-index -q --index idx a
    echo 'crue' | give note.txt
    echo 'crue' | give autre.txt
    run --separate-stderr fouille-index --index idx --rebuild
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"'stdin:autre.txt' came from standard input"*"fouille-index --forget stdin:" ]]
    [ "$(count crue)" = 2 ]
    fouille-index -q --index idx --forget stdin:
    fouille-index -q --index idx --rebuild
    [ "$(count crue)" = 0 ]
    [ "$(count rivière)" = 1 ]
}

@test "nothing, or half of it, leaves the index as it was" {
    echo 'crue' | give note.txt
    before=$(cat idx/MANIFEST)
    run --separate-stderr bash -c 'fouille-index --index idx --stdin-name note.txt </dev/null'
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"standard input is empty; the index is unchanged" ]]
    { echo 'fleuve'; sleep 2; } | fouille-index --index idx --stdin-name note.txt &
    sleep 0.3
    flock -n idx/LOCK true # nobody waits for a command that takes its time
    kill -TERM $!
    ended=0
    wait $! || ended=$?
    [ "$ended" -gt 128 ]
    run --separate-stderr bash -c 'fouille-index --index idx --stdin-name note.txt <&-'
    [ "$status" -eq 2 ]
    run --separate-stderr bash -c 'TMPDIR=/nothing; export TMPDIR; echo x | fouille-index --index idx --stdin-name note.txt'
    [ "$status" -eq 2 ]
    [ "$(cat idx/MANIFEST)" = "$before" ]
    # What is not what its name says is no article, and takes none out.
    run --separate-stderr bash -c 'echo x | fouille-index --index idx --stdin-name note.txt.gz'
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"stdin:note.txt.gz"* ]]
    [ "$(count crue)" = 1 ]
    echo '{}' >idx/MANIFEST
    run --separate-stderr bash -c 'echo x | fouille-index --index idx --stdin-name note.txt'
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"damaged"* ]]
}

@test "names that say nothing are refused" {
    for name in '' notes notes.pdf a/notes.txt .. "$(printf 'x%.0s' $(seq 300)).txt"; do
        run --separate-stderr bash -c 'echo x | fouille-index --index idx --stdin-name "$1"' - "$name"
        [ "$status" -eq 2 ]
        [ "$(wc -l <<<"$stderr")" -eq 1 ]
    done
    for other in --rebuild --watch --check --optimize "--files-from x" a; do
        # shellcheck disable=SC2086
        run --separate-stderr fouille-index --index idx --stdin-name x.txt $other
        [ "$status" -eq 2 ]
    done
    [ ! -e idx ]
    name=$(printf 'é %%\n.txt')
    echo crue | give "$name"
    [ "$(fouille --index idx -0 -l crue | tr -d '\0')" = "stdin:$name" ]
    fouille-index -q --index idx --forget "stdin:$name"
    [ "$(count crue)" = 0 ]
}
