#!/usr/bin/env bats
# Output for programs: whatever articles and file names hold, each format keeps its form.

bats_require_minimum_version 1.5.0
load helper

# Articles whose titles, addresses, ids and paths try to break a line, a column or a string.
hostile() {
    printf 'Titre "cité" \\ barre \\n \033[31m \302\205 \342\200\250 \342\200\256fin\n\nUne rivi\303\250re "cit\303\251e" \\ l\303\240 \001\002 \033]0;x\007 \342\200\256 fin.\n' >a.txt
    article 'guillemets "et" \barre.txt' "rivière"
    printf 'rivi\303\250re' >"$(printf 'tab\tligne\nfin\r\033[2J.txt')"
    printf 'rivi\303\250re' >"$(printf 'latin-\351t\351-\377.txt')"
    printf 'rivi\303\250re' >"$(printf 'rlo-\342\200\256txt.md')"
    printf 'rivi\303\250re' >'antislash\x41.txt'
    printf 'rivi\303\250re' >'-n.txt'
    cat >d.jsonl <<'END'
{"id": "a\tb\nc\u0000\"\\", "title": "t\tu\nv\u001b[0m\u202e", "url": "https://exemple.fr/\t\"x\"\n", "date": "2022-01-06T11:54:00+01:00", "text": "rivière\ten\r\ncrue \u2028 \\ \" </script>"}
{"id": "\ud83d\ude00 é", "title": "", "text": "rivière 😀"}
{"id": "3", "title": "\\x41", "date": "2022-01", "text": "rivière"}
END
    fouille-index --quiet .
    hits=$(fouille -c rivière)
    [ "$hits" -eq 10 ]
}

@test "--json: an object a line, whatever is in it" {
    hostile
    fouille --json -n 0 rivière >out
    [ "$(wc -l <out)" -eq "$hits" ]
    while IFS= read -r line; do jq -e . <<<"$line" >/dev/null; done <out
    iconv -f UTF-8 -t UTF-8 out >/dev/null
    none grep -qP '[\x00-\x09\x0b-\x1f\x7f]' out
    none grep -qP '\x{202e}|\x{2028}|\x{85}' out
    jq -es 'all(.version == 1 and (.rank | type) == "number" and (.score | type) == "number" and
        (.path | type) == "string" and (.title | type) == "string" and
        (.snippet | type) == "string" and (.matches | type) == "array")' out
    jq -es '[.[].rank] == [range(1; length + 1)]' out
    jq -es '[.[] | keys[]] - ["version", "rank", "score", "path", "path_hex", "id", "title", "url",
        "published", "modified", "snippet", "matches", "offsets", "file_offsets"] == []' out
}

@test "--json: what was said comes back" {
    hostile
    fouille --json -n 0 rivière >out
    jq -es 'any(.path == "guillemets \"et\" \\barre.txt")' out
    jq -es 'any(.path == "tab\tligne\nfin\r\u001b[2J.txt")' out
    jq -es 'any(.path == "antislash\\x41.txt")' out
    jq -es 'any(.id == "😀 é")' out
    jq -es 'map(select(.path == "d.jsonl" and .id != "3" and .id != "😀 é")) | .[0] |
        (.url | startswith("https://exemple.fr/")) and .published == "2022-01-06T11:54:00+01:00"' out
    jq -es 'map(select(.id == "3")) | .[0] | .published == "2022-01" and .title == "\\x41"' out
    jq -es 'map(select(.path == "a.txt")) | .[0] | has("url") or has("published") or has("id") | not' out
}

@test "--json: paths of all lengths" {
    for length in $(seq 54 70) 96 144; do
        article "a/$(printf "%0$((length - 6))d" 0).txt" "rivière"
    done
    fouille-index --quiet --index idx a
    fouille --index idx --json -n 0 rivière | jq -r .path | sort >found
    find a -type f | sort | cmp - found
}

@test "--json: path_hex when, and only when, the path is not UTF-8" {
    hostile
    fouille --json -n 0 rivière >out
    [ "$(jq -s '[.[] | select(has("path_hex"))] | length' out)" -eq 1 ]
    jq -rs '.[] | select(has("path_hex")) | .path' out | grep -qx $'latin-\ufffdt\ufffd-\ufffd.txt'
    name=$(jq -r 'select(.path_hex) | .path_hex' out | sed 's/../\\x&/g')
    grep -q rivière "$(printf "$name")"
}

