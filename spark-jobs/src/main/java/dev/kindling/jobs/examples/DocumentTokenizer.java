package dev.kindling.jobs.examples;

import dev.kindling.corpus.sentence.SentenceSplitter;
import dev.kindling.examples.ExampleKind;
import dev.kindling.tokenizer.WordPieceEncoder;
import dev.kindling.tokenizer.json.TokenizerJson;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * The task that encodes documents and sends each, once a duplicate, to its group. Keys are the
 * group's bin and the document's id, values {@link Packed} documents.
 */
final class DocumentTokenizer implements PairFlatMapFunction<Iterator<Row>, byte[], byte[]> {
  private static final int ID_BYTES = 16;

  private final ExamplePlan plan;
  private final SharedTokenizer tokenizer;

  DocumentTokenizer(ExamplePlan plan, SharedTokenizer tokenizer) {
    this.plan = plan;
    this.tokenizer = tokenizer;
  }

  /**
   * Encodes.
   *
   * @param documents rows of id and text
   */
  @Override
  public Iterator<Tuple2<byte[], byte[]>> call(Iterator<Row> documents) {
    TokenizerJson.Tokenizer read = tokenizer.read();
    WordPieceEncoder encoder = new WordPieceEncoder(read.vocabulary(), read.options());
    SentenceSplitter splitter = new SentenceSplitter();
    return new Iterator<>() {
      private final Deque<Tuple2<byte[], byte[]>> copies = new ArrayDeque<>();

      @Override
      public boolean hasNext() {
        return !copies.isEmpty() || documents.hasNext();
      }

      @Override
      public Tuple2<byte[], byte[]> next() {
        if (copies.isEmpty()) {
          Row document = documents.next();
          addCopies(document.getString(0), encode(document.getString(1)));
        }
        return copies.remove();
      }

      private void addCopies(String id, byte[] packed) {
        for (int duplicate = 0; duplicate < plan.duplicates(); duplicate++) {
          copies.add(new Tuple2<>(key(plan.groupBin(id, duplicate), id), packed));
        }
      }

      private byte[] encode(String text) {
        // Sentences matter to BERT's pairs alone; the encoder gives the same ids either way.
        List<String> sentences =
            plan.kind() == ExampleKind.MASKED_LANGUAGE_MODEL ? splitter.split(text) : List.of(text);
        return Packed.document(sentences.stream().map(encoder::encode).toArray(int[][]::new));
      }
    };
  }

  private static byte[] key(int bin, String id) {
    return ByteBuffer.allocate(Integer.BYTES + ID_BYTES)
        .putInt(bin)
        .put(HexFormat.of().parseHex(id))
        .array();
  }

  /** The document's id in a key. */
  static String id(byte[] key) {
    return HexFormat.of().formatHex(key, Integer.BYTES, key.length);
  }
}
