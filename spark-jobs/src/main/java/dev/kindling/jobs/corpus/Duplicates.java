package dev.kindling.jobs.corpus;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import dev.kindling.jobs.config.DeduplicationConfig;
import dev.kindling.jobs.corpus.dedup.ExactDuplicates;
import dev.kindling.jobs.corpus.dedup.NearDuplicates;
import dev.kindling.jobs.corpus.dedup.Scratch;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Finds documents that others repeat: by address, then by text, then by most of the text, each
 * among those that are left. Only ids, hashes and addresses cross the network.
 */
final class Duplicates {
  /** The reason of a document whose address a better document has. */
  static final String URL = "duplicate-url";

  /** The reason of a document whose text a better document has. */
  static final String TEXT = "duplicate";

  /** The reason of a document that is almost the same as a better one. */
  static final String NEAR = "near-duplicate";

  /** What {@link TextTask} gives. */
  static final StructType WITH_TEXT =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("text", DataTypes.StringType)
          .add("characters", DataTypes.LongType);

  private final DeduplicationConfig config;
  private final long seed;
  private final TableFiles tables;

  /**
   * A search; nothing happens yet.
   *
   * @param seed of the pipeline
   * @param tables reads and writes the tables, file by file
   */
  Duplicates(DeduplicationConfig config, long seed, TableFiles tables) {
    this.config = config;
    this.seed = seed;
    this.tables = tables;
  }

  /**
   * Writes which documents go and which are kept for others.
   *
   * @param judged directory of {@link CorpusTables#JUDGED}
   * @param scratch a folder for tables in between; the caller removes it
   * @return directory of {@link CorpusTables#VERDICTS}, of as many files
   */
  Path find(Path judged, Path scratch) throws IOException {
    Dataset<Row> left =
        tables
            .read(judged, CorpusTables.JUDGED)
            .where(col("reason").isNull())
            .select("id", "uri", "hash", "characters");
    Dataset<Row> verdicts = tables.empty(CorpusTables.VERDICTS);
    if (config.urls()) {
      Dataset<Row> repeats = ExactDuplicates.byUrl(left);
      verdicts = verdicts.union(verdicts(repeats, URL, "Same address as document "));
      left = left.join(repeats.select("id"), new String[] {"id"}, "left_anti");
    }
    if (config.exact()) {
      Dataset<Row> repeats = ExactDuplicates.byHash(left);
      verdicts = verdicts.union(verdicts(repeats, TEXT, "Same text as document "));
    }
    if (config.near() != null) {
      Path found = new Path(scratch, "exact");
      tables.writeSorted(verdicts, found);
      Dataset<Row> texts =
          tables.eachFile(new TextTask(tables.workspace(), judged, found), WITH_TEXT);
      Scratch edges = new Scratch(tables.workspace(), new Path(scratch, "near"));
      Dataset<Row> repeats =
          NearDuplicates.clusters(texts, config.near().options(seed), edges)
              .where(col("id").notEqual(col("cluster")))
              .withColumnRenamed("cluster", "keeper");
      verdicts =
          tables
              .read(found, CorpusTables.VERDICTS)
              .union(verdicts(repeats, NEAR, "Almost the same text as document "));
    }
    Path result = new Path(scratch, "verdicts");
    tables.writeSorted(withKeepers(verdicts), result);
    return result;
  }

  private static Dataset<Row> verdicts(Dataset<Row> repeats, String reason, String detail) {
    return repeats.select(
        col("id"),
        lit(reason).as("reason"),
        lit(null).cast("double").as("value"),
        lit(null).cast("double").as("threshold"),
        concat(lit(detail), col("keeper")).as("detail"),
        col("keeper").as("cluster"));
  }

  /** A keeper that stays to the end is told so; one that goes itself has its own verdict. */
  private static Dataset<Row> withKeepers(Dataset<Row> drops) {
    Dataset<Row> keepers =
        drops
            .select(col("cluster").as("id"))
            .distinct()
            .join(drops.select("id"), new String[] {"id"}, "left_anti")
            .select(
                col("id"),
                lit(null).cast("string").as("reason"),
                lit(null).cast("double").as("value"),
                lit(null).cast("double").as("threshold"),
                lit(null).cast("string").as("detail"),
                col("id").as("cluster"));
    return drops.union(keepers);
  }
}
