/* Lucene searched, in the index that Lucene.java made.
 *
 *   Search FOLDER JOBS WARM PASSES MOST
 *
 * Jobs and output are those of ../query_timer.h, whose rule of passes it follows; WARM passes through all
 * jobs come first, so that Java's compiler has seen every way of asking. Best hits come from
 * TopScoreDocCollector with a threshold of as many hits as are wanted: counting no further, Lucene passes
 * over what its blocks' bounds rule out. There is no query cache, as the others have none. Only the field
 * `text` is searched; words with a prefix are scored one by one.
 */
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;

public final class Search {
    private static final String FIELD = "text";

    private static final class Job {
        final String name;
        final String way;
        final int limit;
        final List<String> queries;

        Job(String line, long most) throws IOException {
            String[] fields = line.split("\t");
            name = fields[0];
            way = fields[1];
            limit = Integer.parseInt(fields[2]);
            queries = Files.readAllLines(Paths.get(fields[3])).stream()
                    .filter(query -> !query.isEmpty()).limit(most).collect(Collectors.toList());
        }
    }

    private final IndexSearcher searcher;
    private final QueryBuilder builder = new QueryBuilder(new French());

    private Search(DirectoryReader reader) {
        searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
    }

    private Query prefix(String text, boolean scored) {
        String word = text.replace("*", "").toLowerCase(Locale.FRENCH);
        PrefixQuery query = new PrefixQuery(new Term(FIELD, word));
        if (scored)
            query.setRewriteMethod(MultiTermQuery.SCORING_BOOLEAN_REWRITE);
        return query;
    }

    private Query read(Job job, String text) {
        Query query;
        if (job.way.equals("prefix"))
            query = prefix(text, job.limit > 0);
        else if (job.way.equals("phrase"))
            query = builder.createPhraseQuery(FIELD, text);
        else if (job.way.equals("all"))
            query = builder.createBooleanQuery(FIELD, text, BooleanClause.Occur.MUST);
        else
            query = builder.createBooleanQuery(FIELD, text, BooleanClause.Occur.SHOULD);
        return query == null ? new MatchNoDocsQuery() : query;
    }

    /* How many hits there are, or matching articles where they are counted. */
    private int answer(Job job, String text) throws IOException {
        Query query = read(job, text);
        if (job.limit == 0)
            return searcher.count(query);
        TopScoreDocCollector best = TopScoreDocCollector.create(job.limit, job.limit);
        searcher.search(query, best);
        return best.topDocs().scoreDocs.length;
    }

    private void pass(Job job, double[][] times, int[] found, int number) throws IOException {
        for (int i = 0; i < job.queries.size(); i++) {
            long start = System.nanoTime();
            found[i] = answer(job, job.queries.get(i));
            times[i][number] = (System.nanoTime() - start) / 1e3;
        }
    }

    private void measure(Job job, int passes, PrintWriter out) throws IOException {
        double[][] times = new double[job.queries.size()][passes];
        int[] found = new int[times.length];
        pass(job, times, found, 0); // the next one writes over it
        for (int i = 0; i < passes; i++)
            pass(job, times, found, i);
        for (int i = 0; i < times.length; i++) {
            Arrays.sort(times[i]);
            out.printf(Locale.ROOT, "%s\t%d\t%d\t%.2f\t%d%n", job.name, job.limit, i + 1,
                    (times[i][(passes - 1) / 2] + times[i][passes / 2]) / 2, found[i]);
        }
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 5) {
            System.err.println("usage: Search FOLDER JOBS WARM PASSES MOST");
            System.exit(2);
        }
        int warm = Integer.parseInt(arguments[2]);
        int passes = Integer.parseInt(arguments[3]);
        List<Job> jobs = new ArrayList<>();
        for (String line : Files.readAllLines(Paths.get(arguments[1])))
            jobs.add(new Job(line, Long.parseLong(arguments[4])));
        BooleanQuery.setMaxClauseCount(Integer.MAX_VALUE);
        try (FSDirectory folder = FSDirectory.open(Paths.get(arguments[0]));
                DirectoryReader reader = DirectoryReader.open(folder);
                PrintWriter out = new PrintWriter(new BufferedWriter(
                        new OutputStreamWriter(System.out, StandardCharsets.UTF_8)))) {
            Search search = new Search(reader);
            for (int i = 0; i < warm; i++)
                for (Job job : jobs)
                    search.pass(job, new double[job.queries.size()][1], new int[job.queries.size()], 0);
            for (Job job : jobs)
                search.measure(job, passes, out);
        }
    }
}
