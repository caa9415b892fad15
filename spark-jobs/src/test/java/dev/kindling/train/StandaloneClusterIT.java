package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.cluster.StandaloneCluster;
import dev.kindling.cluster.StandaloneCluster.Host;
import dev.kindling.jobs.config.Sync;
import dev.kindling.jobs.stage.TaskMessages;
import dev.kindling.train.progress.RoundListener;
import dev.kindling.train.progress.RoundSummary;
import dev.kindling.train.state.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A standalone cluster of a master and three workers: whatever becomes of its processes, a run ends
 * in the bits of an undisturbed one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StandaloneClusterIT {
  private static final int EXECUTOR_KILLS = 10;
  private static final int DRIVER_KILLS = 5;

  @TempDir static Path folder;
  private ClusterTraining training;
  private StandaloneCluster cluster;
  private RunState reference;

  @BeforeAll
  void startClusterAndTrainUndisturbed() throws IOException {
    training = new ClusterTraining(folder);
    training.writeExamples();
    reference =
        TestRuns.train(training.workspace(), "local[2]", training.plan(), "reference", round -> {});
    cluster = StandaloneCluster.start(folder, Host.LOOPBACK, Collections.nCopies(3, Host.LOOPBACK));
  }

  @AfterAll
  void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"SPARK, 1", "SPARK, 2", "SPARK, 3", "AERON, 1", "AERON, 2", "AERON, 3"})
  void shouldGiveTheSameBitsOnAnyNumberOfExecutors(Sync sync, int executors) throws Exception {
    SparkConf conf = conf().set("spark.cores.max", Integer.toString(executors));

    RunState state = train(conf, "executors-" + executors + "-" + sync, sync, round -> {});

    TestRuns.assertSameBits(state, reference);
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheSameBitsWhenTenExecutorsAreKilledAtRandom(Sync sync) throws Exception {
    RandomKills kills = new RandomKills();

    RunState state = train(conf(), "killed-executors-" + sync, sync, kills);

    kills.requireDone();
    TestRuns.assertSameBits(state, reference);
    if (sync == Sync.AERON) { // whose stages do not survive it; Spark's rounds do
      assertThat(kills.restarts).isPositive();
    }
  }

  /** Kills an executor soon after each third round, which may come more than once. */
  private final class RandomKills implements RoundListener {
    private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
    private final SplittableRandom random = new SplittableRandom(7);
    private final Map<Long, Future<Boolean>> kills = new TreeMap<>();
    private int restarts;

    @Override
    public void afterRound(RoundSummary summary) {
      long round = summary.round();
      if (round % 3 == 2 && round / 3 < EXECUTOR_KILLS && !kills.containsKey(round)) {
        int choice = random.nextInt(3);
        int delay = random.nextInt(200);
        kills.put(round, killer.schedule(() -> killOne(choice), delay, TimeUnit.MILLISECONDS));
      }
    }

    @Override
    public void restarting(String reason, int restart) {
      restarts++;
    }

    private boolean killOne(int choice) {
      cluster.await(() -> !cluster.executors().isEmpty());
      List<ProcessHandle> executors = cluster.executors();
      return executors.get(choice % executors.size()).destroyForcibly();
    }

    void requireDone() throws Exception {
      killer.shutdown();
      assertThat(kills).hasSize(EXECUTOR_KILLS);
      for (Future<Boolean> kill : kills.values()) {
        assertThat(kill.get(1, TimeUnit.MINUTES)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldEndInTheSameBitsAfterTheDriverIsKilledFiveTimes(Sync sync) throws Exception {
    SplittableRandom random = new SplittableRandom(8);
    String name = "killed-driver-" + sync;
    Path log = folder.resolve("driver.log");
    for (int kill = 1; kill <= DRIVER_KILLS; kill++) {
      int rounds = kill * (ClusterTraining.ROUNDS - 3) / DRIVER_KILLS;
      Process driver = training.start(conf(), name, sync, log.toFile());
      cluster.await(() -> !driver.isAlive() || lastRound(name) >= rounds);
      Thread.sleep(random.nextInt(100)); // at any moment of a round
      assertThat(driver.isAlive()).as("see %s", log).isTrue();
      driver.destroyForcibly().waitFor();
    }

    RunState state = train(conf(), name, sync, round -> {});

    TestRuns.assertSameBits(state, reference);
    assertThat(training.rounds(name)).isEqualTo(training.rounds("reference"));
  }

  private int lastRound(String name) {
    try {
      return training.rounds(name).stream().reduce(0, Math::max);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SparkConf conf() {
    return cluster.conf("127.0.0.1").set("spark.plugins", TaskMessages.class.getName());
  }

  private RunState train(SparkConf conf, String name, Sync sync, RoundListener listener)
      throws IOException {
    return TestRuns.train(
        training.workspace(), conf, training.plan(), name, TestRuns.way(sync), listener);
  }
}
