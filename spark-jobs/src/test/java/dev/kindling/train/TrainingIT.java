package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.examples.ExampleKind;
import dev.kindling.examples.KeyedHash;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.evaluate.Evaluation;
import dev.kindling.jobs.evaluate.HeldOutEvaluation;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.Batch;
import dev.kindling.model.TrainingState;
import dev.kindling.train.data.BatchAssembler;
import dev.kindling.train.data.ShardCatalog;
import dev.kindling.train.data.WorkerExamples;
import dev.kindling.train.plan.Phase;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.progress.MetricsLog;
import dev.kindling.train.progress.RoundListener;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.sync.EnginePool;
import dev.kindling.train.sync.SparkRounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds on a real Spark, in this process. */
final class TrainingIT {

  @TempDir Path folder;
  private Workspace workspace;

  @BeforeEach
  void writeShards() throws IOException {
    workspace = new Workspace(folder.toString(), new Configuration());
    TestShards.write(folder.resolve("bert"), ExampleKind.MASKED_LANGUAGE_MODEL, 16, 20, 17, 9, 23);
    TestShards.write(folder.resolve("gpt"), ExampleKind.NEXT_WORD, 16, 20, 17, 9, 23);
  }

  @Test
  void shouldGiveTheSameBitsOnOneCoreAndOnTwo() throws Exception {
    RunPlan plan = plan("bert", 3, 4, 10);

    RunState one = train("local[1]", plan, "one", round -> {});
    RunState two = train("local[2]", plan, "two", round -> {});

    assertThat(one.round()).isEqualTo(3); // 4 + 4 + 2 steps
    assertThat(one.step()).isEqualTo(10);
    assertThat(one.tokens()).isEqualTo(two.tokens()).isPositive();
    TestRuns.assertSameBits(two, one);
    assertThat(one.parameters()).isNotEqualTo(plan.initialState().parameters());
  }

  @Test
  void shouldGoOnBitForBitAfterAStopInAnyRound() throws Exception {
    RunPlan plan = plan("gpt", 2, 3, 18);
    RunState whole = train("local[2]", plan, "whole", round -> {});

    for (int stop : new int[] {1, 3, 6}) {
      String name = "stopped-" + stop;
      assertThatThrownBy(() -> train("local[2]", plan, name, TestRuns.stopAfter(stop)))
          .hasMessage("the driver is gone");

      RunState resumed = train("local[1]", plan, name, round -> {});

      TestRuns.assertSameBits(resumed, whole);
      assertThat(resumed.tokens()).isEqualTo(whole.tokens());
      assertThat(rounds(name)).containsExactly(1, 2, 3, 4, 5, 6);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "moments: local",
        "moments: rare",
        "codec: fp16, outer-learning-rate: 0.7, outer-momentum: 0.9",
        "codec: int8, outer-learning-rate: 0.7, outer-momentum: 0.9, moments: local"
      })
  void shouldGiveTheSameBitsHoweverRoundsEndAndWhereverTheyStop(String averaging) throws Exception {
    RunPlan plan = plan("bert", 3, 2, 14, averaging);
    RunState one = train("local[1]", plan, "one", round -> {});
    RunState two = train("local[2]", plan, "two", round -> {});
    TestRuns.assertSameBits(two, one);
    assertThat(TestRuns.kept(workspace, "two")).isEqualTo(TestRuns.kept(workspace, "one"));

    for (int stop : new int[] {1, 3, 6}) { // a checkpoint comes every two rounds
      String name = "stopped-" + stop;
      assertThatThrownBy(() -> train("local[2]", plan, name, TestRuns.stopAfter(stop)))
          .hasMessage("the driver is gone");

      TestRuns.assertSameBits(train("local[2]", plan, name, round -> {}), one);
    }
    assertThat(train("local[2]", plan("bert", 3, 2, 14, ""), "plain", r -> {}).parameters())
        .as("a setting that does something")
        .isNotEqualTo(one.parameters());
  }

  @Test
  void shouldAverageTheSameCheckpointsHoweverOftenItStops() throws Exception {
    RunPlan plan = plan("gpt", 2, 1, 9, "}, checkpoint-averaging: {count: 4, every-steps: 2");
    RunState last = train("local[2]", plan, "whole", round -> {});
    RunState whole = TestRuns.checkpoints(workspace, "whole").average(4).orElseThrow();
    assertThat(whole.parameters()).isNotEqualTo(last.parameters());

    for (int stop : new int[] {4, 6, 8}) { // rounds 3, 5, 7 and 9 count
      assertThatThrownBy(() -> train("local[2]", plan, "stopped", TestRuns.stopAfter(stop)))
          .hasMessage("the driver is gone");
    }

    TestRuns.assertSameBits(train("local[2]", plan, "stopped", round -> {}), last);
    TestRuns.assertSameBits(
        TestRuns.checkpoints(workspace, "stopped").average(4).orElseThrow(), whole);
  }

