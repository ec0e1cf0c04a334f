#!/usr/bin/env bats
# The query language, operator by operator, against what reading the articles tells.

bats_require_minimum_version 1.5.0
load helper

# page NAME URL DATE TITLE BODY: an article with an address and a date
page() {
    mkdir -p "$(dirname "$1")"
    printf -- '---\ntitle: %s\ndate: %s\nurl: %s\n---\n%s\n' "$4" "$3" "$2" "$5" >"$1"
}

press() {
    page a/un.md https://www.lemonde.fr/2022/crue.html 2022-01-05 "La rivière déborde" \
        "La rivière est en crue, le ministre est inquiet."
    page a/deux.md https://sport.lemonde.fr/2022/match 2022-01-31 "Un match" \
        "Le sport attend que le fleuve baisse."
    page b/trois.md http://exemple.fr/fleuve 2021-12 "Le fleuve" "Le fleuve monte, une crue attendue."
    page b/quatre.md https://faux-lemonde.fr/ 2023 "Le vélo" "Du vélo, sans rivière."
    page cinq.md https://exemple.fr/Sport/6 "" "Ministres" "Les ministres parlent de vélo et de sport."
    fouille-index --quiet .
}

# finds "NAMES" ARGUMENT...: the articles found, in the order of their names
finds() {
    local expected="$1"
    shift
    run --separate-stderr fouille -l -n 0 "$@"
    [ "$(sed 's/\.md$//; s/.*\///' <<<"$output" | sort | xargs)" = "$expected" ] ||
        { echo "fouille $*: expected [$expected], got [$output] $stderr"; return 1; }
    local count=0
    [ -z "$expected" ] || count=$(wc -w <<<"$expected")
    run fouille -c "$@"
    [ "$output" = "$count" ] || { echo "fouille -c $*: $output, not $count"; return 1; }
}

refuses() { # "MESSAGE" ARGUMENT...
    run --separate-stderr fouille "${@:2}"
    [ "$status" -eq 2 ]
    [ "$stderr" = "fouille: $1" ] || { echo "$stderr"; return 1; }
}

@test "ET, OU, SAUF and parentheses, in French and English" {
    press
    finds "trois un" 'crue ET (rivière OU fleuve)'
    finds "trois un" 'crue AND (rivière OR fleuve)'
    finds "un" 'crue ET rivière'
    finds "deux quatre trois un" 'rivière OU fleuve'
    finds "deux trois un" '(rivière OU fleuve) SAUF vélo'
    finds "deux trois un" '(rivière OU fleuve) NOT vélo'
    finds "trois un" '(rivière OU fleuve) ET SAUF (vélo OU sport)'
    finds "quatre un" 'rivière SAUF (crue ET fleuve)'
    finds "cinq deux quatre" 'vélo sport'
    finds "cinq" 'vélo sport ET ministre'
    finds "cinq deux trois" 'crue rivière ET fleuve OU sport SAUF crue'
}

@test "capitals alone are words" {
    press
    article et.txt "Et\n\nEt encore."
    fouille-index --quiet .
    [ "$(fouille -c 'VÉLO ET CRUE')" = "$(fouille -c 'vélo et crue')" ]
    [ "$(fouille -c 'VÉLO ET CRUE')" -gt 0 ]
    [[ "$(fouille -l ET)" == *et.txt* ]]
    run fouille -l 'vélo ET crue'
    [ -z "$output" ]
}

@test "operators in capitals stand beside names and numbers, and a terminal says so" {
    article a.txt "Un\n\nLa SNCF."
    article b.txt "Deux\n\nLa SNCF et la RATP en 2020."
    article c.txt "Trois\n\nLa liberté et les égalités."
    article d.txt "Quatre\n\nLa liberté en 2021."
    fouille-index --quiet .
    [ "$(fouille -l 'SNCF SAUF RATP')" = a.txt ]
    [ "$(fouille -l 'SNCF ET RATP')" = b.txt ]
    [ "$(fouille -l '2020 OU 2021' | sort | xargs)" = "b.txt d.txt" ]
    [ "$(fouille -c 'LIBERTE ET EGALITE')" -eq 2 ]
    [ "$(fouille -l 'LIBERTE ET EGALITE SAUF 2021')" = c.txt ]
    run --separate-stderr fouille 'SNCF SAUF RATP'
    [ -z "$stderr" ]
    output=$(script -qec "fouille --color never 'SNCF SAUF RATP'" /dev/null </dev/null | tr -d '\r')
    [[ "$output" == *"beside a name or a number are read as operators"* ]]
    output=$(script -qec "fouille --color never 'LIBERTE ET EGALITE'" /dev/null </dev/null | tr -d '\r')
    [[ "$output" == *"between other words are read as words"* ]]
    output=$(script -qec "fouille --color never 'liberté ET égalité'" /dev/null </dev/null | tr -d '\r')
    [[ "$output" != *"in capitals"* ]]
}

