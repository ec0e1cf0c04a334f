# fish completion for fouille: options and their values, words of the index

function __fouille_words
    set -l word (commandline -ct)
    test -n "$word"; and fouille --terms -n 30 -- $word 2>/dev/null | string replace -r '\t.*' ''
end

complete -c fouille -f -a '(__fouille_words)'
@fish@
