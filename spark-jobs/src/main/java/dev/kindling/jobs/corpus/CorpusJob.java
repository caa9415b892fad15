package dev.kindling.jobs.corpus;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;

import dev.kindling.jobs.config.CorpusConfig;
import dev.kindling.jobs.stage.StepTimes;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * The Spark jobs behind the corpus stage: rules, duplicates, tables. Texts stay in the files of
 * their ids; only ids, hashes and ledger rows cross the network.
 */
final class CorpusJob {
  private final TableFiles tables;
  private final CorpusConfig config;
  private final long seed;
  private final StepTimes steps;

  /**
   * A job.
   *
   * @param tables as many files as the records have
   * @param seed of the pipeline
   * @param steps notes how long each step takes
   */
  CorpusJob(TableFiles tables, CorpusConfig config, long seed, StepTimes steps) {
    this.tables = tables;
    this.config = config;
    this.seed = seed;
    this.steps = steps;
  }

  /**
   * Makes the three tables.
   *
   * @param records the table to read
   * @param scratch a folder for tables in between; the caller removes it
   * @return what became of the records
   */
  CorpusTotals run(Path records, Path scratch, Path documents, Path dropped, Path edits)
      throws IOException {
    Path judgedByRules = new Path(scratch, "judged");
    steps.time("rules", () -> judge(records, judgedByRules));
    Duplicates duplicates = new Duplicates(config.deduplication(), seed, tables);
    Path verdicts = steps.time("duplicates", () -> duplicates.find(judgedByRules, scratch));
    RepeatedTextCuts cuts = new RepeatedTextCuts(config.deduplication(), tables);
    Path judged = steps.time("duplicates", () -> cuts.cut(judgedByRules, verdicts, scratch));
    return steps.time(
        "writing",
        () -> {
          Dataset<Row> all = tables.read(judged, CorpusTables.JUDGED);
          tables.writeSorted(
              dropped(all, tables.read(verdicts, CorpusTables.VERDICTS)),
              dropped,
              "reason",
              "sha256");
          tables.writeSorted(edits(all), edits, "number");
          DocumentTask task =
              new DocumentTask(tables.workspace(), judged, verdicts, config.heldOutFraction());
          tables.writeEachFile(task, CorpusTables.DOCUMENTS, documents);
          return CorpusTotals.of(
              tables.read(documents, CorpusTables.DOCUMENTS),
              tables.read(dropped, CorpusTables.DROPPED));
        });
  }

  private Path judge(Path records, Path judged) throws IOException {
    Broadcast<RuleFiles> ruleFiles =
        tables.spark().broadcast(RuleFiles.read(config.rules(), tables.workspace()));
    try {
      RuleTask task = new RuleTask(tables.workspace(), records, config.rules(), ruleFiles);
      tables.writeEachFile(task, CorpusTables.JUDGED, judged);
    } finally {
      ruleFiles.destroy();
    }
    return judged;
  }

  private static Dataset<Row> dropped(Dataset<Row> judged, Dataset<Row> verdicts) {
    Dataset<Row> byRules =
        judged.where(col("reason").isNotNull()).withColumn("cluster", lit(null).cast("string"));
    Dataset<Row> places =
        judged.where(col("reason").isNull()).select("id", "source", "offset", "uri");
    Dataset<Row> byVerdict =
        verdicts
            .where(col("reason").isNotNull())
            .join(places, "id")
            .withColumn("sha256", lit(null).cast("string"));
    return select(byRules, CorpusTables.DROPPED).union(select(byVerdict, CorpusTables.DROPPED));
  }

  private static Dataset<Row> edits(Dataset<Row> judged) {
    return judged
        .select(col("id"), posexplode(col("edits")).as(new String[] {"number", "edit"}))
        .select(col("id"), col("number").cast("long").as("number"), col("edit.*"));
  }

  private static Dataset<Row> select(Dataset<Row> rows, StructType columns) {
    return rows.select(
        Arrays.stream(columns.fieldNames()).map(functions::col).toArray(Column[]::new));
  }
}
