package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.cluster.StandaloneCluster;
import dev.kindling.cluster.StandaloneCluster.Host;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.progress.RoundListener;
import dev.kindling.train.progress.RoundSummary;
import dev.kindling.train.state.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors that hang, lag behind, come and go, on a standalone cluster of three: the bits are
 * those of an undisturbed run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ElasticClusterIT {
  private static final int ROUNDS = 12;
  private static final String STATEFUL =
      "codec: int8, outer-learning-rate: 0.7, outer-momentum: 0.9, moments: local";
  private static final String STATELESS = "codec: fp16, outer-momentum: 0.9";

  @TempDir static Path folder;
  private ClusterTraining training;
  private StandaloneCluster cluster;
  private RunState reference;

  @BeforeAll
  void startClusterAndTrainUndisturbed() throws IOException {
    training = new ClusterTraining(folder);
    training.writeExamples();
    reference = undisturbed("reference", STATEFUL);
    List<Host> hosts = // Spark gives the copy of a task to another host only
        Stream.of("127.0.0.2", "127.0.0.3", "127.0.0.4").map(a -> new Host(a, List.of())).toList();
    cluster = StandaloneCluster.start(folder, Host.LOOPBACK, hosts);
  }

  private RunState undisturbed(String name, String averaging) throws IOException {
    RunPlan plan = training.plan(ROUNDS, averaging);
    return TestRuns.train(training.workspace(), "local[2]", plan, name, round -> {});
  }

  /** Those of the test before, a hanging one too, take some seconds to go. */
  @BeforeEach
  void awaitTheEndOfOtherExecutors() {
    cluster.await(() -> cluster.executors().isEmpty());
  }

  @AfterAll
  void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void shouldGiveTheSameBitsWhenAnExecutorHangsForGood() throws Exception {
    AtomicInteger frozen = new AtomicInteger();

    RunState state =
        train(impatient(), STATEFUL, "hanging", TestRuns.PLAIN_SPARK, freezeAfter(5, frozen));

    assertThat(frozen).hasValue(1);
    TestRuns.assertSameBits(state, reference);
    assertThat(training.rounds("hanging")).isEqualTo(allRounds());
  }

  @Test
  void shouldGiveTheSameBitsWhenAPeerHangsForGood() throws Exception {
    List<String> restarts = new ArrayList<>();
    AtomicInteger frozen = new AtomicInteger();
    RoundListener freeze = freezeAfter(5, frozen);

    RunState state =
        train(
            impatient(),
            STATEFUL,
            "hanging-peer",
            TestRuns.aeron(),
            new RoundListener() {
              @Override
              public void afterRound(RoundSummary round) throws IOException {
                freeze.afterRound(round);
              }

              @Override
              public void restarting(String reason, int restart) {
                restarts.add(reason);
              }
            });

    assertThat(frozen).hasValue(1);
    assertThat(restarts).as("why rounds failed").isNotEmpty();
    TestRuns.assertSameBits(state, reference);
    assertThat(training.rounds("hanging-peer")).isEqualTo(allRounds());
  }

  /** Spark gives an executor up after some seconds without a sign of life, not after minutes. */
  private SparkConf impatient() {
    return conf()
        .set("spark.executor.heartbeatInterval", "1s")
        .set("spark.network.timeout", "6s")
        .set("spark.network.timeoutInterval", "1s");
  }

  private RoundListener freezeAfter(int round, AtomicInteger frozen) {
    return summary -> {
      if (summary.round() == round) {
        StandaloneCluster.freeze(cluster.executors().get(0));
        frozen.incrementAndGet();
      }
    };
  }

  /** While it lags, others compute its tasks; then it comes back with what nobody waits for. */
  @Test
  void shouldCountNothingTwiceWhenOthersComputeTheTasksOfAStraggler() throws Exception {
    RunState undisturbed = undisturbed("stateless", STATELESS);
    SpeculativeTasks.STARTED.set(0);
    SparkConf conf =
        conf()
            .set("spark.speculation", "true")
            .set("spark.speculation.interval", "50ms")
            .set("spark.speculation.quantile", "0.3")
            .set("spark.extraListeners", SpeculativeTasks.class.getName());
    List<ProcessHandle> frozen = new ArrayList<>();

    RunState state =
        train(
            conf,
            STATELESS,
            "straggler",
            TestRuns.PLAIN_SPARK,
            summary -> {
              if (summary.round() == 4) {
                frozen.add(cluster.executors().get(1));
                StandaloneCluster.freeze(frozen.get(0));
              } else if (summary.round() == 9) {
                StandaloneCluster.thaw(frozen.get(0));
              }
            });

    assertThat(SpeculativeTasks.STARTED).hasPositiveValue();
    TestRuns.assertSameBits(state, undisturbed);
    assertThat(training.rounds("straggler")).isEqualTo(allRounds());
  }

  @Test
  void shouldGiveTheSameBitsWhileExecutorsComeAndGo() throws Exception {
    SparkConf conf =
        conf()
            .set("spark.dynamicAllocation.enabled", "true")
            .set("spark.dynamicAllocation.shuffleTracking.enabled", "true")
            .set("spark.dynamicAllocation.minExecutors", "0")
            .set("spark.dynamicAllocation.executorIdleTimeout", "1s")
            .set("spark.dynamicAllocation.cachedExecutorIdleTimeout", "1s")
            .set("spark.dynamicAllocation.shuffleTracking.timeout", "1s");
    List<Long> waits = new ArrayList<>();

    RunState state =
        train(
            conf,
            STATEFUL,
            "elastic",
            TestRuns.PLAIN_SPARK,
            summary -> {
              if (summary.round() == 6) { // what workers keep is in no checkpoint yet
                cluster.await(() -> cluster.executors().isEmpty());
                waits.add(summary.round());
              }
            });

    assertThat(waits).as("rounds after which no executor was left").containsExactly(6L);
    TestRuns.assertSameBits(state, reference);
    assertThat(training.rounds("elastic")).isEqualTo(allRounds());
  }

  @Test
  void shouldGoOnInAnotherFolderOnAnotherNumberOfExecutors() throws Exception {
    assertThatThrownBy(
            () -> train(conf(), STATEFUL, "moved", TestRuns.PLAIN_SPARK, TestRuns.stopAfter(6)))
        .hasMessage("the driver is gone");
    Path elsewhere = folder.resolve("elsewhere");
    ClusterTraining there = new ClusterTraining(elsewhere);
    there.writeExamples();
    Files.move(folder.resolve("moved"), elsewhere.resolve("moved"));

    RunState state =
        TestRuns.train(
            there.workspace(),
            conf().set("spark.cores.max", "1"),
            there.plan(ROUNDS, STATEFUL),
            "moved",
            TestRuns.PLAIN_SPARK,
            round -> {});

    TestRuns.assertSameBits(state, reference);
    assertThat(there.rounds("moved")).isEqualTo(allRounds());
  }

  /** Counts the copies of tasks that Spark starts because the first lags behind. */
  public static final class SpeculativeTasks extends SparkListener {
    private static final AtomicInteger STARTED = new AtomicInteger();

    /** Made by Spark. */
    public SpeculativeTasks() {}

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
      if (start.taskInfo().speculative()) {
        STARTED.incrementAndGet();
      }
    }
  }

  private static List<Integer> allRounds() {
    return IntStream.rangeClosed(1, ROUNDS).boxed().toList();
  }

  private SparkConf conf() {
    return cluster.conf("127.0.0.1");
  }

  private RunState train(
      SparkConf conf, String averaging, String name, TestRuns.Way way, RoundListener listener)
      throws IOException {
    return TestRuns.train(
        training.workspace(), conf, training.plan(ROUNDS, averaging), name, way, listener);
  }
}
