package dev.kindling.jobs.corpus;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The Parquet tables of the records and corpus stages, and how later stages read them. All are in
 * the order of ids over their files.
 */
public final class CorpusTables {
  /** Where the corpus stage writes the ledger of drops, below the work folder. */
  public static final String DROPPED_DIRECTORY = "dropped";

  /** Where the corpus stage writes the ledger of edits, below the work folder. */
  public static final String EDITS_DIRECTORY = "edits";

  /**
   * Every record read, once. {@code text} is normalised, {@code characters} are its code points and
   * {@code bytes} its length in UTF-8; {@code language} is ISO 639-3, {@code und} where there is
   * too little text to tell. A record in quarantine has a {@code reason}, {@code detail} and the
   * {@code sha256} of its bytes instead; {@code damaged} where it could not be read, as opposed to
   * not wanted.
   */
  static final StructType RECORDS =
      new StructType()
          .add("id", StringType)
          .add("source", StringType)
          .add("offset", LongType)
          .add("uri", StringType)
          .add("text", StringType)
          .add("language", StringType)
          .add("language_score", DoubleType)
          .add("characters", LongType)
          .add("bytes", LongType)
          .add("reason", StringType)
          .add("detail", StringType)
          .add("sha256", StringType)
          .add("damaged", BooleanType);

  /**
   * The documents kept. {@code cluster} is the keeper's id where others like it were found, {@code
   * heldout} marks those that no model may train on.
   */
  static final StructType DOCUMENTS =
      new StructType()
          .add("id", StringType)
          .add("source", StringType)
          .add("offset", LongType)
          .add("uri", StringType)
          .add("text", StringType)
          .add("language", StringType)
          .add("language_score", DoubleType)
          .add("cluster", StringType)
          .add("heldout", BooleanType);

  /**
   * What was read and not kept, and why. {@code value} and {@code threshold} are a rule's
   * measurement and limit, {@code cluster} is the keeper's id of a duplicate, {@code sha256} that
   * of a quarantined record's bytes; all are null where they do not apply.
   */
  static final StructType DROPPED =
      new StructType()
          .add("id", StringType)
          .add("source", StringType)
          .add("offset", LongType)
          .add("uri", StringType)
          .add("reason", StringType)
          .add("value", DoubleType)
          .add("threshold", DoubleType)
          .add("detail", StringType)
          .add("cluster", StringType)
          .add("sha256", StringType);

  /** One edit of a text: see {@link #EDITS}. */
  static final StructType EDIT =
      new StructType()
          .add("reason", StringType)
          .add("offset", LongType)
          .add("removed", StringType)
          .add("inserted", StringType)
          .add("value", DoubleType)
          .add("threshold", DoubleType);

  /**
   * What was changed in the texts of documents, dropped ones too. {@code number} counts a
   * document's edits from 0, {@code offset} is in UTF-16 units of the text before the edit's rule.
   */
  static final StructType EDITS = edits();

  /**
   * Every record after the rules: what duplicates are sought in and the outputs are made from. Kept
   * ones have a text, its {@code characters}, and a {@code hash} of it; the others a reason.
   */
  static final StructType JUDGED =
      new StructType()
          .add("id", StringType)
          .add("source", StringType)
          .add("offset", LongType)
          .add("uri", StringType)
          .add("text", StringType)
          .add("language", StringType)
          .add("language_score", DoubleType)
          .add("hash", StringType)
          .add("characters", LongType)
          .add("reason", StringType)
          .add("value", DoubleType)
          .add("threshold", DoubleType)
          .add("detail", StringType)
          .add("sha256", StringType)
          .add("edits", createArrayType(EDIT));

  /**
   * What the search for duplicates says of a document: a {@code reason} to drop it, or none, and
   * the {@code cluster} it is in. Documents that are alone are not in it.
   */
  static final StructType VERDICTS =
      new StructType()
          .add("id", StringType)
          .add("reason", StringType)
          .add("value", DoubleType)
          .add("threshold", DoubleType)
          .add("detail", StringType)
          .add("cluster", StringType);

  private CorpusTables() {}

  private static StructType edits() {
    StructType columns = new StructType().add("id", StringType).add("number", LongType);
    for (var field : EDIT.fields()) {
      columns = columns.add(field);
    }
    return columns;
  }

  /**
   * The documents that an earlier corpus stage wrote.
   *
   * @param session Spark
   * @param directory the documents directory
   * @return columns id, source, offset, uri, text, language, language_score, cluster, heldout
   */
  public static Dataset<Row> documents(SparkSession session, Path directory) {
    return read(session, DOCUMENTS, directory);
  }

  /**
   * The ledger of drops that an earlier corpus stage wrote.
   *
   * @param session Spark
   * @param directory the dropped directory
   * @return columns id, source, offset, uri, reason, value, threshold, detail, cluster, sha256
   */
  public static Dataset<Row> dropped(SparkSession session, Path directory) {
    return read(session, DROPPED, directory);
  }

  /**
   * The ledger of edits that an earlier corpus stage wrote.
   *
   * @param session Spark
   * @param directory the edits directory
   * @return columns id, number, reason, offset, removed, inserted, value, threshold
   */
  public static Dataset<Row> edits(SparkSession session, Path directory) {
    return read(session, EDITS, directory);
  }

  /**
   * The records that an earlier records stage wrote.
   *
   * @param session Spark
   * @param directory the records directory
   * @return columns id, source, offset, uri, text, language, language_score, characters, bytes,
   *     reason, detail, sha256, damaged
   */
  public static Dataset<Row> records(SparkSession session, Path directory) {
    return read(session, RECORDS, directory);
  }

  /** The directory also holds its manifest and config, which are no Parquet. */
  static Dataset<Row> read(SparkSession session, StructType schema, Path directory) {
    return session
        .read()
        .schema(schema)
        .option("pathGlobFilter", "*.parquet")
        .parquet(directory.toString());
  }
}
