package dev.kindling.jobs.examples;

import dev.kindling.corpus.tokens.DocumentTokens;
import dev.kindling.examples.TokenizedDocument;
import dev.kindling.examples.TokenizedSentence;
import dev.kindling.jobs.tokenize.spark.SharedTokenizer;
import dev.kindling.tokenizer.Encoding;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.WordPieceEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * The task that encodes documents and sends each part, once a duplicate, to its group. Keys are the
 * group's bin, the document's id and the part's number, values {@link Packed} documents.
 */
final class DocumentTokenizer implements PairFlatMapFunction<Iterator<Row>, byte[], byte[]> {
  private static final int ID_BYTES = 16;
  private static final int PART_OFFSET = Integer.BYTES + ID_BYTES;

  private final ExamplePlan plan;
  private final SharedTokenizer tokenizer;

  DocumentTokenizer(ExamplePlan plan, SharedTokenizer tokenizer) {
    this.plan = plan;
    this.tokenizer = tokenizer;
  }

  /**
   * Encodes.
   *
   * @param documents rows of id, text and language, which may be null
   */
  @Override
  public Iterator<Tuple2<byte[], byte[]>> call(Iterator<Row> documents) {
    DocumentTokens tokens = new DocumentTokens(plan.kind(), encoder(tokenizer.get()));
    return new Iterator<>() {
      private final Deque<Tuple2<byte[], byte[]>> copies = new ArrayDeque<>();
      private Iterator<TokenizedDocument> parts = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (copies.isEmpty() && (parts.hasNext() || documents.hasNext())) {
          if (parts.hasNext()) {
            addCopies(parts.next());
          } else {
            Row row = documents.next();
            String language = row.isNullAt(2) ? "" : row.getString(2);
            parts = tokens.parts(row.getString(0), row.getString(1), language);
          }
        }
        return !copies.isEmpty();
      }

      @Override
      public Tuple2<byte[], byte[]> next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return copies.remove();
      }

      private void addCopies(TokenizedDocument part) {
        byte[] packed = Packed.document(part.sentences());
        for (int duplicate = 0; duplicate < plan.duplicates(); duplicate++) {
          int bin = plan.groupBin(part.id(), part.part(), duplicate);
          copies.add(new Tuple2<>(key(bin, part), packed));
        }
      }
    };
  }

  private static Function<String, TokenizedSentence> encoder(Tokenizer read) {
    WordPieceEncoder encoder = read.encoder();
    return text -> {
      Encoding encoding = encoder.encodeWithOffsets(text).ofWords(read.vocabulary());
      return new TokenizedSentence(encoding.ids(), encoding.starts(), encoding.ends());
    };
  }

  private static byte[] key(int bin, TokenizedDocument part) {
    return ByteBuffer.allocate(PART_OFFSET + Integer.BYTES)
        .putInt(bin)
        .put(HexFormat.of().parseHex(part.id()))
        .putInt(part.part())
        .array();
  }

  /** The document's id in a key. */
  static String id(byte[] key) {
    return HexFormat.of().formatHex(key, Integer.BYTES, PART_OFFSET);
  }

  /** The part's number in a key. */
  static int part(byte[] key) {
    return ByteBuffer.wrap(key).getInt(PART_OFFSET);
  }
}
