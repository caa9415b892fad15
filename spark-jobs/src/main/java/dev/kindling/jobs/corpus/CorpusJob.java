package dev.kindling.jobs.corpus;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;

import dev.kindling.jobs.config.CorpusConfig;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.util.Arrays;
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

  /**
   * A job.
   *
   * @param files of the table of records, those without rows included
   */
  CorpusJob(SparkSession session, Workspace workspace, CorpusConfig config, int files) {
    this.session = session;
    this.workspace = workspace;
    this.config = config;
    this.files = files;
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
    Broadcast<RuleFiles> ruleFiles =
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .broadcast(RuleFiles.read(config.rules(), workspace));
    try {
      RuleTask task = new RuleTask(workspace, records, config.rules(), ruleFiles);
      eachFile(task, CorpusTables.JUDGED, judgedPath);
    } finally {
      ruleFiles.destroy();
    }
    Dataset<Row> judged = CorpusTables.read(session, CorpusTables.JUDGED, judgedPath);

    Path verdictsPath = new Path(scratch, "verdicts");
    SortedParquet.write(Duplicates.of(judged), files, verdictsPath, workspace);
    Dataset<Row> verdicts = CorpusTables.read(session, CorpusTables.VERDICTS, verdictsPath);

    SortedParquet.write(dropped(judged, verdicts), files, dropped, workspace, "reason", "sha256");
    SortedParquet.write(edits(judged), files, edits, workspace, "number");
    eachFile(
        new DocumentTask(workspace, judgedPath, verdictsPath, config.heldOutFraction()),
        CorpusTables.DOCUMENTS,
        documents);
    return CorpusTotals.of(
        CorpusTables.documents(session, documents), CorpusTables.dropped(session, dropped));
  }

  /** One task a file; what it makes goes to the file of the same number. */
  private void eachFile(
      FlatMapFunction<java.util.Iterator<Integer>, Row> task, StructType columns, Path directory)
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
        Arrays.stream(columns.fieldNames())
            .map(org.apache.spark.sql.functions::col)
            .toArray(Column[]::new));
  }
}