@test "regular expressions fit whole words, and work where wildcards do" {
    article a.txt "Un\n\nLe désarmement nucléaire, lentement. Site du maire en 2020."
    article b.txt "Deux\n\nUn dessèchement nucléaire; des CONSEILS."
    article c.txt "Trois désarmements\n\nRien, ou l'indésarmement."
    fouille-index --quiet .
    [ "$(fouille -l '/dés.*ment/')" = a.txt ]
    [ "$(fouille -l '/d[eé]s.*ment/' | sort | xargs)" = "a.txt b.txt" ]
    [ "$(fouille -l '/.*désarmements?/' | sort | xargs)" = "a.txt c.txt" ]
    [ "$(fouille -l '/DÉS.*MENT/')" = a.txt ]
    [ "$(fouille -l '/conseils?/')" = b.txt ]
    [ "$(fouille -l '/20[0-9]{2}/')" = a.txt ]
    [ "$(fouille -l '"/d.*ment/ nucléaire"' | sort | xargs)" = "a.txt b.txt" ]
    [ "$(fouille -l 'nucléaire -/.*arm.*/')" = b.txt ]
    [ "$(fouille -l 'nucléaire ET /.*arm.*/')" = a.txt ]
    [ "$(fouille -l 'titre:/d.*s/')" = c.txt ]
    [ "$(fouille -l '/lent.*/ PROCHE/3 /s.te/')" = a.txt ]
    [ "$(fouille -l '/des.*/ chemin:b.txt')" = b.txt ]
    run fouille --words -l '/dés.*ment/'
    [ "$status" -eq 1 ]
    [ "$(fouille --json '/dés.*ment/' | jq -c .offsets)" = '[[3,15]]' ]
    [ "$(fouille --kwic '/lent.*/' | cut -f 3)" = lentement ]
    fouille --explain '/dés.*ment/' | grep -qF '/dés.*ment/'
    [ "$(fouille --terms '/d.*ments?/' | cut -f 1 | LC_ALL=C sort | xargs)" = "dessèchement désarmement désarmements" ]
}

@test "regular expressions have limits" {
    for n in $(seq 50); do printf 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%s ' "$(tr 0-9 a-j <<<"$n")"; done >a.txt
    fouille-index --quiet .
    refused() { # QUERY MESSAGE
        run --separate-stderr fouille "$1"
        [ "$status" -eq 2 ]
        [ "$stderr" = "fouille: $2" ]
    }
    refused '/[a/' '/[a/ is no regular expression'
    refused '/(a*)*(a*)*(a*)*[yz]/' '/(a*)*(a*)*(a*)*[yz]/ tries too many ways to fit a word'
    refused "/$(printf 'a%.0s' {1..256})/" 'a regular expression may have at most 255 bytes'
    run --separate-stderr fouille --terms '/[a/'
    [ "$status" -eq 2 ]
    [ "$(fouille -c '/a.*/')" -eq 1 ]
    [ "$(fouille -c "/$(printf '(%.0s' {1..30})a.*$(printf ')%.0s' {1..30})/")" -eq 1 ]
    deep="/$(printf '(%.0s' {1..100})a.*$(printf ')%.0s' {1..100})/"
    refused "$deep" "$deep is no regular expression"
}

@test "weights change the order, not what is found" {
    press
    run fouille -l 'crue^9 vélo'
    [[ "${lines[0]}" =~ un|trois ]]
    run fouille -l 'crue vélo^9'
    [[ "${lines[0]}" =~ quatre|cinq ]]
    run fouille -l '(crue OU rivière) (vélo OU parlent)^9'
    [[ "${lines[0]}" = cinq.md ]]
    run fouille --explain 'crue^9 vélo'
    [[ "$output" == *"weight 9"* ]]
}

