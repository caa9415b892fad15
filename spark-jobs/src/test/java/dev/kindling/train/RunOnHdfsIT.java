package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.LossSums;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.checkpoint.Retention;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.progress.MetricsLog;
import dev.kindling.train.progress.RoundListener;
import dev.kindling.train.progress.RoundSummary;
import dev.kindling.train.progress.TestSummaries;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run's directory on a real HDFS whose three nodes each hold every block, as on the smallest
 * cluster of the usual replication: nothing can take the place of a node that is lost.
 */
final class RunOnHdfsIT {
  private static final int NODES = 3;
  private static final int BLOCK_BYTES = 4096;

  private static MiniDFSCluster cluster;
  private static Configuration hadoop;

  @BeforeAll
  static void startCluster(@TempDir File folder) throws IOException {
    hadoop = new Configuration();
    hadoop.set("dfs.namenode.http-address", "127.0.0.1:0");
    hadoop.set("dfs.namenode.fs-limits.min-block-size", "0");
    hadoop.setInt("dfs.blocksize", BLOCK_BYTES);
    cluster = new MiniDFSCluster.Builder(hadoop, folder).numDataNodes(NODES).build();
    cluster.waitActive();
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

  @Test
  void shouldWriteOnWhenANodeIsLostInMidFile() throws IOException {
    byte[] bytes = randomBytes();
    Path file = workspace().path("written");
    try (LostNode lost = new LostNode(0);
        OutputStream out = workspace().create(file)) {
      out.write(bytes, 0, bytes.length / 2);
      lost.stop();
      out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
    }

    assertThat(workspace().read(file)).isEqualTo(bytes);
  }

  @Test
  void shouldReadOnWhenTheNodeThatItReadsFromIsLost() throws IOException {
    byte[] bytes = randomBytes();
    Path file = workspace().path("read");
    workspace().writeAtomically(file, bytes);

    byte[] read = new byte[bytes.length];
    try (FSDataInputStream in = workspace().open(file)) {
      in.readFully(read, 0, BLOCK_BYTES / 2);
      DatanodeInfo source = ((HdfsDataInputStream) in).getCurrentDatanode();
      try (LostNode lost = new LostNode(source)) {
        lost.stop();
        in.readFully(read, BLOCK_BYTES / 2, bytes.length - BLOCK_BYTES / 2);
      }
    }

    assertThat(read).isEqualTo(bytes);
  }

  @Test
  void shouldTrainOnWhenANodeIsLost(@TempDir File local) throws IOException {
    TestShards.write(local.toPath().resolve("gpt"), ExampleKind.NEXT_WORD, 16, 20, 17, 9, 23);
    Workspace onDisk = new Workspace(local.toString(), new Configuration());
    RunState undisturbed = train(onDisk, round -> {});
    cluster.getFileSystem().copyFromLocalFile(new Path(local + "/gpt"), workspace().path("gpt"));

    RunState state;
    try (LostNode lost = new LostNode(1)) {
      state =
          train(
              workspace(),
              round -> {
                if (round.round() == 3) {
                  lost.stop();
                }
              });
    }

    TestRuns.assertSameBits(state, undisturbed);
    assertThat(new MetricsLog(workspace(), workspace().path("test/metrics.jsonl")).lines())
        .extracting(line -> line.get("round").asInt())
        .containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  private static RunState train(Workspace workspace, RoundListener listener) throws IOException {
    RunPlan plan =
        TestPlans.of(
            workspace,
            """
            examples: gpt
            model: {architecture: gpt, layers: 1, hidden: 16, heads: 2, feed-forward: 32}
            training:
              {workers: 2, local-steps: 2, steps: 14, batch-size: 4, micro-batch-size: 2,
               learning-rate: 0.01, checkpoint-every-rounds: 2, averaging: {moments: local}}
            """);
    return TestRuns.train(workspace, "local[2]", plan, "test", listener);
  }

  private static byte[] randomBytes() {
    byte[] bytes = new byte[5 * BLOCK_BYTES / 2];
    new Random(5).nextBytes(bytes);
    return bytes;
  }

  /** A node that stops on demand and is back when this is closed. */
  private static final class LostNode implements AutoCloseable {
    private final int number;
    private MiniDFSCluster.DataNodeProperties stopped;

    LostNode(int number) {
      this.number = number;
    }

    LostNode(DatanodeInfo node) {
      this(
          IntStream.range(0, NODES)
              .filter(i -> cluster.getDataNodes().get(i).getDatanodeId().equals(node))
              .findFirst()
              .orElseThrow());
    }

    void stop() {
      stopped = cluster.stopDataNode(number);
    }

    @Override
    public void close() throws IOException {
      assertThat(stopped).as("the node was lost").isNotNull();
      cluster.restartDataNode(stopped, true);
      cluster.waitActive();
    }
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
