package dev.kindling.jobs.corpus;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.sum;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What became of the records.
 *
 * @param counts by the names of {@link CorpusCounts}, the most telling first
 * @param quarantined records that never were documents, by reason
 * @param byRules documents dropped by rules, by reason
 * @param duplicates documents dropped as duplicates, by reason
 */
record CorpusTotals(
    Map<String, Long> counts,
    SortedMap<String, Long> quarantined,
    SortedMap<String, Long> byRules,
    SortedMap<String, Long> duplicates) {

  /** Counts the rows of the two tables, as they were written. */
  static CorpusTotals of(Dataset<Row> documents, Dataset<Row> dropped) {
    CorpusTotals totals =
        new CorpusTotals(new LinkedHashMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    for (Row group :
        dropped
            .groupBy(col("reason"), col("sha256").isNotNull(), col("cluster").isNotNull())
            .count()
            .collectAsList()) {
      totals.add(group);
    }
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
    totals.count(kept);
    return totals;
  }

  private void add(Row group) {
    Map<String, Long> part =
        group.getBoolean(1) ? quarantined : group.getBoolean(2) ? duplicates : byRules;
    part.merge(group.getString(0), group.getLong(3), Long::sum);
  }

  private void count(Row kept) {
    long lost = dropped().values().stream().mapToLong(Long::longValue).sum();
    counts.put(CorpusCounts.RECORDS, kept.getLong(0) + lost);
    counts.put(CorpusCounts.DOCUMENTS, kept.getLong(0));
    counts.put(CorpusCounts.CHARACTERS, kept.getLong(1));
    counts.put(CorpusCounts.BYTES, kept.getLong(2));
    counts.put(CorpusCounts.HELD_OUT_DOCUMENTS, kept.getLong(3));
    counts.put(CorpusCounts.HELD_OUT_CHARACTERS, kept.getLong(4));
    counts.put(CorpusCounts.HELD_OUT_BYTES, kept.getLong(5));
    counts.put(CorpusCounts.DROPPED, lost);
  }

  private static Column total(Column column) {
    return coalesce(sum(column), lit(0L));
  }

  /** All that was dropped, by reason. */
  SortedMap<String, Long> dropped() {
    SortedMap<String, Long> all = new TreeMap<>(quarantined);
    byRules.forEach((reason, records) -> all.merge(reason, records, Long::sum));
    duplicates.forEach((reason, records) -> all.merge(reason, records, Long::sum));
    return all;
  }

  long count(String name) {
    return counts.getOrDefault(name, 0L);
  }
}
