#!/usr/bin/env bats
# The commands of README.md and docs/guide.md run as they are printed, and what documents name is there.

bats_require_minimum_version 1.5.0
load helper

top=$BATS_TEST_DIRNAME/../..
readme=$top/README.md
guide=$top/docs/guide.md

# What the commands speak of: articles, folders to add, queries, and a home with an index. Every search finds something.
world() {
    export HOME=$work/home
    mkdir home
    cp -r "$top/examples/articles" articles
    cp -r articles/2022 a && cp -r articles/2023 b && cp -r articles/2024 c && cp -r articles/carnets d
    touch -d yesterday stamp
    article articles/etat.txt "État d'urgence à l'école\n\nLe gouvernement gouverne, dit le maire ; l'optimisme aussi."
    article articles/autre.txt 'Un mot, un autre mot du ministre.'
    article articles/paix.txt 'Le contingent de la paix\n\nIl part après les troubles à Almaty.'
    article articles/fleuve.txt ' date 2022-01 https://www.lemonde.fr/fleuve.html\n\nLe fleuve en crue\n\nLe fleuve en crue\n'
    a_pdf a.pdf "La crue monte"
    cp articles/2022/01/la-riviere-menace-l-ecole.txt article.txt
    printf 'rivière\ncrue\n' >mots.txt
    printf 'q1\trivière crue\nq2\tbudget\n' >queries.tsv
    fouille-index --quiet .
}

# commands FILE HEADING: the indented lines under it, without comments: they are commands
commands() {
    awk -v heading="## $2" '$0 == heading { on = 1; next } /^## / { on = 0 } on && /^    [^ ]/' "$1" |
        sed -E 's/^    //; /^#/d'
}

# block FILE HEADING: the fenced lines under it: what goes into a file
block() {
    awk -v heading="## $2" '$0 == heading { on = 1; next } /^## / { on = 0 } on && /^```/ { inside = !inside; next } on && inside' "$1"
}

# cron WHEN: the command that the guide's crontab runs then
cron() { block "$guide" "Keep an index current" | grep -F -- "$1" | sed -E 's/^([^ ]+ ){5}//'; }

# runs COMMAND: with status 0
runs() {
    local status=0 command=$1
    [[ $command != *' --watch'* ]] || command="timeout --foreground --preserve-status 3 $command" # until it is ended
    bash -o pipefail -c "$command" >out 2>err </dev/null || status=$?
    [ $status -eq 0 ] || { echo "$1: $status"; cat err; return 1; }
}

has() { # a tool that the command needs
    case $1 in
    *'| jq '*) command -v jq >/dev/null ;;
    parallel*) command -v parallel >/dev/null ;;
    pdftotext*) command -v pdftotext >/dev/null ;;
    *pandoc*) command -v pandoc >/dev/null && command -v odt2txt >/dev/null ;;
    esac
}

# run_section FILE HEADING LEAST: each command under it, at least so many; searches print something
run_section() {
    local command count=0
    while IFS= read -r command; do
        [[ $command != *'| fzf '* ]] || continue # in a test of its own
        has "$command" || continue
        runs "$command" || return 1
        case $command in
        *'>run') [ -s run ] || return 1 ;;
        fouille\ * | echo*) [ -s out ] || { echo "nothing: $command"; return 1; } ;;
        esac
        count=$((count + 1))
    done < <(commands "$1" "$2")
    [ $count -ge "$3" ] || { echo "$2: $count commands"; return 1; }
}

@test "the README takes two minutes, and its searches find" {
    [ "$(wc -l <"$readme")" -le 120 ]
    world
    rm -rf .fouille
    commands "$readme" "Five searches" >searches
    [ "$(wc -l <searches)" -eq 6 ]
    runs "$(sed 1q searches)"
    cd articles
    while IFS= read -r command; do
        has "$command" || continue
        runs "$command"
        [ -s out ] || { echo "nothing: $command"; return 1; }
    done < <(sed 1d ../searches)
}

