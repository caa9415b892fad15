package dev.kindling.jobs.corpus;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.sum;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What became of the records.
 *
 * @param counts by the names of {@link CorpusCounts}, the most telling first
 * @param dropped records by reason
 */
record CorpusTotals(Map<String, Long> counts, Map<String, Long> dropped) {

  /** Counts the rows of the two tables, as they were written. */
  static CorpusTotals of(Dataset<Row> documents, Dataset<Row> dropped) {
    Map<String, Long> reasons = new TreeMap<>();
    for (Row reason : dropped.groupBy("reason").count().collectAsList()) {
      reasons.put(reason.getString(0), reason.getLong(1));
    }
    long lost = reasons.values().stream().mapToLong(Long::longValue).sum();
    Column heldOut = col("heldout").cast("long");
    Row kept =
        documents
            .select(
                heldOut.as("heldout"),
                length(col("text")).cast("long").as("characters"),
                octet_length(col("text")).cast("long").as("bytes"))
            .agg(
                total(lit(1L)),
                total(col("characters")),
                total(col("bytes")),
                total(heldOut),
                total(heldOut.multiply(col("characters"))),
                total(heldOut.multiply(col("bytes"))))
            .first();
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put(CorpusCounts.RECORDS, kept.getLong(0) + lost);
    counts.put(CorpusCounts.DOCUMENTS, kept.getLong(0));
    counts.put(CorpusCounts.CHARACTERS, kept.getLong(1));
    counts.put(CorpusCounts.BYTES, kept.getLong(2));
    counts.put(CorpusCounts.HELD_OUT_DOCUMENTS, kept.getLong(3));
    counts.put(CorpusCounts.HELD_OUT_CHARACTERS, kept.getLong(4));
    counts.put(CorpusCounts.HELD_OUT_BYTES, kept.getLong(5));
    counts.put(CorpusCounts.DROPPED, lost);
    return new CorpusTotals(counts, reasons);
  }

  private static Column total(Column column) {
    return coalesce(sum(column), lit(0L));
  }

  long count(String name) {
    return counts.getOrDefault(name, 0L);
  }
}