  @Test
  void shouldEqualPlainTrainingWithOneWorker() throws Exception {
    RunPlan plan = plan("bert", 1, 3, 8);
    Phase phase = plan.lastPhase();

    TrainingState plain =
        EnginePool.with(
            plan.engine(phase, 1),
            engine -> {
              engine.load(TrainingState.initial(plan.transformer(), plan.seed()));
              BatchAssembler assembler = plan.assembler(phase);
              try (WorkerExamples examples =
                  new WorkerExamples(phase.shards().shards(), workspace)) {
                for (long step = 0; step < 8; step++) {
                  List<Batch> microBatches = new ArrayList<>();
                  for (int m = 0; m < 2; m++) {
                    microBatches.add(
                        assembler.assemble(
                            List.of(
                                examples.at(step * 4 + 2L * m),
                                examples.at(step * 4 + 2L * m + 1))));
                  }
                  engine.step(
                      microBatches, phase.learningRate(step), KeyedHash.of(plan.seed(), 0, step));
                }
              }
              return engine.store();
            });

    RunState rounds = train("local[2]", plan, "rounds", round -> {});
    assertThat(rounds.step()).isEqualTo(plain.step());
    assertThat(TestRuns.bytes(rounds.parameters())).isEqualTo(TestRuns.bytes(plain.parameters()));
    assertThat(TestRuns.bytes(rounds.shared().get(StateVector.FIRST_MOMENT)))
        .isEqualTo(TestRuns.bytes(plain.firstMoment()));
    assertThat(TestRuns.bytes(rounds.shared().get(StateVector.SECOND_MOMENT)))
        .isEqualTo(TestRuns.bytes(plain.secondMoment()));
  }

  @Test
  void shouldLearnAndEvaluateTheSameOnAnyNumberOfCores() throws Exception {
    RunPlan plan = plan("gpt", 2, 5, 60);
    ShardCatalog heldOut = plan.lastPhase().shards();
    List<Evaluation> evaluations = new ArrayList<>();

    for (String master : List.of("local[1]", "local[2]")) {
      RunState trained = train(master, plan, "learn", round -> {});
      try (JavaSparkContext spark = TestRuns.spark(master)) {
        evaluations.add(
            new HeldOutEvaluation(spark, workspace)
                .evaluate(plan, trained, TestPlans.SEED, heldOut, 1000));
      }
    }

    assertThat(evaluations.get(1)).isEqualTo(evaluations.get(0));
    assertThat(evaluations.get(0).losses().loss())
        .as("loss on a text where each word follows from the one before")
        .isLessThan(evaluations.get(0).unigramLoss() - 1);
    assertThat(evaluations.get(0).unigramLoss()).isBetween(3.0, Math.log(30));
  }

  @Test
  void shouldNameADamagedShard() throws Exception {
    RunPlan plan = plan("gpt", 1, 4, 4);
    Path shard = folder.resolve("gpt/shard-00000.bin");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 4;
    Files.write(shard, bytes);

    assertThatThrownBy(() -> train("local[1]", plan, "damaged", round -> {}))
        .hasCauseInstanceOf(KindlingException.class)
        .cause()
        .hasMessageContaining("shard-00000.bin: record")
        .satisfies(
            e ->
                assertThat(((KindlingException) e).code())
                    .isEqualTo(KindlingException.ExitCode.BAD_DATA));
  }

  @Test
  void shouldRefuseAResultThatSparkWouldNotCollect() throws Exception {
    SparkConf conf = new SparkConf().setMaster("local[1]").setAppName("test");
    conf.set("spark.ui.enabled", "false").set("spark.driver.maxResultSize", "1");
    conf.set("spark.driver.maxResultSize", "1m");
    RunPlan large =
        TestPlans.of(
            workspace,
            "{examples: gpt, model: {architecture: gpt, layers: 1, hidden: 128, heads: 2}}");

    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      assertThatExceptionOfType(KindlingException.class)
          .isThrownBy(() -> new SparkRounds(spark, large, workspace).close())
          .withMessageContaining("spark.driver.maxResultSize");
    }
  }

  private RunState train(String master, RunPlan plan, String name, RoundListener listener)
      throws IOException {
    return TestRuns.train(workspace, master, plan, name, listener);
  }

  private RunPlan plan(String examples, int workers, int localSteps, long steps)
      throws IOException {
    return plan(examples, workers, localSteps, steps, "");
  }

  private RunPlan plan(String examples, int workers, int localSteps, long steps, String averaging)
      throws IOException {
    return TestPlans.of(
        workspace,
        """
        examples: %1$s
        model: {architecture: %1$s, layers: 1, hidden: 16, heads: 2, feed-forward: 32}
        training:
          {workers: %2$d, local-steps: %3$d, steps: %4$d, batch-size: 4, micro-batch-size: 2,
           learning-rate: 0.01, warmup-steps: 3, final-learning-rate-ratio: 0.1, beta2: 0.98,
           mask-rate: 0.2, max-predictions: 4, checkpoint-every-rounds: 2,
           averaging: {%5$s}}
        """
            .formatted(examples, workers, localSteps, steps, averaging));
  }

  private List<Integer> rounds(String name) throws IOException {
    return new MetricsLog(workspace, workspace.path(name + "/metrics.jsonl"))
        .lines().stream().map(line -> line.get("round").asInt()).toList();
  }
}
