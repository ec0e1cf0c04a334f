#!/usr/bin/env bats
# Orders, counts by month and site, concordances, word lists, suggestions.

bats_require_minimum_version 1.5.0
load helper

# page NAME URL DATE TITLE BODY: an article with an address and a date
page() {
    mkdir -p "$(dirname "$1")"
    printf -- '---\ntitle: %s\ndate: %s\nurl: %s\n---\n%s\n' "$4" "$3" "$2" "$5" >"$1"
}

press() {
    page b.md https://www.lemonde.fr/1 2022-01-05 "Crue" "La crue crue crue monte."
    page a.md https://lemonde.fr/2 2022-01-31 "Rivière" "Une crue."
    page c.md http://sport.exemple.fr/3 2021-12 "Fleuve" "Une Crue, une grande crue attendue hier."
    page e.md "" "" "Sans date" "Encore une crue."
    page d.md https://lemonde.fr/4 2022-02-01 "Vélo" "Du vélo."
    fouille-index --quiet --memory 4M .
}

names() { # ARGUMENT...: what is found, in its order
    fouille -l -n 0 "$@" | sed 's/\.md$//' | xargs
}

@test "--sort" {
    press
    [ "$(names crue)" = "b a c e" ]
    [ "$(names --sort score crue)" = "b a c e" ]
    [ "$(names --sort date crue)" = "c b a e" ]
    [ "$(names --sort -date crue)" = "a b c e" ]
    [ "$(names --sort path crue)" = "a b c e" ]
    [ "$(names --sort date 'crue SAUF fleuve')" = "b a e" ]
    [ "$(fouille -l --sort -date -n 1 crue)" = "a.md" ]
    [ "$(fouille --tsv --sort path crue | cut -f2 | sort)" = "$(fouille --ranking bm25 --tsv crue | cut -f2 | sort)" ]
    [ "$(fouille --sort path -c crue)" = 4 ]
}

@test "--offset" {
    press
    [ "$(fouille -l --offset 1 -n 2 crue | xargs)" = "a.md c.md" ]
    [ "$(fouille --tsv --offset 1 -n 2 crue | cut -f1 | xargs)" = "2 3" ]
    [ "$(fouille -l --offset 3 -n 0 crue | xargs)" = "e.md" ]
    [ "$(fouille -l --sort date --offset 1 -n 1 crue)" = "b.md" ]
    run fouille --offset 4 crue
    [ "$status" -eq 1 ]
    [ -z "$output" ]
}

@test "--unique: one of each group of copies" {
    text="Le maire de la ville a dit lundi que la crue de la rivière serait passée avant la fin de la semaine"
    page a.md "" 2022-01-01 "Une crue" "$text."
    page b.md "" 2022-01-02 "La crue" "$text, selon l'agence."
    page c.md "" 2022-01-03 "Crue" "Une autre crue, dans une autre vallée, a tout emporté hier soir."
    fouille-index --quiet .
    [ "$(fouille -l --sort path --unique crue | xargs)" = "a.md c.md" ]
    [ "$(fouille -l --sort -date --unique crue | xargs)" = "c.md b.md" ]
    [ "$(fouille -l --sort path --unique -n 2 crue | xargs)" = "a.md c.md" ]
    [ "$(fouille -l --sort path --unique -n 1 crue | xargs)" = "a.md" ]
    [ "$(fouille -l --sort path --unique --offset 1 -n 1 crue | xargs)" = "c.md" ]
    [ "$(fouille -l --sort path --unique -n 0 crue | xargs)" = "a.md c.md" ]
    [ "$(fouille --kwic --unique 'rivière' | wc -l)" -eq 1 ]
}

@test "--similar: articles like a text, without its copies" {
    article a.txt "Une crue\n\nLa crue de la rivière a surpris le maire et les pêcheurs de la vallée, lundi matin."
    article b.txt "Le maire\n\nLe maire parle aux pêcheurs de la crue de la rivière, et du pont de la vallée."
    article c.txt "Vélo\n\nDu vélo, encore du vélo."
    article d.txt "Rivière\n\nUne rivière."
    fouille-index --quiet .
    [ "$(fouille -l --similar a.txt | xargs)" = "b.txt d.txt" ]
    [ "$(fouille -l -n 1 --similar - <a.txt)" = "b.txt" ]
    for how in --phrase --words; do # neither weights nor the order of the words are looked for
        [ "$(fouille -l $how --similar a.txt | xargs)" = "b.txt d.txt" ]
    done
    [ "$(fouille -c --similar c.txt)" = 2 ] # all that have one of its words
    [ "$(fouille -l --similar c.txt)" = "b.txt" ]
    run --separate-stderr fouille --similar introuvable.txt
    [ "$status" -eq 2 ]
    [[ "$stderr" == "fouille: cannot open 'introuvable.txt'"* ]]
    run --separate-stderr fouille --similar a.txt mot
    [ "$stderr" = "fouille: --similar takes no words" ]
    echo zzz >../zzz.$$
    run --separate-stderr fouille --similar ../zzz.$$
    rm ../zzz.$$
    [ "$stderr" = "fouille: no word of '../zzz.$$' is in the index" ]
}

