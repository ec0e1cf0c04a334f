#!/usr/bin/env bats
# --watch: what changes in the folders of an index is in it soon.

bats_require_minimum_version 1.5.0
load helper

watcher=

start() { # ARGUMENT...
    env --default-signal=INT,TERM fouille-index --watch "$@" 2>said &
    watcher=$!
    until grep -qE 'watching|instead' said; do
        kill -0 "$watcher"
        sleep 0.02
    done
}

stop() { # [SIGNAL]
    kill "-${1:-TERM}" "$watcher"
    local ended=0
    wait "$watcher" || ended=$?
    watcher=
    return "$ended"
}

teardown() {
    last_line
    [ -z "$watcher" ] || kill -9 "$watcher" || true
    cd /
    rm -rf "$work"
}

count() { fouille --index "${index:-a/.fouille}" -c "$1" || true; }

# becomes NUMBER QUERY: soon, that is when a busy machine comes to it.
becomes() {
    local tries
    for ((tries = 0; tries < 600; tries++)); do
        [ "$(count "$2")" != "$1" ] || return 0
        sleep 0.05
    done
    echo "$2: $(count "$2") instead of $1" >&2
    cat said >&2
    return 1
}

@test "what is written, changed, moved in place and deleted is followed" {
    article a/un.txt "rivière"
    start a
    article a/deux.txt "rivière crue"
    becomes 2 rivière
    article a/un.txt "fleuve"
    becomes 1 fleuve
    article a/.deux.swp "rivière crue montante"
    article a/deux.txt~ "rivière crue"
    mv a/.deux.swp a/deux.txt # as editors save
    becomes 1 montante
    article elsewhere.txt "rivière montante"
    ln -s ../elsewhere.txt a/lien.txt # which no walk follows
    ln a/deux.txt a/trois.txt
    becomes 2 montante
    rm a/un.txt
    becomes 0 fleuve
    stop
    [ "$(grep -c '^fouille-index: ' said)" -eq 1 ] || { cat said; return 1; } # that it watches
    fouille-index --check --index a/.fouille
    run --separate-stderr fouille-index a
    [[ "$stderr" == "Nothing to do: 2 articles unchanged"* ]]
}

@test "folders that appear are followed, with what was in them by then" {
    article a/un.txt "rivière"
    article b/x/y/z/un.txt "crue"
    start a
    mv b a/b
    becomes 1 crue
    for i in $(seq 30); do article "a/n$i/o/p$i/x.txt" "inondation"; done
    becomes 30 inondation
    article a/n7/o/p7/y.txt "inondation"
    article a/b/x/y/deux.txt "crue"
    becomes 31 inondation
    becomes 2 crue
    mv a/b a/c
    until fouille --index a/.fouille -l crue | grep -qx a/c/x/y/deux.txt; do sleep 0.05; done
    [ "$(count crue)" = 2 ]
    article a/c/x/y/trois.txt "crue"
    becomes 3 crue
    mv a/c c
    becomes 0 crue
    rm -r a/n3
    becomes 30 inondation
    stop
    fouille-index --check --index a/.fouille
}

# Until the first look through all of it is over, which finds anything.
looked_through() {
    article a/repère.txt "repère"
    becomes 1 repère
}

@test "changes through other names of a hard link, in the folders and elsewhere" {
    article b/un.txt "rivière"
    article b/deux.txt "rivière"
    article b/trois.txt "rivière"
    mkdir a
    ln b/un.txt a/un.txt
    ln b/un.txt a/un-aussi.txt
    start a
    looked_through
    echo "crue" >>b/un.txt
    becomes 2 crue
    echo "fleuve" >>a/un.txt # which changes the other one, too
    becomes 2 fleuve
    ln b/deux.txt a/deux.txt # while it is watched
    becomes 3 rivière
    echo "fleuve" >>b/deux.txt
    becomes 3 fleuve
    mkdir c
    ln b/trois.txt c/trois.txt
    mv c a/c
    becomes 4 rivière
    echo "fleuve" >>b/trois.txt
    becomes 4 fleuve
    ln a/deux.txt a/c/deux.txt # a name more, of a file that is known
    becomes 5 fleuve
    echo "torrent" >>b/deux.txt
    becomes 2 torrent
    article a/quatre.txt "rivière"
    becomes 6 rivière
    ln a/quatre.txt a/cinq.txt # the first name had been the only one
    becomes 7 rivière
    echo "torrent" >>a/cinq.txt
    becomes 4 torrent
    stop
    run --separate-stderr fouille-index a
    [[ "$stderr" == "Nothing to do: 8 articles unchanged"* ]]
}

