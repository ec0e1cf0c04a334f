#!/usr/bin/env bats
# fouille: how a query is read, what it finds, in which order, and how that is shown.

bats_require_minimum_version 1.5.0
load helper

# Six articles whose answers can be told by reading them.
river() {
    article un.txt "La rivière déborde\n\nLa rivière est en crue depuis lundi, le maire inquiet."
    article deux.txt "Le maire parle\n\nLe maire parle de sport et de vélo."
    article trois.txt "Un match\n\nLe sport attend : la rivière attire les pêcheurs."
    article quatre.txt "L’état d’urgence\n\nLe conseil proroge l’état d’urgence, le maire approuve."
    article cinq.txt "L'urgence\n\nUne urgence qui dure : l'état des routes."
    article six.txt "Vélo\n\nDu vélo, rien d'autre."
    fouille-index --quiet .
}

# finds "FILES" ARGUMENT...: the names found, in the order of names
finds() {
    local expected="$1"
    shift
    run --separate-stderr fouille -l -n 0 "$@"
    [ "$(sort <<<"$output" | sed 's/\.txt$//' | xargs)" = "$expected" ] ||
        { echo "fouille $*: expected [$expected], got [$output] $stderr"; return 1; }
}

# marked FILE QUERY...: the words that --json says are matched, cut out of the snippet by bytes
marked() {
    local file="$1"
    shift
    fouille --json -n 0 "$@" | jq -r --arg file "$file" '
        select(.path == $file) | .snippet as $text | .matches[] |
        [$text | explode[]] as $c | . as [$from, $to] |
        # jq has characters: count their bytes
        reduce $c[] as $x ({at: 0, out: []};
            (if $x < 128 then 1 elif $x < 2048 then 2 elif $x < 65536 then 3 else 4 end) as $n |
            (if .at >= $from and .at < $to then .out += [$x] else . end) | .at += $n) |
        .out | implode'
}

@test "any of the words, best with all" {
    river
    finds "deux trois un" rivière sport
    run fouille -l rivière crue maire
    [ "${lines[0]}" = "un.txt" ]
}

@test "-a: all of the words" {
    river
    finds "trois" -a rivière sport
    finds "trois" --all-words rivière sport
    finds "trois" 'rivière sport' -a
    finds "" -a rivière introuvable
    [ "$status" -eq 1 ]
}

@test "phrases in quotes, guillemets and by -p" {
    river
    finds "quatre" "\"état d'urgence\""
    finds "quatre" "«état d’urgence»"
    finds "quatre" "« état d'urgence »"
    finds "quatre" "“état d’urgence”"
    finds "quatre" -p état d\'urgence
    finds "quatre" --phrase "l'état" "d'urgence"
    finds "" '"urgence état"'
    finds "cinq quatre" état urgence
    finds "quatre" "l'«état d’urgence»"
    finds "quatre" "\"état d'urgence" # not closed
    finds "un" '"rivière déborde" sport -match -parle'
}

@test "a phrase does not go from the title into the body" {
    article a.txt "Une rivière\n\nEn crue depuis lundi."
    fouille-index --quiet .
    finds "" '"rivière en crue"'
    finds "a" '"crue depuis"'
}

@test "+must and -mustnot, in one argument and behind --" {
    river
    finds "trois" '+rivière -maire'
    finds "trois" -- +rivière -maire
    finds "deux quatre" '+maire -rivière sport'
    finds "deux quatre" -- +maire -rivière sport
    finds "un" -- rivière -sport
    finds "un" -- '-"sport attend"' +rivière
    finds "cinq" -- +urgence '-«état d’urgence»'
    run --separate-stderr fouille -l -rivière
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"--"* ]]
}

@test "a query that only excludes is an error that says so" {
    river
    for format in -l -c --json --explain; do
        run --separate-stderr fouille "$format" -- -rivière
        [ "$status" -eq 2 ]
        [ -z "$output" ]
        [[ "$stderr" == *"only excludes"* ]]
    done
}

@test "titre: a word or a phrase in the title only" {
    river
    finds "six" titre:vélo
    finds "six" title:vélo
    finds "six" TITRE:velo
    finds "quatre" "titre:\"état d'urgence\""
    finds "quatre" "titre:«état d’urgence»"
    finds "" 'titre:"maire approuve"'
    finds "deux" -- +vélo -titre:vélo
    finds "deux" 'vélo +titre:maire'
    finds "" titre:crue
    [ "$status" -eq 1 ]
}

