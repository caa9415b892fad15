package dev.kindling.jobs.corpus;

import static org.apache.spark.sql.functions.col;

import dev.kindling.corpus.Document;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.CorpusConfig;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Console;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.StepTimes;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * A dry run of the corpus stage over a sample of the records: shows the funnel and what was
 * dropped, and leaves no file behind. The same raw text gives the same sample on every cluster.
 */
public final class CorpusSample {
  private static final int FIRST_FILES = 16;
  private static final int RECORDS_PER_TABLE_FILE = 500;
  private static final int MOST_TABLE_FILES = 64;

  private final CorpusConfig config;
  private final long seed;
  private final Workspace workspace;
  private final SparkSession session;
  private final Console console;
  private final StepTimes steps = new StepTimes();

  /**
   * A dry run; nothing happens yet.
   *
   * @param pipeline inputs, rules and the rest
   * @param workspace the work folder, whose staging place is used and emptied again
   * @param session Spark
   * @param console where the result goes
   */
  public CorpusSample(
      PipelineConfig pipeline, Workspace workspace, SparkSession session, Console console) {
    this.config = pipeline.corpus();
    this.seed = pipeline.seed();
    this.workspace = workspace;
    this.session = session;
    this.console = console;
  }

  /**
   * Takes the sample and shows what becomes of it.
   *
   * @param records how many to take, at least 1
   * @param replay whether to take them from {@code records/} instead of the raw text
   * @throws IOException if the work folder cannot be used
   * @throws KindlingException (bad data) if there is nothing to take them from
   */
  public void run(int records, boolean replay) throws IOException {
    Path scratch = workspace.path(".staging/sample");
    workspace.delete(scratch);
    try {
      int files = Math.min(MOST_TABLE_FILES, records / RECORDS_PER_TABLE_FILE + 1);
      Path sample = new Path(scratch, "records");
      Dataset<Row> source =
          steps.time("reading", () -> replay ? records() : raw(records, new Path(scratch, "raw")));
      SortedParquet.write(
          smallestIds(source, records), files, sample, workspace, "reason", "sha256");

      Path dropped = new Path(scratch, "dropped");
      Path edits = new Path(scratch, "edits");
      CorpusTotals totals =
          new CorpusJob(new TableFiles(session, workspace, files), config, seed, steps)
              .run(sample, new Path(scratch, "tables"), new Path(scratch, "kept"), dropped, edits);
      Dataset<Row> taken = CorpusTables.records(session, sample);
      Row bytes = taken.groupBy().sum("bytes").first();
      Funnel.show(totals, bytes.isNullAt(0) ? 0 : bytes.getLong(0), console);
      new LedgerSamples(console)
          .show(CorpusTables.dropped(session, dropped), CorpusTables.edits(session, edits), taken);
      console.line("A sample: nothing was written.");
    } finally {
      workspace.delete(scratch);
    }
  }

  private Dataset<Row> records() throws IOException {
    Path records = workspace.path(Layout.RECORDS.directory());
    if (!workspace.exists(records)) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          "There is no " + records + ": run `kindling corpus` first, or leave --replay out.");
    }
    return CorpusTables.records(session, records);
  }

  /** Reads whole files in {@link #order}, until there are enough records. */
  private Dataset<Row> raw(int records, Path scratch) throws IOException {
    List<RawFile> files = order(RawFiles.list(config.inputs(), workspace));
    Dataset<Row> found = session.createDataFrame(List.of(), CorpusTables.RECORDS);
    int read = 0;
    int batch = FIRST_FILES;
    while (read < files.size() && found.count() < records) {
      List<RawFile> next = files.subList(read, Math.min(files.size(), read + batch));
      session
          .createDataFrame(
              JavaSparkContext.fromSparkContext(session.sparkContext())
                  .parallelize(next, next.size())
                  .mapPartitions(
                      new RecordReader(
                          workspace, config.limits().readLimits(), config.extraction().options())),
              CorpusTables.RECORDS)
          .write()
          .mode(SaveMode.Append)
          .parquet(scratch.toString());
      found = CorpusTables.read(session, CorpusTables.RECORDS, scratch);
      read += next.size();
      batch *= 2;
    }
    console.line("sample: %,d of %,d files read", read, files.size());
    return found;
  }

  /** Files of all inputs in turn, those of an input in the order of a hash. */
  static List<RawFile> order(List<RawFile> files) {
    Map<String, List<RawFile>> byInput = new LinkedHashMap<>();
    for (RawFile file : files) {
      String input = file.source().substring(0, file.source().indexOf('/'));
      byInput.computeIfAbsent(input, name -> new ArrayList<>()).add(file);
    }
    List<RawFile> order = new ArrayList<>();
    byInput
        .values()
        .forEach(of -> of.sort(Comparator.comparing(file -> Document.id(file.source(), 0))));
    for (int rank = 0; order.size() < files.size(); rank++) {
      for (List<RawFile> of : byInput.values()) {
        if (rank < of.size()) {
          order.add(of.get(rank));
        }
      }
    }
    return order;
  }

  /** Ids are hashes, so the smallest are a sample; texts stay where they are. */
  private static Dataset<Row> smallestIds(Dataset<Row> records, int count) {
    Row last = records.select("id").orderBy("id").limit(count).agg(Map.of("id", "max")).first();
    return last.isNullAt(0) ? records : records.where(col("id").leq(last.getString(0)));
  }
}
