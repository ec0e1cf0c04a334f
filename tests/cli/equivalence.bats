#!/usr/bin/env bats
# Random sequences of changes, each followed by a run that brings the index up to date and by one
# that makes it anew elsewhere: the same articles, and after --optimize the same bytes and answers.
#
# FOUILLE_EQUIVALENCE_ROUNDS (default 40, 8 under sanitizers) is how many changes are tried, FOUILLE_EQUIVALENCE_SEED
# (default 1) where they begin: a failure names both.

bats_require_minimum_version 1.5.0
load helper

words=(rivière riviere rivières école Écoles œuvre état été étés chat château châtiment "porte-parole"
    aujourd\'hui "10 000" crue crues débordé DÉBORDE l\'été mairie)
# Names whose order by bytes differs from that of their parts.
names=(d.txt d-e.txt d/x.txt d/y.md d/z/z.txt "d e.txt" é.txt e.jsonl d/e.jsonl f.jsonl.gz g.txt.gz
    z.html d.d/x.txt A.md)

pick() { # the n-th of the names or words
    local -n from=$1
    picked=${from[RANDOM % ${#from[@]}]}
}

text() {
    local count=$((RANDOM % 12))
    text=""
    for ((; count >= 0; count--)); do
        pick words
        text+=" $picked"
    done
}

line() { # NUMBER
    text
    line="{\"id\": \"n$1\", \"title\": \"Avis $((RANDOM % 3))\", \"date\": \"20$((10 + RANDOM % 10))-0$((1 + RANDOM % 9))\", \"text\": \"$text\"}"
}

lines() {
    local count=$((RANDOM % 30)) i
    for ((i = 1; i <= count; i++)); do
        line $i
        printf '%s\n' "$line"
    done
}

write() { # FILE
    mkdir -p "${1%/*}"
    case $1 in
    *.jsonl) lines >"$1" ;;
    *.jsonl.gz) lines | gzip >"$1" ;;
    *.gz) text && printf '%s\n' "$text" | gzip >"$1" ;;
    *.html) text && printf '<html><head><title>Page</title></head><body><p>%s</p></body></html>\n' "$text" >"$1" ;;
    *) text && printf 'Titre %s\n\nCorps : %s.\n' "$picked" "$text" >"$1" ;;
    esac
}

# Adds, takes away or changes one line somewhere.
edit() { # FILE of JSON Lines
    local at=$((1 + RANDOM % 20))
    line $((100 + RANDOM))
    case $((RANDOM % 5)) in
    0) printf '%s\n' "$line" >>"$1" ;;
    1) sed -i "${at}d" "$1" ;;
    2) sed -i "${at}s/.*/$line/" "$1" ;;
    3) sed -i "${at}s/\"text\": \"/&crue /" "$1" ;;
    *) sed -i "${at}i $line" "$1" ;;
    esac
}

change() {
    local root=a file other
    [ $((RANDOM % 4)) -ne 0 ] || root=b
    pick names
    file=$root/$picked
    case $((RANDOM % 9)) in
    0 | 1 | 2) write "$file" ;;
    3) rm -f "$file" ;;
    4) [ ! -e "$file" ] || touch -d "2020-01-01 00:00:$((RANDOM % 60))" "$file" ;;
    5)
        pick names
        other=a/$picked
        if [ -e "$file" ] && [[ ${file#*.} == "${other#*.}" && $file != "$other" ]]; then
            mkdir -p "${other%/*}"
            mv "$file" "$other"
        fi
        ;;
    6 | 7) [[ $file != *.jsonl || ! -e $file ]] || edit "$file" ;;
    8) [ ! -e "$file" ] || { cp "$file" copy.tmp && mv copy.tmp "$file"; } ;;
    esac
}

update() {
    case $((RANDOM % 12)) in
    0) [ ! -e live ] || fouille-index -q --optimize --index live ;;
    1) fouille-index -q --index live --forget b 2>/dev/null || true ;;
    2) fouille-index -q --index live --memory 4M -t 3 a b && return ;;
    *) ;;
    esac
    fouille-index -q --index live -t $((1 + RANDOM % 3)) a
    fouille-index -q --index live b
}

documents() { # INDEX
    fouille --index "$1" -l -n 0 --sort path -- '*e* OU *a* OU *i* OU *o* OU *u*' || true
    fouille --index "$1" --terms '' | sort || true
    for query in crue 'rivière -crue' '"porte parole"' 'riv*' 'titre:avis' 'chateau~1'; do
        fouille --index "$1" -c -- "$query" || true
    done
}

answers() { # INDEX
    for query in rivière riviere crue 'crue école état' '+été -chat' 'titre:avis rivière' '"l’été"' 'riv*' '=Écoles'; do
        fouille --index "$1" --json --no-snippet -n 15 -- "$query" || true
        fouille --index "$1" --json --no-snippet -n 5 --exhaustive -- "$query" || true
    done
}

compare() {
    fouille-index --check --index live >/dev/null
    rm -rf new copy
    fouille-index -q --index new -t 1 a b
    documents live >one
    documents new >other
    cmp one other
    fouille --index live -l -n 20 -- crue rivière >pruned || true
    fouille --index live -l -n 20 --exhaustive -- crue rivière | cmp - pruned
    cp -r live copy
    fouille-index -q --optimize --index copy
    answers copy >one
    answers new >other
    cmp one other
    cat new/*.seg 2>/dev/null >one || true
    cat copy/*.seg 2>/dev/null >other || true
    cmp one other
}

@test "an index brought up to date is the one that would be made anew" {
    seed=${FOUILLE_EQUIVALENCE_SEED:-1}
    rounds=${FOUILLE_EQUIVALENCE_ROUNDS:-$((${FOUILLE_LINES:-30000} / 750))}
    for ((round = 1; round <= rounds; round++)); do
        echo "FOUILLE_EQUIVALENCE_SEED=$seed, round $round"
        if [ $((round % 25)) -eq 1 ]; then
            RANDOM=$((seed * 1000 + round))
            rm -rf a b live
            mkdir a b
            printf 'toujours là\n' >a/toujours.txt
            printf 'toujours là\n' >b/toujours.txt
        fi
        for ((changes = RANDOM % 8; changes >= 0; changes--)); do change; done
        update
        compare
    done
}
