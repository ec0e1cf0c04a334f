# The table of bench/query of many queries at once, after medians.awk. Names are numbers of threads; the
# variable `queries` is the number of queries.

END {
    print "\n| `fouille --batch`, all files, any of the words, top 10 as lines | queries per second | × 1 thread |"
    print "|---|---|---|"
    for (i = 1; i <= count; i++)
        printf "| threads: %s | %.0f | %.2f |\n", names[i], queries / of(names[i], WALL),
               1 / of(names[i], WALL, "1")
}
