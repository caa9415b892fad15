package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.jobs.config.Sync;
import dev.kindling.jobs.stage.TaskMessages;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.Precision;
import dev.kindling.model.kernels.Backends;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.train.aeron.AeronExchangeFactory;
import dev.kindling.train.aeron.AeronSettings;
import dev.kindling.train.checkpoint.CheckpointPart;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.progress.MetricsLog;
import dev.kindling.train.progress.RoundListener;
import dev.kindling.train.state.FloatBytes;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.sync.AeronRounds;
import dev.kindling.train.sync.Rounds;
import dev.kindling.train.sync.SparkRounds;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Trains in this process. */
public final class TestRuns {
  /** Rounds by Spark's own means. */
  static final Way PLAIN_SPARK =
      (spark, plan, workspace, checkpoints) -> new SparkRounds(spark, plan, workspace);

  private TestRuns() {}

  /** Rounds over Aeron, of executors on this machine that nobody else reaches. */
  static Way aeron() {
    return aeron("127.0.0.1");
  }

  /**
   * Rounds over Aeron.
   *
   * @param network of the executors
   */
  static Way aeron(String network) {
    AeronExchangeFactory exchange =
        new AeronExchangeFactory(new AeronSettings(network, 40_200, 40_299, 0, 1 << 20));
    return (spark, plan, workspace, checkpoints) ->
        new AeronRounds(spark, plan, workspace, checkpoints, exchange, Duration.ofSeconds(60));
  }

  static Way way(Sync sync) {
    return sync == Sync.SPARK ? PLAIN_SPARK : aeron();
  }

  /** Whether this processor can train in a precision. */
  public static boolean supports(Precision precision) {
    if (precision == Precision.FLOAT32) {
      return true;
    }
    try (Kernels kernels = Backends.open("cpu", 1)) {
      return kernels.supports(ElementType.BFLOAT16);
    }
  }

  /** How rounds are run. */
  interface Way {
    /** The rounds of one run. */
    Rounds open(
        JavaSparkContext spark, RunPlan plan, Workspace workspace, CheckpointStore checkpoints);
  }

  /**
   * Trains from the newest checkpoint of {@code name}, or from the start, to the last step.
   *
   * @return the state that the last checkpoint holds
   */
  static RunState train(
      Workspace workspace, String master, RunPlan plan, String name, RoundListener listener)
      throws IOException {
    return train(workspace, conf(master), plan, name, PLAIN_SPARK, listener);
  }

  /** The same in another way, on the Spark of some settings. */
  static RunState train(
      Workspace workspace,
      SparkConf conf,
      RunPlan plan,
      String name,
      Way way,
      RoundListener listener)
      throws IOException {
    CheckpointStore checkpoints = checkpoints(workspace, name);
    try (JavaSparkContext spark = new JavaSparkContext(conf);
        MetricsLog metrics = new MetricsLog(workspace, workspace.path(name + "/metrics.jsonl"));
        Rounds rounds = way.open(spark, plan, workspace, checkpoints)) {
      new PretrainJob(plan, rounds, checkpoints, 2, List.of(metrics, listener)).run();
    }
    return checkpoints.newest().orElseThrow().state();
  }

  /** Ends a run after a round, as if its driver died. */
  static RoundListener stopAfter(int last) {
    return round -> {
      if (round.round() == last) {
        throw new IOException("the driver is gone");
      }
    };
  }

  /** The files of workers' own vectors in the newest checkpoint of a run, with their hashes. */
  static List<CheckpointPart> kept(Workspace workspace, String name) throws IOException {
    return checkpoints(workspace, name).newest().orElseThrow().stored().parts().stream()
        .filter(part -> !part.isShared())
        .toList();
  }

  /** The checkpoints of a run that was trained here. */
  static CheckpointStore checkpoints(Workspace workspace, String name) throws IOException {
    return new CheckpointStore(workspace, workspace.path(name + "/checkpoints"), "fingerprint");
  }

  static JavaSparkContext spark(String master) {
    return new JavaSparkContext(conf(master));
  }

  /** What every test needs. */
  static SparkConf conf(String master) {
    return new SparkConf()
        .setMaster(master)
        .setAppName("training test")
        .set("spark.ui.enabled", "false")
        .set("spark.plugins", TaskMessages.class.getName())
        .set("spark.driver.host", "localhost");
  }

  static void assertSameBits(RunState actual, RunState expected) {
    assertThat(actual.step()).isEqualTo(expected.step());
    assertThat(actual.tokens()).isEqualTo(expected.tokens());
    assertThat(actual.workers()).isEqualTo(expected.workers());
    assertThat(actual.shared().present()).isEqualTo(expected.shared().present());
    for (StateVector vector : expected.shared().present()) {
      assertThat(bytes(actual.shared().get(vector)))
          .as(vector.text())
          .isEqualTo(bytes(expected.shared().get(vector)));
    }
  }

  static byte[] bytes(float[] values) {
    return FloatBytes.encode(values, 0, values.length);
  }
}
