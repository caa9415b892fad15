package dev.kindling.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.TrainingState;
import dev.kindling.train.sync.FloatBytes;
import java.util.List;

/** Checkpoints with values of their own in every place. */
final class TestCheckpoints {
  private static final int PARAMETERS = 1_000;

  private TestCheckpoints() {}

  static Checkpoint of(int round) {
    TrainingState state =
        new TrainingState(
            vector(3 * round), vector(3 * round + 1), vector(3 * round + 2), 16L * round);
    return new Checkpoint(state, round, 1234L * round, List.of(0L, (long) round));
  }

  private static float[] vector(int seed) {
    float[] values = new float[PARAMETERS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(seed + 0.01 * i);
    }
    return values;
  }

  static void assertSame(Checkpoint actual, Checkpoint expected) {
    assertThat(actual.round()).isEqualTo(expected.round());
    assertThat(actual.tokens()).isEqualTo(expected.tokens());
    assertThat(actual.epochs()).isEqualTo(expected.epochs());
    assertThat(actual.state().step()).isEqualTo(expected.state().step());
    assertBits(actual.state().parameters(), expected.state().parameters());
    assertBits(actual.state().firstMoment(), expected.state().firstMoment());
    assertBits(actual.state().secondMoment(), expected.state().secondMoment());
  }

  private static void assertBits(float[] actual, float[] expected) {
    assertThat(FloatBytes.encode(actual, 0, actual.length))
        .isEqualTo(FloatBytes.encode(expected, 0, expected.length));
  }
}
