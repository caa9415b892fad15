package dev.kindling.train.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageContext;
import dev.kindling.model.Architecture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** A run to its report page. */
public final class ReportStage implements Stage {
  static final String FILE_NAME = "report.html";

  private final String run;

  /**
   * The stage of one entry.
   *
   * @param run key below {@code runs:} in the config
   */
  public ReportStage(String run) {
    this.run = run;
  }

  @Override
  public String name() {
    return Layout.report(run).stage();
  }

  @Override
  public List<String> directories() {
    return List.of(Layout.report(run).directory());
  }

  @Override
  public Map<String, Object> sections(PipelineConfig config) {
    return Map.of("runs." + run, config.runs().get(run));
  }

  @Override
  public List<Input> inputs(PipelineConfig config) {
    return List.of(Layout.CORPUS, Layout.pretrain(run), Layout.evaluate(run), Layout.export(run));
  }

  @Override
  public Mode mode() {
    return Mode.REFRESHED;
  }

  @Override
  public String manifestName() {
    return "report.manifest.json";
  }

  @Override
  public void run(StageContext context) throws IOException {
    boolean bert = context.config().runs().get(run).model().architecture() == Architecture.BERT;
    List<RunData.Sample> samples = new ArrayList<>(ModelSamples.of(context, run, bert));
    samples.addAll(HeldOutSamples.read(context));
    RunData data =
        new RunDataReader(context.workspace(), context.config(), run).read(samples, null);
    Path page = new Path(context.output(Layout.report(run).directory()), FILE_NAME);
    context.workspace().writeAtomically(page, ReportPage.render(data).getBytes(UTF_8));
    context.produced(FILE_NAME);
    context.console().line("  report: %s", page);
  }
}
