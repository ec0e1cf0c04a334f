#!/usr/bin/env bats
# A change is never missed, whatever it leaves as it was.

bats_require_minimum_version 1.5.0
load helper

count() { fouille --index a/.fouille -c "$1" || true; }

# edit FILE TEXT: in place, so that the inode stays.
edit() { printf '%s\n' "$2" | dd of="$1" conv=notrunc status=none; }

# What ls and find would compare.
seen() { stat -c '%s %i %.Y' "$1"; }

# --- the time of change ---

@test "a change that keeps size, inode and time of modification is seen" {
    article a/un.txt "rivière"
    article a/deux.txt "montagne"
    touch -r a/un.txt mark
    fouille-index -q a
    before=$(seen a/un.txt)
    edit a/un.txt "flottes"
    edit a/un.txt "riviéra"
    touch -r mark a/un.txt
    [ "$(seen a/un.txt)" = "$before" ]
    run fouille-index --status --index a/.fouille
    [[ "$output" == *"1 changed file"* ]]
    run --separate-stderr fouille-index a
    [[ "$stderr" == "0 articles added, 1 changed, 0 removed, 1 unchanged"* ]]
    [ "$(count riviéra)" = 1 ]
    run --separate-stderr fouille-index a
    [[ "$stderr" == "Nothing to do: 2 articles unchanged"* ]]
}

@test "an archive that is unpacked over the folder, files removed and made again: seen" {
    article a/un.txt "rivière"
    touch -d 2020-01-01 a/un.txt
    fouille-index -q a
    article b/un.txt "riviéra"
    touch -d 2020-01-01 b/un.txt
    tar -C b -cf b.tar un.txt
    tar -C a --overwrite -xf b.tar
    fouille-index -q a
    [ "$(count riviéra)" = 1 ]
    for text in flottes marines rivière; do
        rm a/un.txt # its inode number may come again
        article a/un.txt "$text"
        touch -d 2020-01-01 a/un.txt
        fouille-index -q a
        [ "$(count "$text")" = 1 ]
    done
}

@test "a list of files, and one large file read by several threads" {
    article a/un.txt "rivière"
    for i in $(seq 3000); do printf '{"id": "%d", "text": "rivière %040d"}\n' "$i" "$i"; done >a/lignes.jsonl
    touch -r a/un.txt mark
    touch -r mark a/lignes.jsonl
    fouille-index -q --threads 4 --memory 64M a
    edit a/un.txt "riviéra"
    sed -i '1500s/rivière/riviéra/' a/lignes.jsonl
    touch -r mark a/un.txt a/lignes.jsonl
    printf 'a/un.txt\na/lignes.jsonl\n' | fouille-index -q --threads 4 --memory 64M --index a/.fouille --files-from -
    [ "$(count riviéra)" = 2 ]
}

@test "where only the time of change is another, a file is read once more, or not at all" {
    article a/un.txt "rivière"
    ln a/un.txt other
    fouille-index -q a
    chmod 600 a/un.txt
    ln a/un.txt another
    run fouille-index --status --index a/.fouille --ignore-ctime
    [[ "$output" == *"pending:   nothing"* ]]
    run fouille-index --status --index a/.fouille
    [[ "$output" == *"1 changed file"* ]]
    cp a/.fouille/MANIFEST before
    fouille-index -q --ignore-ctime a
    cmp before a/.fouille/MANIFEST
    fouille-index -q a
    cp a/.fouille/MANIFEST after
    none cmp -s before after # a stamp
    fouille-index -q a
    cmp after a/.fouille/MANIFEST
    edit a/un.txt "riviéra"
    touch -r other a/un.txt
    fouille-index -q --ignore-ctime a
    fouille-index -q a
    [ "$(count riviéra)" = 1 ]
}

