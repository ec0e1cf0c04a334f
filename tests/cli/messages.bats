#!/usr/bin/env bats
# Every text that users read is marked for translation, and whatever can be provoked is said in French.

bats_require_minimum_version 1.5.0
load helper

@test "every text of the sources that reads like words is marked, or known to be no message" {
    command -v xgettext >/dev/null || skip "needs gettext"
    "$BATS_TEST_DIRNAME/../../scripts/check-messages"
}

# say COMMAND...: what it says in French, on both outputs, behind a line with the command.
say() {
    printf '$ %s\n' "$*" >>said
    "$@" >>said 2>&1 </dev/null || true
}

# Lines that have an English word outside of what is quoted, of options and of paths; libxml2 speaks English alone.
english_lines() {
    grep -v '^\$ ' said | sed 's/XML endommagé.*//' |
        sed -E "s/«[^»]*»//g; s/'[^']*'//g; s/--?[a-zA-Z0-9-]+//g; s/[^ ]*\/[^ ]*//g; s/\{[a-z]+\}//g" |
        grep -wiE 'the|of|and|is|are|was|were|with|without|not|cannot|for|has|have|from|this|that|which|must|may|no|by|be|it|its|than|in|to|such|words?|files?|quer(y|ies)|postings|decoded|scored|first|typed|takes?|expected|unknown'
}

