package dev.kindling.train;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.config.Sync;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.progress.MetricsLog;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * A run for clusters of real processes, of all that has state: momentum, error feedback, moments of
 * the workers' own. As a program it is a driver that can be killed.
 */
final class ClusterTraining {
  /** Rounds of the run; each fourth has a checkpoint. */
  static final int ROUNDS = 30;

  private final Path folder;
  private final Workspace workspace;

  /** Runs in a folder, one below the other. */
  ClusterTraining(Path folder) throws IOException {
    this.folder = folder;
    this.workspace = new Workspace(folder.toString(), new Configuration());
  }

  /**
   * A driver of its own; its Spark settings are system properties.
   *
   * @param arguments folder and name of the run, and what carries its rounds
   */
  public static void main(String[] arguments) throws IOException {
    ClusterTraining training = new ClusterTraining(Path.of(arguments[0]));
    TestRuns.train(
        training.workspace,
        new SparkConf(),
        training.plan(),
        arguments[1],
        TestRuns.way(Sync.valueOf(arguments[2])),
        round -> {});
  }

  void writeExamples() throws IOException {
    TestShards.write(
        folder.resolve("bert"), ExampleKind.MASKED_LANGUAGE_MODEL, 16, 20, 17, 9, 23, 14, 11);
  }

  Workspace workspace() {
    return workspace;
  }

  RunPlan plan() throws IOException {
    return plan(
        ROUNDS, "codec: int8, outer-learning-rate: 0.7, outer-momentum: 0.9, moments: local");
  }

  /** A shorter or longer run, or one of other averaging. */
  RunPlan plan(int rounds, String averaging) throws IOException {
    return TestPlans.of(
        workspace,
        """
        examples: bert
        model: {architecture: bert, layers: 1, hidden: 16, heads: 2, feed-forward: 32}
        training:
          {workers: 3, local-steps: 2, steps: %d, batch-size: 4, micro-batch-size: 2,
           learning-rate: 0.01, warmup-steps: 3, max-predictions: 4, checkpoint-every-rounds: 4,
           averaging: {%s}}
        """
            .formatted(2 * rounds, averaging));
  }

  /** Rounds that stand in the metrics of a run. */
  List<Integer> rounds(String name) throws IOException {
    Path file = folder.resolve(name).resolve("metrics.jsonl");
    return file.toFile().exists()
        ? MetricsLog.parse(Files.readString(file)).stream()
            .map(line -> line.get("round").asInt())
            .toList()
        : List.of();
  }

  /** Starts a driver in a process of its own. */
  Process start(SparkConf conf, String name, Sync sync, File log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-Dorg.byte"))
        .forEach(command::add);
    for (Tuple2<String, String> setting : conf.getAll()) {
      command.add("-D" + setting._1() + "=" + setting._2());
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(ClusterTraining.class.getName());
    command.add(folder.toString());
    command.add(name);
    command.add(sync.name());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }
}
