# Lines of figures (name, wall s, CPU s, peak KiB, bytes on disk, separated by tabs; a line a round) to
# tables of medians and of ratios. The variable `text` is the corpus's bytes of text.

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

function times(value) {
    return value > 0 ? sprintf("%.2f", value) : ""
}

function speed(seconds) {
    return seconds > 0 ? sprintf("%.1f", text / 1e6 / seconds) : ""
}

function ratio(what, name, base, column) {
    if (name in rounds && base in rounds)
        printf "| %s | %s | %s | %s |\n", what, name, base, times(of(name, column, base))
}

{
    if (!($1 in rounds))
        names[++count] = $1
    rounds[$1]++
    for (column = 2; column <= 5; column++)
        figures[$1, rounds[$1], column] = $column
}

END {
    WALL = 2; CPU = 3; PEAK = 4; DISK = 5
    one = "fouille, 1 thread"
    print "| | CPU s | wall s | MB/s | MB/CPU s | peak MiB | MB on disk | CPU × | wall × | disk × |"
    print "|---|---|---|---|---|---|---|---|---|---|"
    for (i = 1; i <= count; i++) {
        name = names[i]
        cpu = of(name, CPU); wall = of(name, WALL); disk = of(name, DISK)
        printf("| %s | %.2f | %.2f | %s | %s | %.0f | %s | %s | %s | %s |\n", name, cpu, wall,
               speed(wall), speed(cpu), of(name, PEAK) / 1024, disk ? sprintf("%.1f", disk / 1e6) : "",
               times(of(name, CPU, one)), times(of(name, WALL, one)), times(of(name, DISK, one)))
    }
    print "\n×: times that of " one "; MB are of text.\n"
    print "| ratio of | | to | |"
    print "|---|---|---|---|"
    ratio("CPU", one ", no store", "scan and hash alone", CPU)
    ratio("wall", "fouille, 2 threads", one, WALL)
    ratio("wall", "fouille, 2 threads, no store", one ", no store", WALL)
    ratio("CPU", one, "SQLite FTS5, no stems", CPU)
    ratio("CPU", "Lucene 8", one, CPU)
    ratio("CPU", "Xapian", one, CPU)
    ratio("disk", one, "Lucene 8", DISK)
    ratio("disk", "fouille, --optimize (of 2 threads')", "Lucene 8, forceMerge", DISK)
}
