package dev.kindling.jobs.corpus;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The Parquet tables that the corpus stage writes, and how later stages read them. */
public final class CorpusTables {
  /**
   * The documents kept, in the order of ids over all files. {@code heldout} marks those that no
   * model may train on.
   */
  static final StructType DOCUMENTS =
      new StructType()
          .add("id", StringType)
          .add("source", StringType)
          .add("offset", LongType)
          .add("uri", StringType)
          .add("text", StringType)
          .add("heldout", BooleanType);

  /**
   * What was read and not kept, and why, in the order of ids. {@code value} and {@code threshold}
   * are a rule's measurement and limit, {@code sha256} is that of a quarantined record's bytes; all
   * three are null where they do not apply.
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
          .add("sha256", StringType);

  /**
   * Every record read, once: what the two tables are made from. Kept records have a text, a hash of
   * it and no reason.
   */
  static final StructType RECORDS =
      new StructType()
          .add("id", StringType)
          .add("source", StringType)
          .add("offset", LongType)
          .add("uri", StringType)
          .add("text", StringType)
          .add("hash", StringType)
          .add("heldout", BooleanType)
          .add("characters", LongType)
          .add("bytes", LongType)
          .add("reason", StringType)
          .add("value", DoubleType)
          .add("threshold", DoubleType)
          .add("detail", StringType)
          .add("sha256", StringType)
          .add("damaged", BooleanType);

  private CorpusTables() {}

  /**
   * The documents that an earlier corpus stage wrote.
   *
   * @param session Spark
   * @param directory the documents directory
   * @return columns id, source, offset, uri, text, heldout
   */
  public static Dataset<Row> documents(SparkSession session, Path directory) {
    return read(session, DOCUMENTS, directory);
  }

  /**
   * The ledger of drops that an earlier corpus stage wrote.
   *
   * @param session Spark
   * @param directory the dropped directory
   * @return columns id, source, offset, uri, reason, value, threshold, detail, sha256
   */
  public static Dataset<Row> dropped(SparkSession session, Path directory) {
    return read(session, DROPPED, directory);
  }

  /** The directory also holds its manifest and config, which are no Parquet. */
  private static Dataset<Row> read(SparkSession session, StructType schema, Path directory) {
    return session
        .read()
        .schema(schema)
        .option("pathGlobFilter", "*.parquet")
        .parquet(directory.toString());
  }
}
