package dev.kindling.train.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FloatVectorsTest {
  @Test
  void shouldTravelWithoutChangingABit() throws Exception {
    float[] values = new float[200_000]; // more than one block, and no whole number of them
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(i * 0x9E3779B1);
    }
    values[0] = -0.0f;

    FloatVectors copy = copy(FloatVectors.of(values, new float[0], new float[] {1.5f}));

    assertThat(FloatBytes.encode(copy.get(0), 0, values.length))
        .isEqualTo(FloatBytes.encode(values, 0, values.length));
    assertThat(copy.get(1)).isEmpty();
    assertThat(copy.get(2)).containsExactly(1.5f);
  }

  @Test
  void shouldCutThreeVectorsIntoSlicesThatCoverEachValueOnce() {
    SliceLayout layout = new SliceLayout(10, 4);
    int[][] seen = new int[SliceLayout.VECTORS][10];

    for (int slice = 0; slice < layout.slices(); slice++) {
      for (int i = 0; i < layout.length(slice); i++) {
        seen[layout.vector(slice)][layout.start(slice) + i]++;
      }
    }

    for (int[] vector : seen) {
      assertThat(vector).containsOnly(1);
    }
  }

  @Test
  void shouldAverageByTokensWhateverArrivesFirst() {
    Contribution first = contribution(0, 3, 1f, 0.1f);
    Contribution second = contribution(1, 1, 5f, 0.1f);

    AveragedSlice oneWay = AveragedSlice.of(0, List.of(first, second), 2);
    AveragedSlice otherWay = AveragedSlice.of(0, List.of(second, first), 2);

    float[] mean = new float[2];
    FloatBytes.decode(oneWay.values(), mean, 0);
    assertThat(mean).containsExactly(2f, 0.1f);
    assertThat(otherWay.values()).isEqualTo(oneWay.values());
    assertThat(otherWay.reports()).extracting(WorkerReport::worker).containsExactly(0, 1);
    assertThat(AveragedSlice.of(1, List.of(first, second), 2).reports()).isEmpty();
  }

  @Test
  void shouldRefuseASliceThatAWorkerIsMissingFrom() {
    Contribution only = contribution(0, 3, 1f);

    org.assertj.core.api.Assertions.assertThatIllegalStateException()
        .isThrownBy(() -> AveragedSlice.of(0, List.of(only), 2))
        .withMessageContaining("1 workers instead of 2");
  }

  private static Contribution contribution(int worker, long tokens, float... values) {
    dev.kindling.model.LossSums losses = new dev.kindling.model.LossSums(0, 0, 0, 0, 0, 0, tokens);
    return new Contribution(
        new WorkerReport(worker, losses, 0, 0), FloatBytes.encode(values, 0, values.length));
  }

  @SuppressWarnings("BanSerializableRead") // how Spark sends a broadcast
  private static FloatVectors copy(FloatVectors vectors)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(vectors);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (FloatVectors) in.readObject();
    }
  }
}