@test "--words: signs, quotes and fields are text" {
    river
    finds "cinq deux quatre six un" --words -- -vélo +maire '"état'
    finds "six" --words -a -- '-vélo' 'autre"'
    article titre.txt "Un texte sur le titre et le match."
    fouille-index --quiet .
    finds "titre trois" --words titre:match
}

@test "-n: as many as asked, ten by default, 0 is all" {
    for i in $(seq 25); do article "$i.txt" "rivière"; done
    fouille-index --quiet .
    [ "$(fouille -l rivière | wc -l)" -eq 10 ]
    [ "$(fouille -l -n 3 rivière | wc -l)" -eq 3 ]
    [ "$(fouille -l --limit=24 rivière | wc -l)" -eq 24 ]
    [ "$(fouille -l -n 0 rivière | wc -l)" -eq 25 ]
    [ "$(fouille -l -n 1000 rivière | wc -l)" -eq 25 ]
    # the first hits are the first of all
    cmp <(fouille -n 7 rivière) <(fouille -n 0 rivière | head -n 7)
    for bad in x -1 "" 3x 99999999999999999999999; do
        run --separate-stderr fouille -n "$bad" rivière
        [ "$status" -eq 2 ]
    done
}

@test "the query from standard input" {
    river
    run fouille -l -n 0 <<<'+rivière -maire'
    [ "$output" = "trois.txt" ]
    run fouille -l -n 0 -p <<<"l'état
d'urgence"
    [ "$output" = "quatre.txt" ]
    # arguments win
    run fouille -l titre:vélo <<<'rivière'
    [ "$output" = "six.txt" ]
}

@test "-l, -0 and xargs, -c" {
    article "a b.txt" "rivière calme"
    article "$(printf 'c\nd.txt')" "rivière en crue"
    fouille-index --quiet .
    run fouille -c rivière
    [ "$output" = "2" ]
    [ "$(fouille -l rivière | wc -l)" -eq 2 ]
    [ "$(fouille -0 rivière | tr -cd '\0' | wc -c)" -eq 2 ]
    [ "$(fouille -0 rivière | xargs -0 cat | grep -c rivière)" -eq 2 ]
    [ "$(fouille --null rivière | xargs -0 grep -l crue)" = "$(printf 'c\nd.txt')" ]
    # counting does not stop at the limit
    [ "$(fouille -c -n 1 rivière)" = "2" ]
}

@test "-c is the number of -l -n 0, for every kind of query" {
    river
    for query in rivière 'rivière sport' '+maire vélo' '+maire -sport' "\"état d'urgence\"" \
        titre:vélo 'titre:vélo maire' introuvable '"maire parle" rivière' \
        '-introuvable rivière' '+introuvable rivière'; do
        listed=$(fouille -l -n 0 -- "$query" | wc -l)
        [ "$(fouille -c -- "$query")" = "$listed" ] || { echo "$query: $listed"; return 1; }
    done
}

@test "exit status: 0 found, 1 nothing, 2 error, whatever the output" {
    river
    for option in -l -0 -c --json --tsv --explain --color=always --color=never; do
        run fouille "$option" rivière
        [ "$status" -eq 0 ]
        run fouille "$option" introuvable
        [ "$status" -eq 1 ]
        run fouille "$option" ""
        [ "$status" -eq 2 ]
        run fouille "$option" --index nowhere rivière
        [ "$status" -eq 2 ]
    done
}

@test "options may stand behind the words" {
    river
    run fouille rivière maire -l -a
    [ "$output" = "un.txt" ]
    run fouille rivière -n 1 sport --tsv
    [ "$(wc -l <<<"$output")" -eq 1 ]
}

