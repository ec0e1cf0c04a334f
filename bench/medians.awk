# Reads lines of figures (name, wall s, CPU s, peak KiB, bytes on disk, separated by tabs; a line per round), for
# the programs that print tables of them: index.awk and scale.awk.

BEGIN { WALL = 2; CPU = 3; PEAK = 4; DISK = 5 }

function median(values, count,    i, k, value) {
    for (i = 2; i <= count; i++) {
        value = values[i]
        for (k = i - 1; k >= 1 && values[k] > value; k--)
            values[k + 1] = values[k]
        values[k + 1] = value
    }
    return count % 2 ? values[(count + 1) / 2] : (values[count / 2] + values[count / 2 + 1]) / 2
}

# The median over the rounds of a column of `name`; of its ratio to that of `base`, when that is named.
function of(name, column, base,    i, values, below, count) {
    for (i = 1; i <= rounds[name]; i++) {
        below = base == "" ? 1 : figures[base, i, column]
        if (below > 0)
            values[++count] = figures[name, i, column] / below
    }
    return count ? median(values, count) : 0
}

NF == DISK {
    if (!($1 in rounds))
        names[++count] = $1
    rounds[$1]++
    for (column = WALL; column <= DISK; column++)
        figures[$1, rounds[$1], column] = $column
}
