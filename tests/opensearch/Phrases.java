import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.TreeSet;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.FSDirectory;

/**
 * Lucene as OpenSearch uses it: a field that is analysed at white space, and phrases of it.
 *
 * <p>{@code Phrases SECTIONS PHRASES INDEX}: of the first file each line is an id, a tab and tokens, of the
 * second each line the tokens of a phrase, or one character and a star. Prints the ids for each phrase.
 */
class Phrases {
    public static void main(String[] arguments) throws IOException {
        Path index = Paths.get(arguments[2]);
        try (FSDirectory directory = FSDirectory.open(index)) {
            IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer());
            try (IndexWriter writer = new IndexWriter(directory, config)) {
                for (String line : lines(arguments[0])) {
                    String[] parts = line.split("\t", 2);
                    Document document = new Document();
                    document.add(new StringField("id", parts[0], Field.Store.YES));
                    document.add(new TextField("exact", parts[1], Field.Store.NO));
                    writer.addDocument(document);
                }
            }
            StringBuilder answers = new StringBuilder();
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                IndexSearcher searcher = new IndexSearcher(reader);
                for (String line : lines(arguments[1])) {
                    TreeSet<String> ids = new TreeSet<>();
                    int most = Math.max(1, reader.maxDoc());
                    for (ScoreDoc found : searcher.search(query(line), most).scoreDocs) {
                        ids.add(searcher.doc(found.doc).get("id"));
                    }
                    answers.append(String.join(" ", ids)).append('\n');
                }
            }
            System.out.write(answers.toString().getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        }
    }

    private static Query query(String line) {
        if (line.endsWith("*")) {
            return new PrefixQuery(new Term("exact", line.substring(0, line.length() - 1)));
        }
        return new PhraseQuery("exact", line.split(" "));
    }

    private static String[] lines(String file) throws IOException {
        String text = new String(Files.readAllBytes(Paths.get(file)), StandardCharsets.UTF_8);
        return text.isEmpty() ? new String[0] : text.split("\n");
    }
}
