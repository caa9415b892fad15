package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.evaluate.Evaluation;
import dev.kindling.jobs.evaluate.HeldOutEvaluation;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.ParameterSlice;
import dev.kindling.model.Precision;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.progress.MetricsLog;
import dev.kindling.train.state.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs with phases of different lengths, in both precisions, stopped in and between them. */
final class PhasesIT {
  private static final String MODEL_AND_TRAINING =
      """
      model:
        {architecture: bert, layers: 2, hidden: 16, heads: 2, feed-forward: 32,
         position-encoding: sinusoidal, norm-placement: pre, activation: relu}
      training:
        workers: 2
        local-steps: 3
        batch-size: 4
        optimizer: lamb
        learning-rate: 0.01
        warmup-steps: 3
        mask-rate: 0.2
        whole-word-masking: true
        checkpoint-every-rounds: 2
      """;

  /** Rounds of 3, 3 and 1 steps, then of 2, 2 and 1. */
  private static final String TWO_PHASES =
      MODEL_AND_TRAINING
          + """
              phases:
                - {examples: bert, steps: 7}
                - {examples: bert-long, steps: 5, batch-size: 2, local-steps: 2,
                   learning-rate: 0.02, warmup-steps: 2}
            """;

  @TempDir Path folder;
  private Workspace workspace;

  @BeforeEach
  void writeShards() throws IOException {
    workspace = new Workspace(folder.toString(), new Configuration());
    TestShards.write(folder.resolve("bert"), ExampleKind.MASKED_LANGUAGE_MODEL, 16, 20, 17, 9, 23);
    TestShards.write(folder.resolve("bert-long"), ExampleKind.MASKED_LANGUAGE_MODEL, 32, 11, 7);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void shouldGoOnBitForBitAfterAStopInAnyPhaseAndAtTheirBorder(Precision precision)
      throws Exception {
    assumeThat(TestRuns.supports(precision)).isTrue();
    RunPlan plan = plan(TWO_PHASES, precision);
    RunState whole = train("local[2]", plan, "whole");

    assertThat(whole.round()).isEqualTo(6);
    assertThat(whole.step()).isEqualTo(12);
    assertThat(column("whole", "step")).containsExactly(3, 6, 7, 9, 11, 12);
    assertThat(column("whole", "phase")).containsExactly(1, 1, 1, 2, 2, 2);

    for (int stop = 1; stop <= 5; stop++) {
      String name = "stopped-" + stop;
      stopAfter(stop, plan, name);

      RunState resumed = train("local[2]", plan, name);

      TestRuns.assertSameBits(resumed, whole);
      assertThat(resumed.tokens()).isEqualTo(whole.tokens());
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void shouldGiveTheSameBitsWithOneThreadOrTwoWithOrWithoutRecomputation(Precision precision)
      throws Exception {
    assumeThat(TestRuns.supports(precision)).isTrue();
    String oneWorker = TWO_PHASES.replace("workers: 2", "workers: 1");
    RunPlan kept = plan(oneWorker, precision);
    RunPlan recomputed =
        plan(
            oneWorker.replace("workers: 1", "workers: 1\n  recompute-activations: true"),
            precision);

    RunState oneThread = train("local[1]", kept, "one");

    TestRuns.assertSameBits(train("local[2]", kept, "two"), oneThread);
    TestRuns.assertSameBits(train("local[2]", recomputed, "again"), oneThread);
  }

  @Test
  void shouldEqualOnePhaseWhereTwoDifferInNothing() throws Exception {
    RunPlan whole = plan(MODEL_AND_TRAINING + "  steps: 12\nexamples: bert", Precision.FLOAT32);
    RunPlan split =
        plan(
            MODEL_AND_TRAINING
                + "  phases: [{examples: bert, steps: 6}, {examples: bert, steps: 6}]",
            Precision.FLOAT32);

    TestRuns.assertSameBits(train("local[2]", split, "split"), train("local[2]", whole, "whole"));
  }

  @Test
  void shouldEvaluateOnTheExamplesOfTheLastPhase() throws Exception {
    RunPlan plan = plan(TWO_PHASES, Precision.FLOAT32);
    RunState trained = train("local[2]", plan, "run");
    List<Evaluation> evaluations = new ArrayList<>();

    for (String master : List.of("local[1]", "local[2]")) {
      try (JavaSparkContext spark = TestRuns.spark(master)) {
        evaluations.add(
            new HeldOutEvaluation(spark, workspace)
                .evaluate(plan, trained, TestPlans.SEED, plan.lastPhase().shards(), 0));
      }
    }

    assertThat(evaluations.get(0)).isEqualTo(evaluations.get(1));
    assertThat(evaluations.get(0).losses().loss()).isPositive();
  }

  /** The next-sentence head gets no gradient: its bias stays, and nothing is said of its loss. */
  @Test
  void shouldTrainOnFullSentencesWithoutANextSentence() throws Exception {
    TestShards.write(folder.resolve("bert"), ExampleKind.FULL_SENTENCES, 16, 20, 17, 9, 23);
    String run = "examples: bert\n" + MODEL_AND_TRAINING + "  static-masks: true\n  steps: 7\n";
    RunPlan plan = plan(run, Precision.FLOAT32);

    RunState trained = train("local[2]", plan, "full");

    List<JsonNode> lines = new MetricsLog(workspace, workspace.path("full/metrics.jsonl")).lines();
    assertThat(lines).isNotEmpty();
    assertThat(lines).allMatch(line -> line.get("loss").asDouble() > 0 && !line.has("nsp_loss"));
    float[] before = plan.initialState().parameters();
    ParameterSlice bias = ParameterLayout.of(plan.transformer()).slice("nsp.bias");
    assertThat(Arrays.copyOfRange(trained.parameters(), bias.offset(), bias.end()))
        .containsExactly(Arrays.copyOfRange(before, bias.offset(), bias.end()));
  }

  private RunPlan plan(String run, Precision precision) throws IOException {
    String name = precision == Precision.BFLOAT16 ? "bfloat16" : "float32";
    return TestPlans.of(
        workspace, run.replace("training:\n", "training:\n  precision: " + name + "\n"));
  }

  private RunState train(String master, RunPlan plan, String name) throws IOException {
    return TestRuns.train(workspace, master, plan, name, round -> {});
  }

  private void stopAfter(int round, RunPlan plan, String name) {
    assertThatThrownBy(
            () ->
                TestRuns.train(
                    workspace,
                    "local[1]",
                    plan,
                    name,
                    summary -> {
                      if (summary.round() == round) {
                        throw new IOException("the driver is gone");
                      }
                    }))
        .hasMessage("the driver is gone");
  }

  private List<Integer> column(String name, String field) throws IOException {
    List<JsonNode> lines =
        new MetricsLog(workspace, workspace.path(name + "/metrics.jsonl")).lines();
    return lines.stream().map(line -> line.get(field).asInt()).toList();
  }
}
