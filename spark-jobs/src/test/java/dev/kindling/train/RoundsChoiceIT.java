package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.stage.Console;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.RunState;
import dev.kindling.train.sync.AeronRounds;
import dev.kindling.train.sync.Rounds;
import dev.kindling.train.sync.SparkRounds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which way a run takes that asks for Aeron, on a real Spark in this process. */
final class RoundsChoiceIT {
  /** The address of no machine. */
  private static final String NOWHERE = "255.255.255.255";

  @TempDir Path folder;
  private Workspace workspace;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Class<?> chosen;

  @BeforeEach
  void writeShards() throws IOException {
    workspace = new Workspace(folder.toString(), new Configuration());
    TestShards.write(folder.resolve("bert"), ExampleKind.MASKED_LANGUAGE_MODEL, 16, 20, 17);
  }

  @Test
  void shouldTakeAeronWhereTasksReachEachOther() throws Exception {
    RunState state = train(plan("127.0.0.1"), TestRuns.conf("local[2]"), "aeron");

    assertThat(chosen).isEqualTo(AeronRounds.class);
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(state.step()).isEqualTo(2);
  }

  @Test
  void shouldGoOnWithSparkAndSayWhyWhereTheyDoNot() throws Exception {
    RunState aeron = train(plan("127.0.0.1"), TestRuns.conf("local[2]"), "aeron");

    RunState spark = train(plan(NOWHERE), TestRuns.conf("local[2]"), "spark");

    assertThat(chosen).isEqualTo(SparkRounds.class);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains(
            "WARNING: runs.test.training.sync = aeron does not work here, goes on with spark",
            "training.aeron.address = 255.255.255.255 names no address of this machine")
        .hasLineCount(1);
    TestRuns.assertSameBits(spark, aeron);
  }

  @Test
  void shouldGoOnWithSparkWhereExecutorsComeAndGo() throws Exception {
    SparkConf conf =
        TestRuns.conf("local[2]")
            .set("spark.dynamicAllocation.enabled", "true")
            .set("spark.dynamicAllocation.testing", "true"); // for it to count in local mode

    train(plan("127.0.0.1"), conf, "dynamic");

    assertThat(chosen).isEqualTo(SparkRounds.class);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("WARNING: ", "spark.dynamicAllocation.enabled = false");
  }

  private RunState train(RunPlan plan, SparkConf conf, String name) throws IOException {
    Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));
    return TestRuns.train(
        workspace,
        conf,
        plan,
        name,
        (spark, ofRun, files, checkpoints) -> {
          Rounds rounds = RoundsChoice.open(spark, ofRun, files, checkpoints, console);
          chosen = rounds.getClass();
          return rounds;
        },
        round -> {});
  }

  private RunPlan plan(String address) throws IOException {
    return TestPlans.of(
        workspace,
        """
        examples: bert
        model: {architecture: bert, layers: 1, hidden: 16, heads: 2, feed-forward: 32}
        training:
          {workers: 2, local-steps: 1, steps: 2, batch-size: 4, micro-batch-size: 2,
           learning-rate: 0.01, max-predictions: 4, sync: aeron, aeron: {address: %s}}
        """
            .formatted(address));
  }
}
