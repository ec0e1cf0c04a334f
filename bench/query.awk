# The tables of bench/query. The first file names the kinds of queries, in order; the second has a line per
# query and round: engine, state of its index, kind, limit, number of the query, microseconds, found,
# and of fouille postings, decoded, scored; separated by tabs. A query's time is the median of its rounds.

BEGIN {
    engine_count = split("fouille bm25 lucene xapian sqlite", engines, " ")
    title["fouille"] = "fouille"; title["bm25"] = "fouille, BM25 alone"; title["lucene"] = "Lucene 8"
    title["xapian"] = "Xapian"; title["sqlite"] = "SQLite FTS5"
}

FNR == NR {
    kinds[++kind_count] = $0
    next
}

{
    key = $1 SUBSEP $2 SUBSEP $3 SUBSEP $4
    if ($5 > queries[key])
        queries[key] = $5
    times[key, $5, ++rounds[key, $5]] = $6
    found[key, $5] = $7
    if ($8 > 0) {
        decoded[key, $5] = $9 / $8
        scored[key, $5] = $10 / $8
    }
}

# A heap sort: there are many lists of hundreds.
function sink(values, at, count,    child, value) {
    value = values[at]
    while ((child = 2 * at) <= count) {
        if (child < count && values[child + 1] > values[child])
            child++
        if (values[child] <= value)
            break
        values[at] = values[child]
        at = child
    }
    values[at] = value
}

function sort(values, count,    i, value) {
    for (i = int(count / 2); i >= 1; i--)
        sink(values, i, count)
    for (i = count; i > 1; i--) {
        value = values[1]; values[1] = values[i]; values[i] = value
        sink(values, 1, i - 1)
    }
}

# The same rank as in `fouille --batch --timings`.
function at_percent(values, count, percent) {
    return values[int((count - 1) * percent / 100) + 1]
}

# Fills p[50], p[90] and p[99] with the times of the first `count` queries; of all that were asked if
# it is 0. Returns their number.
function percentiles(key, count, p,    i, k, rounds_of, sorted) {
    if (count == 0 || count > queries[key])
        count = queries[key]
    for (i = 1; i <= count; i++) {
        split("", rounds_of)
        for (k = 1; k <= rounds[key, i]; k++)
            rounds_of[k] = times[key, i, k]
        sort(rounds_of, rounds[key, i])
        sorted[i] = at_percent(rounds_of, rounds[key, i], 50)
    }
    sort(sorted, count)
    p[50] = at_percent(sorted, count, 50)
    p[90] = at_percent(sorted, count, 90)
    p[99] = at_percent(sorted, count, 99)
    return count
}

function microseconds(value) {
    return value < 99.95 ? sprintf("%.1f", value) : sprintf("%.0f", value)
}

function ratio(value, base) {
    return sprintf(value < base / 10 ? "%.3f" : "%.2f", value / base)
}

function median_of(what, key,    i, values) {
    for (i = 1; i <= queries[key]; i++)
        values[i] = what[key, i]
    sort(values, queries[key])
    return at_percent(values, queries[key], 50)
}

function asked(engine, state,    i) {
    for (i = 1; i <= kind_count; i++)
        if ((engine, state, kinds[i], 10) in queries)
            return queries[engine, state, kinds[i], 10]
    return 0
}

# One table: a row per kind, a column per engine.
function print_times(state, limit, heading,    i, k, line, rule, key, p) {
    line = "\n| " heading
    rule = "|---"
    for (i = 1; i <= engine_count; i++)
        if (asked(engines[i], state)) {
            line = line " | " title[engines[i]]
            if (asked(engines[i], state) < asked("fouille", state))
                line = line ", first " asked(engines[i], state)
            rule = rule "|---"
        }
    print line (limit == 0 ? " | median article count of fouille's |" : " |")
    print rule (limit == 0 ? "|---|" : "|")
    for (k = 1; k <= kind_count; k++) {
        line = "| " kinds[k]
        for (i = 1; i <= engine_count; i++) {
            key = engines[i] SUBSEP state SUBSEP kinds[k] SUBSEP limit
            if (!asked(engines[i], state))
                continue
            line = line " | "
            if (key in queries) {
                percentiles(key, 0, p)
                line = line microseconds(p[50]) " / " microseconds(p[90]) " / " microseconds(p[99])
            }
        }
        if (limit == 0)
            line = line " | " median_of(found, "fouille" SUBSEP state SUBSEP kinds[k] SUBSEP limit)
        print line " |"
    }
}

function print_state(state, what) {
    print_times(state, 10, "top 10, " what)
    print_times(state, 100, "top 100, " what)
    print_times(state, 1000, "top 1000, " what)
    print_times(state, 0, "count only, " what)
}

function print_ratios(limit,    i, k, line, rule, key, count, p, q) {
    line = "\n| time of fouille ÷ the column's, " (limit ? "top " limit : "count only") ": p50, p99"
    rule = "|---"
    for (i = 2; i <= engine_count; i++)
        if (asked(engines[i], "one")) {
            line = line " | " title[engines[i]]
            rule = rule "|---"
        }
    print line " |\n" rule "|"
    for (k = 1; k <= kind_count; k++) {
        line = "| " kinds[k]
        for (i = 2; i <= engine_count; i++) {
            key = engines[i] SUBSEP "one" SUBSEP kinds[k] SUBSEP limit
            if (!(key in queries))
                continue
            count = percentiles(key, 0, q)
            percentiles("fouille" SUBSEP "one" SUBSEP kinds[k] SUBSEP limit, count, p)
            line = line " | " ratio(p[50], q[50]) ", " ratio(p[99], q[99])
        }
        print line " |"
    }
}

function print_work(name, key,    p) {
    if (!(key in queries))
        return
    percentiles(key, 0, p)
    printf "| %s | %.3f | %.3f | %s |\n", name, median_of(decoded, key), median_of(scored, key),
           microseconds(p[50]) " / " microseconds(p[90]) " / " microseconds(p[99])
}

END {
    print "\nMicroseconds a query: p50 / p90 / p99."
    print_state("one", "one segment")
    print_state("built", "as built")
    print "\n| 5 words, any, top 10: median share of postings | decoded | scored | µs |\n|---|---|---|---|"
    print_work("pruned", "fouille" SUBSEP "one" SUBSEP "5 words, any" SUBSEP 10)
    print_work("exhaustive", "fouille" SUBSEP "exhaustive" SUBSEP "5 words, any" SUBSEP 10)
    print_ratios(10)
    print_ratios(0)
}
