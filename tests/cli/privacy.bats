#!/usr/bin/env bats
# Who may read an index, and what it tells them: nothing that the articles would not.

bats_require_minimum_version 1.5.0
load helper

# as_other COMMAND...: as a user who is neither the owner nor in the group of anything here.
as_other() {
    setpriv --reuid 65534 --regid 65534 --clear-groups "$@"
}

# Passed over where nobody can become another user. Others must be able to come here.
needs_other() {
    [ "$(id -u)" -eq 0 ] || skip "only root can become another user"
    command -v setpriv >/dev/null || skip "needs setpriv"
    chmod 755 .
}

# open_to_others FOLDER: what of it others may do anything with
open_to_others() {
    find "$1" ! -type l -perm /077
}

# closed FOLDER: the whole index is its owner's
closed() {
    [ "$(stat -c %a "$1")" = 700 ] || return 1
    [ -z "$(open_to_others "$1")" ] || { open_to_others "$1"; return 1; }
}

# modes FOLDER MODE FILEMODE: those of the index's folder, and of each file that readers open
modes() {
    [ "$(stat -c %a "$1")" = "$2" ] || return 1
    [ "$(stat -c %a "$1"/MANIFEST "$1"/*.seg | sort -u)" = "$3" ] || { ls -l "$1"; return 1; }
}

@test "privacy: a new index is its owner's alone, whatever the umask" {
    umask 000
    article a/1.txt 'Un lynx.'
    fouille-index -q a
    closed a/.fouille
    none grep -q ^shared a/.fouille/MANIFEST
    article a/2.txt 'Une loutre.'
    fouille-index -q a
    closed a/.fouille
    fouille-index -q --index a/.fouille --optimize
    closed a/.fouille
    rm a/1.txt
    fouille-index -q a
    closed a/.fouille
    fouille-index -q --rebuild a
    closed a/.fouille
    echo 'Un castor.' | fouille-index -q --index b --stdin-name c.txt
    closed b
    fouille-index --index b --status
    mkdir c
    fouille-index -q --index c a
    closed c
}

@test "privacy: repair, shares and adoption keep an index private" {
    umask 000
    for i in 1 2 3 4; do article a/$i.txt "Un lynx numéro $i."; done
    for share in 1 2; do fouille-index -q --index b --shard $share/2 a; done
    closed b
    fouille-index -q --index b --adopt --merge-group 1/1
    closed b
    fouille-index -q --index b --adopt
    closed b
    article a/5.txt 'Un lynx.'
    fouille-index -q --index b
    printf x | dd of="$(find b -name '*.seg' | sort | head -n 1)" bs=1 seek=100 conv=notrunc 2>/dev/null
    fouille-index -q --index b --repair || [ $? -eq 1 ]
    closed b
}

@test "privacy: --shared opens an index as far as the umask does, and is remembered" {
    umask 022
    article a/1.txt 'Un lynx.'
    fouille-index -q --shared a
    modes a/.fouille 755 644
    grep -qx 'shared 755' a/.fouille/MANIFEST
    umask 077
    article a/2.txt 'Une loutre.'
    chmod 644 a/2.txt
    fouille-index -q a
    modes a/.fouille 755 644
    fouille-index -q --index a/.fouille --optimize
    modes a/.fouille 755 644
    fouille-index -q --rebuild a
    modes a/.fouille 755 644
    grep -qx 'shared 755' a/.fouille/MANIFEST
    umask 027
    fouille-index -q --shared a
    modes a/.fouille 750 640
    grep -qx 'shared 750' a/.fouille/MANIFEST
}

@test "privacy: an index that exists is opened, and closed again" {
    umask 022
    article a/1.txt 'Un lynx.'
    fouille-index -q a
    closed a/.fouille
    (cd a && fouille-index -q --shared)
    modes a/.fouille 755 644
    article a/2.txt 'Une loutre.'
    (cd a && fouille-index -q --private)
    closed a/.fouille
    none grep -q ^shared a/.fouille/MANIFEST
    (cd a && fouille-index -q)
    closed a/.fouille
    [ "$(cd a && fouille -c loutre)" -eq 1 ]
}

@test "privacy: what chmod opens is shared, what it closes is private" {
    umask 022
    article a/1.txt 'Un lynx.'
    fouille-index -q a
    chmod 755 a/.fouille # nobody can read the files yet
    article a/2.txt 'Un lynx.'
    fouille-index -q a
    closed a/.fouille
    chmod -R a+rX a/.fouille
    article a/3.txt 'Un lynx.'
    fouille-index -q a
    modes a/.fouille 755 644
    grep -qx 'shared 755' a/.fouille/MANIFEST
    chmod 700 a/.fouille
    article a/4.txt 'Un lynx.'
    fouille-index -q a
    none grep -q ^shared a/.fouille/MANIFEST
    [ "$(stat -c %a a/.fouille/MANIFEST)" = 600 ]
}

@test "privacy: a umask that lets nobody else read refuses --shared" {
    article a/1.txt 'Un lynx.'
    umask 077
    run --separate-stderr fouille-index --shared a
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"the umask lets nobody else read 'a/.fouille'; set another one before --shared"* ]]
    [ ! -e a/.fouille/MANIFEST ]
    run --separate-stderr fouille-index --shared --private a
    [ "$status" -eq 2 ]
    for option in --optimize --check --watch '--forget a' '--files-from /dev/null'; do
        run --separate-stderr fouille-index --index a/.fouille --shared $option
        [ "$status" -eq 2 ]
        [[ "$stderr" == *"--shared and --private go with a run over all folders"* ]]
    done
}

@test "privacy: shares say whom they are for, and adoption opens the index to them" {
    umask 022
    for i in 1 2 3 4; do article a/$i.txt "Un lynx numéro $i."; done
    for share in 1 2; do fouille-index -q --index b --shared --shard $share/2 a; done
    closed b
    (umask 000; fouille-index -q --index b --adopt)
    modes b 755 644
    grep -qx 'shared 755' b/MANIFEST
    # As the index is, without being told.
    for share in 1 2; do fouille-index -q --index b --shard $share/2 a; done
    modes b 755 644
    fouille-index -q --index b --adopt
    modes b 755 644
    for share in 1 2; do fouille-index -q --index b --private --shard $share/2 a; done
    fouille-index -q --index b --adopt
    closed b
    fouille-index -q --index b --shard 1/2 a
    fouille-index -q --index b --shared --shard 2/2 a
    run --separate-stderr fouille-index --index b --adopt
    [ "$status" -eq 2 ]
}

@test "privacy: an export is as private as the index" {
    umask 022
    article a/1.txt 'Un lynx.'
    fouille-index -q a
    fouille-index -q --index a/.fouille --export-bulk out
    closed out
    mkdir there
    fouille-index -q --index a/.fouille --export-bulk there
    [ -z "$(find there -type f -perm /077)" ]
    fouille-index -q --shared a
    fouille-index -q --index a/.fouille --export-bulk out2
    [ "$(stat -c %a out2)" = 755 ]
}
