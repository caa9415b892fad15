package dev.kindling.train.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.Precision;
import dev.kindling.train.TestPlans;
import dev.kindling.train.TestShards;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PhaseTest {
  private static final String RUN =
      """
      model: {architecture: bert, layers: 1, hidden: 16, heads: 2}
      training:
        workers: 2
        local-steps: 3
        batch-size: 4
        learning-rate: 0.01
        warmup-steps: 3
        precision: bfloat16
        phases:
          - {examples: bert, steps: 7}
          - {examples: bert-long, steps: 5, batch-size: 2, local-steps: 2, learning-rate: 0.02,
             warmup-steps: 2}
          - {examples: bert, steps: 8, batch-size: 1}
      """;

  @TempDir Path folder;
  private RunPlan plan;

  @BeforeEach
  void makePlan() throws IOException {
    Workspace workspace = new Workspace(folder.toString(), new Configuration(false));
    TestShards.write(folder.resolve("bert"), ExampleKind.MASKED_LANGUAGE_MODEL, 16, 5, 6);
    TestShards.write(folder.resolve("bert-long"), ExampleKind.MASKED_LANGUAGE_MODEL, 32, 7, 8);
    plan = TestPlans.of(workspace, RUN);
  }

  @Test
  void shouldCoverTheStepsOfTheRun() {
    assertThat(plan.phases()).extracting(Phase::firstStep).containsExactly(0L, 7L, 12L);
    assertThat(plan.phases()).extracting(Phase::endStep).containsExactly(7L, 12L, 20L);
    assertThat(plan.phaseAt(6).number()).isEqualTo(1);
    assertThat(plan.phaseAt(7).number()).isEqualTo(2);
    assertThat(plan.phaseAt(19).number()).isEqualTo(3);
    assertThat(plan.phaseAt(20)).as("when all is done").isSameAs(plan.lastPhase());
  }

  @Test
  void shouldEndRoundsWithThePhase() {
    Phase first = plan.phases().get(0);

    assertThat(first.roundSteps(0)).isEqualTo(3);
    assertThat(first.roundSteps(6)).isEqualTo(1);
    assertThat(plan.phases().get(1).roundSteps(7)).isEqualTo(2);
  }

  @Test
  void shouldLieOnTheRunsScheduleUnlessItHasItsOwn() {
    assertThat(plan.phaseAt(2).learningRate(2)).isEqualTo(0.01);
    assertThat(plan.phaseAt(6).learningRate(6)).isCloseTo(0.01 * 13 / 17, within(1e-15));
    assertThat(plan.phaseAt(7).learningRate(7)).as("first of two warm-up steps").isEqualTo(0.01);
    assertThat(plan.phaseAt(11).learningRate(11)).isZero();
    assertThat(plan.phaseAt(12).learningRate(12)).isCloseTo(0.01 * 7 / 17, within(1e-15));
  }

  @Test
  void shouldReadFromTheBeginningOrBehindAnEarlierPhaseOfTheSameExamples() {
    assertThat(plan.phaseAt(7).cursor(0)).isZero();
    assertThat(plan.phaseAt(9).cursor(2)).isEqualTo(4);
    assertThat(plan.phaseAt(12).cursor(0)).isEqualTo(7 * 4);
    assertThat(plan.phaseAt(14).cursor(2)).isEqualTo(7 * 4 + 2);
  }

  @Test
  void shouldGiveTheModelThePositionsOfTheLongestPhaseAndEachEngineThoseOfItsOwn() {
    assertThat(plan.transformer().positions()).isEqualTo(32);
    EngineSpec first = plan.engine(plan.phases().get(0), 3);
    assertThat(first.model()).isEqualTo(plan.transformer());
    assertThat(first.largestBatch().length()).isEqualTo(16);
    assertThat(first.largestBatch().sequences()).isEqualTo(4);
    assertThat(first.options().precision()).isEqualTo(Precision.BFLOAT16);
    assertThat(first.options().threads()).isEqualTo(3);
    assertThat(plan.engine(plan.phases().get(1), 1).largestBatch().length()).isEqualTo(32);
  }

  @Test
  void shouldNameAnOuterStepBeyondTheMeanWhenItDiverges() throws IOException {
    Workspace workspace = new Workspace(folder.toString(), new Configuration(false));
    RunPlan beyond =
        TestPlans.of(
            workspace,
            RUN.replace("  workers: 2", "  averaging: {outer-learning-rate: 1.5}\n  workers: 2"));

    assertThat(beyond.diverged(3, "loss NaN"))
        .hasMessageEndingWith(
            "warmup-steps = 3 or lower averaging.outer-learning-rate = 1.5, then remove runs/test.");
    assertThat(plan.diverged(3, "loss NaN")).hasMessageNotContaining("outer");
  }

  @Test
  void shouldNameThePhasesKeysWhenItDiverges() {
    assertThat(plan.diverged(8, "loss NaN"))
        .hasMessageContaining("Lower runs.test.training.phases.2.learning-rate = 0.02")
        .hasMessageContaining("raise runs.test.training.phases.2.warmup-steps = 2");
    assertThat(plan.diverged(3, "loss NaN"))
        .hasMessageContaining("Lower runs.test.training.learning-rate = 0.01");
  }
}