@test "--facet" {
    press
    [ "$(fouille --facet mois crue)" = $'-\t1\n2021-12\t1\n2022-01\t2' ]
    [ "$(fouille --facet annee 'crue OU vélo')" = $'-\t1\n2021\t1\n2022\t3' ]
    [ "$(fouille --facet année crue date:2022)" = $'2022\t2' ]
    [ "$(fouille --facet site 'crue OU vélo')" = $'lemonde.fr\t3\n-\t1\nsport.exemple.fr\t1' ]
    [ "$(fouille --facet site -n 1 'crue OU vélo')" = $'lemonde.fr\t3' ]
    [ "$(fouille --facet mois --json crue | jq -c '[.facet, .value, .count]' | head -2)" = \
        $'["month",null,1]\n["month","2021-12",1]' ]
    COLUMNS=40 run fouille --facet mois --color always crue
    [ "${lines[2]}" = "2022-01  2  ████████████████████████████" ]
    [ "${lines[1]}" = "2021-12  1  ██████████████" ]
    run fouille --facet mois introuvable
    [ "$status" -eq 1 ]
}

@test "--kwic" {
    press
    [ "$(fouille --kwic --context 2 'crue SAUF fleuve' | sort)" = "$(printf '%s\n' \
        $'a.md\tUne\tcrue\t.' $'b.md\t\tCrue\t' $'b.md\tLa\tcrue\tcrue crue' \
        $'b.md\tLa crue\tcrue\tcrue monte.' $'b.md\tcrue crue\tcrue\tmonte.' \
        $'e.md\tEncore une\tcrue\t.')" ]
    [ "$(fouille --kwic --context 1 '"grande crue"')" = $'c.md\tune\tgrande crue\tattendue' ]
    [ "$(fouille --kwic --context 1 --sort right fleuve hier monte | cut -f3 | xargs)" = "Fleuve hier monte" ]
    [ "$(fouille --kwic --context 1 --sort right =une | cut -f1,4)" = \
        $'a.md\tcrue.\nc.md\tCrue,\ne.md\tcrue.\nc.md\tgrande' ]
    [ "$(fouille --kwic --context 1 --sort left crue | cut -f2 | tail -1)" = "une" ]
    [ "$(fouille --kwic --json --context 1 vélo | jq -c '[.path, .left, .match, .right]' | tail -1)" = \
        '["d.md","Du","vélo","."]' ]
    COLUMNS=40 run fouille --kwic --color always monte
    [ "${lines[0]}" = "a crue crue crue  "$'\033[1;31mmonte\033[0m  .' ]
    FOUILLE_COLORS=match= COLUMNS=40 run fouille --kwic --color always monte
    [ "${lines[0]}" = "a crue crue crue  monte  ." ]
    run fouille --kwic introuvable
    [ "$status" -eq 1 ]
}

@test "--kwic: signs around words do not decide their order" {
    article a.txt "crue (Zurich) crue « Paris » crue Berne. crue – Aarau"
    fouille-index --quiet .
    [ "$(fouille --kwic --context 2 --sort right crue | cut -f4 | grep -o '[A-Z][a-z]*' | xargs)" = \
        "Aarau Berne Paris Zurich" ]
    article a.txt "Zurich) crue, « Paris » crue, Berne, crue, (Aarau – crue"
    fouille-index --quiet .
    [ "$(fouille --kwic --context 2 --sort left crue | cut -f2 | grep -o '[A-Z][a-z]*' | xargs)" = \
        "Aarau Berne Paris Zurich" ]
}

@test "--terms" {
    press
    [ "$(fouille --terms cru)" = $'crue\t8\tcru+crue+croire\t4' ]
    [ "$(fouille --terms -n 2 | cut -f1,2)" = $'crue\t8\nune\t4' ]
    [ "$(fouille --terms 'V?LO' | cut -f1)" = "vélo" ]
    [ "$(fouille --terms '*euv*' | cut -f1)" = "fleuve" ]
    [ "$(fouille --terms --json rivi | jq -c '[.word, .occurrences, .lemma, .articles]')" = '["rivière",1,"rivière",1]' ]
    run fouille --terms zzz
    [ "$status" -eq 1 ]
}

@test "a suggestion is as frequent as it is in the whole index" {
    article a.txt "gâteau gâteau gâteau, bateau bateau"
    fouille-index --quiet .
    run --separate-stderr fouille zateau
    [[ "$stderr" == *"“gâteau”?" ]]
    article b.txt "bateau, et bateau encore"
    fouille-index --quiet .
    [ "$(find .fouille -name '*.seg*' | wc -l)" -ge 2 ]
    run --separate-stderr fouille zateau
    [[ "$stderr" == *"“bateau”?" ]]
}

