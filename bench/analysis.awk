# Compares two lists of words in order of place (start, end, reading), and prints the kind, the text, and both readings of each place
# where they differ, on a line. The text is the input.

BEGIN {
    FS = "\t"
    RS = "\001"
    ORS = "\n"
}

{
    text = text (NR > 1 ? RS : "") $0
}

# Reads the next word of a list; false at its end.
function next_word(list, file, at,   line) {
    RS = "\n"
    if ((getline line <file) <= 0) {
        start[list] = 2 ^ 52
        end[list] = 2 ^ 52
        return 0
    }
    split(line, at, "\t")
    start[list] = at[1]
    end[list] = at[2]
    word[list] = at[3]
    return 1
}

function kind_of(span, one, other) {
    if (span ~ /^(l|L|d|D)?('|\342\200\231)?[Aa]rt/)
        return "art."
    if (span ~ /\302\267|\342\200\242|\/|\(/ || other ~ /\|/ && one !~ /\|/)
        return "inclusive, or a second word"
    if (other ~ /(^| )[0-9]+(e|er|re|nd|nde)( |$)/ && span !~ /^[0-9]/)
        return "Roman ordinal"
    if (other ~ /n\302\260/)
        return "number sign"
    if (span ~ /^[LRDACO]+[.*]*[0-9]/ || span ~ /^[lrdac][0-9]+-/)
        return "reference"
    if (span ~ /&/)
        return "ampersand"
    if (other ~ /\+/ && span ~ /^[A-Z]/)
        return "initials, spaced letters"
    if (span ~ /^[0-9]+-[0-9]$/)
        return "49-3"
    if (span ~ /[0-9][A-Za-z\303]/)
        return "number and word"
    if (span ~ /[A-Za-z\251\250][0-9]/)
        return "word and number"
    if (span ~ /\302[\271\262\263]|\342\201|\312[\260-\277]|\341[\264-\266]/)
        return "raised"
    if (span ~ /^(l|L|d|D|j|J|s|S|n|N|c|C|m|M|t|T|qu|Qu|QU|aujourd|Aujourd|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu|prud)('|\342\200\231)?( |$)/)
        return "leaning"
    if (span ~ /\n|\302\254|\f/)
        return "line and page"
    if (span ~ /'|\342\200\231/)
        return "apostrophe"
    if (span ~ /\./)
        return "dots"
    if (span ~ /[\303-\311]/)
        return "letters"
    return "other"
}

END {
    more_old = next_word("old", old)
    more_new = next_word("new", new)
    while (more_old || more_new) {
        if (start["old"] == start["new"] && end["old"] == end["new"] && word["old"] == word["new"]) {
            more_old = next_word("old", old)
            more_new = next_word("new", new)
            continue
        }
        # The place: all words of both until they agree again beyond it.
        from = start["old"] < start["new"] ? start["old"] : start["new"]
        to = from
        one = other = ""
        while (start["old"] < 2 ^ 52 || start["new"] < 2 ^ 52) {
            if (start["old"] == start["new"] && end["old"] == end["new"] && word["old"] == word["new"] && start["old"] >= to)
                break
            list = start["old"] <= start["new"] && !(start["old"] == start["new"] && end["new"] < end["old"]) ? "old" : "new"
            if (start[list] > to && to > from && start[list] > to + 1)
                break
            if (end[list] > to)
                to = end[list]
            if (list == "old") {
                one = one (one == "" ? "" : " ") word["old"]
                more_old = next_word("old", old)
            } else {
                other = other (other == "" ? "" : " ") word["new"]
                more_new = next_word("new", new)
            }
        }
        span = substr(text, from + 1, to - from)
        kind = kind_of(span, one, other)
        gsub(/[\n\t]/, " ", span)
        print kind "\t" span "\t" one "\t" other
    }
}
