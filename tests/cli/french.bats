#!/usr/bin/env bats
# Every row of tests/data/french.tsv, through both programs.

load helper

table="$BATS_TEST_DIRNAME/../data/french.tsv"

# rows AREA: runs the rows of an area over one index; each row has two articles, its text and its
# query's words, which the text, as a query, must find for "=".
rows() {
    local area query text way number=0 failed=0
    while IFS=$'\t' read -r area query text way; do
        [ "$area" = "$1" ] || continue
        number=$((number + 1))
        article "t$number.txt" "début $text fin"
        article "q$number.txt" "début ${query//\"/} fin"
    done <"$table"
    [ "$number" -gt 0 ]
    fouille-index --quiet .
    number=0
    while IFS=$'\t' read -r area query text way; do
        [ "$area" = "$1" ] || continue
        number=$((number + 1))
        check "$way" "$(printf '%b' "$query")" "t$number.txt" || failed=1
        if [ "$way" = "=" ]; then
            check ">" "$(printf '%b' "$text")" "q$number.txt" any || failed=1
        fi
    done <"$table"
    [ "$failed" -eq 0 ]
}

# check WAY QUERY FILE [any]: with "any" one word of the query is enough
check() {
    local found words=--all-words
    [ -z "${4:-}" ] || words=--color=never
    found=$(fouille -l -n 0 "$words" -- "$2") || [ $? -eq 1 ] || return 1
    if grep -qx "$3" <<<"$found"; then
        [ "$1" != "!" ] || { echo "found: [$2] in [$(cat "$3")]"; return 1; }
    else
        [ "$1" = "!" ] || { echo "not found: [$2] in [$(cat "$3")]"; return 1; }
    fi
}

@test "french: elision" {
    rows elision
}

@test "french: not-elision" {
    rows not-elision
}

@test "french: accents" {
    rows accents
}

@test "french: forms" {
    rows forms
}

@test "french: readings" {
    rows readings
}

@test "french: not-stems" {
    rows not-stems
}

@test "french: lost-accents" {
    rows lost-accents
}

@test "french: capitals" {
    rows capitals
}

@test "french: reform" {
    rows reform
}

@test "french: unknown" {
    rows unknown
}

@test "french: normal-forms" {
    rows normal-forms
}

@test "french: ligatures" {
    rows ligatures
}

@test "french: case" {
    rows case
}

@test "french: hyphens" {
    rows hyphens
}

@test "french: clitics" {
    rows clitics
}

@test "french: inclusive" {
    rows inclusive
}

@test "french: numbers" {
    rows numbers
}

@test "french: ordinals" {
    rows ordinals
}

@test "french: acronyms" {
    rows acronyms
}

@test "french: abbreviations" {
    rows abbreviations
}

@test "french: symbols" {
    rows symbols
}

@test "french: invisible" {
    rows invisible
}

@test "french: line-ends" {
    rows line-ends
}

@test "french: glue" {
    rows glue
}

@test "french: morphology" {
    rows morphology
}

@test "french: stop-words" {
    rows stop-words
}

@test "french: guillemets" {
    rows guillemets
}

@test "french: currency" {
    rows currency
}

@test "french: spelling" {
    rows spelling
}

@test "french: names" {
    rows names
}

@test "french: apostrophes that the shell ate are put back, and said" {
    article a.txt "Le gouvernement proroge l'état d'urgence."
    fouille-index --quiet .
    run --separate-stderr fouille -l létat durgence
    [ "$status" -eq 0 ]
    [ "$output" = "a.txt" ]
    [[ "$stderr" == *"l'état"* ]]
    [[ "$stderr" == *"d'urgence"* ]]
}

@test "french: the words of a phrase in titles are put back as they are in the text" {
    article a.txt "Une crise\n\nLe gouvernement proroge l'état d'urgence."
    fouille-index --quiet .
    run --separate-stderr fouille -l titre:durgence
    [[ "$stderr" != *"d'urgence"* ]] # a word by itself is looked up in titles
    run --separate-stderr fouille -l 'titre:"létat durgence"' OU '"létat durgence"'
    [ "$output" = "a.txt" ]
    [ "$(grep -c "“durgence” is read as “d'urgence”" <<<"$stderr")" -eq 2 ]
    fouille --explain 'titre:"létat durgence"' OU crise >out
    grep -q "^#      urgence → urgence (df 1)" out
}

@test "french: every area of the table is tested" {
    while IFS=$'\t' read -r area _; do
        [[ "$area" == \#* ]] || grep -q "rows $area\$" "$BATS_TEST_FILENAME"
    done <"$table"
}

@test "french: words of one stem are found by their own forms alone" {
    for n in 1 2 3 4 5; do article "emploi$n.txt" "une offre d'emploi"; done
    article employeuse.txt "une employeuse"
    article employeur.txt "un employeur"
    article vendeuse.txt "une vendeuse"
    fouille-index --quiet .
    [ "$(fouille -l employeur)" = $'employeur.txt\nemployeuse.txt' ]
    [ "$(fouille -l vendeur)" = vendeuse.txt ]
    [ "$(fouille -l titre:employeur OU employeur)" = $'employeur.txt\nemployeuse.txt' ]
    rm emploi*.txt # what was left out for their sake is there again
    fouille-index --quiet --rebuild .
    [ "$(fouille -l employeur | sort | tr '\n' ' ')" = "employeur.txt employeuse.txt " ]
}