@test "ties go by path bytes, then by place in the file" {
    for name in b/un.txt a.txt a/z.txt a-b.txt é.txt Z.txt b.txt; do article "$name" "rivière"; done
    article d.jsonl '{"id": "z", "text": "rivière"}\n{"id": "a", "text": "rivière"}'
    fouille-index --quiet .
    run fouille -l -n 0 rivière
    [ "$output" = "Z.txt
a-b.txt
a.txt
a/z.txt
b.txt
b/un.txt
d.jsonl#z
d.jsonl#a
é.txt" ]
    # and so at every limit, any or all
    for n in 1 2 5 8; do
        cmp <(fouille -l -n $n rivière) <(fouille -l -n 0 rivière | head -n $n)
        cmp <(fouille -l -n $n +rivière) <(fouille -l -n 0 rivière | head -n $n)
    done
}

@test "--k1 and --b change scores; with k1 0 only idf is left" {
    river
    score() { fouille --ranking bm25 --tsv -n 0 "$@" | cut -f2; }
    [ "$(score --k1 0 maire | sort -u | wc -l)" -eq 1 ]
    # N 6, df 3: ln(1 + 3.5 / 3.5)
    [ "$(score --k1 0 maire | sort -u)" = "0.693147181" ]
    [ "$(score maire | sort -u | wc -l)" -gt 1 ]
    [ "$(score maire)" = "$(score --k1 1.2 --b 0.75 maire)" ]
    [ "$(score maire)" != "$(score --k1 2 maire)" ]
    # without b the length does not count: once in each is the same
    [ "$(score --b 0 lundi)" = "$(score --b 0 proroge)" ]
    [ "$(score lundi)" != "$(score --b 1 lundi)" ]
    for bad in "--k1 x" "--k1 -1" "--b 2" "--b nan" "--k1 inf" "--k1="; do
        # shellcheck disable=SC2086
        run --separate-stderr fouille $bad maire
        [ "$status" -eq 2 ]
    done
}

@test "--explain: words, df, tf, and parts whose sum is the score" {
    river
    fouille --explain -n 0 "rivière vélo \"état d'urgence\"" >out
    grep -q '^# articles: 6, segments: 1$' out
    grep -q '^#  1. may, in the text: rivière$' out
    grep -qE '^#      rivière → \S+ \(df 2\)$' out
    grep -qE '^#      vélo → \S+ \(df 2\)$' out
    grep -qE "^#  3. may, in the text: .*état d'urgence" out
    # every hit: the parts behind it sum up to its score, as printed
    awk -F'\t' '
        function close_hit() {
            if (path != "" && (sum - score > 0.00006 || score - sum > 0.00006)) {
                print path ": " sum " is not " score; bad = 1
            }
        }
        !/^#/ { close_hit(); path = $1; score = $2; sum = 0; hits++ }
        /^# +[0-9]+\. [0-9.]+ = idf/ { split($0, part, " "); sum += part[3] }
        /^# +\+ [0-9.]+, / { sum += substr($0, index($0, "+") + 2) }
        END { close_hit(); exit bad || hits != 5 }' out
    # tf of a word that an article has twice, in title and body
    fouille --explain -n 1 rivière | grep -q 'tf 2 ×'
    # a word in no article has df 0 and adds nothing
    fouille --explain rivière introuvable | grep -qE '^#      introuvable → \S+ \(in no article\)$'
}

@test "a score is the formula's" {
    river
    # un.txt: what --explain says, calculated anew
    line=$(fouille --explain rivière | grep -m1 '= idf')
    read -r given idf tf length average <<<"$(sed -E 's/^#  1\. ([0-9.]+) = idf ([0-9.]+) × tf ([0-9]+) .*length ([0-9]+) \/ ([0-9.]+)\)\).*/\1 \2 \3 \4 \5/' <<<"$line")"
    awk -v g="$given" -v i="$idf" -v t="$tf" -v l="$length" -v a="$average" 'BEGIN {
        s = i * t * 2.2 / (t + 1.2 * (0.25 + 0.75 * l / a)); d = s - g
        exit !(d < 0.0005 && d > -0.0005) }'
}