@test "--tsv: eight columns, always" {
    hostile
    fouille --tsv -n 0 rivière >out
    [ "$(wc -l <out)" -eq "$hits" ]
    awk -F'\t' 'NF != 8 || $1 != NR { print NF ": " $0; bad = 1 } END { exit bad }' out
    none grep -qP '[\x00-\x08\x0b-\x1f\x7f]' out
    iconv -f UTF-8 -t UTF-8 out >/dev/null
    # scores as --json has them
    diff <(cut -f2 out) <(fouille --json -n 0 rivière | grep -oP '"score":\K[^,]*')
    cut -f7 out | grep -qx '2022-01-06T11:54:00+01:00'
    cut -f7 out | grep -qx '2022-01'
    [ "$(cut -f8 out | sort -u)" = "" ]
}

@test "lines for a pipe: four columns, always" {
    hostile
    for option in "" --color=never; do
        # shellcheck disable=SC2086
        fouille $option -n 0 rivière >out
        [ "$(wc -l <out)" -eq "$hits" ]
        awk -F'\t' 'NF != 4 || $2 !~ /^[0-9]+\.[0-9][0-9][0-9][0-9]$/ { print NF ": " $0; bad = 1 } END { exit bad }' out
        none grep -qP '[\x00-\x08\x0b-\x1f\x7f]' out
    done
    grep -q $'\t2022-01-06\t' out
    cmp <(cut -f1 out) <(fouille -l -n 0 rivière)
}

@test "paths in lines can be had again" {
    hostile
    fouille -l -n 0 rivière >out
    [ "$(wc -l <out)" -eq "$hits" ]
    grep -qxF 'latin-\xE9t\xE9-\xFF.txt' out
    grep -qxF 'tab\x09ligne\x0Afin\x0D\x1B[2J.txt' out
    grep -qxF 'antislash\\x41.txt' out
    grep -qxF 'guillemets "et" \barre.txt' out
    grep -qxF 'rlo-\xE2\x80\xAEtxt.md' out
    # read back as docs/output.md says, every file is there
    perl -ne 'chomp; next if /^d\.jsonl#/; s/(\\?)\\x(?:([0-9A-F]{2}))?/$1 ? "\\x" . ($2 \/\/ "") : chr hex $2/ge;
        -f $_ or die "not a file: $_\n"; $n++; END { exit($n != 7) }' out
}

