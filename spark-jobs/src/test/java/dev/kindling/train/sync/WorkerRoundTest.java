package dev.kindling.train.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.TestPlans;
import dev.kindling.train.TestShards;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.FloatBytes;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker makes of a round whose mean reaches it one round late. */
final class WorkerRoundTest {
  private static final int WORKER = 1;

  @TempDir Path folder;
  private Workspace workspace;

  @BeforeEach
  void writeShards() throws IOException {
    workspace = new Workspace(folder.toString(), new Configuration());
    TestShards.write(folder.resolve("gpt"), ExampleKind.NEXT_WORD, 16, 20, 17);
  }

  @Test
  void shouldBeginLikeAnyOther() throws Exception {
    WorkerOutcome plain = run(plan(false), initial(), new StateVectors());
    WorkerOutcome delayed = run(plan(true), initial(), new StateVectors());

    assertThat(delayed.contributions()).usingRecursiveComparison().isEqualTo(plain.contributions());
    assertThat(delayed.own().get(StateVector.LOCAL_PARAMETERS)).isEqualTo(sent(plain));
  }

  @Test
  void shouldGoOnFromItsOwnStepsMovedByWhatTheOthersDidMeanwhile() throws Exception {
    float[] local = initial();
    float[] mean = initial();
    for (int i = 0; i < mean.length; i++) {
      local[i] += 1e-3f * (float) Math.sin(i);
      mean[i] += 1e-3f * (float) Math.cos(i);
    }
    float[] end = sent(run(plan(false), local, new StateVectors()));

    WorkerOutcome delayed =
        run(plan(true), mean, new StateVectors().with(StateVector.LOCAL_PARAMETERS, local.clone()));

    float[] expected = new float[end.length];
    for (int i = 0; i < end.length; i++) {
      expected[i] = end[i] + (mean[i] - local[i]);
    }
    assertThat(sent(delayed)).isEqualTo(expected).isNotEqualTo(end);
    assertThat(delayed.own().get(StateVector.LOCAL_PARAMETERS)).isEqualTo(expected);
    assertThat(delayed.report().drift()).isPositive();
  }

  private WorkerOutcome run(RunPlan plan, float[] shared, StateVectors own) throws Exception {
    RoundAssignment first = RoundAssignment.after(plan.initialState(), 2, List.of(2, 2));
    StateVectors vectors = new StateVectors().with(StateVector.PARAMETERS, shared);
    try (TaskWorker worker = new TaskWorker(plan, WORKER, false, own)) {
      return worker.run(first, () -> vectors, 1, workspace);
    }
  }

  private float[] initial() throws IOException {
    return plan(false).initialState().parameters();
  }

  /** The parameters that a contribution in float32 carries; they are one slice. */
  private static float[] sent(WorkerOutcome outcome) {
    assertThat(outcome.contributions()).hasSize(1);
    byte[] bytes = outcome.contributions().get(0);
    float[] values = new float[bytes.length / Float.BYTES];
    FloatBytes.decode(bytes, values, 0);
    return values;
  }

  private RunPlan plan(boolean delayed) throws IOException {
    return TestPlans.of(
        workspace,
        """
        examples: gpt
        model: {architecture: gpt, layers: 1, hidden: 16, heads: 2, feed-forward: 32}
        training:
          {workers: 2, local-steps: 2, steps: 4, batch-size: 4, micro-batch-size: 2,
           learning-rate: 0.01, averaging: {moments: local, delayed: %s}}
        """
            .formatted(delayed));
  }
}
