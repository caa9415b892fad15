package dev.kindling.jobs.corpus;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** The records with duplicates marked: of each text, the document with the smallest id stays. */
final class CuratedRecords {
  /** The reason of a document whose text another document has too. */
  static final String DUPLICATE = "duplicate";

  private final Dataset<Row> duplicates;
  private final Dataset<Row> records;

  private CuratedRecords(Dataset<Row> duplicates, Dataset<Row> records) {
    this.duplicates = duplicates;
    this.records = records;
  }

  /**
   * Marks duplicates; only ids and hashes are shuffled to find them.
   *
   * @param records of {@link CorpusTables#RECORDS}
   */
  static CuratedRecords of(Dataset<Row> records) {
    Dataset<Row> kept = records.where(col("reason").isNull()).select("id", "hash");
    Dataset<Row> keepers = kept.groupBy("hash").agg(min("id").as("keeper"));
    Dataset<Row> duplicates =
        kept.join(keepers, "hash")
            .where(col("id").notEqual(col("keeper")))
            .select("id", "keeper")
            .persist(StorageLevel.MEMORY_AND_DISK());
    Column isDuplicate = col("keeper").isNotNull();
    Column note = concat(lit("Same text as document "), col("keeper"));
    Dataset<Row> marked =
        records
            .join(duplicates, new String[] {"id"}, "left_outer")
            .withColumn("reason", coalesce(col("reason"), when(isDuplicate, lit(DUPLICATE))))
            .withColumn("detail", coalesce(col("detail"), when(isDuplicate, note)))
            .drop("keeper");
    return new CuratedRecords(duplicates, marked);
  }

  Dataset<Row> documents() {
    return select(records.where(col("reason").isNull()), CorpusTables.DOCUMENTS.fieldNames());
  }

  Dataset<Row> dropped() {
    return select(records.where(col("reason").isNotNull()), CorpusTables.DROPPED.fieldNames());
  }

  /** The first damaged records in the order of sources: source, offset, reason, detail. */
  List<Row> firstDamaged(int limit) {
    return records
        .where(col("damaged"))
        .select("source", "offset", "reason", "detail")
        .orderBy("source", "offset")
        .limit(limit)
        .collectAsList();
  }

  void release() {
    duplicates.unpersist();
  }

  private static Dataset<Row> select(Dataset<Row> rows, String[] columns) {
    Column[] selected = new Column[columns.length];
    for (int i = 0; i < columns.length; i++) {
      selected[i] = col(columns[i]);
    }
    return rows.select(selected);
  }

  /** Counts all records in one pass over the columns needed. */
  Totals totals() {
    List<Row> groups =
        records
            .groupBy("reason", "heldout", "damaged")
            .agg(count(lit(1)), sum("characters"), sum("bytes"))
            .collectAsList();
    Totals totals = new Totals(new LinkedHashMap<>(), new TreeMap<>());
    for (Row group : groups) {
      totals.add(group);
    }
    return totals;
  }

  /**
   * What became of the records.
   *
   * @param counts by the names of {@link CorpusCounts}, the most telling first
   * @param dropped records by reason
   */
  record Totals(Map<String, Long> counts, Map<String, Long> dropped) {
    long count(String name) {
      return counts.getOrDefault(name, 0L);
    }

    private void add(Row group) {
      boolean kept = group.isNullAt(0);
      boolean heldOut = kept && group.getBoolean(1);
      long records = group.getLong(3);
      long characters = kept ? group.getLong(4) : 0;
      long bytes = kept ? group.getLong(5) : 0;
      add(CorpusCounts.RECORDS, records);
      add(CorpusCounts.DOCUMENTS, kept ? records : 0);
      add(CorpusCounts.CHARACTERS, characters);
      add(CorpusCounts.BYTES, bytes);
      add(CorpusCounts.HELD_OUT_DOCUMENTS, heldOut ? records : 0);
      add(CorpusCounts.HELD_OUT_CHARACTERS, heldOut ? characters : 0);
      add(CorpusCounts.HELD_OUT_BYTES, heldOut ? bytes : 0);
      add(CorpusCounts.DROPPED, kept ? 0 : records);
      add(CorpusCounts.DAMAGED, group.getBoolean(2) ? records : 0);
      if (!kept) {
        dropped.merge(group.getString(0), records, Long::sum);
      }
    }

    private void add(String name, long value) {
      counts.merge(name, value, Long::sum);
    }
  }
}
