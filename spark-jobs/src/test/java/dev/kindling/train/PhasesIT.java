package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.evaluate.Evaluation;
import dev.kindling.jobs.evaluate.HeldOutEvaluation;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.checkpoint.Checkpoint;
import dev.kindling.train.plan.RunPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with phases of different lengths, stopped in and between them. */
final class PhasesIT {
  /** Rounds of 3, 3 and 1 steps, then of 2, 2 and 1. */
  private static final String TWO_PHASES =
      """
      model: {architecture: bert, layers: 1, hidden: 16, heads: 2, feed-forward: 32}
      training:
        workers: 2
        local-steps: 3
        batch-size: 4
        learning-rate: 0.01
        warmup-steps: 3
        mask-rate: 0.2
        whole-word-masking: true
        checkpoint-every-rounds: 2
        phases:
          - {examples: bert, steps: 7}
          - {examples: bert-long, steps: 5, batch-size: 2, local-steps: 2, learning-rate: 0.02, warmup-steps: 2}
      """;

  @TempDir Path folder;
  private Workspace workspace;

  @BeforeEach
  void writeShards() throws IOException {
    workspace = new Workspace(folder.toString(), new Configuration());
    TestShards.write(folder.resolve("bert"), ExampleKind.MASKED_LANGUAGE_MODEL, 16, 20, 17, 9, 23);
    TestShards.write(folder.resolve("bert-long"), ExampleKind.MASKED_LANGUAGE_MODEL, 32, 11, 7);
  }

  @Test
  void shouldGoOnBitForBitAfterAStopInAnyPhaseAndAtTheirBorder() throws Exception {
    RunPlan plan = TestPlans.of(workspace, TWO_PHASES);
    Checkpoint whole = train("local[2]", plan, "whole", round -> {});

    assertThat(whole.round()).isEqualTo(6);
    assertThat(whole.state().step()).isEqualTo(12);
    assertThat(lines("whole"))
        .extracting(line -> line.get("step").asInt())
        .containsExactly(3, 6, 7, 9, 11, 12);
    assertThat(lines("whole"))
        .extracting(line -> line.get("phase").asInt())
        .containsExactly(1, 1, 1, 2, 2, 2);

    for (int stop = 1; stop <= 5; stop++) {
      String name = "stopped-" + stop;
      int last = stop;
      assertThatThrownBy(
              () ->
                  train(
                      "local[1]",
                      plan,
                      name,
                      round -> {
                        if (round.round() == last) {
                          throw new IOException("the driver is gone");
                        }
                      }))
          .hasMessage("the driver is gone");

      Checkpoint resumed = train("local[2]", plan, name, round -> {});

      TestRuns.assertSameBits(resumed.state(), whole.state());
      assertThat(resumed.tokens()).isEqualTo(whole.tokens());
      assertThat(resumed.epochs()).isEqualTo(whole.epochs());
    }
  }

  @Test
  void shouldEqualOnePhaseWhereTwoDifferInNothing() throws Exception {
    String one = TWO_PHASES.substring(0, TWO_PHASES.indexOf("  phases:"));
    RunPlan whole =
        TestPlans.of(workspace, one.replace("training:", "examples: bert\ntraining:\n  steps: 12"));
    RunPlan split =
        TestPlans.of(
            workspace, one + "  phases: [{examples: bert, steps: 6}, {examples: bert, steps: 6}]");

    TestRuns.assertSameBits(
        train("local[2]", split, "split", round -> {}).state(),
        train("local[2]", whole, "whole", round -> {}).state());
  }

  @Test
  void shouldEvaluateOnTheExamplesOfTheLastPhase() throws Exception {
    RunPlan plan = TestPlans.of(workspace, TWO_PHASES);
    Checkpoint trained = train("local[2]", plan, "run", round -> {});
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

  private Checkpoint train(String master, RunPlan plan, String name, RoundListener listener)
      throws IOException {
    return TestRuns.train(workspace, master, plan, name, listener);
  }

  private List<JsonNode> lines(String name) throws IOException {
    return new MetricsLog(workspace, workspace.path(name + "/metrics.jsonl")).lines();
  }
}
