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

# Starts a run and sends it a signal after a while; its exit status goes to $ended.
interrupt() { # SIGNAL SECONDS ARGUMENT...
    env --default-signal=INT,TERM fouille-index "${@:3}" 2>said &
    sleep "$2"
    kill "-$1" $! 2>/dev/null || true
    ended=0
    wait $! || ended=$?
}

@test "a signal ends the run early, and what was complete is in the index" {
    make_articles
    stopped=0
    for how in "-t 1" "-t 3"; do
        for delay in 0.005 0.01 0.02 0.03 0.05 0.08 0.12 0.2 0.4; do
            rm -rf a/.fouille
            # shellcheck disable=SC2086
            interrupt $([[ $delay == *2* ]] && echo TERM || echo INT) "$delay" $how a
            if [ "$ended" -eq 3 ]; then
                grep -q '^fouille-index: stopped; what was complete is in the index' said
                fouille-index --check --index a/.fouille
                [ "$(fouille --index a/.fouille -c rivière || true)" -le "$(everything)" ]
                stopped=$((stopped + 1))
            elif [ "$ended" -gt 3 ]; then # before the first instruction of ours
                [ ! -e a/.fouille/MANIFEST ]
            else
                [ "$ended" -eq 0 ]
            fi
            run --separate-stderr fouille-index -q a
            [ "$status" -eq 0 ]
            [ "$(fouille --index a/.fouille -c rivière)" = "$(everything)" ]
            [ "$(fouille --index a/.fouille -c "ligne$((${FOUILLE_LINES:-30000} - 1))")" = 1 ]
            fouille-index --check --index a/.fouille
        done
    done
    [ "$stopped" -gt 0 ]
}

@test "an update that is ended early keeps what it did not come to" {
    make_articles
    fouille-index -q a
    sed -i 's/et 3"/et trois"/' a/tout.jsonl
    article a/notes/9.txt "neuf"
    article a/zz.txt "rivière zz"
    stopped=0
    cp -r a/.fouille before
    for delay in 0.005 0.01 0.015 0.02 0.03 0.05 0.08 0.12; do
        rm -r a/.fouille
        cp -r before a/.fouille
        interrupt TERM "$delay" -t 2 a
        [ "$ended" -eq 0 ] || [ "$ended" -eq 3 ] || [ "$ended" -gt 128 ]
        stopped=$((stopped + (ended == 3)))
        fouille-index --check --index a/.fouille
        [ "$(fouille --index a/.fouille -c rivière)" -ge $(($(everything) - 1)) ]
        fouille-index -q a
        [ "$(fouille --index a/.fouille -c rivière)" = "$(everything)" ]
        [ "$(fouille --index a/.fouille -c trois)" -gt $((${FOUILLE_LINES:-30000} / 10)) ]
        [ "$(fouille --index a/.fouille -c zz)" = 1 ]
    done
    [ "$stopped" -gt 0 ]
    fouille-index -q --optimize --index a/.fouille
    fouille-index -q --index new a
    fouille-index -q --optimize --index new
    cmp new/*.seg a/.fouille/*.seg
}

@test "a whole new index that is ended early leaves the old one" {
    make_articles
    fouille-index -q a
    before=$(cat a/.fouille/MANIFEST)
    stopped=0
    for delay in 0.01 0.02 0.03 0.05; do
        interrupt INT "$delay" --rebuild a
        if [ "$ended" -eq 2 ]; then
            grep -q "stopped; 'a/.fouille' is as it was" said
            [ "$(cat a/.fouille/MANIFEST)" = "$before" ]
            [ "$(find a/.fouille -type f | wc -l)" -eq $((4 + $(grep -c ^segment a/.fouille/MANIFEST))) ]
            stopped=$((stopped + 1))
        fi
        [ "$(fouille --index a/.fouille -c rivière)" = "$(everything)" ]
        before=$(cat a/.fouille/MANIFEST)
    done
    [ "$stopped" -gt 0 ]
}

@test "a second signal ends the program at once" {
    make_articles
    fouille-index -q a
    before=$(cat a/.fouille/MANIFEST)
    sed -i 's/et 3"/et trois"/' a/tout.jsonl
    for delay in 0.005 0.01 0.02; do
        env --default-signal=INT,TERM fouille-index -q a 2>said &
        sleep "$delay"
        kill -STOP $! && kill -TERM $! && kill -INT $! && kill -CONT $! || true
        ended=0
        wait $! || ended=$?
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
    env --ignore-signal=TERM fouille-index -q a &
    sleep 0.02
    kill -TERM $! || true
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