@test "--color, NO_COLOR, and a pipe" {
    river
    escape=$(printf '\033')
    run fouille rivière
    [[ "$output" != *"$escape"* ]]
    run fouille --color always rivière
    [[ "$output" == *"$escape"* ]]
    NO_COLOR=1 run fouille --color always rivière # asked for on the command line
    [[ "$output" == *"$escape"* ]]
    run fouille --color never rivière
    [[ "$output" != *"$escape"* ]]
    run --separate-stderr fouille --color sometimes rivière
    [ "$status" -eq 2 ]
    command -v script >/dev/null || skip "no script(1) to make a terminal"
    run script -qec "fouille rivière" /dev/null
    [[ "$output" == *"$escape[1;31mrivière$escape[0m"* ]]
    NO_COLOR=1 run script -qec "fouille rivière" /dev/null
    [[ "$output" != *"$escape"* ]]
    [[ "$output" == *"crue"* ]] # the terminal's layout all the same
    NO_COLOR="" run script -qec "fouille rivière" /dev/null
    [[ "$output" == *"$escape"* ]]
    for none in "TERM=dumb" "TERM=" "-u TERM"; do
        # shellcheck disable=SC2086
        run env $none script -qec "fouille rivière" /dev/null
        [[ "$output" != *"$escape"* && "$output" == *"crue"* ]]
    done
    TERM=dumb run script -qec "fouille --color always rivière" /dev/null
    [[ "$output" == *"$escape"* ]]
    run script -qec "fouille --color never rivière" /dev/null
    [[ "$output" != *"$escape"* ]]
}

@test "in a terminal an empty answer says so, and in what it looked; in a pipe it is empty" {
    command -v script >/dev/null || skip "no script(1) to make a terminal"
    article a/un.txt "rivière"
    fouille-index --quiet a
    run script -qec "fouille -i a/.fouille lynx" /dev/null
    [ "$status" -eq 1 ]
    [ "$(tr -d '\r' <<<"$output")" = "fouille: nothing found in 1 article ('a/.fouille')" ]
    LC_ALL=fr_FR.UTF-8 run script -qec "fouille -i a/.fouille lynx" /dev/null
    [[ "$output" == *"aucun résultat dans 1 article"* ]]
    run --separate-stderr fouille -i a/.fouille lynx
    [ "$status" -eq 1 ]
    [ -z "$output$stderr" ]
    for quiet in "-l lynx" "--json lynx" "rivière"; do
        run script -qec "fouille -i a/.fouille $quiet" /dev/null
        [[ "$output" != *"nothing found"* ]]
    done
}

@test "exactly the matched words are marked, in the text as it was written" {
    article a.txt "Au port\n\nSur l’ÎLE, d'anciennes œuvres : l’ECOLE des Beaux-Arts, et (« l'œuvre ») d’Étienne ; \
les étudiant·e·s du week-end, 10 000 francs, ﬁn."
    fouille-index --quiet .
    check() { # EXPECTED QUERY
        got=$(marked a.txt "$2" | paste -sd'|')
        [ "$got" = "$1" ] || { echo "[$2] marks [$got], not [$1]"; return 1; }
    }
    check "ÎLE" ile
    check "ÎLE" "l'île"
    check "œuvres|œuvre" oeuvre
    check "ECOLE" école
    check "Étienne" etienne
    check "étudiant·e·s" étudiante
    check "Beaux-Arts" beaux-arts
    check "Arts" arts
    check "fin" fin || check "ﬁn" fin
    check "10 000" 10000
    check "10 000" "10 000"
    check "anciennes|œuvres" '"anciennes œuvres"'
    check "francs" 'francs -sport'
}

@test "the same words are marked in colour, and nothing else" {
    article a.txt "Sur l’île\n\nSur l’ÎLE : l’œuvre d’Étienne, à l'école."
    fouille-index --quiet .
    fouille --color always "ile œuvre ecole" >out
    grep -oP '\033\[1;31m\K[^\033]*' out >words
    [ "$(paste -sd'|' words)" = "île|ÎLE|œuvre|école" ]
    # without the codes it is the text
    sed 's/\x1b\[[0-9;]*m//g' out | grep -qF "Sur l’ÎLE : l’œuvre d’Étienne, à l'école."
}

