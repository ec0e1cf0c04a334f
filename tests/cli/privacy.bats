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

@test "privacy: repair, shards and adoption keep an index private" {
    umask 000
    for i in 1 2 3 4; do article a/$i.txt "Un lynx numéro $i."; done
    for shard in 1 2; do fouille-index -q --index b --shard $shard/2 a; done
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
    [[ "$stderr" == *"the umask lets nobody else read 'a/.fouille'; change it before using --shared"* ]]
    [ ! -e a/.fouille/MANIFEST ]
    run --separate-stderr fouille-index --shared --private a
    [ "$status" -eq 2 ]
    for option in --optimize --check --watch '--forget a' '--files-from /dev/null'; do
        run --separate-stderr fouille-index --index a/.fouille --shared $option
        [ "$status" -eq 2 ]
        [[ "$stderr" == *"--shared and ${option%% *} cannot be combined"* ]]
    done
}

@test "privacy: shards say whom they are for, and adoption opens the index to them" {
    umask 022
    for i in 1 2 3 4; do article a/$i.txt "Un lynx numéro $i."; done
    for shard in 1 2; do fouille-index -q --index b --shared --shard $shard/2 a; done
    closed b
    (umask 000; fouille-index -q --index b --adopt)
    modes b 755 644
    grep -qx 'shared 755' b/MANIFEST
    # As the index is, without being told.
    for shard in 1 2; do fouille-index -q --index b --shard $shard/2 a; done
    modes b 755 644
    fouille-index -q --index b --adopt
    modes b 755 644
    for shard in 1 2; do fouille-index -q --index b --private --shard $shard/2 a; done
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

# --- what is left out ---

# public NAME TEXT: an article that everybody may read
public() {
    article "$1" "$2"
    chmod 644 "$1"
}

# shared_index: folder a with public and private articles, and a shared index of it beside
shared_index() {
    umask 022
    chmod 755 .
    public a/1.txt 'Un lynx public.'
    public a/sous/2.txt 'Un lynx public.'
    article a/secret.txt 'Un lynx secret.'
    chmod 600 a/secret.txt
    public a/clos/3.txt 'Un lynx secret.'
    chmod 700 a/clos
    public a/muet/4.txt 'Un lynx secret.'
    chmod 711 a/muet
}


@test "privacy: a shared index leaves out what not all of its readers may read, and says so" {
    shared_index
    run --separate-stderr fouille-index --shared --index i a
    [ "$status" -eq 1 ]
    for path in secret.txt clos muet; do
        [[ "$stderr" == *"/a/$path: not all readers of the index may read it; left out (to include it: --include-private)"* ]]
    done
    [ "$(fouille --index i -c lynx)" -eq 2 ]
    # The next run leaves it out as well, and does not say so again.
    run --separate-stderr fouille-index --index i
    [ "$status" -eq 0 ]
    [[ "$stderr" != *"not all readers"* ]]
    run fouille-index -q --index i --strict
    [ "$status" -eq 1 ]
    [ "$(fouille --index i -c lynx)" -eq 2 ]
    run fouille-index -q --index i --rebuild
    [ "$(fouille --index i -c lynx)" -eq 2 ]
    # A private one, and one that is told to, have everything.
    fouille-index -q --index p a
    [ "$(fouille --index p -c lynx)" -eq 5 ]
    fouille-index -q --include-private --index i
    [ "$(fouille --index i -c lynx)" -eq 5 ]
    run fouille-index -q --index i
    [ "$status" -eq 1 ]
    [ "$(fouille --index i -c lynx)" -eq 2 ]
    fouille-index -q --index i --private
    [ "$(fouille --index i -c lynx)" -eq 5 ]
}

@test "privacy: what is closed later leaves a shared index, and its text the files" {
    umask 022
    chmod 755 .
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do public a/$i.txt "Un lynx numéro $i."; done
    public a/clos/secret1.txt 'Un secret.'
    public a/secret2.txt 'Un secret.'
    fouille-index -q --shared --no-store --index i a
    [ "$(fouille --index i -c secret)" -eq 2 ]
    chmod 640 a/secret2.txt # neither size nor time of modification are others
    run --separate-stderr fouille-index --index i
    [ "$status" -eq 1 ]
    [ "$(fouille --index i -c secret)" -eq 1 ]
    none grep -q secret2 i/*.seg
    chmod 700 a/clos
    run --separate-stderr fouille-index --index i
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"/a/clos: not all readers"* ]]
    run fouille --index i -c secret
    [ "$output" = 0 ]
    cat i/*.seg >all
    none grep -q secret all
    # Nothing is written anew for what stays closed.
    before=$(ls i)
    run fouille-index -q --index i
    [ "$(ls i)" = "$before" ]
    chmod 644 a/secret2.txt
    chmod 755 a/clos
    fouille-index -q --index i
    [ "$(fouille --index i -c secret)" -eq 2 ]
}

@test "privacy: a private index that is opened gives up what its new readers may not read" {
    shared_index
    fouille-index -q --index i a
    [ "$(fouille --index i -c lynx)" -eq 5 ]
    run --separate-stderr fouille-index --index i --shared
    [ "$status" -eq 1 ]
    modes i 755 644
    [ "$(fouille --index i -c lynx)" -eq 2 ]
    [ "$(fouille-index --index i --check | grep -c '2 articles')" -eq 1 ]
    none grep -q secret i/*.seg
    # So does one that chmod opens, at the next run.
    fouille-index -q --index p a
    chmod -R a+rX p
    run fouille-index -q --index p
    [ "$status" -eq 1 ]
    [ "$(fouille --index p -c lynx)" -eq 2 ]
}

@test "privacy: a closed folder above the articles counts, unless it is above the index as well" {
    umask 022
    chmod 755 .
    public haut/a/1.txt 'Un lynx.'
    chmod 700 haut
    run --separate-stderr fouille-index --shared --index i haut/a
    [ "$status" -eq 1 ]
    [[ "$stderr" == *"/haut/a: not all readers"* ]]
    run fouille --index i -c lynx
    [ "$output" = 0 ]
    fouille-index -q --shared haut/a
    [ "$(fouille --index haut/a/.fouille -c lynx)" -eq 1 ]
    # One that is only passed through need not be listed.
    chmod 711 haut
    fouille-index -q --index i
    [ "$(fouille --index i -c lynx)" -eq 1 ]
    echo haut/a/1.txt >list
    chmod 700 haut
    run fouille-index -q --index i --files-from list
    [ "$status" -eq 1 ]
    run fouille --index i -c lynx
    [ "$output" = 0 ]
}

@test "privacy: an index of a group takes what the group may read" {
    umask 027
    chmod 755 .
    article a/1.txt 'Un lynx.'
    article a/2.txt 'Un lynx secret.'
    chmod 600 a/2.txt
    run fouille-index -q --shared a
    [ "$status" -eq 1 ]
    modes a/.fouille 750 640
    [ "$(fouille --index a/.fouille -c lynx)" -eq 1 ]
    chmod 755 a
    umask 022
    run fouille-index -q --index a/.fouille --shared
    [ "$status" -eq 1 ]
    run fouille --index a/.fouille -c lynx # 1.txt is 640
    [ "$output" = 0 ]
}

@test "privacy: what came from standard input is not shared unless that is said" {
    umask 022
    echo 'Un lynx.' | fouille-index -q --index i --stdin-name note.txt
    run --separate-stderr fouille-index --index i --shared
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"nothing says who may read 'stdin:note.txt', which came from standard input"* ]]
    closed i
    fouille-index -q --index i --shared --include-private
    modes i 755 644
    [ "$(fouille --index i -c lynx)" -eq 1 ]
    # To give it to an index that is shared is to share it.
    public a/1.txt 'Un lynx.'
    chmod 755 .
    fouille-index -q --shared --index j a
    echo 'Un lynx.' | fouille-index -q --index j --stdin-name note.txt
    fouille-index -q --index j
    [ "$(fouille --index j -c lynx)" -eq 2 ]
}

@test "privacy: an index is not opened while a folder of it cannot be looked at" {
    umask 022
    chmod 755 .
    public a/1.txt 'Un lynx.'
    public b/2.txt 'Un lynx.'
    fouille-index -q --index i a b
    mv b away
    run --separate-stderr fouille-index --index i --shared
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"the index cannot be shared until all that it contains can be checked"* ]]
    closed i
    mv away b
    fouille-index -q --index i --shared
    modes i 755 644
    mv b away # was looked at
    run fouille-index -q --index i
    [ "$status" -eq 1 ]
    [ "$(fouille --index i -c lynx)" -eq 2 ]
}

@test "privacy: --watch takes out what is closed, file and folder" {
    umask 022
    chmod 755 .
    public a/1.txt 'Un lynx.'
    public a/sous/2.txt 'Un lynx.'
    fouille-index -q --shared --index i a
    fouille-index -q --index i --watch &
    watcher=$!
    wait_until() { for _ in $(seq 100); do "$@" && return; sleep 0.1; done; return 1; }
    counts() { [ "$(fouille --index i -c lynx)" = "$1" ]; }
    sleep 0.5
    chmod 600 a/1.txt
    wait_until counts 1
    chmod 700 a/sous
    wait_until counts 0
    chmod 755 a/sous
    wait_until counts 1
    kill $watcher
    wait $watcher || true
}

@test "privacy: others read what they may, and not a byte more" {
    needs_other
    shared_index
    run fouille-index -q --shared --index i a
    PATH=$PATH as_other fouille --index "$PWD/i" -c lynx >count
    [ "$(cat count)" = 2 ]
    as_other cat a/1.txt a/sous/2.txt >/dev/null
    run as_other cat a/secret.txt
    [ "$status" -ne 0 ]
}

@test "privacy: --status says who may read the index, and what is kept from them" {
    shared_index
    fouille-index -q --index i a
    [[ "$(fouille-index --index i --status)" == *"readers:   its owner alone"* ]]
    run fouille-index -q --index i --shared
    output=$(fouille-index --index i --status)
    [[ "$output" == *"readers:   everybody"* ]]
    [[ "$output" == *"3 files or folders that not all readers of the index may read"* ]]
    [[ "$output" == *"pending:   nothing"* ]]
}

@test "privacy: a reader who is refused is told whose index it is, and how it is shared" {
    needs_other
    umask 022
    public a/1.txt 'Un lynx.'
    fouille-index -q --index i a
    index=$PWD/i
    for command in "fouille lynx" "fouille -c lynx" "fouille-index --status" "fouille-index --check"; do
        run --separate-stderr as_other env FOUILLE_INDEX="$index" $command
        [ "$status" -eq 2 ]
        [[ "$stderr" == *"'$index' belongs to root, and you have no access to it; its owner can share it with: fouille-index --index '$index' --shared" ]]
    done
    chmod 755 i # the folder is open, the files are not
    run --separate-stderr as_other fouille --index "$index" lynx
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"'$index' belongs to root, and you have no access to it"* ]]
    chown -R 54321 i
    run --separate-stderr as_other env LC_ALL=fr_FR.UTF-8 fouille --index "$index" lynx
    [[ "$stderr" == *"appartient à l’utilisateur 54321 et vous n’y avez pas accès"* ]]
    chown -R 0 i
    fouille-index -q --index i --shared
    [ "$(as_other fouille --index "$index" -c lynx)" -eq 1 ]
}