# Of the catalogue's texts, those that were said: each without what is filled in.
count_said() {
    msgcat --no-wrap "$BATS_TEST_DIRNAME/../../po/fr.po" |
        awk '/^msgstr/ && match($0, /".*"/) { print substr($0, RSTART + 1, RLENGTH - 2) }' |
        awk 'NR == FNR { said = said "\n" $0; next }
             { gsub(/\\n/, ""); gsub(/\\"/, "\""); gsub(/\\\\/, "\\")
               count = split($0, parts, /%[-+ #0-9.*]*(<PRI[a-zA-Z0-9]*>|[lhzj]*[a-zA-Z])/)
               all = length($0) > 8
               for (i = 1; i <= count; i++) all = all && (length(parts[i]) < 2 || index(said, parts[i]))
               n += all }
             END { print n + 0 }' said -
}

provoke_queries() {
    for query in '(' 'a OU' 'ET b' 'a PROCHE/9999 b' '-rien' '' 'date:hier x' 'site: x' 'x^' 'x~9' '"a' 'a)' 'titre:(a' 'x chemin:' \
        "$(printf '(%.0s' {1..70})x" "$(printf 'm%.0f ' {1..5000})" "$(printf 'date:2022 %.0s' {1..4097})" \
        "$(printf '"*a %s"' "$(printf 'b %.0s' {1..120})")" 'url:'"$(head -c 5000 /dev/zero | tr '\0' x)" \
        'minsitre' 'lamour' "$(printf '*e* %.0s' {1..30})"; do
        say fouille -- "$query"
    done
    say fouille --explain 'rivière +crue "la crue" -pont titre:crue site:fr zzz (crue OU pont)^2 crue PROCHE/3 pont r*'
    say fouille --explain --ranking bm25 rivière
    for options in --nope -n '-n x' '-n' '--offset y' '--k1 z' '--b 9' '--sort zz' '--color zz' '--facet zz' '--since hier x' '--until hier x' \
        '--ranking zz' '--function-words 0' '--threads 0' '--segments 9/3' '--format {zz}' '--format \q' '--json --null x' \
        '--header x' '--full --tsv x' '--full --count x' '--explain --format {path} x' '--explain -c x' '--sort left x' \
        '--unique -c x' '--merge-runs' '--segments 1/2 x' '--batch --segments 1/2 --unique' '--batch -l' '--batch x' '--timings x' \
        '--facet mois --tsv x' '-c --kwic x' '--similar a x' '--similar absent' '--similar vide' '--similar .' \
        '--merge-runs absent' '--merge-runs .' '--merge-runs un.txt' '--index absent x' '--help' '--version' '--terms zzzz' \
        '--early x' '--form -1'; do
        # shellcheck disable=SC2086
        say fouille $options
    done
    for way in --tsv --timings "--segments 1/1" "--timings --threads 2"; do
        # shellcheck disable=SC2086
        { printf '$ batch\n'; printf 'rivière\n(x\n\nl*\n-x\nminsitre\n' | fouille --batch $way 2>&1 >/dev/null; } >>said || true
    done
    { printf '$ batch\n'; fouille --batch </ 2>&1; } >>said || true
    { printf '$ standard\n'; fouille </ 2>&1; } >>said || true
    FOUILLE_COLORS=zz say fouille x
    FOUILLE_COLORS=title=zz say fouille x
    FOUILLE_LIMIT=zz say fouille x
    mkdir -p config/fouille
    for line in zz 'color=zz' 'colors=zz' 'limit=zz' 'index=absent'; do
        echo "$line" >config/fouille/config
        XDG_CONFIG_HOME=$PWD/config say fouille x
        XDG_CONFIG_HOME=$PWD/config say fouille-index --status
    done
}

provoke_indexing() {
    printf 'un \0\1\2\3 \0\0\0\0' >a/binaire.txt
    printf '{"text": "un"}\n{"text": \n[1]\n{"id": "1", "text": "x"}\n{"id": "1", "text": "y"}\n{"title": "sans"}\n' >a/lignes.jsonl
    printf 'rien de tel' >a/faux.txt.gz
    printf '<a><b>' >a/coupe.xml
    printf '{"a":' | gzip | head -c 20 >a/coupe.jsonl.gz
    ln -s nulle a/lien.txt
    mkfifo a/tube.txt
    mkdir a/.fouilleignore
    touch a/vide.txt a/autre.zzz a/un.pdf
    say fouille-index a
    say fouille-index a
    say env PATH="$FOUILLE_BUILD/indexer" fouille-index --rebuild a
    rmdir a/.fouilleignore
    rm a/vide.txt
    echo 'un de plus' >a/nouveau.txt
    say fouille-index a
    say fouille-index --status
    for task in --status --check --optimize --repair --adopt --rebuild --watch "--forget zz" "--export-text zz" "--export-bulk ." \
        "--extract absent" "--extract a/binaire.txt" "--extract a/faux.txt.gz" "--shard 0/3" "--shard 1/2" "--merge-group 1/2" \
        "--files-from absent" "--files-from un.txt" "--files-from ." "--nope" "--memory 1" "--memory zz" "--threads 0" "--filter zz" \
        "--filter .x=zz:cat" "--filter .x=absente" "--filter .x='" "--encoding zz" "--include [" "--exclude" "--index un.txt a" "--index zz --status" \
        "--index zz --check" "absent" "un.txt/x" "--stdin-name x" "--stdin-name a/b" "--help" "--version" "--check --repair" "--check a" \
        "--quiet --status zz" "--index absent/x/y a"; do
        # shellcheck disable=SC2086
        say timeout 5 fouille-index --index a/.fouille $task
        # shellcheck disable=SC2086
        say timeout 5 fouille-index $task
    done
    say env -C a fouille-index --status
    segment=$(echo a/.fouille/*.seg)
    printf 'XXXX' | dd of="${segment%% *}" bs=1 seek=300 conv=notrunc status=none
    for task in --check --repair --optimize "" --status; do
        # shellcheck disable=SC2086
        say fouille-index --index a/.fouille $task
    done
    say fouille --index a/.fouille rivière
    printf 'zz' >a/.fouille/MANIFEST
    say fouille --index a/.fouille rivière
    say fouille-index --index a/.fouille
    chmod 000 a/.fouille
    say fouille --index a/.fouille rivière
    chmod 700 a/.fouille
}

@test "what can be provoked is said in French" {
    export FOUILLE_LANGUAGE=fr
    mkdir a
    article un.txt "Le ministre dit que la rivière est en crue; l'amour du pont."
    article a/deux.txt "Une crue de la rivière, un pont."
    : >vide
    fouille-index -q un.txt
    provoke_queries
    rm -rf .fouille
    provoke_indexing
    if english_lines >bad; then
        head -n 40 bad
        false
    fi
    # So that the list above goes on provoking: a third of the catalogue beside the options' help.
    if command -v msgcat >/dev/null; then
        count=$(count_said)
        echo "$count texts"
        [ "$count" -ge 150 ]
    fi
}
