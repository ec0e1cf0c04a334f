/* Lucene's own French chain, but for two things that make it do what fouille does: Snowball's stemmer
 * in place of the light one, and no stop words left out.
 */
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.tartarus.snowball.ext.FrenchStemmer;

final class French extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = new StandardTokenizer();
        TokenStream chain = new ElisionFilter(words, FrenchAnalyzer.DEFAULT_ARTICLES);
        chain = new LowerCaseFilter(chain);
        return new TokenStreamComponents(words, new SnowballFilter(chain, new FrenchStemmer()));
    }
}