@test "a hard link that is a root" {
    article b/un.txt "rivière"
    mkdir a
    ln b/un.txt a/un.txt
    index=idx
    start --index idx a/un.txt
    echo "neige" >>a/un.txt
    becomes 1 neige # the first look through all of it is over
    echo "crue" >>b/un.txt
    becomes 1 crue
    stop
}

@test "what watches do not tell is found within ten minutes" {
    shim=$FOUILLE_BUILD/tests/change/libstat_shim.so
    [ -e "$shim" ] || skip "the library that makes clocks fast is not built"
    article a/un.txt "rivière"
    export LD_PRELOAD=$shim FOUILLE_CLOCK_SPEED=300 # ten minutes in two seconds
    start a
    unset LD_PRELOAD
    looked_through
    ln a/un.txt elsewhere
    echo "crue" >>elsewhere
    becomes 1 crue
    stop
    [ "$(grep -c '^fouille-index: ' said)" -eq 1 ]
}

@test "lines that are appended to an open file" {
    article a/un.txt "rivière"
    start a
    exec 5>>a/fil.jsonl
    echo '{"id": "1", "text": "crue"}' >&5
    becomes 1 crue
    echo '{"id": "2", "text": "crue"}' >&5
    becomes 2 crue
    printf '{"id": "3", "text": "cr' >&5
    sleep 0.5
    echo 'ue"}' >&5
    becomes 3 crue
    exec 5>&-
    stop
}

@test "changes without end are in the index before they end" {
    article a/un.txt "rivière"
    start a
    (while [ ! -e enough ]; do
        echo "rivière" >>a/journal.txt
        article a/autre.txt "crue"
        sleep 0.02
    done) &
    writer=$!
    becomes 1 crue
    touch enough
    wait "$writer"
    stop
}

generation() { sed -n 's/^generation //p' a/index/MANIFEST; }

# Until a second has gone by without a commit, or a tick of the watcher's.
comes_to_rest() {
    local last='' now looks=0
    while [ "$looks" -lt 20 ]; do
        now="$(generation) $(awk '{ print $14 + $15 }' "/proc/$watcher/stat")"
        looks=$((looks + 1))
        [ "$now" = "$last" ] || looks=0
        last=$now
        sleep 0.05
    done
}

@test "the index in the folder, and files that are not read, wake nobody" {
    article a/un.txt "rivière"
    start --index a/index a
    index=a/index
    article a/deux.txt "rivière"
    becomes 2 rivière
    comes_to_rest
    before=$(generation)
    ticks=$(awk '{ print $14 + $15 }' "/proc/$watcher/stat")
    for i in $(seq 50); do
        article a/photo.jpg "$i"
        article a/.cache/x.txt "$i"
        sleep 0.02
    done
    sleep 0.5
    [ "$(generation)" = "$before" ]
    [ $(($(awk '{ print $14 + $15 }' "/proc/$watcher/stat") - ticks)) -lt 30 ]
    stop
}

@test "files that a filter reads are followed, and what ignore files say" {
    article a/un.txt "rivière"
    start a --filter '.abc=cat {}' --exclude '*.tmp.txt'
    echo "rivière crue" >a/deux.abc
    becomes 2 rivière
    article a/trois.tmp.txt "rivière"
    article a/b/quatre.txt "rivière"
    becomes 3 rivière
    echo 'b/' >a/.fouilleignore
    becomes 2 rivière
    rm a/.fouilleignore
    becomes 3 rivière
    stop
}

@test "a signal ends it with 0, and with what had changed by then" {
    article a/un.txt "rivière"
    for signal in TERM INT; do
        start a
        article "a/$signal.txt" "crue"
        sleep 0.1 # less than a batch waits
        stop "$signal"
        [ "$(count crue)" -ge 1 ]
        fouille-index --check --index a/.fouille
    done
    run --separate-stderr fouille-index a
    [[ "$stderr" == "Nothing to do: 3 articles unchanged"* ]]
}

@test "others write to the index between its runs, and change its folders" {
    article a/un.txt "rivière"
    article b/un.txt "rivière"
    index=idx
    start --index idx a
    article a/deux.txt "rivière"
    becomes 2 rivière
    fouille-index -q --optimize --index idx
    fouille-index -q --index idx b
    [ "$(count rivière)" = 3 ]
    sleep 0.3
    article b/deux.txt "rivière"
    becomes 4 rivière
    fouille-index -q --index idx --forget "$PWD/b"
    becomes 2 rivière
    # A writer that stays for a while is waited for.
    flock idx/LOCK sleep 1 &
    article a/trois.txt "rivière"
    becomes 3 rivière
    [ "$(grep -c 'being written' said)" -eq 0 ]
    stop
    fouille-index --check --index idx
}

