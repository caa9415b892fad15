package dev.kindling.jobs.corpus;

import dev.kindling.corpus.filter.Rules;
import dev.kindling.jobs.config.CorpusConfig;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * Records to the documents table and the ledgers of drops and edits: rules, then duplicates. The
 * raw files are not looked at, so other rules need no second reading.
 */
public final class CorpusStage implements Stage {
  private static final String DOCUMENTS = Layout.CORPUS.directory();
  private static final String DROPPED = CorpusTables.DROPPED_DIRECTORY;
  private static final String EDITS = CorpusTables.EDITS_DIRECTORY;
  private static final String RECORDS = Layout.RECORDS.directory();

  @Override
  public String name() {
    return Layout.CORPUS.stage();
  }

  @Override
  public String remedy() {
    return name() + " --replay";
  }

  @Override
  public List<String> directories() {
    return List.of(DOCUMENTS, DROPPED, EDITS);
  }

  @Override
  public int version() {
    return 2;
  }

  /** All of {@code corpus} but what the records stage answers for. */
  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    CorpusConfig corpus = config.corpus();
    Map<String, Object> sections = new LinkedHashMap<>();
    sections.put("corpus.held-out-fraction", corpus.heldOutFraction());
    sections.put("corpus.max-bad-fraction", corpus.maxBadFraction());
    sections.put("corpus.rules", corpus.rules());
    sections.put("corpus.deduplication", corpus.deduplication());
    return sections;
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    List<Input> inputs = new ArrayList<>(List.of(Layout.RECORDS));
    Rules.files(config.corpus().rules())
        .forEach(file -> inputs.add(new Input.File("corpus.rules", file)));
    return inputs;
  }

  @Override
  public void run(StageContext context) throws IOException {
    CorpusConfig config = context.config().corpus();
    Map<String, Long> read = context.upstream(RECORDS).counts();
    Path records = context.workspace().path(RECORDS);
    CorpusLimits.checkDamaged(config.maxBadFraction(), read, context.session(), records);

    Path documents = context.output(DOCUMENTS);
    Path scratch = new Path(documents, "scratch");
    try {
      int files = Math.toIntExact(read.get(CorpusCounts.TABLE_FILES));
      TableFiles tables = new TableFiles(context.session(), context.workspace(), files);
      CorpusJob job = new CorpusJob(tables, config, context.config().seed(), context.steps());
      CorpusTotals totals =
          job.run(records, scratch, documents, context.output(DROPPED), context.output(EDITS));
      totals.counts().forEach(context::count);
      context.count(CorpusCounts.DAMAGED, read.get(CorpusCounts.DAMAGED));
      totals.dropped().forEach(context::dropped);
      Funnel.show(totals, read.get(CorpusCounts.BYTES), context.console());
      Funnel.showTimes(context.steps().seconds(), read.get(CorpusCounts.BYTES), context.console());
      CorpusLimits.checkKept(totals, context.output(DROPPED));
    } finally {
      context.workspace().delete(scratch);
    }
  }
}
