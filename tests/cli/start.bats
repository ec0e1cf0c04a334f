#!/usr/bin/env bats
# However the programs are started: by daemons, under limits, by somebody else.

bats_require_minimum_version 1.5.0
load helper

# closing MASK COMMAND...: runs it with the descriptors closed whose bits are set.
closing() {
    local mask=$1
    shift
    (
        for descriptor in 0 1 2; do
            (( mask >> descriptor & 1 )) && eval "exec $descriptor>&-"
        done
        exec "$@"
    )
}

# The kinds of input that are complained of, and those that a child process reads.
mixed() {
    rm -rf .fouille
    article bon.txt "la rivière monte"
    article lu.abc "une rivière filtrée"
    article tordu.jsonl '{"id": 1, "text": "riv\n[]\n{"id": 2, "text": "rivière"}'
}

@test "descriptors 0, 1 and 2 may be closed, in every combination, when an index is written" {
    for mask in 0 1 2 3 4 5 6 7; do
        mixed
        run closing "$mask" fouille-index --filter '.abc=cat' .
        [ "$status" -eq 1 ]
        # a complaint goes where it is read, or nowhere
        [ "$((mask >> 2 & 1))" = 1 ] || [[ "$output" == *"tordu.jsonl:1:"* ]]
        none grep -qE '[^0-9]' .fouille/LOCK
        fouille-index --check >/dev/null
        [ "$(fouille -c rivière)" = 3 ]
        # and once more, with what is there, a merge and a repair
        article bon.txt "la rivière baisse $mask"
        closing "$mask" fouille-index --filter '.abc=cat' >/dev/null 2>&1 || [ $? -eq 1 ]
        closing "$mask" fouille-index --optimize >/dev/null 2>&1
        closing "$mask" fouille-index --repair >/dev/null 2>&1
        fouille-index --check >/dev/null
        [ "$(fouille -c rivière)" = 3 ]
    done
}

@test "descriptors 0, 1 and 2 may be closed, in every combination, when one searches" {
    mixed
    fouille-index -q --no-store --filter '.abc=cat' . || [ $? -eq 1 ]
    expected=$(fouille rivière)
    [ -n "$expected" ]
    for mask in 0 1 2 3 4 5 6 7; do
        run --separate-stderr closing "$mask" fouille rivière
        if ((mask >> 1 & 1)); then
            # an answer that went nowhere is not delivered
            [ "$status" -eq 2 ]
            ((mask >> 2 & 1)) || [[ "$stderr" == "fouille: cannot write standard output: "* ]]
        else
            [ "$status" -eq 0 ]
            [ "$output" = "$expected" ]
        fi
    done
}

@test "a standard input that is closed is not an empty one" {
    article a.txt "rivière"
    fouille-index -q .
    echo '{"id": 1, "text": "rivière"}' | fouille-index -q --stdin-name fil.jsonl
    for command in "fouille-index -q --stdin-name fil.jsonl" "fouille-index -q --files-from -" "fouille" \
        "fouille --similar -"; do
        run --separate-stderr bash -c "$command 0<&-"
        [ "$status" -eq 2 ] || { echo "$command: $status"; return 1; }
        [[ "$stderr" == *"standard input"* ]] || { echo "$command: $stderr"; return 1; }
    done
    [ "$(fouille -c rivière)" = 2 ]
}

@test "help and version go to a standard output that is there, or the status says so" {
    for program in fouille fouille-index; do
        for option in --help --version; do
            run --separate-stderr closing 2 "$program" "$option"
            [ "$status" -eq 2 ]
            [[ "$stderr" == "$program: cannot write standard output: "* ]]
        done
    done
}

@test "a limit on file size is a full disk: one line with the whole path, the old index answers" {
    mkdir a small
    article small/un.txt "une rivière"
    for i in $(seq 200); do article "a/$i.txt" "rivière $(seq $((i * 50)) $((i * 50 + 60)) | tr '\n' ' ')"; done
    fouille-index -q --index i small
    cp -r i before
    for limit in 1 16; do
        run --separate-stderr bash -c "ulimit -f $limit; fouille-index -q --index i a"
        [ "$status" -eq 2 ]
        [ "$(wc -l <<<"$stderr")" -eq 1 ]
        [[ "$stderr" == "fouille-index: cannot write '$work/i/"*".seg': File too large" ]]
        fouille-index --check --index i >/dev/null
        [ "$(fouille -c --index i rivière)" = 1 ]
        diff -r -x LOCK before i
    done
    # a child of ours is not freed from the default action
    article f/un.abc "rivière"
    run --separate-stderr bash -c "fouille-index --index k --filter '.abc=sh -c \"ulimit -f 1; exec head -c 100000 /dev/zero >$work/large\"' f"
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"signal"* ]]
}

@test "a limit on file size under an answer is an error with a message" {
    for i in $(seq 300); do article "a/$i.txt" "rivière $i"; done
    fouille-index -q a
    for command in "fouille -i a/.fouille -n 0 rivière" "fouille -i a/.fouille --json -n 0 rivière" \
        "fouille-index --analyze a/1.txt" "fouille-index --help"; do
        run bash -o pipefail -c "(ulimit -f 0; $command 2>&1 >answer) | cat"
        [ "$status" -eq 2 ] || { echo "$command: $status"; return 1; }
        [[ "$output" == *": cannot write standard output: File too large" ]] || { echo "$command: $output"; return 1; }
    done
}

@test "what is lost is printed before a repair is published, or there is none" {
    article a.txt "rivière"
    fouille-index -q .
    printf X | dd of="$(echo .fouille/*.seg)" bs=1 seek=200 conv=notrunc status=none
    cp .fouille/MANIFEST before
    run --separate-stderr bash -c 'fouille-index --repair >/dev/full'
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"cannot write standard output: No space left on device"* ]]
    cmp before .fouille/MANIFEST
}
