package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.cluster.StandaloneCluster;
import dev.kindling.cluster.StandaloneCluster.Host;
import dev.kindling.train.progress.RoundListener;
import dev.kindling.train.state.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  @ValueSource(ints = {1, 2, 3})
  void shouldGiveTheSameBitsOnAnyNumberOfExecutors(int executors) throws Exception {
    SparkConf conf = conf().set("spark.cores.max", Integer.toString(executors));

    RunState state = train(conf, "executors-" + executors, round -> {});

    TestRuns.assertSameBits(state, reference);
  }

  @Test
  void shouldGiveTheSameBitsWhenTenExecutorsAreKilledAtRandom() throws Exception {
    ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
    SplittableRandom random = new SplittableRandom(7);
    List<Future<Boolean>> kills = new ArrayList<>();
    RoundListener listener =
        round -> {
          if (round.round() % 2 == 0 && round.round() / 2 <= EXECUTOR_KILLS) {
            int choice = random.nextInt(3);
            kills.add(
                killer.schedule(() -> killOne(choice), random.nextInt(200), TimeUnit.MILLISECONDS));
          }
        };

    RunState state = train(conf(), "killed-executors", listener);
    killer.shutdown();

    assertThat(kills).hasSize(EXECUTOR_KILLS);
    for (Future<Boolean> kill : kills) {
      assertThat(kill.get(1, TimeUnit.MINUTES)).isTrue();
    }
    TestRuns.assertSameBits(state, reference);
  }

  private boolean killOne(int choice) {
    cluster.await(() -> !cluster.executors().isEmpty());
    var executors = cluster.executors();
    return executors.get(choice % executors.size()).destroyForcibly();
  }

  @Test
  void shouldEndInTheSameBitsAfterTheDriverIsKilledFiveTimes() throws Exception {
    SplittableRandom random = new SplittableRandom(8);
    String name = "killed-driver";
    Path log = folder.resolve("driver.log");
    for (int kill = 1; kill <= DRIVER_KILLS; kill++) {
      int rounds = kill * (ClusterTraining.ROUNDS - 3) / DRIVER_KILLS;
      Process driver = training.start(conf(), name, log.toFile());
      cluster.await(() -> !driver.isAlive() || lastRound(name) >= rounds);
      Thread.sleep(random.nextInt(100)); // at any moment of a round
      assertThat(driver.isAlive()).as("see %s", log).isTrue();
      driver.destroyForcibly().waitFor();
    }

    RunState state = train(conf(), name, round -> {});

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
    return cluster.conf("127.0.0.1");
  }

  private RunState train(SparkConf conf, String name, RoundListener listener) throws IOException {
    return TestRuns.train(
        training.workspace(), conf, training.plan(), name, TestRuns.PLAIN_SPARK, listener);
  }
}