@test "-0: the path's own bytes" {
    hostile
    fouille -0 -n 0 rivière >out
    [ "$(tr -cd '\0' <out | wc -c)" -eq "$hits" ]
    while IFS= read -r -d '' path; do
        [[ "$path" == d.jsonl#* ]] || [ -f "./$path" ]
    done <out
    [ "$(tr '\0' '\n' <out | grep -ac '^d.jsonl#')" -eq 3 ]
    grep -qaP 'latin-\xe9t\xe9-\xff\.txt\x00' out || LC_ALL=C grep -qaP 'latin-\xe9t\xe9-\xff\.txt' out
}

@test "the terminal's layout: no line but its own" {
    hostile
    fouille --color always -n 0 rivière >out
    sed 's/\x1b\[[0-9;]*m//g' out >bare
    none grep -qP '[\x00-\x09\x0b-\x1f\x7f]' bare
    iconv -f UTF-8 -t UTF-8 bare >/dev/null
    # two or three lines a hit, an empty one between
    [ "$(grep -cE '^ *[0-9]+\. ' bare)" -eq "$hits" ]
    [ "$(grep -c '^$' bare)" -eq $((hits - 1)) ]
    [ "$(grep -vc '^$' bare)" -le $((3 * hits)) ]
}

@test "--explain: every line that is no hit begins with #" {
    hostile
    fouille --explain -n 0 'rivière "en crue" +rivière titre:cité' >out
    [ "$(grep -vc '^#' out)" -eq "$hits" ]
    fouille --explain --tsv -n 0 'rivière' | grep -v '^#' | cmp - <(fouille --tsv -n 0 rivière)
    # JSON has the parts in a field of its own
    fouille --explain --json -n 0 'rivière' | jq -c 'del(.explain)' |
        cmp - <(fouille --json -n 0 rivière | jq -c .)
    fouille --explain --json -n 0 'rivière "en crue"' | jq -es 'all((.explain.clauses | map(.score + (.early // 0) + (.form // 0)) | add) - .score | fabs < 1e-6)'
    # the query cannot forge a line either
    fouille --explain "$(printf '"rivi\303\250re\n+1\t\033[31m\342\200\256 rivi\303\250re" rivière')" >out
    none grep -qP '[\x00-\x08\x0b-\x1f\x7f]' out
    [ "$(grep -vc '^#' out)" -eq "$hits" ]
}

# repeated TEXT COUNT
repeated() {
    head -c "$2" /dev/zero | sed "s/\\x0/$1/g"
}

# bounded BYTES ARGUMENT...: what is written of one hit has no longer line, and the hit is in it, valid UTF-8.
bounded_line() {
    local most=$1
    shift
    fouille "$@" >out
    [ "$(LC_ALL=C awk '{ if (length > most) most = length } END { print most + 0 }' out)" -le "$most" ] ||
        { echo "fouille $*: $(LC_ALL=C awk '{ print length }' out | sort -n | tail -n 1) bytes"; return 1; }
    [ -s out ]
    iconv -f UTF-8 -t UTF-8 out >/dev/null
    sed 's/\x1b\[[0-9;]*m//g' out | grep -qi 'lynx'
}

@test "what is shown of a text is of bounded width, and the match is in it" {
    local base64 marks ways way
    base64=$(repeated QUJD 400000)
    marks=$(repeated $'\u0301' 200000)
    printf 'a %s lynx %s b\n' "$base64" "$base64" >base64.txt
    printf '%slynx%s b\n' "$base64/" "/$base64" >glued.txt
    printf 'a%s lynx e%s b\n' "$marks" "$marks" >marks.txt
    printf 'a %s un lynx\n' "$(repeated $'\u200b' 200000)" >zero.txt
    printf '%s lynx %s\n' "$(repeated $'\u4e2d' 200000)" "$(repeated $'\u4e2d' 200000)" >chinese.txt
    { printf -- '---\ntitle: '; printf '%s lynx %s' "$(repeated 'mot ' 20000)" "$(repeated 'mot ' 20000)"
      printf '\n---\nun lynx\n'; } >title.md
    { printf -- '---\ntitle: '; printf 'lynx e%s' "${marks:0:20000}"; printf '\n---\nun lynx\n'; } >title-marks.md
    fouille-index -q .
    for name in base64 glued marks zero chinese title title-marks; do
        # A character has 4 bytes and 8 marks of 4 bytes at most; most of these texts have fewer.
        for way in --json "--json --context 8" "--json --kwic" --kwic "--kwic --color=always" \
            --color=always "--color=always --context 8" "--format {snippet}{title}"; do
            bounded_line 40000 $way "lynx chemin:$name.*"
        done
        for way in "" --tsv; do
            fouille $way "lynx chemin:$name.*" >out
            [ "$(wc -c <out)" -lt 20000 ]
        done
    done
    # Ordinary letters: a column is a byte, and there are hundreds of them, not thousands.
    for way in --json --kwic "--kwic --color=always" --color=always; do
        bounded_line 1000 $way "lynx chemin:base64.txt"
        bounded_line 1000 $way "lynx chemin:title.md"
    done
    COLUMNS=80 fouille --kwic --color=always lynx chemin:zero.txt >out
    [ "$(sed 's/\x1b\[[0-9;]*m//g' out | wc -m)" -lt 300 ]
    # Passages without end: one, two, three of 64 KiB.
    { for i in $(seq 20000); do printf 'un lynx '; done; } >dense.txt
    fouille-index -q .
    fouille --json --context 3 'lynx chemin:dense.txt' >out
    [ "$(jq '.passages | length' out)" -eq 3 ]
    [ "$(jq '[.passages[].matches | length] | add' out)" -eq 20000 ]
    [ "$(jq '[.passages[] | .end - .start] | max' out)" -le 65536 ]
}
