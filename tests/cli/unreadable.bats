#!/usr/bin/env bats
# Files of the index whose bytes cannot be read while they are mapped: a disk that fails, or somebody who cuts
# them short. One message that names the file, status 2, no core; what can be read is kept.

bats_require_minimum_version 1.5.0
load helper

shim() {
    library=$FOUILLE_BUILD/tests/crash/libcrash_shim.so
    [ -e "$library" ] || skip "no library that fails calls here"
}

# Segments that fill several pages.
make_index() {
    for i in $(seq 40); do
        article "a/$i.txt" "Note $i\n\nLa rivière $i monte, mot$i. $(head -c 3000 /dev/urandom | base64 | tr cC xX)"
    done
    fouille-index -q -t 1 --index idx a
    for i in $(seq 40); do article "b/$i.txt" "Le fleuve $i baisse, $(seq "$i" $((i + 400)) | tr '\n' ' ')"; done
    fouille-index -q -t 1 --index idx a b
    [ "$(grep -c ^segment idx/MANIFEST)" -eq 2 ]
}

segment() { sed -n 's/^segment \([^ ]*\) .*/\1/p' idx/MANIFEST | sed -n "$1p"; }

size() { stat -c %s "idx/$(segment "$1")"; }

# spoiled SEGMENT OFFSET COMMAND...: runs fouille-index with that page of that segment unreadable.
spoiled() {
    run --separate-stderr env LD_PRELOAD="$library" FOUILLE_FAULT_SECTOR="/$(segment "$1"):$2" "${@:3}"
}

named() { # the first line of standard error names the segment and what helps
    [[ "${stderr_lines[0]}" == *"cannot read '"*"$1' at byte "*"fouille-index --repair" ]] ||
        { echo "$stderr"; return 1; }
}

@test "--batch: a file is cut short under it" {
    make_index
    for cut in 0 20000; do
        rm -rf idx.cut questions answers
        cp -r idx idx.cut
        mkfifo questions
        fouille -i idx.cut --batch -t "$((cut == 0 ? 1 : 4))" <questions >answers 2>said &
        asker=$!
        exec {to}>questions
        echo "rivière mot7" >&"$to"
        echo "fleuve" >&"$to"
        for _ in $(seq 500); do # both segments are mapped
            [ "$(grep -c 'idx.cut/.*seg' "/proc/$asker/maps")" -ge 2 ] && break
            sleep 0.02
        done
        truncate -s "$cut" idx.cut/*.seg
        for word in monte baisse mot12 '"la rivière"' 'fleu*' notes riviere~ 'chemin:a/*'; do
            (trap '' PIPE; echo "$word" >&"$to") 2>/dev/null || break # it has ended already
        done
        exec {to}>&-
        status=0
        wait "$asker" || status=$?
        [ "$status" -eq 2 ] || { echo "status $status"; cat said; return 1; }
        [[ "$(cat said)" == "fouille: cannot read '"*".seg' at byte "*"fouille-index --repair" ]] || { cat said; return 1; }
    done
}

@test "each page of an index that cannot be read is a message, for every task" {
    shim
    make_index
    cp -r idx before
    article c.txt "Une rivière de plus."
    for number in 1 2; do
        bytes=$(size "$number")
        name=$(segment "$number")
        for offset in 0 $((bytes / 7)) $((bytes / 2)) $((bytes * 4 / 5)) $((bytes - 70)); do
            spoiled "$number" "$offset" fouille-index --index idx --check
            [ "$status" -eq 2 ]
            named "$name"
            # these may do without the page
            for task in "--stats" "--status" "--export-bulk out" "-q" "-q c.txt"; do
                rm -rf idx out
                cp -r before idx
                spoiled "$number" "$offset" fouille-index --index idx $task
                [ "$status" -le 2 ]
                if [ "$status" -eq 2 ]; then
                    named "$name"
                    diff -r -x LOCK before idx
                fi
                fouille-index --check --index idx >/dev/null
            done
        done
    done
}

@test "--repair keeps what can be read, and names what was lost" {
    shim
    make_index
    cp -r idx before
    bytes=$(size 1)
    for offset in 0 $((bytes / 2)) $((bytes - 70)); do
        rm -rf idx
        cp -r before idx
        spoiled 1 "$offset" fouille-index --index idx --repair
        [ "$status" -eq 1 ]
        named "$(sed -n 's/^segment \([^ ]*\) .*/\1/p' before/MANIFEST | head -n 1)"
        if [ "$offset" = $((bytes / 2)) ]; then
            [ "$(wc -l <<<"$output")" -eq 40 ]
            [[ "$output" == *"a/7.txt"* ]]
        else
            [[ "$output" == *"$work/a"* ]]
        fi
        fouille-index --check --index idx >/dev/null
        [ "$(fouille -i idx -c fleuve)" -eq 40 ]
        [ "$(fouille -i idx -c mot7 || true)" -eq 0 ]
        fouille-index -q --index idx
        [ "$(fouille -i idx -c mot7)" -eq 1 ]
    done
}

