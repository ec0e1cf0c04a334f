#!/usr/bin/env bats
# The Debian package: what is in it works where it is unpacked, and goes without a trace.

bats_require_minimum_version 1.5.0
load helper

package() {
    command -v dpkg >/dev/null && command -v file >/dev/null && command -v cpack >/dev/null || skip "needs dpkg, file and cpack"
    grep -q '^FOUILLE_SANITIZE:STRING=$' "$FOUILLE_BUILD/CMakeCache.txt" || skip "sanitizers are not packaged"
    export SOURCE_DATE_EPOCH=1700000000
    cpack -G DEB --config "$FOUILLE_BUILD/CPackConfig.cmake" -B "$work/$1" >"$work/$1.log" 2>&1 ||
        { cat "$work/$1.log"; return 1; }
    deb=$(echo "$work/$1"/fouille_*.deb)
}

@test "it installs, works and is removed cleanly" {
    package one
    # no address that somebody else could have
    [[ "$(dpkg-deb -f "$deb" Maintainer)" == *"@fouille.invalid>" ]]
    root=$work/root
    mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates"
    touch "$root/var/lib/dpkg/status"
    in_root() { dpkg --root="$root" --force-not-root --force-depends --force-script-chrootless --log=/dev/null "$@" >log 2>&1 || { cat log; return 1; }; }
    in_root -i "$deb"
    for file in bin/fouille bin/fouille-index share/locale/fr/LC_MESSAGES/fouille.mo share/doc/fouille/copyright share/doc/fouille/inputs.md share/doc/fouille/guide.md \
        share/bash-completion/completions/fouille share/zsh/vendor-completions/_fouille \
        share/fish/vendor_completions.d/fouille.fish; do
        [ -s "$root/usr/$file" ] || { echo "$file"; return 1; }
    done
    if [ -d "$FOUILLE_BUILD/share/man" ]; then
        for page in man1/fouille.1 man1/fouille-index.1 man7/fouille-query.7 man5/fouille-index-format.5; do
            gzip -t "$root/usr/share/man/$page.gz" "$root/usr/share/man/fr/$page.gz"
        done
    fi
    PATH=$root/usr/bin:/usr/sbin:/usr/bin:/sbin:/bin
    article a/un.txt "rivière"
    fouille-index --quiet a
    [ "$(fouille -l -i a/.fouille rivière)" = a/un.txt ]
    run env LC_ALL=fr_FR.UTF-8 fouille --nope
    [[ "$output" == *"option inconnue"* ]]
    [[ "$(fouille --version)" == *"libstemmer "* ]]
    in_root --purge fouille
    [ -z "$(find "$root" -path "$root/var" -prune -o -type f -print -o -type l -print)" ]
    [ ! -e "$root/usr/share/doc/fouille" ]
}

@test "the same build is the same package, and it names no folder of the machine" {
    package one
    first=$deb
    sleep 1.1
    package two
    cmp "$first" "$deb"
    dpkg-deb -x "$deb" x
    # as they were before debug information was taken off, too: the build id is a sum over that
    for program in x/usr/bin/* "$FOUILLE_BUILD"/query/fouille "$FOUILLE_BUILD"/indexer/fouille-index; do
        none grep -qaF "$(cd "$BATS_TEST_DIRNAME/../.." && pwd)/" "$program"
    done
}

@test "lintian finds no error" {
    command -v lintian >/dev/null || skip "needs lintian"
    package one
    run lintian --fail-on error,warning --allow-root "$deb"
    [ "$status" -eq 0 ] || { echo "$output"; return 1; }
}
