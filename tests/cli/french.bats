#!/usr/bin/env bats
# Every row of tests/data/french.tsv, through both programs.

bats_require_minimum_version 1.5.0
load helper

table="$BATS_TEST_DIRNAME/../data/french.tsv"

# Writes the rows as JSON Lines, where \\uXXXX means the same, and their queries, one a line: rN is the
# row's query, and the text as a query, sN, for "=", which must find an article of the query's words.
write_rows() {
    grep -v '^#' "$table" >rows.tsv
    awk -F'\t' '{
        query = $2
        gsub(/"/, "", query)
        gsub(/"/, "\\\"", $3)
        printf "{\"id\": \"r%d\", \"text\": \"début %s fin\"}\n", NR, $3
        if ($4 == "=")
            printf "{\"id\": \"s%d\", \"text\": \"début %s fin\"}\n", NR, query
    }' rows.tsv >rows.jsonl
    local number=0 query text way
    while IFS=$'\t' read -r _ query text way; do
        number=$((number + 1))
        printf 'r%d\t%b\n' "$number" "$query" >>queries.tsv
        [ "$way" != "=" ] || printf 's%d\t%b\n' "$number" "$text" >>reverse.tsv
    done <rows.tsv
}

@test "french: every query of the table finds its text, and nothing that it should not" {
    write_rows
    fouille-index --quiet rows.jsonl --index index
    fouille --batch --trec -a -n 0 --index index <queries.tsv >found
    fouille --batch --trec -n 0 --index index <reverse.tsv >>found
    awk '$1 == $3 { print $1 }' found | sort >right
    awk -F'\t' '$4 != "!" { print "r" NR } $4 == "=" { print "s" NR }' rows.tsv | sort >expected
    diff expected right | while read -r side id; do
        [[ "$id" != [rs]* ]] || echo "$side $id $(sed -n "${id:1}p" rows.tsv)"
    done
    [ "$(wc -l <expected)" -gt 900 ]
    diff -q expected right
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

@test "french: a lost apostrophe is put back also where a few articles have lost it" {
    for n in 1 2 3 4; do article "a$n.txt" "Les députés de l'assemblée disent qu'il faut voter $n."; done
    article faute.txt "Un débat à lassemblée, où quil faille voter ou non."
    article nom.txt "Monsieur Loffre et madame Dassin parlent."
    article offre.txt "Une offre."
    fouille-index --quiet .
    run --separate-stderr fouille -l lassemblée
    [ "${#lines[@]}" -eq 5 ]
    [ "$stderr" = "fouille: “lassemblée” is also read as “l'assemblée”" ]
    [ "$(fouille -l '"à lassemblée"' 2>/dev/null)" = faute.txt ]
    [ "$(fouille -c '"de lassemblée"' 2>/dev/null)" -eq 4 ]
    [ "$(fouille -c assemblée)" -eq 4 ]              # not the other way
    [ "$(fouille -l '=lassemblée')" = faute.txt ]
    run --separate-stderr fouille -l loffre          # as frequent: a word of its own
    [ "$output" = nom.txt ]
    [ -z "$stderr" ]
    fouille --json lassemblée 2>/dev/null | jq -e '.matches | length > 0' >/dev/null
}

@test "french: a function word that has lost its apostrophe finds nothing by itself" {
    article a.txt "Je pense qu'il faut un vélo."
    article b.txt "Il neige, et c'est froid; j'ai faim."
    fouille-index --quiet .
    [ "$(fouille -l 'quil vélo' 2>/dev/null)" = a.txt ]
    [ "$(fouille -l -a 'quil vélo' 2>/dev/null)" = a.txt ]
    [ "$(fouille -l '(quil vélo) OU nulle' 2>/dev/null)" = a.txt ]
    [ "$(fouille -l 'jai' 2>/dev/null)" = b.txt ]
    [ "$(fouille -c '+quil vélo' 2>/dev/null)" -eq 2 ]
    fouille --explain 'quil vélo' 2>/dev/null | grep -q 'adds to the score'
}

@test "french: words typed as one and as two find each other where articles have both" {
    article un.txt "Elle a perdu son portemonnaie hier."
    article deux.txt "Elle a perdu son porte monnaie hier."
    article trait.txt "Elle a perdu son porte-monnaie hier."
    article porte.txt "La porte est fermée."
    article solide.txt "Une vie extraterrestre."
    article ufo.txt "Un extra terrestre passe."
    article fleur.txt "Une maison tulipe."
    article glu.txt "Les maisontulipe de Zwolle."
    fouille-index --quiet .
    found() { # WORDS FILES
        local got
        got=$(eval "fouille -l $1" 2>/dev/null | sort | xargs)
        [ "$got" = "$2" ] || { echo "$1: $got"; return 1; }
    }
    found portemonnaie "deux.txt trait.txt un.txt"
    found porte-monnaie "deux.txt trait.txt un.txt"
    found '-a porte monnaie' "deux.txt trait.txt un.txt"
    found "'porte monnaie'" "deux.txt porte.txt trait.txt un.txt"
    found "'\"porte monnaie\"'" "deux.txt trait.txt un.txt"
    found "'\"perdu son portemonnaie hier\"'" "deux.txt trait.txt un.txt"
    found "'\"perdu son porte monnaie hier\"'" "deux.txt trait.txt un.txt"
    found "'portemonnaie -hier'" ""
    found extraterrestre "solide.txt ufo.txt"
    found "'\"extra terrestre\"'" "solide.txt ufo.txt"
    found 'extra terrestre' "solide.txt ufo.txt"
    found maisontulipe "fleur.txt glu.txt"
    found "'=portemonnaie'" "trait.txt un.txt"
    run --separate-stderr fouille -l portemonnaie
    [ "$stderr" = "fouille: “portemonnaie” is also read as “porte monnaie”" ]
    run --separate-stderr fouille -l maisonporte   # not next to each other anywhere
    [ "$status" -eq 1 ]
    run --separate-stderr fouille -l perdu         # per du: function words
    [ -z "$stderr" ]
    fouille --json portemonnaie 2>/dev/null | jq -es 'length == 3 and all(.matches | length > 0)' >/dev/null
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
