#!/usr/bin/env bats
# Disks that are not mounted: what the index has of them stays until somebody says that it is gone.

bats_require_minimum_version 1.5.0
load helper

# mounted SCRIPT: bash runs it where it may mount.
mounted() {
    unshare -rm true 2>/dev/null || skip "cannot mount here"
    # shellcheck disable=SC2016
    unshare -rm bash -e -o pipefail -c '
        count() { fouille --index idx -c "$1" || true; }
        index() { # STATUS ARGUMENT...: fouille-index ends so; what it says is in said
            local expected=$1 ended=0
            shift
            fouille-index --index idx "$@" >said 2>&1 || ended=$?
            [ "$ended" -eq "$expected" ] || { cat said; exit 1; }
        }
        says() { grep -q "$1" said || { cat said; exit 1; }; }
        silent() { ! grep "$1" said || exit 1; }
        disk() { # FOLDER ARTICLE...: with one article for each name
            mount -t tmpfs none "$1"
            for name in "${@:2}"; do echo "rivière $name" >"$1/$name.txt"; done
        }
        mkdir -p a/b
        echo "rivière ici" >a/ici.txt
        '"$1"
}

@test "an empty root is refused by --rebuild as by any run, until --allow-empty" {
    article a/un.txt "rivière"
    article b/deux.txt "rivière"
    fouille-index -q --index idx a b
    rm b/deux.txt
    before=$(cat idx/MANIFEST)
    run --separate-stderr fouille-index --index idx --rebuild
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"'$PWD/b' is empty: is its disk mounted? The index is unchanged"* ]]
    [ "$(cat idx/MANIFEST)" = "$before" ]
    run --separate-stderr fouille-index --index idx --rebuild a b
    [ "$status" -eq 2 ]
    [ "$(cat idx/MANIFEST)" = "$before" ]
    run --separate-stderr fouille-index --index idx
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"'$PWD/b' is empty"* ]]
    [ "$(fouille --index idx -c rivière)" = 2 ]
    run --separate-stderr fouille-index --index idx # once
    [ "$status" -eq 0 ]
    [[ "$stderr" != *"is empty"* && "$stderr" == *"1 file or folder is still left out"* ]]
    run --separate-stderr fouille-index --index idx --allow-empty
    [ "$status" -eq 0 ]
    [ "$(fouille --index idx -c rivière)" = 1 ]
    run --separate-stderr fouille-index --index idx --rebuild # it has none to lose
    [ "$status" -eq 0 ]
}

@test "--rebuild --allow-empty takes an empty root at its word" {
    article a/un.txt "rivière"
    article b/deux.txt "rivière"
    fouille-index -q --index idx a b
    rm b/deux.txt
    run --separate-stderr fouille-index --index idx --rebuild --allow-empty
    [ "$status" -eq 0 ]
    [ "$(fouille --index idx -c rivière)" = 1 ]
}

@test "a root that is not mounted keeps its articles" {
    mounted '
        disk a/b un deux
        index 0 a/b
        [ "$(count rivière)" = 2 ]
        umount a/b
        index 1
        says "is not mounted\|no longer a mount point"
        [ "$(count rivière)" = 2 ]
        index 2 --rebuild
        echo "fleuve" >a/b/autre.txt # what lies below the mount point
        index 0
        [ "$(count rivière)" = 2 ]
        index 2 --rebuild
        says "no longer a mount point"
        index 0 --allow-empty
        [ "$(count rivière)" = 0 ]
        [ "$(count fleuve)" = 1 ]
        ! grep "^mount" idx/MANIFEST
    '
}

@test "a subfolder that was a mount point keeps its articles, and one line says so" {
    mounted '
        disk a/b un deux
        index 0 a
        grep -qx "mount 0 b" idx/MANIFEST
        [ "$(count rivière)" = 3 ]
        umount a/b
        index 1
        [ "$(grep -c "no longer a mount point" said)" -eq 1 ]
        index 0
        silent "no longer"
        says "1 file or folder is still left out"
        index 0 --status
        says "away:      1 missing or empty folder"
        says "pending:   nothing"
        index 1 --strict
        [ "$(count rivière)" = 3 ]
        echo "$PWD/a/b/un.txt" >list
        index 0 --files-from list
        fouille-index -q --index idx --optimize
        rmdir a/b # as who mounts removable disks does
        index 0
        echo "rivière encore" >a/zz.txt
        index 0
        index 0 --files-from list
        [ "$(count rivière)" = 4 ]
        index 2 --rebuild
        says "no longer a mount point"
        mkdir a/b
        disk a/b un
        index 0
        [ "$(count rivière)" = 3 ]
        silent "left out"
        umount a/b
        index 0 --allow-empty
        [ "$(count rivière)" = 2 ]
        ! grep "^mount" idx/MANIFEST
        index 0
        silent "mount"
    '
}

@test "a mount point that is ignored now is forgotten" {
    mounted '
        disk a/b un
        index 0 a
        echo "/b/" >a/.fouilleignore
        umount a/b
        index 0
        [ "$(count rivière)" = 1 ]
        ! grep "^mount" idx/MANIFEST
        rm a/.fouilleignore
        disk a/b un
        index 0
        umount a/b
        index 0 --exclude b
        [ "$(count rivière)" = 1 ]
    '
}

@test "mount points of shards, and of roots that are forgotten" {
    mounted '
        mkdir c
        disk a/b un
        disk c trois
        for shard in 1 2; do index 0 --shard $shard/2 a c; done
        index 0 --adopt
        grep -qx "mount 0 b" idx/MANIFEST
        grep -qx "mount 1 " idx/MANIFEST
        umount a/b
        index 1
        [ "$(count rivière)" = 3 ]
        index 0 --forget a
        grep -qx "mount 0 " idx/MANIFEST
        ! grep -x "mount 0 b" idx/MANIFEST
        [ "$(count rivière)" = 1 ]
        umount c
        index 1
        [ "$(count rivière)" = 1 ]
    '
}

@test "--watch keeps the articles of a disk that is unmounted" {
    mounted '
        disk a/b un deux
        fouille-index --index idx --watch a >said 2>&1 &
        watcher=$!
        until grep -q watching said; do sleep 0.05; done
        umount a/b
        until grep -q "no longer a mount point" said; do sleep 0.05; done
        [ "$(count rivière)" = 3 ]
        echo crue >a/crue.txt
        until [ "$(count crue)" = 1 ]; do sleep 0.05; done
        [ "$(count rivière)" = 3 ]
        disk a/b un deux trois # and it is back
        until [ "$(count rivière)" = 4 ]; do sleep 0.05; done
        echo crue >a/b/quatre.txt
        until [ "$(count crue)" = 2 ]; do sleep 0.05; done
        rm a/b/un.txt
        until [ "$(count rivière)" = 3 ]; do sleep 0.05; done
        kill $watcher
        wait $watcher
    '
}