@test "a word that is in no article is asked about" {
    press
    run --separate-stderr fouille rivèire
    [ "$status" -eq 1 ]
    [ "$stderr" = "fouille: no article contains “rivèire”; did you mean “rivière”?" ]
    run --separate-stderr fouille crue vélox fleuve
    [ "$status" -eq 0 ]
    [ "$stderr" = "fouille: no article contains “vélox”; did you mean “vélo”?" ] # whatever else is found
    run --separate-stderr fouille -- vélo -rivèire
    [ "$status" -eq 0 ]
    [ -z "$stderr" ] # what is not wanted may well be nowhere
    run --separate-stderr fouille zzzzzzzz
    [ "$status" -eq 1 ]
    [ -z "$stderr" ]
}

# A folder where mistakes are rare: 30 articles about ministers, of which one misspells a word.
ministers() {
    for n in $(seq 30); do article "m$n.txt" "Le ministre $n annonce la réforme de Zabriski, en vacances à 90 km."; done
    article faute.txt "La réformme plaît à Zorgublax."
    fouille-index --quiet .
}

@test "the question names a frequent word of the index" {
    ministers
    question() { # QUERY WORD SUGGESTION: the question that is asked
        run --separate-stderr fouille "$1"
        [ "$stderr" = "fouille: no article contains “$2”; did you mean “$3”?" ] || { echo "$1: $stderr"; return 1; }
    }
    question 'minsitre' minsitre ministre        # swapped
    question 'miniistre vacances' miniistre ministre # doubled, beside what is found
    question 'ninistre' ninistre ministre        # replaced
    question 'annnce' annnce annonce             # omitted
    question 'vaccancess' vaccancess vacances    # two letters of a long word
    question 'anonce +ministre' anonce annonce
    question '"le minsitre"' minsitre ministre
    question 'MINSITRE VACANCES' minsitre ministre
    question 'zabriskie' zabriskie zabriski
    run --separate-stderr fouille minsitre vaccances
    [ "$(wc -l <<<"$stderr")" -eq 2 ]
}

@test "a word that may be right is not questioned" {
    ministers
    silent() {
        run --separate-stderr fouille "$1"
        [ -z "$stderr" ] || { echo "$1: $stderr"; return 1; }
    }
    silent 'minière vacances'     # a word of the lexicon that no article has
    silent 'vacanciers'
    silent 'mnistr ministre2'      # two letters of a short word; a digit
    silent '91 ministre'          # a number
    silent 'an km'                # too short
    silent 'la MINSTRE'           # an acronym
    silent 'zorgublax'            # rare, and far from anything
    silent 'vacances -minsitre'
    silent '=minsitre vacances'
    silent 'vacances minsitre~'
    silent 'vacances minsit*'
}

@test "a rare misspelling is questioned when little is found" {
    ministers
    for n in $(seq 31 120); do article "m$n.txt" "Une réforme de plus."; done
    fouille-index --quiet .
    run --separate-stderr fouille réformme
    [ "$stderr" = "fouille: few articles contain “réformme”; did you mean “réforme”?" ]
    run --separate-stderr fouille réformme vacances
    [ -z "$stderr" ]
    run --separate-stderr fouille zorgublax
    [ -z "$stderr" ]
}

@test "programs are told what a word may have been" {
    ministers
    fouille --json -n 2 minsitre vacances >out 2>err
    jq -es 'length == 2 and all(.suggestions == [{"word": "minsitre", "suggestion": "ministre"}])' out
    grep -q 'did you mean “ministre”?' err
    fouille --json -n 2 ministre vacances | jq -es 'all(has("suggestions") | not)'
    printf 'un\tminsitre vacances\ndeux\tvacances\ntrois\tanonce\n' >queries
    fouille --batch --json -n 1 <queries >out 2>err
    jq -es 'length == 2 and .[0].suggestions[0].suggestion == "ministre" and (.[1] | has("suggestions") | not)' out
    [ "$(cat err)" = $'fouille: query un: no article contains “minsitre”; did you mean “ministre”?\nfouille: query trois: no article contains “anonce”; did you mean “annonce”?' ]
    fouille --batch --trec <queries 2>err >out
    [ ! -s err ]
}

@test "what goes with what" {
    press
    refuses() { # "MESSAGE" ARGUMENT...
        run --separate-stderr fouille "${@:2}"
        [ "$status" -eq 2 ]
        [[ "$stderr" == "fouille: $1"* ]] || { echo "$stderr"; return 1; }
    }
    refuses "--sort must be" --sort taille crue
    refuses "--sort left and --sort right require --kwic" --sort left crue
    refuses "--facet must be mois, annee or site, not 'jour'" --facet jour crue
    refuses "--facet and --tsv cannot be combined" --facet mois --tsv crue
    refuses "--unique and --count cannot be combined" --unique -c crue
    refuses "'x' is not a valid number of words" --kwic --context x crue
    refuses "'-1' is not a valid number of hits" --offset -1 crue
}
