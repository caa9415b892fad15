package dev.kindling.jobs.cli;

import dev.kindling.jobs.config.Device;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.config.RunConfig;
import dev.kindling.jobs.config.Sync;
import dev.kindling.jobs.config.TrainingConfig;
import dev.kindling.jobs.estimate.Estimate;
import dev.kindling.jobs.stage.SparkProvider;
import dev.kindling.model.kernels.Backends;
import dev.kindling.train.aeron.AeronExchangeFactory;
import dev.kindling.train.aeron.AeronSettings;
import dev.kindling.train.sync.AeronRounds;
import dev.kindling.train.sync.ExecutorSurvey;
import dev.kindling.train.sync.ExecutorSurvey.Answer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.Utils;

/**
 * Looks at the executors of a cluster, if there is one: each one's machine, its clock, its room for
 * the engines of the config's runs, and whether those that are to exchange over Aeron reach each
 * other. Starts Spark.
 */
final class ExecutorChecks {
  private static final String MASTER = "spark.master";
  private static final Duration TO_COME = Duration.ofSeconds(60);
  private static final Duration TO_CONNECT = Duration.ofSeconds(20);

  /** Machines whose time is set by a server differ by far less. */
  private static final long MOST_MILLIS_APART = 1000;

  private final PipelineConfig config;
  private final BiConsumer<String, Finding> report;

  /**
   * Checks, not made yet.
   *
   * @param report told a subject and what was found
   */
  ExecutorChecks(PipelineConfig config, BiConsumer<String, Finding> report) {
    this.config = config;
    this.report = report;
  }

  /** Makes the checks; none where Spark runs in this process, or was not told of a cluster. */
  void run() {
    if (!isCluster()) {
      return;
    }
    SparkConf conf = new SparkConf();
    if (Utils.isDynamicAllocationEnabled(conf)) {
      report.accept(
          "executors",
          Finding.ok(
              "not examined: with spark.dynamicAllocation.enabled there are none without work"));
      return;
    }
    try (SparkProvider provider = new SparkProvider()) {
      provider.session();
      examine(provider.running().orElseThrow());
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      report.accept(
          "executors",
          Finding.problem("they cannot be asked on %s: %s".formatted(conf.get(MASTER), reason)));
    }
  }

  /** Whether Spark was told to run in other processes than this one. */
  static boolean isCluster() {
    return !new SparkConf().get(MASTER, "local").matches("local(\\[.*])?");
  }

  private void examine(JavaSparkContext spark) throws Exception {
    List<Answer<ExecutorState>> answers =
        new ExecutorSurvey(spark, TO_COME).ask(new ExecutorExamination(config), mostWorkers());
    answers.stream().sorted(Comparator.comparing(Answer::executor)).forEach(this::examine);
    answers.stream()
        .collect(Collectors.groupingBy(a -> a.found().host(), TreeMap::new, Collectors.toList()))
        .forEach(this::requireRoom);
    if (answers.stream().anyMatch(answer -> !answer.found().isFit())) {
      return; // what keeps them from each other has been said
    }
    for (Map.Entry<String, RunConfig> run : config.runs().entrySet()) {
      TrainingConfig training = run.getValue().training();
      if (training.sync() == Sync.AERON) {
        report.accept("Aeron", connected(spark, run.getKey(), training));
      }
    }
  }

  private int mostWorkers() {
    return config.runs().values().stream()
        .mapToInt(run -> run.training().workers())
        .max()
        .orElse(1);
  }

  private void examine(Answer<ExecutorState> answer) {
    ExecutorState state = answer.found();
    String name = "executor " + answer.executor();
    state.findings().stream()
        .filter(finding -> !finding.ok())
        .forEach(problem -> report.accept(name, Finding.problem(on(state, problem.text()))));
    if (Math.abs(state.millisAhead()) > MOST_MILLIS_APART) {
      report.accept(
          name,
          Finding.problem(
              on(
                  state,
                  "its clock is %,d ms %s the driver's: have the machines' time set by one server (NTP)."
                      .formatted(
                          Math.abs(state.millisAhead()),
                          state.millisAhead() > 0 ? "ahead of" : "behind"))));
    }
    report.accept(
        name,
        Finding.ok(
            on(
                state,
                "%s; tasks at once: %d; %,d MB of heap; clock %+d ms"
                    .formatted(
                        state.findings().stream()
                            .filter(Finding::ok)
                            .map(Finding::text)
                            .collect(Collectors.joining("; ")),
                        answer.places(),
                        state.heapBytes() >> 20,
                        state.millisAhead()))));
  }

  private static String on(ExecutorState state, String text) {
    return state.host() + ": " + text;
  }

  /** Engines lie outside the heaps, one for each task that runs at the same time, or on GPUs. */
  private void requireRoom(String host, List<Answer<ExecutorState>> executors) {
    long engine =
        config.runs().values().stream()
            .filter(run -> !Backends.name(run.training().device()).equals(Device.CUDA))
            .mapToLong(run -> Estimate.of(config, run).workerBytes())
            .max()
            .orElse(0);
    long heaps = executors.stream().mapToLong(each -> each.found().heapBytes()).sum();
    int places = executors.stream().mapToInt(Answer::places).sum();
    long machine = executors.get(0).found().machineBytes();
    String text =
        "%s: %,d MB, of which heaps take up to %,d and engines %d x %,d"
            .formatted(host, machine >> 20, heaps >> 20, places, engine >> 20);
    report.accept(
        "memory",
        heaps + places * engine <= machine
            ? Finding.ok(text)
            : Finding.problem(
                text
                    + ": raise spark.task.cpus (fewer engines at the same time), lower micro-batch-size or spark.executor.memory."));
  }

  private static Finding connected(JavaSparkContext spark, String run, TrainingConfig training) {
    Optional<String> problem =
        AeronRounds.problem(
            spark,
            training.workers(),
            new AeronExchangeFactory(AeronSettings.of(training.aeron())),
            TO_CONNECT);
    return problem
        .map(
            text ->
                Finding.problem(
                    "runs.%s: tasks do not reach each other (%s): open UDP %s between the executors, and name their network in training.aeron.address."
                        .formatted(run, text, training.aeron().portRange())))
        .orElse(Finding.ok("runs." + run + ": the executors' tasks reach each other"));
  }
}
