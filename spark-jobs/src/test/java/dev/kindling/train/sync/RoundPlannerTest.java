package dev.kindling.train.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.LossSums;
import dev.kindling.train.TestPlans;
import dev.kindling.train.TestShards;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVectors;
import dev.kindling.train.state.WorkerProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RoundPlannerTest {
  @TempDir Path folder;
  private Workspace workspace;

  @BeforeEach
  void writeShards() throws IOException {
    workspace = new Workspace(folder.toString(), new Configuration());
    TestShards.write(folder.resolve("gpt"), ExampleKind.NEXT_WORD, 16, 20, 17, 9, 23);
  }

  @Test
  void shouldKeepToTheConfiguredStepsWhateverTheSpeed() throws IOException {
    RoundPlanner planner = new RoundPlanner(plan(""));
    RoundAssignment first = planner.next(state(0), 1).get(0);
    planner.observe(result(first, 1, 9));

    List<RoundAssignment> rest = planner.next(state(8), 9);

    assertThat(rest).extracting(RoundAssignment::round).containsExactly(2L, 3L, 4L);
    assertThat(rest).extracting(RoundAssignment::scheduleSteps).containsExactly(8, 8, 6);
    assertThat(rest.get(2).steps()).containsExactly(6, 6);
    assertThat(rest.get(2).progress()).containsOnly(new WorkerProgress(24, 24));
  }

  @Test
  void shouldGiveSlowWorkersFewerSteps() throws IOException {
    RoundPlanner planner = new RoundPlanner(plan("balance-workers: true, "));
    RoundAssignment first = planner.next(state(0), 1).get(0);
    assertThat(first.steps()).containsExactly(8, 8);

    planner.observe(result(first, 8 * 1.0, 8 * 1.05));
    assertThat(planner.next(state(8), 1).get(0).steps()).as("chance").containsExactly(8, 8);
    planner.observe(result(first, 8 * 1.0, 8 * 2.95)); // a mean of 2 seconds a step
    RoundAssignment balanced = planner.next(state(8), 1).get(0);
    assertThat(balanced.steps()).containsExactly(8, 4);
    assertThat(balanced.scheduleSteps()).isEqualTo(8);
    assertThat(balanced.scheduleStep(1, 1))
        .as("the whole schedule, every other step")
        .isEqualTo(10);

    planner.observe(result(balanced, 8, 4 * 1e6));
    assertThat(planner.next(state(16), 1).get(0).steps()).containsExactly(8, 1);
  }

  @Test
  void shouldFillTheSecondsOfARound() throws IOException {
    RoundPlanner planner = new RoundPlanner(plan("round-seconds: 5, "));
    RoundAssignment first = planner.next(state(0), 1).get(0);
    assertThat(first.scheduleSteps()).as("nothing is known yet").isEqualTo(8);

    planner.observe(result(first, 8 * 0.5, 8 * 0.6));
    assertThat(planner.next(state(8), 1).get(0).steps()).containsExactly(10, 10);
    assertThat(planner.next(state(24), 1).get(0).steps()).as("the end").containsExactly(6, 6);
    planner.observe(result(first, 8 * 100.0, 8 * 100.0));
    assertThat(planner.next(state(8), 1).get(0).steps()).as("at least").containsExactly(1, 1);
  }

  private RunPlan plan(String more) throws IOException {
    return TestPlans.of(
        workspace,
        """
        examples: gpt
        model: {architecture: gpt, layers: 1, hidden: 16, heads: 2}
        training: {workers: 2, local-steps: 8, %ssteps: 30, batch-size: 2}
        """
            .formatted(more));
  }

  private static RunState state(long step) {
    return new RunState(
        step / 8,
        step,
        0,
        0,
        Collections.nCopies(2, new WorkerProgress(step, step)),
        new StateVectors());
  }

  private static RoundResult result(RoundAssignment assignment, double... seconds) {
    List<WorkerReport> reports = new ArrayList<>();
    for (int worker = 0; worker < seconds.length; worker++) {
      int steps = assignment.steps().get(worker);
      reports.add(
          new WorkerReport(worker, LossSums.ZERO, 0, steps, 0, null, 0, seconds[worker], 0));
    }
    return new RoundResult(assignment, reports, 1, 0);
  }
}
