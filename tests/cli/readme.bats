#!/usr/bin/env bats
# The README's commands run as they are printed.

bats_require_minimum_version 1.5.0
load helper

readme=$BATS_TEST_DIRNAME/../../README.md

# What the commands speak of: articles, folders to add, queries, and a home with an index.
world() {
    export HOME=$work/home
    mkdir home
    cp -r "$BATS_TEST_DIRNAME/../../examples/articles" articles
    cp -r articles/2022 a && cp -r articles/2023 b && cp -r articles/2024 c && cp -r articles/carnets d
    touch -d yesterday stamp
    article articles/etat.txt "État d'urgence à l'école\n\nLe gouvernement gouverne, dit le maire ; l'optimisme aussi."
    a_pdf a.pdf "La crue monte"
    cp articles/2022/01/la-riviere-menace-l-ecole.txt article.txt
    printf 'rivière\ncrue\n' >mots.txt
    printf 'q1\trivière crue\nq2\tbudget\n' >queries.tsv
    fouille-index --quiet .
}

# commands HEADING: the commands under it, a line each, without comments
commands() {
    awk -v heading="## $1" '$0 == heading { on = 1; next } /^## / { on = 0 } on && /^    [^ ]/' "$readme" |
        sed -E 's/^    //; s/^\$ //; /^#/d'
}

# runs COMMAND: with status 0, or 1 when nothing is found
runs() {
    local status=0 command=$1
    [[ $command != *' --watch'* ]] || command="timeout --foreground --preserve-status 3 $command" # until it is ended
    bash -o pipefail -c "$command" >out 2>err </dev/null || status=$?
    [ $status -le 1 ] || { echo "$1: $status"; cat err; return 1; }
}

has() { # a tool that the command needs
    case $1 in
    *'| jq '*) command -v jq >/dev/null ;;
    parallel*) command -v parallel >/dev/null ;;
    pdftotext*) command -v pdftotext >/dev/null ;;
    *pandoc*) command -v pandoc >/dev/null && command -v odt2txt >/dev/null ;;
    esac
}

@test "Searching" {
    world
    count=0
    while IFS= read -r command; do
        case $command in
        *'| fzf '* | '0 6 '*) continue ;; # below
        esac
        has "$command" || continue
        runs "$command" || return 1
        # all but those about places that are not in this world find something
        case $command in
        *lemonde.fr* | *"mot autre"* | *maire* | *urgence*) ;;
        *'>run') [ -s run ] ;;
        *) [ -s out ] || { echo "nothing: $command"; return 1; } ;;
        esac
        count=$((count + 1))
    done < <(commands Searching)
    [ $count -ge 20 ]
}

@test "fzf: what is chosen from, and the preview" {
    command -v fzf >/dev/null || skip "needs fzf"
    world
    command=$(commands Searching | grep '| fzf ')
    [ -n "$command" ]
    [ "$(bash -c "$command --filter=riviere" </dev/null | tr '\0' '\n' | grep -c la-riviere)" -ge 1 ]
    preview=$(sed -E "s/.*--preview '(.*)'$/\1/" <<<"$command")
    # fzf quotes what it puts in the place of {}
    for path in articles/2021/11/fouilles-du-chateau.txt 'articles/breves.jsonl#breve-002'; do
        bash -c "${preview//\{\}/\'$path\'}" >out
        grep -q $'\033\[1;31mcru' out || { echo "$path"; cat out; return 1; }
    done
}

@test "Indexing, and the cron line" {
    world
    line=$(commands Searching | grep '^0 6 ')
    count=0
    while IFS= read -r command; do
        [[ $command == fouille-index* || $command == find* || $command == pdftotext* ]] || continue # the picture of a crawled article
        has "$command" || continue
        runs "$command" || return 1
        count=$((count + 1))
    done < <(commands Indexing)
    [ $count -ge 12 ]
    [ "$(fouille -c -i home/presse 'chemin:*')" -ge 1 ]
    runs "${line#0 6 \* \* \* }"
    [ ! -s err ]
}

