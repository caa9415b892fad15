package dev.kindling.train.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Console;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.progress.RoundListener;
import dev.kindling.train.progress.RoundSummary;
import dev.kindling.train.state.RunState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Writes a run's report page again and again while it is trained; an open browser reads it anew by
 * itself. A page that cannot be written is told of once and does not end the run.
 */
public final class LiveReport implements RoundListener {
  /** Between two readings by a browser. */
  static final int REFRESH_SECONDS = 15;

  private static final long INTERVAL_NANOS = Duration.ofSeconds(REFRESH_SECONDS).toNanos();

  private final RunDataReader reader;
  private final Workspace files;
  private final String run;
  private final long steps;
  private final Console console;
  private final LongSupplier nanoTime;
  private long startStep;
  private long startNanos;
  private long lastNanos;
  private boolean failed;

  /**
   * The page of one run.
   *
   * @param steps of the whole run
   * @param nanoTime such as {@code System::nanoTime}
   */
  public LiveReport(
      Workspace files,
      PipelineConfig config,
      String run,
      long steps,
      Console console,
      LongSupplier nanoTime) {
    this.reader = new RunDataReader(files, config, run);
    this.files = files;
    this.run = run;
    this.steps = steps;
    this.console = console;
    this.nanoTime = nanoTime;
  }

  @Override
  public void started(RunState start, List<String> skipped) {
    startStep = start.step();
    startNanos = nanoTime.getAsLong();
    lastNanos = startNanos - INTERVAL_NANOS;
  }

  /** Told after the metrics are written: the page is made from the run's files. */
  @Override
  public void afterRound(RoundSummary round) {
    long now = nanoTime.getAsLong();
    boolean last = round.step() >= steps;
    if (failed || !(last || now - lastNanos >= INTERVAL_NANOS)) {
      return;
    }
    lastNanos = now;
    double secondsPerStep = (now - startNanos) / 1e9 / (round.step() - startStep);
    RunData.Live live = new RunData.Live(steps, secondsPerStep * (steps - round.step()));
    try {
      byte[] page = ReportPage.render(reader.read(List.of(), last ? null : live)).getBytes(UTF_8);
      files.writeAtomically(
          files.path(Layout.report(run).directory() + "/" + ReportStage.FILE_NAME), page);
    } catch (IOException e) {
      failed = true;
      console.line("  no report page while training: %s", e.getMessage());
    }
  }
}
