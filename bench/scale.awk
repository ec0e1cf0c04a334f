# The table of bench/scale, after medians.awk. Names are the number of articles and the memory; lines of
# three fields give segments and documents.

NF == 3 {
    segments[$1] = $2
}

END {
    print "| articles | memory | wall s | wall µs per article | CPU µs per article | peak MiB | segments |" \
          " bytes per article | CPU × first | CPU × default |"
    print "|---|---|---|---|---|---|---|---|---|---|"
    for (i = 1; i <= count; i++) {
        name = names[i]
        split(name, parts, " ")
        wall = of(name, WALL) / parts[1] * 1e6
        cpu = of(name, CPU) / parts[1] * 1e6
        if (!(parts[2] in first))
            first[parts[2]] = cpu
        if (parts[2] == "default")
            usual = cpu
        printf("| %s | %s | %.2f | %.2f | %.2f | %.0f | %s | %.1f | %s | %s |\n", parts[1], parts[2],
               of(name, WALL), wall, cpu, of(name, PEAK) / 1024, segments[name], of(name, DISK) / parts[1],
               times(cpu, first[parts[2]]), times(cpu, usual))
    }
    print "\n× first: times that of the first number of articles, with the same memory."
}

function times(value, base) {
    return base > 0 ? sprintf("%.2f", value / base) : ""
}