@test "the beginning, the line that brings up to date every five minutes, and the ignore file" {
    world
    rm -rf .fouille
    article articles/paix.txt 'Le contingent de la paix\n\nIl part après les troubles à Almaty.'
    awk '/^## / { exit } /^    \$ / { sub(/^    \$ /, ""); print }' "$readme" >beginning
    [ "$(wc -l <beginning)" -eq 4 ]
    bash -e -o pipefail -c "$(cat beginning)" >out
    [ -s out ]
    export HOME=$work
    printf 'La crue\n' >articles/garde.bak
    line=$(commands Indexing | grep '^\*/5 ')
    bash -c "${line#\*/5 \* \* \* \* }"
    mkdir articles/brouillons
    printf 'Un lynx.\n' | tee articles/brouillons/un.txt >articles/deux.txt
    bash -c "$(commands Indexing | grep '^printf ')"
    bash -c "${line#\*/5 \* \* \* \* }"
    [ "$(fouille -l -i articles/.fouille lynx)" = articles/deux.txt ]
}

# filters: what stands behind --filter in each row of the table
filters() { sed -nE "s/^\|[^|]*\| \`--filter '([^']*)'\`.*/\1/p" "$readme"; }

# make_input FILE: a file of that ending with the words noyé and crue (crue alone where the format has no accents here)
make_input() {
    local from=input.md
    printf -- '---\ntitle: Titre\n---\n\nLa crue a noyé les prés.\n' >input.md
    case $1 in
    *.rtf) printf '{\\rtf1\\ansi\\ansicpg1252 La crue a noy\\u233? les pr\\u233?s.}' >"$1" ;;
    *.eml) printf 'From: a@b.example\nSubject: Titre\nMIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\n\nLa crue a noy\351 les pr\351s.\n' >"$1" ;;
    *.ps) printf '%%!PS\n/Times-Roman findfont 20 scalefont setfont 72 600 moveto (La crue) show showpage\n' >"$1" ;;
    *.djvu)
        { printf 'P1\n64 64\n'; printf '0%.0s ' $(seq 4096); } >page.pbm
        printf '(page 0 0 64 64 "La crue")' >words
        cjb2 page.pbm "$1" && djvused -e 'select 1; set-txt words; save' "$1" ;;
    *) pandoc -s "$from" -o "$1" ;;
    esac
}

@test "filters: each row of the table whose program is here reads what it says" {
    [ "$(filters | wc -l)" -ge 14 ]
    count=0
    while IFS= read -r filter; do
        command=${filter#*=}
        command -v "$(sed -E 's/^[a-z]+://; s/ .*//' <<<"$command")" >/dev/null || continue
        mkdir "row$count"
        cd "row$count"
        make_input "a${filter%%=*}" 2>/dev/null || { cd ..; rmdir "row$count" 2>/dev/null || true; continue; }
        fouille-index --quiet --filter "$filter" --include "a${filter%%=*}" .
        [ "$(fouille -l crue)" = "a${filter%%=*}" ] || { echo "$filter"; return 1; }
        [[ $filter == .ps* || $filter == .djvu* ]] || [ "$(fouille -l noyé)" = "a${filter%%=*}" ] || { echo "$filter"; return 1; }
        cd ..
        count=$((count + 1))
    done < <(filters)
    [ $count -gt 0 ] || skip "needs a filter's program"
}

@test "the settings that it shows are understood, and hold" {
    world
    export XDG_CONFIG_HOME=$work/.config
    mkdir -p .config/fouille home/presse
    awk '/^## Settings/ { on = 1; next } /^## / { on = 0 } on && /^    / { sub(/^    /, ""); print }' "$readme" >.config/fouille/config
    [ "$(grep -c = .config/fouille/config)" -ge 5 ]
    fouille-index --quiet --index home/presse/.fouille articles
    cd /
    LC_ALL= run --separate-stderr fouille -l -n 0 'chemin:*.txt'
    [ "$status" -eq 0 ]
    [[ "${lines[0]}" == "$work/articles/"* ]]
    LC_ALL= run --separate-stderr fouille --nope
    [[ "$stderr" == *"option inconnue"* ]]
}
