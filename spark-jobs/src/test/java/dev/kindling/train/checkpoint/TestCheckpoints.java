package dev.kindling.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.train.state.FloatBytes;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import dev.kindling.train.state.WorkerProgress;
import java.io.IOException;
import java.util.List;

/** Checkpoints with values of their own in every place. */
final class TestCheckpoints {
  private static final int PARAMETERS = 1_000;

  private TestCheckpoints() {}

  static RunState of(int round) {
    StateVectors shared =
        new StateVectors()
            .with(StateVector.PARAMETERS, vector(3 * round))
            .with(StateVector.FIRST_MOMENT, vector(3 * round + 1))
            .with(StateVector.SECOND_MOMENT, vector(3 * round + 2));
    List<WorkerProgress> workers =
        List.of(new WorkerProgress(16L * round, 3), new WorkerProgress(14L * round, 2));
    return new RunState(round, 16L * round, 1234L * round, round % 3, workers, shared);
  }

  /** Saves a state whose workers keep nothing. */
  static void save(CheckpointStore store, RunState state, int keep) throws IOException {
    store.commit(store.begin(state.round()), state, List.of(), keep);
  }

  private static float[] vector(int seed) {
    float[] values = new float[PARAMETERS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(seed + 0.01 * i);
    }
    return values;
  }

  static void assertSame(RunState actual, RunState expected) {
    assertThat(actual.round()).isEqualTo(expected.round());
    assertThat(actual.step()).isEqualTo(expected.step());
    assertThat(actual.tokens()).isEqualTo(expected.tokens());
    assertThat(actual.skippedSteps()).isEqualTo(expected.skippedSteps());
    assertThat(actual.workers()).isEqualTo(expected.workers());
    assertThat(actual.shared().present()).isEqualTo(expected.shared().present());
    for (StateVector vector : expected.shared().present()) {
      assertBits(actual.shared().get(vector), expected.shared().get(vector));
    }
  }

  private static void assertBits(float[] actual, float[] expected) {
    assertThat(FloatBytes.encode(actual, 0, actual.length))
        .isEqualTo(FloatBytes.encode(expected, 0, expected.length));
  }
}