@test "a folder that vanishes keeps its articles, and is followed again when it is back" {
    article a/un.txt "rivière"
    article b/un.txt "rivière"
    article b/c/deux.txt "rivière"
    index=idx
    start --index idx a b
    mv b elsewhere
    until grep -q "cannot open '$PWD/b'" said; do sleep 0.05; done
    [ "$(count rivière)" = 3 ]
    article a/deux.txt "rivière"
    becomes 4 rivière
    mv elsewhere b
    article b/c/trois.txt "rivière"
    becomes 5 rivière
    article b/c/quatre.txt "rivière"
    becomes 6 rivière
    stop
}

@test "a file that is a root, replaced by renaming" {
    article a/un.txt "rivière"
    article a/deux.txt "rivière"
    index=idx
    start --index idx a/un.txt
    article new "rivière crue"
    mv new a/un.txt
    becomes 1 crue
    article new "fleuve"
    mv new a/un.txt
    becomes 1 fleuve
    [ "$(count rivière)" = 0 ]
    stop
}

@test "more changes than the system keeps are looked for" {
    article a/un.txt "rivière"
    start -t 1 a
    kill -STOP "$watcher"
    most=$(cat /proc/sys/fs/inotify/max_queued_events)
    [ "$most" -le 20000 ] || skip "a queue of $most events"
    for ((i = 0; i <= most / 2; i++)); do
        : >>a/x.txt
        : >>a/y.txt
    done
    article a/d/e/dernier.txt "inondation"
    kill -CONT "$watcher"
    becomes 1 inondation
    article a/d/e/vrai.txt "inondation"
    becomes 2 inondation
    stop
}

@test "where no more folders can be watched, they are looked through now and then" {
    unshare -Ur true 2>/dev/null || skip "no user namespaces here"
    for i in 1 2 3 4 5 6; do article "a/$i/x.txt" "rivière"; done
    printf 'echo 4 >/proc/sys/user/max_inotify_watches && exec fouille-index --watch a\n' >limited
    unshare -Ur bash limited 2>said &
    watcher=$!
    becomes 6 rivière
    until grep -q 'max_user_watches' said; do sleep 0.05; done
    article a/5/y.txt "crue"
    becomes 1 crue
    article a/6/y.txt "crue"
    becomes 2 crue
    [ "$(grep -c max_user_watches said)" -eq 1 ]
    stop
}

@test "what cannot be watched is refused" {
    run --separate-stderr fouille-index --watch
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"no index here"* ]]
    run --separate-stderr fouille-index --watch nothing
    [ "$status" -eq 2 ]
    run --separate-stderr bash -c 'echo x | fouille-index --watch --files-from -'
    [ "$status" -eq 2 ]
}

@test "an index that may not be locked is said, and watching ends" {
    [ "$(id -u)" -eq 0 ] || skip "needs root to become another user"
    article a/un.txt "rivière"
    chmod 755 . a
    fouille-index -q --index idx a
    chmod -R a+rX idx
    chmod 644 idx/LOCK
    run --separate-stderr timeout 30 setpriv --reuid 65534 --regid 65534 --clear-groups \
        fouille-index --index idx --watch
    [ "$status" -eq 2 ]
    [ "$(grep -c 'LOCK.: Permission denied' <<<"$stderr")" -eq 1 ]
}

@test "folders whose paths are longer than the system takes are watched, too" {
    article a/un.txt "rivière"
    name=$(printf 'd%.0s' {1..200})
    deep() { # COMMAND in the deepest folder
        (
            cd a
            for _ in {1..25}; do
                mkdir -p "$name"
                cd "$name"
            done
            eval "$1"
        )
    }
    deep 'echo rivière >profond.txt'
    start a
    becomes 2 rivière
    deep 'echo crue >profond.txt'
    becomes 1 crue
    deep 'mkdir encore && echo crue >encore/un.txt'
    becomes 2 crue
    deep 'echo crue >encore/deux.txt'
    becomes 3 crue
    deep 'rm -r encore'
    becomes 1 crue
    [ ! -s said ] || none grep -q "too long" said
    stop
}
