# The tables of bench/index, after medians.awk. The variable `text` is the corpus's bytes of text.

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

END {
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
