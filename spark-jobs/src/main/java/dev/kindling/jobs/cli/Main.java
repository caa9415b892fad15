package dev.kindling.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.corpus.CorpusSample;
import dev.kindling.jobs.estimate.Estimate;
import dev.kindling.jobs.stage.Console;
import dev.kindling.jobs.stage.Layout;
import dev.kindling.jobs.stage.SparkProvider;
import dev.kindling.jobs.stage.Stage;
import dev.kindling.jobs.stage.StageRunner;
import dev.kindling.jobs.stage.StageStatus;
import dev.kindling.jobs.storage.WorkLock;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.jobs.tokenize.TokenizeCommand;
import dev.kindling.jobs.tryout.FillMaskCommand;
import dev.kindling.jobs.tryout.GenerateCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** The command line of Kindling. */
public final class Main {
  private final PrintStream out;
  private final PrintStream err;

  Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param args the command and its options
   */
  public static void main(String[] args) {
    int status = new Main(System.out, System.err).run(List.of(args));
    // YARN takes an exit inside its own process for a failure, even with status 0.
    if (status != 0 || !"cluster".equals(System.getProperty("spark.submit.deployMode"))) {
      System.exit(status);
    }
  }

  /** Runs one command; returns the exit code and prints every failure. */
  int run(List<String> args) {
    try {
      if (args.isEmpty()) {
        err.print(Command.help());
        return ExitCode.USAGE.status();
      }
      return run(Command.of(args.get(0)), args.subList(1, args.size()));
    } catch (Throwable e) { // whatever it is, the caller gets an exit code
      return Interruption.underway() ? Interruption.STATUS : Failures.report(e, err);
    }
  }

  private int run(Command command, List<String> words) throws Exception {
    switch (command) {
      case HELP -> out.print(Command.help());
      case VERSION -> out.println("kindling " + version());
      case FILL_MASK -> {
        return FillMaskCommand.run(words, out);
      }
      case GENERATE -> {
        return GenerateCommand.run(words, out);
      }
      case TOKENIZE -> {
        return TokenizeCommand.run(words, out);
      }
      case EXTRACT -> {
        return new ExtractCommand(out, err).run(words);
      }
      case VOCAB -> {
        if (words.contains(TextVocabulary.FLAG)) {
          new TextVocabulary(out, err).run(words);
        } else {
          runStages(command, words);
        }
      }
      case DOCTOR -> {
        Arguments arguments = new Arguments(command, words);
        Optional<PipelineConfig> config =
            arguments.hasConfig() ? Optional.of(arguments.config()) : Optional.empty();
        return new Doctor(out).examine(config) ? 0 : ExitCode.CLUSTER.status();
      }
      case ESTIMATE -> estimate(new Arguments(command, words).config());
      case CHECKPOINTS -> {
        Arguments arguments = new Arguments(command, words);
        PipelineConfig config = arguments.config();
        return new Checkpoints(config, out).show(Pipeline.runs(arguments, config));
      }
      case PLAN -> plan(new Arguments(command, words).config());
      default -> runStages(command, words);
    }
    return 0;
  }

  private void runStages(Command command, List<String> words) throws Exception {
    Arguments arguments = new Arguments(command, words);
    PipelineConfig config = arguments.config();
    if (arguments.sample().isPresent()) {
      sample(config, arguments.sample().getAsInt(), arguments.replay());
    } else {
      runStages(command, Pipeline.select(command, arguments, config), config);
    }
  }

  private void estimate(PipelineConfig config) {
    config
        .runs()
        .forEach(
            (name, run) -> out.print(Estimate.of(config, run).show(name, metrics(config, name))));
  }

  /** The lines of a run's metrics; none where it has not begun or its folder is out of reach. */
  private String metrics(PipelineConfig config, String run) {
    Workspace workspace = new Workspace(config.workdir(), SparkProvider.hadoop());
    try {
      Path metrics = workspace.path(Layout.pretrain(run).directory() + "/metrics.jsonl");
      return workspace.exists(metrics) ? new String(workspace.read(metrics), UTF_8) : "";
    } catch (IOException e) {
      err.printf("Whether run %s has begun cannot be told: %s%n", run, e.getMessage());
      return "";
    }
  }

  private void plan(PipelineConfig config) throws IOException {
    List<Stage> stages = Pipeline.stages(config);
    try (SparkProvider spark = new SparkProvider()) {
      Workspace workspace = new Workspace(config.workdir(), SparkProvider.hadoop());
      StageRunner runner = new StageRunner(config, stages, workspace, spark, new Console(out));
      for (StageStatus status : runner.plan(stages)) {
        String action = status.action().name().toLowerCase(Locale.ROOT);
        String line =
            String.format(Locale.ROOT, "%-22s %-9s %s", status.stage(), action, status.reason());
        out.println(line.stripTrailing());
      }
    }
  }

  @SuppressWarnings("try") // the watch and the lock are held, not used
  private void sample(PipelineConfig config, int records, boolean replay) throws Exception {
    Workspace workspace = new Workspace(config.workdir(), SparkProvider.hadoop());
    try (Interruption watch = Interruption.watch(err);
        WorkLock lock = WorkLock.take(workspace);
        SparkProvider spark = new SparkProvider()) {
      new CorpusSample(config, workspace, spark.session(), new Console(out)).run(records, replay);
    }
  }

  @SuppressWarnings("try") // the watch and the lock are held, not used
  private void runStages(Command command, List<Stage> selected, PipelineConfig config)
      throws Exception {
    List<Stage> stages = Pipeline.stages(config);
    Workspace workspace = new Workspace(config.workdir(), SparkProvider.hadoop());
    try (Interruption watch = Interruption.watch(err);
        WorkLock lock = WorkLock.take(workspace);
        SparkProvider spark = new SparkProvider()) {
      StageRunner runner = new StageRunner(config, stages, workspace, spark, new Console(out));
      if (command == Command.RUN) {
        runner.run(selected);
      } else {
        runner.rebuild(selected);
      }
    }
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
