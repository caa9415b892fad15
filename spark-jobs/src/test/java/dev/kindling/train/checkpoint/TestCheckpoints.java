package dev.kindling.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.state.FloatBytes;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import dev.kindling.train.state.WorkerProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Checkpoints with values of their own in every place. */
final class TestCheckpoints {
  static final int PARAMETERS = 1_000;
  private static final int SHARD_FLOATS = 600;

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

  /** A store that cuts vectors into files of 600 values. */
  static CheckpointStore store(Workspace workspace, String fingerprint, int threads)
      throws IOException {
    return new CheckpointStore(
        workspace, workspace.path("checkpoints"), fingerprint, SHARD_FLOATS, threads);
  }

  /** Saves a state whose workers keep nothing; each round has a lower loss than the one before. */
  static void save(CheckpointStore store, RunState state, int keep) throws IOException {
    save(store, state, new Retention(keep, 1.0 / state.round(), 0));
  }

  static void save(CheckpointStore store, RunState state, Retention retention) throws IOException {
    store.commit(store.begin(state.round()), state, List.of(), retention);
  }

  /** What stands in a directory of checkpoints, but for the file of the writer. */
  static List<String> entries(Path directory) throws IOException {
    try (Stream<Path> found = Files.list(directory)) {
      return found
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals(WriterClaim.FILE))
          .sorted()
          .toList();
    }
  }

  static float[] vector(int seed) {
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

  static void assertBits(float[] actual, float[] expected) {
    assertThat(FloatBytes.encode(actual, 0, actual.length))
        .isEqualTo(FloatBytes.encode(expected, 0, expected.length));
  }
}
