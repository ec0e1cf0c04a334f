# For the command-line tests: the two programs, and a fresh folder per test.
# FOUILLE_BUILD names the build folder (ctest sets it).

# Before the lines of a test are parsed: bash makes $'\u00a0' of it as the locale says.
export LC_ALL=C.UTF-8

# Before each command bats keeps a trace of its calls, which takes half of the time of many tests. Here numbers of lines are
# kept, of the command first, then of the calls that it is in.
bats_debug_trap() {
    [[ ${FUNCNAME[1]-} == @(teardown|last_line) ]] || command_lines=("${BASH_LINENO[@]}")
}

setup() {
    : "${FOUILLE_BUILD:?names the build folder}"
    PATH="$FOUILLE_BUILD/indexer:$FOUILLE_BUILD/query:$PATH"
    unset FOUILLE_INDEX FOUILLE_LANGUAGE FOUILLE_LIMIT FOUILLE_COLOR FOUILLE_COLORS NO_COLOR
    export LC_ALL=C.UTF-8 TERM=xterm
    export XDG_CONFIG_HOME=/nonexistent
    work=$(mktemp -d "${BATS_TMPDIR:-/tmp}/fouille.XXXXXX")
    cd "$work" || return 1
}

# For teardown: where a case that failed stopped.
last_line() {
    [ -n "${BATS_TEST_COMPLETED:-}" ] || echo "the last command was in line ${command_lines[*]:1:3}"
}

teardown() {
    last_line
    cd /
    rm -rf "$work"
}

# none COMMAND...: it must find nothing. A test does not end where `!` inverts what fails.
none() {
    ! "$@"
}

# article NAME TEXT: a plain article in the current folder; TEXT as printf's %b.
article() {
    local folder=${1%/*}
    [[ $1 != */* || -d $folder ]] || mkdir -p "$folder"
    printf '%b\n' "$2" >"$1"
}

# In front of what has one thread: passed over where only threads are looked at.
one_thread() {
    [ -z "${FOUILLE_THREADS_ONLY:-}" ] || skip "it has one thread"
}

# a_pdf NAME TEXT: a PDF with one line of ASCII text
a_pdf() {
    local text="BT /F1 12 Tf 20 100 Td ($2) Tj ET"
    printf '%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n' >"$1"
    printf '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' >>"$1"
    printf '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R' >>"$1"
    printf '/Resources<</Font<</F1 5 0 R>>>>>>endobj\n' >>"$1"
    printf '4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n' "${#text}" "$text" >>"$1"
    printf '5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n' >>"$1"
    printf 'trailer<</Root 1 0 R>>\n%%%%EOF\n' >>"$1"
}