@test "an index after such changes is, optimized, the one that is built anew" {
    for i in 1 2 3; do article a/$i.txt "rivière $i"; done
    printf '{"id": "1", "text": "crue"}\n{"id": "2", "text": "crue"}\n' >a/l.jsonl
    fouille-index -q a
    chmod 600 a/2.txt
    edit a/3.txt "riviéra 3"
    echo '{"id": "3", "text": "crue"}' >>a/l.jsonl
    fouille-index -q a
    chmod 644 a/2.txt
    fouille-index -q a
    fouille-index -q --optimize --index a/.fouille
    cp a/.fouille/*.seg optimized
    [ -z "$(find a/.fouille -name '*.amend')" ]
    fouille-index -q --rebuild --threads 1 a
    cmp optimized a/.fouille/*.seg
}

# --- clocks that go in steps ---

# THEN is an even second; at(): the programs' clock stands so many nanoseconds after it.
THEN=1714636800000000000
need_shim() { # sets $so; not in a substitution, from which a test cannot be skipped
    so=$FOUILLE_BUILD/tests/change/libstat_shim.so
    [ -e "$so" ] || skip "the library that sets times is not built"
}
at() { # NANOSECONDS COMMAND...
    env LD_PRELOAD="$so" FOUILLE_CLOCK=$((THEN + $1)) "${@:2}"
}

# As FAT: no time of change; and a file that is edited keeps all that is seen of it.
begin() { # when it was modified, as touch takes it
    need_shim
    export FOUILLE_STAT_CTIME=mtime
    modified=$1
    article a/un.txt "rivière"
    touch -d "$modified" a/un.txt
}

rewrite() { # TEXT
    edit a/un.txt "$1"
    touch -d "$modified" a/un.txt
}

reads_again_until() { # NANOSECONDS, of the first run and of the one from which on a change would show
    at "$1" fouille-index -q a
    rewrite "riviéra"
    run at "$1" fouille-index --status --index a/.fouille
    [[ "$output" == *"1 file to be read again"* ]]
    at $(($2 - 30000000)) fouille-index -q a # longer than it waits for
    [ "$(count riviéra)" = 1 ] # the change is not lost
    rewrite "flottes"
    at "$2" fouille-index -q a
    [ "$(count flottes)" = 1 ]
    run --separate-stderr at "$2" fouille-index a
    [[ "$stderr" == "Nothing to do: 1 article unchanged"* ]]
    rewrite "marines" # which nothing could tell: it is not read for ever
    at "$2" fouille-index -q a
    [ "$(count marines)" = 0 ]
}

@test "steps of two seconds: what is younger is read again, and not for ever" {
    begin '2024-05-02 08:00:00 UTC'
    reads_again_until 1000000000 2010000000
}

@test "steps of a second: what is younger is read again, and not for ever" {
    begin '2024-05-02 08:00:01 UTC'
    reads_again_until 1100000000 2010000000
}

@test "a server's clock, five minutes late or early" {
    export FOUILLE_STAT_TYPE=26985 # NFS
    begin '2024-05-02 08:00:00.123456789 UTC'
    reads_again_until 299000000000 300133456789
    rm -r a
    begin '2024-05-02 08:00:00.123456789 UTC'
    reads_again_until -299000000000 300133456789
}

@test "on the same file system a clock in small steps marks nothing" {
    begin '2024-05-02 08:00:00.123456789 UTC'
    at 123500000 fouille-index -q a
    rewrite "riviéra"
    at 123500000 fouille-index -q a
    [ "$(count riviéra)" = 0 ] # it had been given time to age
    [ -z "$(find a/.fouille -name '*.amend')" ]
}

@test "times to come are no reason to read a file again for ever" {
    begin '2030-05-02 08:00:00 UTC'
    at 0 fouille-index -q a
    run --separate-stderr at 0 fouille-index a
    [[ "$stderr" == "Nothing to do: 1 article unchanged"* ]]
    modified='2024-05-02 08:04:00 UTC'
    touch -d "$modified" a/un.txt
    reads_again_until 0 242010000000
}

@test "a mark is there after merging, after a list of files, and in a shard" {
    begin '2024-05-02 08:00:00 UTC'
    article a/deux.txt "montagne"
    touch -d '2020-01-01' a/deux.txt
    at 1000000000 fouille-index -q a
    article a/trois.txt "vallée"
    touch -d '2020-01-01' a/trois.txt
    at 1000000000 fouille-index -q a
    fouille-index -q --optimize --index a/.fouille
    rewrite "riviéra"
    echo a/un.txt | at 1000000000 fouille-index -q --index a/.fouille --files-from -
    [ "$(count riviéra)" = 1 ]
    fouille-index -q --optimize --index a/.fouille
    rewrite "flottes"
    at 9000000000 fouille-index -q a
    [ "$(count flottes)" = 1 ]
    fouille-index -q --optimize --index a/.fouille
    cp a/.fouille/*.seg optimized
    at 9000000000 fouille-index -q --rebuild --threads 1 a
    cmp optimized a/.fouille/*.seg
    rm -r a/.fouille
    for k in 1 2; do at 1000000000 fouille-index -q --shard $k/2 a; done
    at 1000000000 fouille-index -q --adopt --index a/.fouille
    rewrite "marines"
    at 9000000000 fouille-index -q a
    [ "$(count marines)" = 1 ]
}

@test "a file of lines of which one changes in the step of its clock" {
    begin '2024-05-02 08:00:00 UTC'
    printf '{"id": "1", "text": "crue"}\n{"id": "2", "text": "crue"}\n' >a/l.jsonl
    touch -d "$modified" a/l.jsonl
    at 1000000000 fouille-index -q a
    edit a/l.jsonl '{"id": "1", "text": "lacs"}'
    touch -d "$modified" a/l.jsonl
    at 1000000000 fouille-index -q a
    [ "$(count lacs)" = 1 ]
    printf '{"id": "1", "text": "lacs"}\n{"id": "2", "text": "parc"}\n' >a/l.jsonl
    touch -d "$modified" a/l.jsonl
    at 9000000000 fouille-index -q a
    [ "$(count parc)" = 1 ]
    run --separate-stderr at 9000000000 fouille-index a
    [[ "$stderr" == "Nothing to do: 3 articles unchanged"* ]]
}

# --- file systems whose clocks go in steps ---

# within FILESYSTEM MAKE...: a folder a on a file system of its own.
mounted=
within() {
    local type=$1
    shift
    [ "$(id -u)" -eq 0 ] || skip "only root mounts"
    command -v "$1" >/dev/null || skip "there is no $1"
    truncate -s 32M image
    "$@" image >made 2>&1
    mkdir a
    mount -o loop -t "$type" image a 2>mounting || skip "$type cannot be mounted here: $(head -1 mounting)"
    mounted=$PWD/a
}

teardown() {
    last_line
    [ -z "$mounted" ] || umount "$mounted"
    cd /
    rm -rf "$work"
}

# Edits that follow each other as fast as they can, each of the same size.
finds_each_edit() {
    local number
    for number in $(seq -w 20); do
        echo "première$number" >a/un.txt
        fouille-index -q a
        echo "deuxième$number" >a/un.txt
        fouille-index -q a
        [ "$(count "deuxième$number")" = 1 ]
    done
    sleep 2.1
    fouille-index -q a
    run --separate-stderr fouille-index a
    [[ "$stderr" == "Nothing to do: "* ]]
}

@test "ext4 with inodes of 128 bytes" {
    within ext4 mkfs.ext4 -q -I 128
    finds_each_edit
}

@test "FAT" {
    within vfat mkfs.vfat
    finds_each_edit
}

@test "exFAT" {
    within exfat mkfs.exfat
    finds_each_edit
}
