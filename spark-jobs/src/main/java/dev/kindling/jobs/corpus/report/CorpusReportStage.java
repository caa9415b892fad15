package dev.kindling.jobs.corpus.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** The corpus to its report page, a part of the command that makes the corpus. */
public final class CorpusReportStage implements Stage {
  private static final String FILE_NAME = "report.html";

  @Override
  public String name() {
    return Layout.CORPUS_REPORT.stage();
  }

  @Override
  public String command() {
    return Layout.CORPUS.stage();
  }

  @Override
  public List<String> directories() {
    return List.of(Layout.CORPUS_REPORT.directory());
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    return Map.of(); // all it shows comes from its inputs
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    return List.of(Layout.RECORDS, Layout.CORPUS);
  }

  @Override
  public Mode mode() {
    return Mode.REFRESHED;
  }

  @Override
  public void run(StageContext context) throws IOException {
    CorpusReport report = new CorpusReportReader(context).read();
    Path page = new Path(context.output(Layout.CORPUS_REPORT.directory()), FILE_NAME);
    context.workspace().writeAtomically(page, CorpusReportPage.render(report).getBytes(UTF_8));
    context.produced(FILE_NAME);
    context.console().line("  report: %s", page);
  }
}
