/* Lucene on judged queries: makes an index in memory, and answers all questions in it.
 *
 *   Questions french|snowball|stops CORPUS.jsonl QUERIES.tsv MOST
 *
 * CORPUS has a JSON object a line: id, title, text; QUERIES a name, a tab and a question a line. Title and
 * text are one text. A question is any of its words, scored by BM25 with k1 1.2 and b 0.75. Analyses: Lucene's own
 * FrenchAnalyzer (elision, stop words left out, light stemmer); Snowball's stemmer in its place with no stop
 * words left out; and the same with Lucene's French stop words left out. Prints a run for trec_eval.
 */
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Locale;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;
import org.tartarus.snowball.ext.FrenchStemmer;

public final class Questions {
    private static final class Stops extends Analyzer {
        @Override
        protected TokenStreamComponents createComponents(String field) {
            Tokenizer words = new StandardTokenizer();
            TokenStream chain = new ElisionFilter(words, FrenchAnalyzer.DEFAULT_ARTICLES);
            chain = new LowerCaseFilter(chain);
            chain = new StopFilter(chain, FrenchAnalyzer.getDefaultStopSet());
            return new TokenStreamComponents(words, new SnowballFilter(chain, new FrenchStemmer()));
        }
    }

    private static Analyzer analyzer(String name) {
        if (name.equals("french"))
            return new FrenchAnalyzer();
        return name.equals("stops") ? new Stops() : new French();
    }

    private static Document document(JsonParser parser) throws IOException {
        String id = "", title = "", text = "";
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName())
            if (parser.nextToken() != JsonToken.VALUE_STRING)
                parser.skipChildren();
            else if (name.equals("id"))
                id = parser.getText();
            else if (name.equals("title"))
                title = parser.getText();
            else if (name.equals("text"))
                text = parser.getText();
        Document document = new Document();
        document.add(new StringField("id", id, Field.Store.YES));
        document.add(new TextField("text", title + "\n" + text, Field.Store.NO));
        return document;
    }

    private static void add(IndexWriter writer, File corpus) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(corpus)) {
            while (parser.nextToken() == JsonToken.START_OBJECT)
                writer.addDocument(document(parser));
        }
        writer.forceMerge(1);
    }

    private static void answer(IndexSearcher searcher, QueryBuilder builder, String line, int most,
            PrintStream out) throws IOException {
        int tab = line.indexOf('\t');
        Query query =
                builder.createBooleanQuery("text", line.substring(tab + 1), BooleanClause.Occur.SHOULD);
        if (query == null)
            return;
        int rank = 0;
        for (ScoreDoc hit : searcher.search(query, most).scoreDocs)
            out.printf(Locale.ROOT, "%s Q0 %s %d %.6f lucene%n", line.substring(0, tab),
                    searcher.doc(hit.doc).get("id"), ++rank, hit.score);
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 4) {
            System.err.println("usage: Questions french|snowball|stops CORPUS.jsonl QUERIES.tsv MOST");
            System.exit(2);
        }
        Analyzer analyzer = analyzer(arguments[0]);
        BooleanQuery.setMaxClauseCount(Integer.MAX_VALUE);
        try (ByteBuffersDirectory folder = new ByteBuffersDirectory();
                PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8)) {
            try (IndexWriter writer = new IndexWriter(folder, new IndexWriterConfig(analyzer))) {
                add(writer, new File(arguments[1]));
            }
            try (DirectoryReader reader = DirectoryReader.open(folder)) {
                IndexSearcher searcher = new IndexSearcher(reader);
                searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
                for (String line : Files.readAllLines(Paths.get(arguments[2])))
                    answer(searcher, new QueryBuilder(analyzer), line, Integer.parseInt(arguments[3]), out);
            }
        }
    }
}
