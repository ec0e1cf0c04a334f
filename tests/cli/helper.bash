# For the command-line tests: the two programs, and a fresh folder per test.
# FOUILLE_BUILD names the build folder (ctest sets it).

setup() {
    : "${FOUILLE_BUILD:?names the build folder}"
    PATH="$FOUILLE_BUILD/indexer:$FOUILLE_BUILD/query:$PATH"
    unset FOUILLE_INDEX FOUILLE_LANGUAGE FOUILLE_LIMIT FOUILLE_COLOR NO_COLOR
    export LC_ALL=C.UTF-8
    export XDG_CONFIG_HOME=/nonexistent
    work=$(mktemp -d "${BATS_TMPDIR:-/tmp}/fouille.XXXXXX")
    cd "$work" || return 1
}

teardown() {
    cd /
    rm -rf "$work"
}

# article NAME TEXT: a plain article in the current folder; TEXT as printf's %b.
article() {
    mkdir -p "$(dirname "$1")"
    printf '%b\n' "$2" >"$1"
}

# In front of what has one thread: passed over where only threads are looked at.
one_thread() {
    [ -z "${FOUILLE_THREADS_ONLY:-}" ] || skip "it has one thread"
}
