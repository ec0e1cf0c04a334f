/* Lucene on the articles that fouille-index reads.
 *
 *   Lucene CORPUS.jsonl FOLDER      makes a new index
 *   Lucene --merge FOLDER           merges it into one segment
 *
 * What is compared: words of title and text with positions, through the chain of French.java; title and
 * text stored, id, address and date stored beside them. One thread adds documents, and the same one
 * merges, so that wall time is one thread's, as CPU time is. In its favour: ids are not checked for
 * being unique, and 256 MiB are buffered where the default is 16. Files are not packed into one, so
 * that each kind can be counted; that changes nothing else.
 */
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.File;
import java.io.IOException;
import java.nio.file.Paths;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.FSDirectory;

public final class Lucene {
    private static IndexWriterConfig config() {
        IndexWriterConfig config = new IndexWriterConfig(new French());
        config.setRAMBufferSizeMB(256);
        config.setMergeScheduler(new SerialMergeScheduler());
        config.setUseCompoundFile(false);
        config.getMergePolicy().setNoCFSRatio(0);
        return config;
    }

    private static Field field(String name, String value) {
        boolean indexed = name.equals("title") || name.equals("text");
        return indexed ? new TextField(name, value, Field.Store.YES) : new StoredField(name, value);
    }

    private static void add(IndexWriter writer, File corpus) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(corpus)) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Document document = new Document();
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName())
                    if (parser.nextToken() == JsonToken.VALUE_STRING)
                        document.add(field(name, parser.getText()));
                    else
                        parser.skipChildren();
                writer.addDocument(document);
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: Lucene CORPUS.jsonl|--merge FOLDER");
            System.exit(2);
        }
        try (FSDirectory folder = FSDirectory.open(Paths.get(arguments[1]));
                IndexWriter writer = new IndexWriter(folder, config())) {
            if (arguments[0].equals("--merge"))
                writer.forceMerge(1);
            else
                add(writer, new File(arguments[0]));
            writer.commit();
        }
    }
}
