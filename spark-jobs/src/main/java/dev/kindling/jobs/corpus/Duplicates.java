package dev.kindling.jobs.corpus;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Finds documents that others repeat: of each text, the document with the smallest id stays. */
final class Duplicates {
  /** The reason of a document whose text another document has too. */
  static final String TEXT = "duplicate";

  private Duplicates() {}

  /**
   * Says which documents go; only ids and hashes are shuffled to find them.
   *
   * @param judged of {@link CorpusTables#JUDGED}
   * @return of {@link CorpusTables#VERDICTS}, at most one row a document
   */
  static Dataset<Row> of(Dataset<Row> judged) {
    Dataset<Row> kept = judged.where(col("reason").isNull()).select("id", "hash");
    Dataset<Row> keepers = kept.groupBy("hash").agg(min("id").as("cluster"));
    Column none = lit(null);
    return kept.join(keepers, "hash")
        .where(col("id").notEqual(col("cluster")))
        .select(
            col("id"),
            lit(TEXT).as("reason"),
            none.cast("double").as("value"),
            none.cast("double").as("threshold"),
            concat(lit("Same text as document "), col("cluster")).as("detail"),
            col("cluster"));
  }
}