@test "--optimize merges what can be read, and leaves what cannot" {
    shim
    make_index
    article c/un.txt "Une crue."
    fouille-index -q -t 1 --index idx a b c
    [ "$(grep -c ^segment idx/MANIFEST)" -eq 3 ]
    cp -r idx before
    bytes=$(size 1)
    name=$(segment 1)
    for offset in 0 $((bytes / 2)) $((bytes - 70)); do
        rm -rf idx
        cp -r before idx
        spoiled 1 "$offset" fouille-index --index idx --optimize
        [ "$status" -eq 1 ]
        named "$name"
        [ "$(grep -c ^segment idx/MANIFEST)" -eq 2 ]
        cmp "before/$name" "idx/$name"
        fouille-index --check --index idx >/dev/null
        for word in fleuve crue mot7; do
            [ "$(fouille -i idx -c "$word")" -eq "$(fouille -i before -c "$word")" ]
        done
    done
    # of two there is nothing left to merge
    rm -rf idx
    fouille-index -q -t 1 --index idx a b
    fouille-index -q -t 1 --index idx a b c
    cp -r idx before.two
    [ "$(grep -c ^segment idx/MANIFEST)" -eq 2 ]
    spoiled 1 8192 fouille-index --index idx --optimize
    [ "$status" -eq 2 ]
    diff -r -x LOCK before.two idx
}

@test "a MANIFEST that cannot be read: named, nothing changes, and --repair says what helps" {
    shim
    make_index
    cp -r idx before
    for task in -q --rebuild --check --status --stats --optimize --repair "-q a"; do
        run --separate-stderr env LD_PRELOAD="$library" FOUILLE_FAULT_SECTOR=/MANIFEST:0 fouille-index --index idx $task
        [ "$status" -eq 2 ] || { echo "$task: $status $stderr"; return 1; }
        [[ "$stderr" == *"cannot read 'idx/MANIFEST': Input/output error"* ]] || { echo "$task: $stderr"; return 1; }
        diff -r -x LOCK before idx
        [ "$task" != --repair ] || [[ "$stderr" == *"remove it, and reindex with: fouille-index --index 'idx' PATH..." ]]
    done
    rm idx/MANIFEST
    fouille-index -q --index idx a b
    [ "$(fouille -i idx -c mot7)" -eq 1 ]
}

@test "--rebuild needs nothing of an index that cannot be read" {
    shim
    make_index
    spoiled 1 0 fouille-index --index idx -q --rebuild
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [ "$(fouille -i idx -c mot7)" -eq 1 ]
}

@test "--watch goes on, and says it once" {
    shim
    make_index
    LD_PRELOAD="$library" FOUILLE_FAULT_SECTOR="/$(segment 1):0" fouille-index --index idx --watch -q 2>said &
    watcher=$!
    for _ in $(seq 100); do [ -s said ] || sleep 0.1; done
    kill -0 "$watcher"
    kill "$watcher"
    status=0
    wait "$watcher" || status=$?
    [ "$status" -ne 135 ]
    grep -q "cannot read '.*at byte" said
    [ "$(wc -l <said)" -le 2 ]
}

@test "a SIGBUS from elsewhere has its default action" {
    shim # sanitizers, under which it is not built, catch the signal themselves
    make_index
    mkfifo questions
    (ulimit -c 0; exec fouille -i idx --batch <questions) &
    asker=$!
    exec {to}>questions
    for _ in $(seq 500); do # SIGBUS, 7, is caught
        grep -q 'SigCgt:.*[4-7c-f].$' "/proc/$asker/status" && break
        sleep 0.02
    done
    kill -s BUS "$asker"
    exec {to}>&-
    status=0
    wait "$asker" || status=$?
    [ "$status" -eq 135 ]
}

# A loop device whose file is cut short has sectors that cannot be read. On it is one segment alone.
@test "a real disk that fails: search, check, repair" {
    [ "$(id -u)" -eq 0 ] && command -v mkfs.ext4 >/dev/null && unshare -m true 2>/dev/null || skip "needs root, to mount a loop device"
    make_index
    article c/un.txt "Une crue."
    truncate -s 24M image
    mkfs.ext4 -q -O ^has_journal image
    mkdir disk
    run --separate-stderr unshare -m bash -c '
        mount -o loop image disk 2>/dev/null || exit 99
        cp "idx/$1" disk/ && umount disk && mount -o loop,noatime image disk || exit 98
        first=$(filefrag -v "disk/$1" | awk "\$1 == \"0:\" {print \$4 + 0}") block=$(stat -f -c %S disk)
        truncate -s $(((first + 400) * block)) image
        mount --bind "disk/$1" "idx/$1" || exit 97
        check() {
            "${@:2}" >out 2>said
            local status=$?
            [ "$status" -eq "$1" ] && grep -q "cannot read .*/$name. at byte" said && return
            echo "${*:2}: $status" && cat said && exit 96
        }
        name=$1
        check 2 fouille -i idx mot7 mot12 monte
        check 2 fouille-index --check --index idx
        check 2 fouille-index --index idx -q c
        check 1 fouille-index --repair --index idx
        fouille-index --check --index idx && [ "$(fouille -i idx -c fleuve)" -eq 40 ] || exit 95' bash "$(segment 1)"
    [ "$status" -ne 99 ] || skip "no loop devices"
    echo "$status $output $stderr"
    [ "$status" -eq 0 ]
}