@test "every section of the guide with commands is run here" {
    grep -oE 'run_section "\$guide" "?[A-Za-z ]+[A-Za-z]|commands "\$guide" "?[A-Za-z ]+[A-Za-z]' "$BATS_TEST_FILENAME" |
        sed -E 's/.*guide" "?//' | sort -u >tested
    sed -n 's/^## //p' "$guide" | while IFS= read -r heading; do
        [ -z "$(commands "$guide" "$heading")" ] || echo "$heading"
    done | sort >sections
    [ "$(wc -l <sections)" -ge 12 ]
    comm -23 sections tested >missing
    [ ! -s missing ] || { cat missing; return 1; }
}

@test "guide: Start" {
    world
    rm -rf .fouille
    commands "$guide" Start >beginning
    [ "$(wc -l <beginning)" -eq 4 ]
    bash -e -o pipefail -c "$(cat beginning)" >out
    [ -s out ]
}

@test "guide: searching" {
    world
    run_section "$guide" Search 7
    run_section "$guide" Refine 7
    run_section "$guide" "Choose what is printed" 5
    run_section "$guide" "Study language and the press" 3
}

@test "guide: with other programs" {
    world
    run_section "$guide" "Combine with other programs" 3
    run_section "$guide" "Ask many queries" 2
}

@test "fzf: what is chosen from, and the preview" {
    command -v fzf >/dev/null || skip "needs fzf"
    world
    command=$(commands "$guide" "Combine with other programs" | grep '| fzf ')
    [ -n "$command" ]
    [ "$(bash -c "$command --filter=riviere" </dev/null | tr '\0' '\n' | grep -c la-riviere)" -ge 1 ]
    preview=$(sed -E "s/.*--preview '(.*)'$/\1/" <<<"$command")
    # fzf quotes what it puts in the place of {}
    for path in articles/2022/01/la-riviere-menace-l-ecole.txt 'articles/breves.jsonl#breve-002'; do
        bash -c "${preview//\{\}/\'$path\'}" >out
        grep -q $'\033\[1;31mcru' out || { echo "$path"; cat out; return 1; }
    done
}

@test "guide: Index, and what crontabs run" {
    world
    run_section "$guide" Index 11
    [ "$(fouille -c -i home/presse 'chemin:*')" -ge 1 ]
    runs "$(cron '0 6 * * *')"
    [ ! -s err ]
    export HOME=$work
    runs "$(cron '*/5 * * * *')"
    [ -d articles/.fouille ]
}

@test "guide: which files are read" {
    world
    rm -rf .fouille
    fouille-index --quiet articles
    mkdir articles/brouillons
    printf 'Un lynx.\n' | tee articles/brouillons/un.txt >articles/deux.txt
    run_section "$guide" "Choose which files are read" 4
    [ "$(fouille -l -i articles/.fouille lynx)" = articles/deux.txt ]
}

@test "guide: other formats, as a filter reads them" {
    command -v pandoc >/dev/null && command -v odt2txt >/dev/null || skip "needs a filter's program"
    world
    run_section "$guide" "Read other formats" 1
}

@test "guide: Keep an index current, as a command and as a unit" {
    world
    fouille-index --quiet articles
    run_section "$guide" "Keep an index current" 1
    unit=$(block "$guide" "Keep an index current" | sed -n 's,^ExecStart=/usr/local/bin/,,p')
    [ -n "$unit" ]
    runs "${unit//%h/$work}"
}

@test "guide: See what was left out, Share an index, Check and repair" {
    world
    rm queries.tsv # a table without text, which --strict reports
    run_section "$guide" "See what was left out" 3
    umask 022
    run_section "$guide" "Share an index" 3
    run_section "$guide" "Check and repair" 2
}