@test "date:" {
    press
    finds "deux un" date:2022
    finds "deux un" date:2022-01
    finds "un" date:2022-01-05
    finds "un" date:05/01/2022
    finds "deux quatre" 'date:>2022-01-05'
    finds "deux quatre un" 'date:>2021'
    finds "deux trois un" 'date:<=2022'
    finds "trois" 'date:<2022'
    finds "deux trois un" date:2021..2022-01
    finds "deux quatre" date:2022-01-06..
    finds "cinq" 'vélo -date:1900..2100'
    finds "un" 'crue date:2022'
    finds "un" 'date:2022 ET crue'
    finds "trois un" 'crue (date:2021 OU date:2022)'
    finds "deux un" 'rivière OU fleuve date:2022'
    finds "deux un" --since 2022 --until 2022 rivière fleuve
    finds "un" --until 2022-01-30 --since 2022-01 rivière fleuve
    finds "trois un" --until 2022-01-30 'crue OU sport'
    refuses "the query, column 11: expected a date such as 2022, 2022-01, 2022-01-05..2022-02 or >2021" \
        'crue date:hier'
    refuses "--since must be a date such as 2022-01-05, not 'hier'" --since hier crue
}

@test "site: url: chemin:" {
    press
    finds "deux un" site:lemonde.fr
    finds "deux" site:sport.lemonde.fr
    finds "cinq deux quatre trois un" site:fr
    finds "cinq deux trois un" -- -site:faux-lemonde.fr
    finds "un" 'rivière site:LeMonde.fr'
    finds "cinq trois" 'SITE:exemple.fr'
    finds "cinq deux" url:sport
    finds "deux un" 'url:*/2022/*'
    finds "un" 'url:*.html'
    finds "deux un" chemin:a
    finds "deux un" chemin:a/
    finds "deux un" 'chemin:a/*'
    finds "un" 'chemin:a/u?.md'
    finds "un" 'path:"a/un.md"'
    finds "quatre" 'rivière ET chemin:b'
    finds "" chemin:un.md
}

@test "chemin: names in composed and in decomposed form are the same, and their bytes are kept" {
    local nfc=$'caf\u00e9.txt' nfd=$'cafe\u0301.txt' summer=$'e\u0301te\u0301'
    mkdir a b c "$summer"
    echo rivière >"a/$nfc"
    echo rivière >"b/$nfd"
    echo rivière >"c/"$'caf\xe9.txt'
    echo rivière >"$summer/x.txt"
    echo rivière >c/cafe.txt
    fouille-index -q .
    for name in "$nfc" "$nfd"; do
        for way in "chemin:*/$name" "path:a/$name OU chemin:b/$name" "rivière chemin:*/$name"; do
            [ "$(fouille -0 -n 0 "$way" | tr '\0' '|')" = "a/$nfc|b/$nfd|" ]
        done
    done
    [ "$(fouille -0 -n 0 'chemin:*/caf?.txt' | tr '\0' '|')" = "a/$nfc|b/$nfd|c/cafe.txt|c/"$'caf\xe9.txt|' ]
    [ "$(fouille -0 -n 0 'chemin:c/caf*.txt' | tr '\0' '|')" = $'c/cafe.txt|c/caf\xe9.txt|' ]
    [ "$(fouille -l -n 0 'chemin:*/cafe*')" = "c/cafe.txt" ]
    for name in été "$summer" été/ "$summer/x.txt" 'ét?'/x.txt "*t?/*"; do
        [ "$(fouille -l -n 0 "chemin:$name")" = "$summer/x.txt" ]
    done
    [ "$(fouille -c "rivière -chemin:été -chemin:*/$nfc")" -eq 2 ]
    # From a root of such a name, as it is shown.
    fouille-index -q --index apart "$summer"
    [ "$(fouille --index apart -0 -n 0 chemin:été/x.txt | tr -d "\0")" = "$summer/x.txt" ]
}

@test "filters alone: score 0, in order of path" {
    press
    run --separate-stderr fouille --tsv -n 2 'date:2021..2023'
    [ "$(cut -f2,3 <<<"$output")" = $'0\ta/deux.md\n0\ta/un.md' ]
}

