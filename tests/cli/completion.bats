#!/usr/bin/env bats
# The shells complete options, values, paths, and words out of the index.

bats_require_minimum_version 1.5.0
load helper

some() {
    article presse/un.txt "La rivière\n\nUne rivière en crue, des rivages, un événement."
    article presse/deux.txt ' date 2022-01 https://sport.exemple.fr/une-page.html\n\nTitre\n\nTitre\n\n2022-01-06T11:54+0100\n\nUn match.'
    fouille-index --quiet presse
    export FOUILLE_INDEX=$work/presse/.fouille
    completions=$FOUILLE_BUILD/share/bash-completion/completions
}

# complete COMMAND WORD...: what bash would offer for the last word, sorted, in one line
complete() {
    local program=$1
    bash -c '
        source "$1/$2" || exit 1
        shift
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        "$(builtin complete -p "$1" | sed "s/.*-F \([^ ]*\).*/\1/")"
        printf "%s\n" "${COMPREPLY[@]}"' bash "$completions" "$program" "${@:2}" | sort | xargs
}

@test "bash: options, their values, paths" {
    some
    [ "$(complete fouille fouille --so)" = "--sort" ]
    [ "$(complete fouille fouille --no)" = "--no-snippet" ]
    [ "$(complete fouille fouille --sort d)" = "date" ]
    [ "$(complete fouille fouille --color = a)" = "always auto" ]
    [ "$(complete fouille fouille --index pre)" = "presse" ]
    [ "$(complete fouille fouille --limit 1)" = "" ]
    [ "$(complete fouille-index fouille-index --opt)" = "--optimize" ]
    [ "$(complete fouille-index fouille-index pre)" = "presse" ]
    [ "$(complete fouille-index fouille-index --files-from pre)" = "presse" ]
}

@test "bash: words of the index, sites, paths of filters" {
    some
    [ "$(complete fouille fouille riv)" = "rivages rivière" ]
    [ "$(complete fouille fouille -n 3 cru)" = "crue" ]
    [ "$(complete fouille fouille titre : riv)" = "rivages rivière" ]
    # accents that were not typed
    [ "$(complete fouille fouille even)" = "événement" ]
    [ "$(complete fouille fouille site : sp)" = "sport.exemple.fr" ]
    [ "$(complete fouille fouille site :)" = "sport.exemple.fr" ]
    [ "$(complete fouille fouille chemin : pres)" = "presse" ]
    unset FOUILLE_INDEX
    [ "$(complete fouille fouille riv)" = "" ]
    [ "$(complete fouille fouille --index presse/.fouille riv)" = "rivages rivière" ]
    [ "$(complete fouille fouille --index = presse/.fouille riv)" = "rivages rivière" ]
    [ "$(complete fouille fouille -i presse/.fouille -- +riv)" = "+rivages +rivière" ]
    [ "$(complete fouille fouille -i presse/.fouille -- crue -riv)" = "-rivages -rivière" ]
    cd presse
    completions=$FOUILLE_BUILD/share/bash-completion/completions
    [ "$(complete fouille fouille riv)" = "rivages rivière" ]
}

@test "bash: a tab at the prompt" {
    command -v script >/dev/null || skip "needs script"
    some
    printf 'source %s/fouille\nfouille -l --exh\tcru\t\nexit\n' "$completions" >typed
    TERM=dumb INPUTRC=/dev/null script -qec "bash --norc --noprofile -i" typescript <typed >/dev/null
    tr -d '\r\a' <typescript | grep -qx "$work/presse/un.txt"
    grep -q -- "--exhaustive crue" typescript
}

@test "fish" {
    command -v fish >/dev/null || skip "needs fish"
    some
    export HOME=$work XDG_CONFIG_HOME=$work/.config
    # at PROGRAM LINE: what fish offers that begins as the last word does; from 4.0 on it goes on with what only
    # has its letters
    at() {
        local word=${2##* }
        fish --no-config -c "source $FOUILLE_BUILD/share/fish/vendor_completions.d/$1.fish; complete -C '$2'" | cut -f1 |
            awk -v word="$word" 'index($0, word) == 1' | sort | xargs
    }
    [ "$(at fouille 'fouille --so')" = "--sort" ]
    [ "$(at fouille 'fouille --sort d')" = "date" ]
    [ "$(at fouille 'fouille riv')" = "rivages rivière" ]
    [ "$(at fouille 'fouille +riv')" = "+rivages +rivière" ]
    [ "$(at fouille 'fouille titre:riv')" = "titre:rivages titre:rivière" ]
    [ "$(at fouille 'fouille site:sp')" = "site:sport.exemple.fr" ]
    [ "$(at fouille 'fouille chemin:pre')" = "chemin:presse/" ]
    [ "$(at fouille 'fouille -- crue -riv')" = "-rivages -rivière" ]
    unset FOUILLE_INDEX
    [ "$(at fouille 'fouille riv')" = "" ]
    [ "$(at fouille 'fouille -i presse/.fouille riv')" = "rivages rivière" ]
    [ "$(at fouille 'fouille --index=presse/.fouille site:')" = "site:sport.exemple.fr" ]
    [ "$(at fouille-index 'fouille-index --opt')" = "--optimize" ]
    [ "$(at fouille-index 'fouille-index pre')" = "presse/" ]
}

@test "zsh" {
    command -v zsh >/dev/null || skip "needs zsh"
    some
    export HOME=$work
    # drive.zsh TYPED EXPECTED ...: types at a prompt, then a tab, and waits for what must be on the line
    cat >drive.zsh <<'END'
zmodload zsh/zpty
zpty -b z zsh -f -i
zpty -w z 'fpath=('$FOUILLE_BUILD'/share/zsh/site-functions $fpath); autoload -U compinit; compinit -u -D; PS1=re""ady'
see() { # EXPECTED
    text=
    repeat 100; do
        while zpty -r -t z line; do text+=$line; done
        [[ $text == *$1* ]] && return 0
        sleep 0.05
    done
    print -r -- "expected $1: $text"
    exit 1
}
see ready
for typed expected; do
    zpty -n -w z $typed$'\t'
    see $expected
    zpty -n -w z $'\025unset FOUILLE_INDEX; echo do""ne\n'
    see done
done
END
    timeout 60 zsh -f drive.zsh 'fouille événe' événement
    timeout 60 zsh -f drive.zsh 'fouille -i presse/.fouille --exh' --exhaustive 'fouille -i presse/.fouille even' événement \
        'fouille -i presse/.fouille site:sp' site:sport.exemple.fr 'fouille --index=presse/.fouille titre:événe' titre:événement \
        'fouille -i presse/.fouille +événe' +événement 'fouille chemin:pre' chemin:presse 'fouille-index --opt' --optimize
    for program in fouille fouille-index; do zsh -n "$FOUILLE_BUILD/share/zsh/site-functions/_$program"; done
}
