# bash completion for fouille: options and their values, words of the index, sites after site:

_fouille_index() { # the index that the command line names, as options
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        --) return ;;
        -i | --index)
            [ "${COMP_WORDS[i + 1]}" != = ] || i=$((i + 1)) # --index=DIR
            printf '%s\n' --index "${COMP_WORDS[i + 1]/#\~/$HOME}" ;;
        esac
    done
}

# What an index holds was written by others: it is never expanded (as compgen -W would), and quoted, so that
# the line it gets into is no command of theirs.
_fouille_offer() { # of the lines of standard input, those that begin as $1
    local one
    COMPREPLY=()
    while IFS= read -r one; do
        [[ $one != "$1"* ]] || printf -v "COMPREPLY[${#COMPREPLY[@]}]" %q "$one"
    done
}

_fouille_after_options() { # whether -- came before
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do [ "${COMP_WORDS[i]}" != -- ] || return 0; done
    return 1
}

_fouille() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} before index words sign
    COMPREPLY=()
    # readline makes words of --option=value and site:value
    [ "$cur" != = ] || { cur='' prev=${COMP_WORDS[COMP_CWORD - 1]}; }
    [ "$prev" != = ] || prev=${COMP_WORDS[COMP_CWORD - 2]}
    case $prev in
@bash-values@
    esac
    if [[ $cur == -* ]] && ! _fouille_after_options; then
        words='
@bash-words@
'
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
        return 0
    fi
    mapfile -t index < <(_fouille_index)
    before=$prev
    [ "$cur" != : ] || { before=: cur=''; prev=:; }
    if [ "$before" = : ]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
        [ "${COMP_WORDS[COMP_CWORD]}" != : ] || before=${COMP_WORDS[COMP_CWORD - 1]}
        case $before in
        site)
            _fouille_offer "$cur" < <(fouille "${index[@]}" --facet site 'chemin:*' -n 200 2>/dev/null |
                cut -f1 | grep -vx -e -)
            return 0 ;;
        chemin | path)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$cur")
            return 0 ;;
        esac
    fi
    sign=${cur%%[!+=-]*}
    cur=${cur#"$sign"}
    [ -n "$cur" ] || return 0
    # Words as they begin; where none begins so, those that differ in accents.
    words=$(fouille "${index[@]}" --terms -n 30 -- "$cur" 2>/dev/null | cut -f1)
    _fouille_offer "$cur" <<<"$words"
    [ ${#COMPREPLY[@]} -gt 0 ] || [ -z "$words" ] || _fouille_offer '' <<<"$words"
    COMPREPLY=("${COMPREPLY[@]/#/$sign}")
}
complete -F _fouille fouille
