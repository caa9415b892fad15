package dev.kindling.jobs.corpus;

import dev.kindling.jobs.config.CorpusConfig;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Raw files to the documents table and the ledger of drops.
 *
 * <p>The raw files are read once, into a table of records below the staging folder; everything
 * after that reads the columns it needs. Exact duplicates are found by a hash of the text; the
 * document with the smallest id stays.
 */
public final class CorpusStage implements Stage {
  private static final String DOCUMENTS = Layout.CORPUS.directory();
  private static final String DROPPED = "dropped";

  /** Text a file holds while the corpus is small, so that a small cluster has work to share. */
  private static final long SMALL_FILE_CHARACTERS = 8_000_000;

  /** Text a file holds once there are enough files. */
  private static final long LARGE_FILE_CHARACTERS = 128_000_000;

  private static final int ENOUGH_FILES = 256;
  private static final long LEDGER_ROWS_PER_FILE = 4_000_000;

  /** Raw files differ in size; small tasks even that out. */
  private static final int TASKS_PER_CORE = 8;

  @Override
  public String name() {
    return Layout.CORPUS.stage();
  }

  @Override
  public List<String> directories() {
    return List.of(DOCUMENTS, DROPPED);
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    return Map.of("corpus", config.corpus());
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    return config.corpus().inputs().entrySet().stream()
        .<Input>map(e -> new Input.Raw(e.getKey(), e.getValue().path()))
        .toList();
  }

  @Override
  public void run(StageContext context) throws IOException {
    CorpusConfig config = context.config().corpus();
    List<RawFile> files = RawFiles.list(config.inputs(), context.workspace());
    context.console().line("corpus: reading %,d files", files.size());

    Path scratch = new Path(context.output(DOCUMENTS), "records");
    try {
      Dataset<Row> records = read(context, config, files, scratch);
      CuratedRecords curated = CuratedRecords.of(records);
      try {
        write(context, config, files.size(), curated);
      } finally {
        curated.release();
      }
    } finally {
      context.workspace().delete(scratch);
    }
  }

  private static Dataset<Row> read(
      StageContext context, CorpusConfig config, List<RawFile> files, Path scratch) {
    int partitions =
        config.partitions() > 0
            ? config.partitions()
            : Math.min(files.size(), TASKS_PER_CORE * context.spark().defaultParallelism());
    JavaRDD<Row> rows =
        context
            .spark()
            .parallelize(files, partitions)
            .mapPartitions(
                new RecordReader(
                    context.workspace(),
                    config.limits().readLimits(),
                    config.rules(),
                    RuleFiles.read(config.rules(), context.workspace()),
                    config.heldOutFraction()));
    context
        .session()
        .createDataFrame(rows, CorpusTables.RECORDS)
        .write()
        .parquet(scratch.toString());
    return context.session().read().schema(CorpusTables.RECORDS).parquet(scratch.toString());
  }

  private static void write(
      StageContext context, CorpusConfig config, int files, CuratedRecords curated)
      throws IOException {
    CuratedRecords.Totals totals = curated.totals();
    context.count(CorpusCounts.FILES, files);
    totals.counts().forEach(context::count);
    totals.dropped().forEach(context::dropped);

    Path ledger = context.output(DROPPED);
    int ledgerFiles = (int) (totals.count(CorpusCounts.DROPPED) / LEDGER_ROWS_PER_FILE) + 1;
    SortedParquet.write(curated.dropped(), ledgerFiles, ledger, context.workspace());
    CorpusLimits.check(config.maxBadFraction(), totals, curated, ledger);

    SortedParquet.write(
        curated.documents(),
        documentFiles(totals.count(CorpusCounts.CHARACTERS)),
        context.output(DOCUMENTS),
        context.workspace());
  }

  static int documentFiles(long characters) {
    long small = Math.min(ENOUGH_FILES, characters / SMALL_FILE_CHARACTERS + 1);
    return Math.toIntExact(Math.max(small, characters / LARGE_FILE_CHARACTERS + 1));
  }
}