@test "guide: Index on several machines, on one" {
    world
    run_section "$guide" "Index on several machines" 3
    [ "$(fouille -c -i home/archive 'chemin:*')" -ge 1 ]
    [ -s export/mapping.json ]
}

@test "the article that a crawler left has its title, date and address" {
    block "$top/docs/inputs.md" "Crawled articles" >page.txt
    [ -s page.txt ]
    fouille-index --quiet .
    [ "$(fouille --format '{date} {title} {url}' chapeau)" = "2022-01-06 Le titre https://exemple.fr/une-page.html" ]
}

# documents: those that are written for readers, by their paths below the top folder
documents() { (cd "$top" && ls ./*.md docs/*.md docs/decisions/*.md bench/*.md tests/crash/*.md); }

@test "links of documents lead somewhere" {
    while IFS= read -r document; do
        folder=$top/$(dirname "$document")
        sed 's/`[^`]*`//g' "$top/$document" | grep -oE '\]\([^)# ]+' | sed 's/^](//' | grep -v '://' | while IFS= read -r link; do
            [ -e "$folder/$link" ] || echo "$document: $link"
        done
        # the parts of a page that are linked to
        sed 's/`[^`]*`//g' "$top/$document" | grep -oE '\]\([^)# ]*#[^) ]+' | sed 's/^](//' | grep -v '://' | while IFS= read -r link; do
            page=$top/$document
            [ -z "${link%%#*}" ] || page=$folder/${link%%#*}
            sed -nE 's/^#+ //p' "$page" | tr 'A-Z ' 'a-z-' | tr -cd 'a-z0-9_\n-' | grep -qxF -- "${link#*#}" || echo "$document: $link"
        done
    done < <(documents) >broken
    [ "$(documents | wc -l)" -ge 15 ]
    [ ! -s broken ] || { cat broken; return 1; }
}

@test "files and folders of the source that documents name are there" {
    while IFS= read -r document; do
        grep -oP '(?<![\w/-])(common|indexer|query|tests|tools|bench|cmake|scripts|completions|packaging|po)/[A-Za-z0-9_./-]*[A-Za-z0-9_/]' "$top/$document" |
            grep -v /ROOM | sort -u | while IFS= read -r path; do
            [ -e "$top/$path" ] || echo "$document: $path"
        done
    done < <(documents | grep -vE 'CHANGELOG') >missing
    [ ! -s missing ] || { cat missing; return 1; }
}

@test "the table of errors has each code, and the index of decisions each page" {
    grep -oE '^ +ERROR_[A-Z_]+' "$top/common/base/error.h" | tr -d ' ' | sort >codes
    [ "$(wc -l <codes)" -ge 10 ]
    grep -oE '^\| `ERROR_[A-Z_]+`' "$top/CONTRIBUTING.md" | tr -d '|` ' | sort | diff codes -
    (cd "$top/docs/decisions" && ls ./*.md) | grep -v README | sed 's,^\./,,' | sort >pages
    grep -oE '\]\([a-z0-9-]+\.md\)' "$top/docs/decisions/README.md" | tr -d '])(' | sort -u | diff pages -
}

# filters: what --filter is given in each row of the table
filters() { sed -nE "s/^\|[^|]*\| \`--filter '([^']*)'\`.*/\1/p" "$guide"; }

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

@test "the settings that the guide shows are understood, and hold" {
    world
    export XDG_CONFIG_HOME=$work/.config
    mkdir -p .config/fouille home/presse
    block "$guide" "Change the settings" >.config/fouille/config
    [ "$(grep -c = .config/fouille/config)" -ge 5 ]
    fouille-index --quiet --index home/presse/.fouille articles
    cd /
    LC_ALL= run --separate-stderr fouille -l -n 0 'chemin:*.txt'
    [ "$status" -eq 0 ]
    [[ "${lines[0]}" == "$work/articles/"* ]]
    LC_ALL= run --separate-stderr fouille --nope
    [[ "$stderr" == *"option inconnue"* ]]
}
