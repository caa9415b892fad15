package dev.kindling.jobs.corpus;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;

import dev.kindling.jobs.config.CorpusConfig;
import dev.kindling.jobs.stage.StepTimes;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * The Spark jobs behind the corpus stage. Every table has as many files as the records, cut at the
 * same ids; a task takes one file, and only ids, hashes and ledger rows cross the network.
 */
final class CorpusJob {
  private final SparkSession session;
  private final Workspace workspace;
  private final CorpusConfig config;
  private final int files;
  private final StepTimes steps;

  /**
   * A job.
   *
   * @param files of the table of records, those without rows included
   * @param steps notes how long each step takes
   */
  CorpusJob(
      SparkSession session, Workspace workspace, CorpusConfig config, int files, StepTimes steps) {
    this.session = session;
    this.workspace = workspace;
    this.config = config;
    this.files = files;
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
    Path judgedPath = new Path(scratch, "judged");
    Path verdictsPath = new Path(scratch, "verdicts");
    Dataset<Row> judged = steps.time("rules", () -> judge(records, judgedPath));
    Dataset<Row> verdicts = steps.time("duplicates", () -> findDuplicates(judged, verdictsPath));
    return steps.time(
        "writing",
        () -> {
          SortedParquet.write(
              dropped(judged, verdicts), files, dropped, workspace, "reason", "sha256");
          SortedParquet.write(edits(judged), files, edits, workspace, "number");
          eachFile(
              new DocumentTask(workspace, judgedPath, verdictsPath, config.heldOutFraction()),
              CorpusTables.DOCUMENTS,
              documents);
          return CorpusTotals.of(
              CorpusTables.documents(session, documents), CorpusTables.dropped(session, dropped));
        });
  }

  private Dataset<Row> judge(Path records, Path judged) throws IOException {
    Broadcast<RuleFiles> ruleFiles =
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .broadcast(RuleFiles.read(config.rules(), workspace));
    try {
      RuleTask task = new RuleTask(workspace, records, config.rules(), ruleFiles);
      eachFile(task, CorpusTables.JUDGED, judged);
    } finally {
      ruleFiles.destroy();
    }
    return CorpusTables.read(session, CorpusTables.JUDGED, judged);
  }

  private Dataset<Row> findDuplicates(Dataset<Row> judged, Path verdicts) throws IOException {
    SortedParquet.write(Duplicates.of(judged), files, verdicts, workspace);
    return CorpusTables.read(session, CorpusTables.VERDICTS, verdicts);
  }

  /** One task a file; what it makes goes to the file of the same number. */
  private void eachFile(
      FlatMapFunction<Iterator<Integer>, Row> task, StructType columns, Path directory)
      throws IOException {
    List<Integer> numbers = IntStream.range(0, files).boxed().toList();
    JavaRDD<Row> rows =
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .parallelize(numbers, files)
            .mapPartitions(task);
    SortedParquet.writeInPlace(session.createDataFrame(rows, columns), directory, workspace);
  }

  private static Dataset<Row> dropped(Dataset<Row> judged, Dataset<Row> verdicts) {
    Dataset<Row> byRules =
        select(
            judged.where(col("reason").isNotNull()).withColumn("cluster", lit(null).cast("string")),
            CorpusTables.DROPPED);
    Dataset<Row> places =
        judged.where(col("reason").isNull()).select("id", "source", "offset", "uri");
    Dataset<Row> byVerdict =
        select(
            verdicts
                .where(col("reason").isNotNull())
                .join(places, "id")
                .withColumn("sha256", lit(null).cast("string")),
            CorpusTables.DROPPED);
    return byRules.unionByName(byVerdict);
  }

  private static Dataset<Row> edits(Dataset<Row> judged) {
    Dataset<Row> exploded =
        judged.select(col("id"), posexplode(col("edits")).as(new String[] {"number", "edit"}));
    return exploded.select(col("id"), col("number").cast("long").as("number"), col("edit.*"));
  }

  private static Dataset<Row> select(Dataset<Row> rows, StructType columns) {
    return rows.select(
        Arrays.stream(columns.fieldNames()).map(functions::col).toArray(Column[]::new));
  }
}
