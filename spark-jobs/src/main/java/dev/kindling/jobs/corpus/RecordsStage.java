package dev.kindling.jobs.corpus;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

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
 * Raw files to the table of records: each record is read once, its text extracted, normalised and
 * sorted by id. No rule looks at it yet, so that rules can change without reading again.
 */
public final class RecordsStage implements Stage {
  private static final String RECORDS = Layout.RECORDS.directory();

  /** Raw bytes a file stands for while there are few, so that a small cluster has work to share. */
  private static final long SMALL_FILE_BYTES = 8_000_000;

  /** Raw bytes a file stands for once there are enough files. */
  private static final long LARGE_FILE_BYTES = 128_000_000;

  private static final int ENOUGH_FILES = 256;

  /** Raw files differ in size; small tasks even that out. */
  private static final int TASKS_PER_CORE = 8;

  @Override
  public String name() {
    return Layout.RECORDS.stage();
  }

  @Override
  public String command() {
    return Layout.CORPUS.stage();
  }

  @Override
  public List<String> directories() {
    return List.of(RECORDS);
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    CorpusConfig corpus = config.corpus();
    return Map.of(
        "corpus.inputs",
        corpus.inputs(),
        "corpus.limits",
        corpus.limits(),
        "corpus.extraction",
        corpus.extraction());
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
    ParquetInputs.check(files, context.workspace(), config.limits().readLimits());
    long count = files.stream().filter(file -> file.start() == 0).count();
    context.console().line("records: reading %,d files", count);
    long rawBytes = files.stream().mapToLong(RawFile::length).sum();
    Path directory = context.output(RECORDS);
    SortedParquet.write(
        read(context, config, files),
        tableFiles(rawBytes),
        directory,
        context.workspace(),
        "reason",
        "sha256");
    context.count(CorpusCounts.FILES, count);
    tally(context, CorpusTables.records(context.session(), directory));
    context.count(CorpusCounts.RAW_BYTES, rawBytes);
    context.count(CorpusCounts.TABLE_FILES, tableFiles(rawBytes));
  }

  private static Dataset<Row> read(StageContext context, CorpusConfig config, List<RawFile> files) {
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
                    config.extraction().options()));
    return context.session().createDataFrame(rows, CorpusTables.RECORDS);
  }

  private static void tally(StageContext context, Dataset<Row> records) {
    long all = 0;
    long damaged = 0;
    long characters = 0;
    long bytes = 0;
    for (Row group :
        records
            .groupBy("reason")
            .agg(count(lit(1)), sum(col("damaged").cast("long")), sum("characters"), sum("bytes"))
            .collectAsList()) {
      all += group.getLong(1);
      damaged += group.getLong(2);
      characters += group.getLong(3);
      bytes += group.getLong(4);
      if (!group.isNullAt(0)) {
        context.dropped(group.getString(0), group.getLong(1));
      }
    }
    context.count(CorpusCounts.RECORDS, all);
    context.count(CorpusCounts.DAMAGED, damaged);
    context.count(CorpusCounts.CHARACTERS, characters);
    context.count(CorpusCounts.BYTES, bytes);
  }

  /** How many files the table has: a matter of the raw text alone, known before it is read. */
  static int tableFiles(long rawBytes) {
    long small = Math.min(ENOUGH_FILES, rawBytes / SMALL_FILE_BYTES + 1);
    return Math.toIntExact(Math.max(small, rawBytes / LARGE_FILE_BYTES + 1));
  }
}