@test "only the phrase is marked, not its words elsewhere" {
    article a.txt "Titre\n\nUn état de fait, une urgence, puis l'état d'urgence encore."
    fouille-index --quiet .
    run marked a.txt "\"état d'urgence\""
    [ "$output" = "état
urgence" ]
}

@test "matches are byte ranges of the snippet as UTF-8, in order" {
    article a.txt "Été\n\nÀ l’été, « l’été » revient : été, Été — ÉTÉ."
    fouille-index --quiet .
    fouille --json été | jq -j .snippet >snippet
    fouille --json été | jq -r '.matches[] | @tsv' >ranges
    [ "$(wc -l <ranges)" -ge 5 ]
    before=0
    while read -r start end; do
        [ "$start" -ge "$before" ]
        [ "$end" -gt "$start" ]
        word=$(tail -c +$((start + 1)) snippet | head -c $((end - start)))
        [[ "$word" == [éÉ]t[éÉ] || "$word" == ÉTÉ ]]
        before=$end
    done <ranges
    [ "$before" -le "$(wc -c <snippet)" ]
}

@test "a snippet is one line of at most about 300 characters, and shows the matches" {
    for words in 5 50 500 5000; do
        {
            echo "Titre $words"
            echo
            for ((i = 1; i <= words; i++)); do
                printf 'mot%d à côté,' "$i"
                if ((i % 9 == 0)); then echo; else printf ' '; fi
            done
            printf 'la rivière\n\n\ten crue '
            for i in $(seq "$words"); do printf 'fin%d ' "$i"; done
        } >"$words.txt"
    done
    fouille-index --quiet .
    fouille --json rivière crue >out
    [ "$(wc -l <out)" -eq 4 ]
    # … on both sides may come on top
    jq -e -s 'all(.snippet | length <= 304 and (test("[\\n\\t\\r]") | not))' out
    jq -e -s 'all(.snippet | contains("la rivière en crue"))' out
    jq -e -s 'all(.matches | length == 2)' out
    # the first words when only the title matches
    fouille --json 'titre:5000' | jq -e '.snippet | startswith("mot1 à côté") and endswith("…")'
    # a narrow terminal
    COLUMNS=40 fouille --color always -n 1 rivière >narrow
    [ "$(sed 's/\x1b\[[0-9;]*m//g' narrow | tail -n 1 | wc -m)" -le 115 ]
}

@test "the passage has as many of the words as it can" {
    {
        printf 'Titre\n\nla rivière seule. '
        for i in $(seq 500); do printf 'mot%d ' "$i"; done
        printf 'ici la crue et la rivière. '
        for i in $(seq 500); do printf 'autre%d ' "$i"; done
    } >a.txt
    fouille-index --quiet .
    fouille --json rivière crue | jq -e '.snippet | contains("la crue et la rivière")'
}

@test "paths are relative to the current folder, from anywhere in the tree" {
    article a/b/un.txt "rivière"
    article a/deux.txt "rivière"
    article a/c/trois.txt "rivière"
    fouille-index --quiet a
    cd a
    run fouille -l rivière
    [ "$output" = "b/un.txt
c/trois.txt
deux.txt" ]
    cd b
    run fouille -l rivière
    [ "$output" = "../b/un.txt
../c/trois.txt
../deux.txt" ]
    # each can be opened from here
    fouille -0 rivière | xargs -0 cat | grep -c rivière
    cd ../../
    run fouille -l --index a/.fouille rivière
    [ "${lines[0]}" = "a/b/un.txt" ]
}

@test "an article of a JSON Lines file is file.jsonl#id" {
    article d.jsonl '{"id": "n-1", "title": "Un", "text": "rivière"}\n{"id": 7, "title": "Sept", "text": "rivière en crue"}'
    article e.txt "rivière"
    fouille-index --quiet .
    run fouille -l crue
    [ "$output" = "d.jsonl#7" ]
    run fouille crue
    [[ "$output" == "d.jsonl#7	"* ]]
    [ "$(fouille -0 crue | tr '\0' '\n')" = "d.jsonl#7" ]
    [ "$(fouille --tsv crue | cut -f3,4)" = "d.jsonl	7" ]
    [ "$(fouille --json crue | jq -r '[.path, .id] | join(" ")')" = "d.jsonl 7" ]
    fouille --json rivière | jq -es 'map(select(.path == "e.txt") | has("id")) == [false]'
    run fouille-index --extract d.jsonl#7
    [ "$output" = "rivière en crue" ]
}

@test "--help and --version" {
    run --separate-stderr fouille --help
    [ "$status" -eq 0 ]
    [[ "$output" == Usage:* ]]
    [ -z "$stderr" ]
    run fouille --version
    [ "$status" -eq 0 ]
    [[ "$output" == "fouille "* ]]
    # every option that --help names is known
    article a.txt "rivière"
    fouille-index --quiet .
    for option in $(fouille --help | grep -oE -- '--[a-z0-9]+(-[a-z]+)?'); do
        run fouille "$option" <<<mot
        [[ "$output" != *"unknown option"* ]]
    done
}