@test "a query that only excludes is refused, in a group as well" {
    press
    refuses "the query only excludes; add a word to search for" 'SAUF vélo'
    refuses "the query only excludes; add a word to search for" '(-vélo)'
    finds "deux trois un" 'crue OU SAUF vélo'
}

@test "what cannot be read: the column, and what was expected" {
    press
    refuses "the query, column 20: expected a word or a group after the operator" 'crue ET (rivière OU'
    refuses "the query, column 9: expected a ) to close this group" 'crue ET (rivière'
    refuses "the query, column 1: expected a word or a group before the operator (in lower case it is a word)" \
        'ET crue'
}

@test "backslashes make text of signs" {
    press
    finds "cinq deux quatre" '\-sport \(vélo'
    finds "cinq deux quatre" 'sport \OU vélo'
}

@test "groups and filters have passages and explanations, too" {
    press
    run --separate-stderr fouille --json '(crue ET rivière) OU match date:2022'
    [ "$(jq -r .path <<<"$output" | xargs)" = "a/un.md a/deux.md" ]
    [ "$(jq -r 'select(.rank == 1).matches | length' <<<"$output")" -ge 2 ]
    run --separate-stderr fouille --explain '(crue ET rivière) OU match date:2022'
    [[ "$output" == *"# filter, date: 2022"* ]]
    [[ "$output" == *"# together: (+1 +2) 3 +date:2022"* ]]
    run --separate-stderr fouille --json --explain 'crue^2 date:2022 -site:exemple.fr'
    [ "$(jq -c '.explain.filters' <<<"$output")" = \
        '[{"kind":"date","value":"2022"},{"kind":"site","value":"exemple.fr"}]' ]
    [ "$(jq -c '.explain.clauses[0].weight' <<<"$output")" = 2 ]
    [ "$(jq -c '([.explain.clauses[] | .score + (.early // 0) + (.form // 0)] | add) - .score | fabs < 1e-6' <<<"$output")" = true ]
}

@test "wildcards, exact and nearly spelt words" {
    article un.txt "Le marché\n\nLe ministre marche au marché."
    article deux.txt "Les marchés\n\nDes ministres, l’inondation et l’élévation."
    article trois.txt "La marche\n\nL’administration marche."
    fouille-index --quiet .
    [ "$(fouille -l =marché | sort | xargs)" = "un.txt" ]
    [ "$(fouille -l =marches | sort | xargs)" = "" ]
    [ "$(fouille -l 'march*' | sort | xargs)" = "deux.txt trois.txt un.txt" ]
    [ "$(fouille -l 'marché*' | sort | xargs)" = "deux.txt un.txt" ]
    [ "$(fouille -l 'm?nistre' | sort | xargs)" = "un.txt" ]
    [ "$(fouille -l '*ation' | sort | xargs)" = "deux.txt trois.txt" ]
    [ "$(fouille -l '*minist*' | sort | xargs)" = "deux.txt trois.txt un.txt" ]
    [ "$(fouille -l 'minsitre~' | sort | xargs)" = "deux.txt un.txt" ]
    [ "$(fouille -l 'mnsitre~' | sort | xargs)" = "" ]
    [ "$(fouille -l 'mnsitre~2' | sort | xargs)" = "deux.txt un.txt" ]
    [ "$(fouille -l 'titre:march*' | sort | xargs)" = "deux.txt trois.txt un.txt" ]
    [ "$(fouille -l 'titre:m?rché' | sort | xargs)" = "un.txt" ]
    [ "$(fouille -l '"ministre march* au"' | sort | xargs)" = "un.txt" ]
    [ "$(fouille -l "\"des ministres l'inond*\"" | sort | xargs)" = "deux.txt" ]
    [ "$(fouille -c '=marche ET =marché')" = 1 ]
}

@test "only the forms that are sought are marked" {
    article un.txt "Un\n\nUn marché, des marchés, une marche."
    fouille-index --quiet .
    run fouille --json =marchés
    [ "$(jq -c .matches <<<"$output")" = "[[16,24]]" ]
    run fouille --json 'm?rché'
    [ "$(jq -c .matches <<<"$output")" = "[[3,10]]" ]
}

