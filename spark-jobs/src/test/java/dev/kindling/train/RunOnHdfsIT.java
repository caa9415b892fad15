package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.LossSums;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.checkpoint.Retention;
import dev.kindling.train.progress.MetricsLog;
import dev.kindling.train.progress.RoundSummary;
import dev.kindling.train.progress.TestSummaries;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's directory on a real HDFS of one node. */
final class RunOnHdfsIT {
  private static MiniDFSCluster cluster;
  private static Configuration hadoop;

  @BeforeAll
  static void startCluster(@TempDir File folder) throws IOException {
    hadoop = new Configuration();
    hadoop.set("dfs.namenode.http-address", "127.0.0.1:0");
    cluster = new MiniDFSCluster.Builder(hadoop, folder).numDataNodes(1).build();
    hadoop.setBoolean("fs.hdfs.impl.disable.cache", true); // each workspace is a client of its own
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.shutdown();
    }
  }

  @Test
  void shouldKeepCheckpoints() throws IOException {
    CheckpointStore store =
        new CheckpointStore(workspace(), workspace().path("run/checkpoints"), "fingerprint");

    for (int round = 1; round <= 3; round++) {
      store.commit(store.begin(round), state(round), List.of(), new Retention(2, 1.0 / round, 0));
      store.commit(
          store.begin(round),
          state(round),
          List.of(),
          new Retention(2, 1.0 / round, 0)); // as after a crash before the next one
    }

    CheckpointStore.Loaded loaded = store.newest().orElseThrow();
    assertThat(loaded.name()).isEqualTo("round-0000003");
    assertThat(loaded.state().parameters()).containsExactly(3, 4, 5);
    assertThat(
            workspace()
                .fileSystem(workspace().path("run/checkpoints"))
                .listStatus(
                    workspace().path("run/checkpoints"),
                    path -> !path.getName().equals(".writer.json")))
        .hasSize(2);
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // that it is not closed is the case under test
  void shouldContinueTheMetricsOfADriverThatWasKilled() throws IOException {
    MetricsLog killed = log(); // it holds the file's lease
    killed.started(state(0), List.of());
    for (int round = 1; round <= 4; round++) {
      killed.afterRound(summary(round));
    }

    try (MetricsLog resumed = log()) {
      resumed.started(state(3), List.of());
      resumed.afterRound(summary(4));
      resumed.afterRound(summary(5));
    }

    assertThat(log().lines())
        .extracting(line -> line.get("round").asInt())
        .containsExactly(1, 2, 3, 4, 5);
  }

  private static Workspace workspace() throws IOException {
    return new Workspace(cluster.getFileSystem().getUri() + "/work", hadoop);
  }

  private static MetricsLog log() throws IOException {
    return new MetricsLog(workspace(), workspace().path("run/metrics.jsonl"));
  }

  private static RunState state(int round) {
    StateVectors shared =
        new StateVectors().with(StateVector.PARAMETERS, new float[] {round, round + 1, round + 2});
    return new RunState(round, round, 0, 0, List.of(), shared);
  }

  private static RoundSummary summary(int round) {
    return TestSummaries.of(round, new LossSums(12, 4, 1, 0, 0, 0, 50));
  }
}
