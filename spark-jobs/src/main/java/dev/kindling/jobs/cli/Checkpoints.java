package dev.kindling.jobs.cli;

import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.stage.Input.Upstream;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.Manifest;
import dev.kindling.jobs.stage.ManifestStore;
import dev.kindling.jobs.stage.SparkProvider;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.checkpoint.CheckpointStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Lists the checkpoints of runs and reads every byte of them. */
final class Checkpoints {
  private final PipelineConfig config;
  private final PrintStream out;

  Checkpoints(PipelineConfig config, PrintStream out) {
    this.config = config;
    this.out = out;
  }

  /**
   * Prints a line for each checkpoint.
   *
   * @return the exit code: that of a corrupt checkpoint if one does not verify, or a finished run
   *     has none
   */
  int show(List<String> runs) throws IOException {
    boolean sound = true;
    for (String run : runs) {
      sound &= show(run);
    }
    return sound ? 0 : ExitCode.CORRUPT_CHECKPOINT.status();
  }

  private boolean show(String run) throws IOException {
    Workspace workspace = new Workspace(config.workdir(), SparkProvider.hadoop());
    Upstream training = Layout.pretrain(run);
    ManifestStore manifests = new ManifestStore(workspace);
    List<CheckpointStatus> found =
        CheckpointStatus.verify(
            workspace,
            workspace.path(training.directory() + "/checkpoints"),
            manifests.readBegun(training.directory(), training.stage()).map(Manifest::fingerprint),
            Runtime.getRuntime().availableProcessors());
    if (found.isEmpty()) {
      boolean finished =
          manifests.read(training.directory(), Manifest.FILE_NAME, training.stage()).isPresent();
      out.println(
          run + ": no checkpoints" + (finished ? ", and the run is finished: damaged" : ""));
      return !finished;
    }
    out.println(run);
    String best =
        found.stream()
            .filter(status -> status.bytes() > 0)
            .min(
                Comparator.comparingDouble(CheckpointStatus::loss)
                    .thenComparingLong(CheckpointStatus::step))
            .map(CheckpointStatus::name)
            .orElse("");
    found.forEach(status -> out.println(line(status, status.name().equals(best))));
    return found.stream().allMatch(status -> status.problem().isEmpty());
  }

  private static String line(CheckpointStatus status, boolean best) {
    String verdict = status.problem().map(problem -> "damaged: " + problem).orElse("ok");
    if (status.bytes() == 0) {
      return "  %s  %s".formatted(status.name(), verdict);
    }
    return String.format(
        Locale.ROOT,
        "  %s  step %,d  %,d tokens  loss %.4f  %,d bytes  %s%s%s",
        status.name(),
        status.step(),
        status.tokens(),
        status.loss(),
        status.bytes(),
        verdict,
        best ? ", lowest loss" : "",
        status.timesInAverage() > 0 ? ", part of the finished model" : "");
  }
}