@test "a word that stands for too many is cut, and that is said" {
    seq 1000 2999 | tr 0-9 bcdfghjklm | sed 's/^/préfixe/' >mots.txt
    fouille-index --quiet .
    run --separate-stderr fouille -l 'préfixe*'
    [ "$status" -eq 0 ]
    [[ "$stderr" == "fouille: “préfixe*” matches 2000 words: only the 1000 most frequent are searched" ]]
}

@test "words and phrases near each other" {
    article un.txt "Un\n\nLe ministre de la santé parle. Un vélo."
    article deux.txt "Deux\n\nLa santé du premier ministre, et de son vélo."
    article trois.txt "Trois\n\nLe ministre est là, et la bonne santé de tous."
    article quatre.txt "Ministre\n\nLa santé."
    fouille-index --quiet .
    [ "$(fouille -l 'ministre PROCHE/1 santé' | sort | xargs)" = "" ]
    [ "$(fouille -l 'ministre PROCHE/2 santé' | sort | xargs)" = "deux.txt un.txt" ]
    [ "$(fouille -l 'santé NEAR/2 ministre' | sort | xargs)" = "deux.txt un.txt" ]
    [ "$(fouille -l '"santé ministre"~5' | sort | xargs)" = "deux.txt trois.txt un.txt" ]
    [ "$(fouille -l '"la santé" PROCHE/1 ministre' | sort | xargs)" = "un.txt" ]
    [ "$(fouille -l 'minis* PROCHE/2 sante~' | sort | xargs)" = "deux.txt un.txt" ]
    [ "$(fouille -l 'ministre PROCHE/2 santé SAUF premier' | sort | xargs)" = "un.txt" ]
    run fouille --json 'vélo PROCHE/2 santé'
    [ "$(jq -c '[.path, (.matches | length)]' <<<"$output")" = '["un.txt",2]' ]
}

@test "a hyphen before a function word is text, before any other word an exclusion" {
    article a.txt "Toulouse\n\nToulouse, la ville rose."
    fouille-index --quiet .
    [ "$(fouille -l 'Toulouse -La ville rose')" = a.txt ]
    [ "$(fouille -l 'Toulouse -la')" = a.txt ]
    for query in 'Toulouse -ville' 'Toulouse -la PROCHE/1 ville' 'Toulouse -=la' 'Toulouse -"la"'; do
        run fouille -l "$query"
        [ "$status" -eq 1 ]
    done
}

@test "the family of a word, and words that differ in accents, are found where they are asked for" {
    article a.txt "Un\n\nIl faut licencier."
    article b.txt "Deux\n\nUn licenciement sur la côte."
    article c.txt "Trois\n\nLa cote, et le côté."
    fouille-index --quiet .
    [ "$(fouille -l licencier)" = a.txt ]
    [ "$(fouille -l %licencier | sort | xargs)" = "a.txt b.txt" ]
    [ "$(fouille -l --family licencier | sort | xargs)" = "a.txt b.txt" ]
    [ "$(fouille -l '"%licencier"' | xargs)" = a.txt ]
    [ "$(fouille -l '%"il faut licenciement"')" = a.txt ]
    [ "$(fouille -l cote)" = c.txt ]
    [ "$(fouille -l @cote | sort | xargs)" = "b.txt c.txt" ]
    [ "$(fouille -l @côté | sort | xargs)" = "b.txt c.txt" ]
    [ "$(fouille -l --any-accents cote | sort | xargs)" = "b.txt c.txt" ]
    [ "$(fouille -l titre:%deux)" = b.txt ]
}

@test "no word is suggested in place of itself" {
    article a.txt "Un titre\n\nLe texte des électeurs, un électeur."
    fouille-index --quiet .
    run --separate-stderr fouille titre:électeur
    [ "$status" -eq 1 ]
    [ -z "$stderr" ]
}

@test "a terminal says where a word finds little and its family much" {
    article a.txt "Un\n\nIl faut licencier."
    for i in 1 2 3 4 5; do article b$i.txt "Deux\n\nUn licenciement."; done
    fouille-index --quiet .
    run --separate-stderr fouille licencier
    [ -z "$stderr" ]
    output=$(script -qec "fouille --color never licencier" /dev/null </dev/null | tr -d '\r')
    [[ "$output" == *"few articles contain “licencier”; more contain words of its family, which %licencier finds"* ]]
    output=$(script -qec "fouille --color never licenciement" /dev/null </dev/null | tr -d '\r')
    [[ "$output" != *"few articles"* ]]
}
