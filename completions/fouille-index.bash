# bash completion for fouille-index: options, their values, and paths

_fouille_index_program() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} words
    COMPREPLY=()
    [ "$cur" != = ] || cur=''
    [ "$prev" != = ] || prev=${COMP_WORDS[COMP_CWORD - 2]}
    case $prev in
@bash-values@
    esac
    if [[ $cur == -* ]]; then
        words='
@bash-words@
'
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
    fi
}
complete -o filenames -F _fouille_index_program fouille-index
