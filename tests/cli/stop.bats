#!/usr/bin/env bats
# Runs that are ended early: by a signal, or by the system.

bats_require_minimum_version 1.5.0
load helper

make_articles() {
    mkdir -p a/notes
    for i in $(seq 300); do
        printf 'Note %d\n\nLa rivière %d monte, mot%d.\n' "$i" $((i % 7)) "$i" >"a/notes/$i.txt"
    done
    awk -v lines="${FOUILLE_LINES:-30000}" 'BEGIN { for (i = 1; i <= lines; i++)
        printf "{\"id\": \"n%d\", \"title\": \"Avis\", \"text\": \"rivière ligne%d et %d\"}\n", i, i, i % 9 }' >a/tout.jsonl
}

everything() { echo $((300 + ${FOUILLE_LINES:-30000})); }

# gate NAME: an article at which every run waits: its filter (.gate) makes the file `reached`, and ends once there is
# a file `open`. So a signal comes at a place of the walk, whatever the clock and the load.
gate() {
    article "$1.gate" "portail"
    printf '#!/bin/sh\necho >"%s/reached"\nuntil [ -e "%s/open" ]; do sleep 0.01; done\ncat "$1"\n' \
        "$work" "$work" >wait_at_gate
    chmod +x wait_at_gate
}

# Starts a run, which stops at the gate, and sends it signals there; its exit status goes to $ended.
interrupt() { # SIGNALS ARGUMENT...
    rm -f reached open
    env --default-signal=INT,TERM fouille-index --filter ".gate=$work/wait_at_gate {}" "${@:2}" 2>said &
    until [ -e reached ]; do
        kill -0 $! || { cat said; return 1; }
        sleep 0.01
    done
    for signal in $1; do kill "-$signal" $!; done
    ended=0
    wait $! || ended=$?
    touch open
}

# await_state PID LETTER: until the process has that state (proc(5)), or is gone.
await_state() {
    while kill -0 "$1" 2>/dev/null && ! grep -q "^State:.$2" "/proc/$1/status" 2>/dev/null; do sleep 0.01; done
}

# Starts a run that stops itself before its N-th system call, sends it signals there, and lets it go on.
interrupt_at_call() { # N SIGNALS ARGUMENT...
    LD_PRELOAD=$FOUILLE_BUILD/tests/crash/libcrash_shim.so FOUILLE_FAULT=calls FOUILLE_FAULT_AT=$1 FOUILLE_FAULT_HOW=stop \
        env --default-signal=INT,TERM fouille-index "${@:3}" 2>said &
    await_state $! T
    for signal in $2; do kill "-$signal" $! 2>/dev/null || true; done
    kill -CONT $! 2>/dev/null || true
    ended=0
    wait $! || ended=$?
}

# Prints the number of the system calls that interrupt_at_call counts in a run.
count_calls() { # ARGUMENT...
    LD_PRELOAD=$FOUILLE_BUILD/tests/crash/libcrash_shim.so FOUILLE_FAULT=calls FOUILLE_FAULT_TRACE=$work/trace \
        fouille-index -q "$@" >&2
    wc -c <trace
}

needs_shim() {
    [ -e "$FOUILLE_BUILD/tests/crash/libcrash_shim.so" ] || skip "no library that stops at calls here"
}

