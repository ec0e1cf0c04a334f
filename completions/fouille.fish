# fish completion for fouille: options and their values, words of the index, sites after site:

function __fouille_index # the index that the command line names, as options
    set -l words (commandline -opc)
    for i in (seq 2 (count $words))
        switch $words[$i]
            case --
                return
            case -i --index
                printf '%s\n' --index (string replace -r '^~' $HOME -- $words[(math $i + 1)])
            case '--index=*'
                echo $words[$i]
        end
    end
end

function __fouille_terms --argument-names before word # a word each, with the number of its occurrences
    test -n "$word"; or return
    fouille (__fouille_index) --terms -n 30 -- $word 2>/dev/null | string replace -r -- '^([^\t]*\t[^\t]*).*' "$before"'$1'
end

function __fouille_words
    set -l word (commandline -ct)
    set -l field (string match -r '^[a-z]+:' -- $word)
    set -l rest (string sub -s (math (string length -- "$field") + 1) -- $word)
    switch "$field"
        case site:
            fouille (__fouille_index) --facet site 'chemin:*' -n 200 2>/dev/null | string match -rv '^-\t' | string replace -r '^' site:
        case chemin: path:
            complete -C "cat $rest" | string replace -r '^' $field
        case titre: title:
            __fouille_terms $field $rest
        case ''
            set -l sign (string match -r '^[+=-]*' -- $word)
            __fouille_terms "$sign" (string sub -s (math (string length -- "$sign") + 1) -- $word)
    end
end

complete -c fouille -f -a '(__fouille_words)'
@fish@
