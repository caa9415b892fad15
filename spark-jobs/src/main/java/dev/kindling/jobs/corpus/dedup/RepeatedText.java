package dev.kindling.jobs.corpus.dedup;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import dev.kindling.corpus.dedup.TextUnit;
import dev.kindling.corpus.dedup.UnitHash;
import dev.kindling.jobs.config.RepeatedTextConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Paragraphs and lines that the corpus holds more than once. Hashes and places are shuffled, never
 * texts. Two different pieces with the same 64-bit hash count as one: among 10⁹ different pieces
 * the chance that there is any such pair is about 3%.
 */
public final class RepeatedText {
  private static final StructType REPEAT =
      new StructType().add("index", LongType).add("occurrence", LongType);

  /**
   * What {@link #find} gives: {@code repeats} holds the number of a piece in its document, from 0,
   * and how often the corpus has held it by then.
   */
  public static final StructType BY_DOCUMENT =
      new StructType().add("id", StringType).add("repeats", createArrayType(REPEAT));

  private static final StructType PIECES =
      new StructType().add("hash", LongType).add("id", StringType).add("index", LongType);
  private static final StructType REPEATS =
      new StructType().add("id", StringType).add("index", LongType).add("occurrence", LongType);

  private RepeatedText() {}

  /**
   * Finds the pieces to cut: all occurrences but the first, by document id and then by place.
   *
   * @param documents columns id, text
   * @param unit what is looked for
   * @param config which pieces count
   * @return of {@link #BY_DOCUMENT}, each document's pieces in their order, as {@link
   *     dev.kindling.corpus.dedup.RepeatedUnits} takes them; documents without any are not there
   */
  public static Dataset<Row> find(
      Dataset<Row> documents, TextUnit unit, RepeatedTextConfig config) {
    int minimumCharacters = config.minimumCharacters();
    int minimumOccurrences = config.minimumOccurrences();
    Dataset<Row> pieces =
        documents
            .select("id", "text")
            .mapPartitions(
                (MapPartitionsFunction<Row, Row>)
                    rows ->
                        new Expanding(
                            rows, (row, out) -> addPieces(row, unit, minimumCharacters, out)),
                Encoders.row(PIECES));
    return pieces
        .repartition(col("hash"))
        .sortWithinPartitions("hash", "id", "index")
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>)
                rows -> new Expanding(rows, new Repeats(minimumOccurrences)),
            Encoders.row(REPEATS))
        .groupBy("id")
        .agg(array_sort(collect_list(struct("index", "occurrence"))).as("repeats"));
  }

  private static void addPieces(
      Row document, TextUnit unit, int minimumCharacters, Consumer<Row> out) {
    String id = document.getString(0);
    String text = document.getString(1);
    List<TextUnit.Span> spans = unit.spans(text);
    for (int i = 0; i < spans.size(); i++) {
      TextUnit.Span span = spans.get(i);
      if (text.codePointCount(span.start(), span.end()) >= minimumCharacters) {
        OptionalLong hash = UnitHash.of(text, span.start(), span.end());
        if (hash.isPresent()) {
          out.accept(RowFactory.create(hash.getAsLong(), id, (long) i));
        }
      }
    }
  }

  /**
   * Numbers the occurrences of each hash and lets all but the first through, once there are enough;
   * until then it holds them back, so at most the minimum's number.
   */
  private static final class Repeats implements Expanding.Step {
    private final int minimumOccurrences;
    private final List<Row> heldBack = new ArrayList<>();
    private long hash;
    private long occurrence;

    Repeats(int minimumOccurrences) {
      this.minimumOccurrences = minimumOccurrences;
    }

    @Override
    public void take(Row piece, Consumer<Row> out) {
      if (occurrence == 0 || piece.getLong(0) != hash) {
        hash = piece.getLong(0);
        occurrence = 0;
        heldBack.clear();
      }
      occurrence++;
      if (occurrence > 1) {
        heldBack.add(RowFactory.create(piece.getString(1), piece.getLong(2), occurrence));
      }
      if (occurrence >= minimumOccurrences) {
        heldBack.forEach(out);
        heldBack.clear();
      }
    }
  }
}