@test "a signal ends the run early, and what was complete is in the index" {
    make_articles
    for how in "-t 1" "-t 3"; do
        for place in a/a a/notes/5 a/zz; do
            rm -rf a/.fouille a/*.gate a/notes/*.gate
            gate "$place"
            # shellcheck disable=SC2086
            interrupt "$([ "$place" = a/zz ] && echo TERM || echo INT)" $how a
            [ "$ended" -eq 3 ]
            grep -q '^fouille-index: stopped; what was complete is in the index' said
            fouille-index --check --index a/.fouille
            [ "$(fouille --index a/.fouille -c rivière || true)" -le "$(everything)" ]
            run --separate-stderr fouille-index -q a
            [ "$status" -eq 0 ]
            [ "$(fouille --index a/.fouille -c rivière)" = "$(everything)" ]
            [ "$(fouille --index a/.fouille -c "ligne$((${FOUILLE_LINES:-30000} - 1))")" = 1 ]
            fouille-index --check --index a/.fouille
        done
    done
}

@test "a signal at any system call of a run leaves an index that is whole" {
    needs_shim
    make_articles
    rm a/notes/[1-9]?*.txt
    head -n 2000 a/tout.jsonl >lines && mv lines a/tout.jsonl
    all=$((9 + 2000))
    calls=$(count_calls a)
    for ((at = 1; at <= calls; at += 1 + calls / 40)); do
        rm -rf a/.fouille
        interrupt_at_call "$at" TERM -t 1 a
        [ "$ended" -eq 0 ] || [ "$ended" -eq 3 ] || [ "$ended" -eq 143 ]
        if [ "$ended" -ne 143 ]; then # before the program has asked to be told of signals
            fouille-index --check --index a/.fouille
        fi
        fouille-index -q a
        [ "$(fouille --index a/.fouille -c rivière)" = "$all" ]
    done
}

@test "an update that is ended early keeps what it did not come to" {
    make_articles
    fouille-index -q a
    sed -i 's/et 3"/et trois"/' a/tout.jsonl
    article a/notes/9.txt "neuf"
    article a/zz.txt "rivière zz"
    cp -r a/.fouille before
    for place in a/a a/notes/5 a/u a/zzz; do
        rm -rf a/.fouille a/*.gate a/notes/*.gate
        cp -r before a/.fouille
        gate "$place"
        interrupt TERM -t 2 a
        [ "$ended" -eq 3 ]
        fouille-index --check --index a/.fouille
        [ "$(fouille --index a/.fouille -c rivière)" -ge $(($(everything) - 1)) ]
        fouille-index -q a
        [ "$(fouille --index a/.fouille -c rivière)" = "$(everything)" ]
        [ "$(fouille --index a/.fouille -c trois)" -gt $((${FOUILLE_LINES:-30000} / 10)) ]
        [ "$(fouille --index a/.fouille -c zz)" = 1 ]
    done
    rm a/*.gate
    fouille-index -q a
    fouille-index -q --optimize --index a/.fouille
    fouille-index -q --index new a
    fouille-index -q --optimize --index new
    cmp new/*.seg a/.fouille/*.seg
}

@test "a whole new index that is ended early leaves the old one" {
    make_articles
    fouille-index -q a
    before=$(cat a/.fouille/MANIFEST)
    for place in a/a a/notes/5 a/zz; do
        rm -f a/*.gate a/notes/*.gate
        gate "$place"
        interrupt INT --rebuild a
        [ "$ended" -eq 2 ]
        grep -q "stopped; 'a/.fouille' is unchanged" said
        [ "$(cat a/.fouille/MANIFEST)" = "$before" ]
        [ "$(find a/.fouille -type f | wc -l)" -eq $((4 + $(grep -c ^segment a/.fouille/MANIFEST))) ]
        [ "$(fouille --index a/.fouille -c rivière)" = "$(everything)" ]
    done
}

@test "a second signal ends the program at once" {
    needs_shim
    make_articles
    fouille-index -q a
    sed -i 's/et 3"/et trois"/' a/tout.jsonl
    cp -r a/.fouille before
    calls=$(count_calls a)
    for ((at = 1; at <= calls; at += 1 + calls / 20)); do
        rm -rf a/.fouille
        cp -r before a/.fouille
        interrupt_at_call "$at" "TERM INT" -q a
        [ "$ended" -eq 0 ] || [ "$ended" -eq 3 ] || [ "$ended" -gt 128 ]
        fouille-index --check --index a/.fouille
        [ "$(fouille --index a/.fouille -c rivière)" = "$(everything)" ]
    done
    fouille-index -q a
    [ -z "$(find a/.fouille -name '*.tmp')" ]
    [ "$(find a/.fouille -type f | wc -l)" -eq $((4 + $(grep -cE '^(segment|amended)' a/.fouille/MANIFEST))) ]
}

@test "a run that was told to ignore signals does" {
    make_articles
    gate a/notes/5
    rm -f reached open
    env --ignore-signal=TERM fouille-index -q --filter ".gate=$work/wait_at_gate {}" a &
    until [ -e reached ]; do sleep 0.01; done
    kill -TERM $!
    touch open
    wait $!
    [ "$(fouille --index a/.fouille -c rivière)" = "$(everything)" ]
}

@test "a full disk, or no descriptors left: one line, the old index answers" {
    [ "$(id -u)" -eq 0 ] || skip "needs root to mount"
    make_articles
    unshare -m true 2>/dev/null || skip "cannot mount here"
    mkdir disk
    unshare -m bash -e -c '
        mount -t tmpfs -o size=12M none disk
        mkdir disk/a && head -n 2000 a/tout.jsonl >disk/a/tout.jsonl
        fouille-index -q disk/a
        before=$(cat disk/a/.fouille/MANIFEST)
        cp a/notes/* disk/a/
        head -c 20M /dev/zero >disk/fill 2>/dev/null || true
        status=0
        fouille-index -q disk/a 2>said || status=$?
        [ "$status" -eq 2 ]
        [ "$(wc -l <said)" -eq 1 ]
        grep -q "No space left on device" said
        [ "$(cat disk/a/.fouille/MANIFEST)" = "$before" ]
        fouille-index --check --index disk/a/.fouille
        rm disk/fill
        fouille-index -q disk/a
        [ "$(fouille --index disk/a/.fouille -c rivière)" = 2300 ]
        [ -z "$(find disk/a/.fouille -name "*.tmp")" ]
    '
    fouille-index -q --index idx a
    before=$(cat idx/MANIFEST)
    touch a/notes/*
    run --separate-stderr bash -c 'ulimit -n 12; fouille-index -q --index idx a'
    [ "$status" -eq 2 ]
    [ "$(wc -l <<<"$stderr")" -eq 1 ]
    [[ "$stderr" == *"Too many open files"* ]]
    [ "$(cat idx/MANIFEST)" = "$before" ]
}

@test "a folder that may not be written: one line, and the old index answers" {
    [ "$(id -u)" -eq 0 ] || skip "needs root to become another user"
    make_articles
    chmod 755 .
    fouille-index -q a
    article a/neuf.txt "rivière"
    chown -R 65534 a/.fouille
    chmod a-w a/.fouille
    run --separate-stderr setpriv --reuid 65534 --regid 65534 --clear-groups fouille-index a
    [ "$status" -eq 2 ]
    [ "$(wc -l <<<"$stderr")" -eq 1 ]
    [[ "$stderr" == *"Permission denied"* ]]
    [ "$(fouille --index a/.fouille -c rivière)" = "$(everything)" ]
}

# ends COMMAND...: it waits for input that does not come, and one TERM ends it.
ends() {
    env --default-signal=TERM "$@" <input >/dev/null &
    waiting=$!
    until [[ $(readlink "/proc/$waiting/exe") == *fouille* ]] &&
        grep -q '^State:.S' "/proc/$waiting/status"; do
        kill -0 "$waiting"
        sleep 0.01
    done
    kill -TERM "$waiting"
    ended=0
    timeout 20 tail --pid="$waiting" -f /dev/null || kill -KILL "$waiting"
    wait "$waiting" || ended=$?
    [ "$ended" -eq 143 ]
}

@test "whatever waits for standard input ends with the first signal" {
    article a/un.txt "rivière"
    fouille-index -q --index idx a
    before=$(cat idx/MANIFEST)
    mkfifo input
    exec 6<>input # open, and empty
    ends fouille-index --index idx --files-from -
    ends fouille-index --index idx --files-from /dev/stdin
    ends fouille-index --index idx --stdin-name notes.txt
    ends fouille-index --analyze
    ends fouille --index idx
    ends fouille --index idx --similar -
    ends fouille --index idx --batch
    [ "$(cat idx/MANIFEST)" = "$before" ]
    exec 6>&-
}
