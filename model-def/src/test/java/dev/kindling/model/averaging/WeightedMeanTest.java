package dev.kindling.model.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightedMeanTest {

  private static final int CASES = 200;
  private static final int SIZE = 257;

  @Test
  void shouldWeighByTokens() {
    float[] mean = new float[2];
    WeightedMean.into(
        mean, List.of(new float[] {1, -2}, new float[] {4, 6}), new long[] {100, 200});
    assertThat(mean).containsExactly(3, 10f / 3);
  }

  @Test
  void shouldGiveOneWorkerBackBitForBit() {
    Random random = new Random(1);
    for (int i = 0; i < CASES; i++) {
      float[] worker = anyBits(random);
      float[] mean = new float[SIZE];
      WeightedMean.into(mean, List.of(worker), new long[] {anyWeight(random)});
      assertSameBits(mean, worker);
    }
  }

  @Test
  void shouldGiveEqualWorkersBackBitForBit() {
    Random random = new Random(2);
    for (int i = 0; i < CASES; i++) {
      float[] worker = anyBits(random);
      int workers = 2 + random.nextInt(63);
      long[] weights = random.longs(workers).map(w -> (w >>> 1) % (1L << 50) + 1).toArray();
      float[] mean = new float[SIZE];
      WeightedMean.into(mean, Collections.nCopies(workers, worker), weights);
      assertSameBits(mean, worker);
    }
  }

  @Test
  void shouldLieBetweenTheWorkers() {
    Random random = new Random(3);
    for (int i = 0; i < CASES; i++) {
      float[] a = normal(random);
      float[] b = normal(random);
      float[] mean = new float[SIZE];
      WeightedMean.into(mean, List.of(a, b), new long[] {anyWeight(random), anyWeight(random)});
      for (int k = 0; k < SIZE; k++) {
        assertThat(mean[k]).isBetween(Math.min(a[k], b[k]), Math.max(a[k], b[k]));
      }
    }
  }

  @Test
  void shouldBeTheSameInSlicesAsInOnePiece() {
    Random random = new Random(4);
    List<float[]> workers = List.of(normal(random), normal(random), normal(random));
    long[] weights = {5, 7, 11};
    float[] whole = new float[SIZE];
    WeightedMean.into(whole, workers, weights);
    for (int from = 0; from < SIZE; from += 100) {
      int to = Math.min(SIZE, from + 100);
      List<float[]> parts = new ArrayList<>();
      for (float[] worker : workers) {
        parts.add(Arrays.copyOfRange(worker, from, to));
      }
      float[] slice = new float[to - from];
      WeightedMean.into(slice, parts, weights);
      assertSameBits(slice, Arrays.copyOfRange(whole, from, to));
    }
  }

  @Test
  void shouldAverageIntoOneOfTheWorkers() {
    float[] first = {1, 2};
    WeightedMean.into(first, List.of(first, new float[] {3, 6}), new long[] {1, 1});
    assertThat(first).containsExactly(2, 4);
  }

  @Test
  void shouldLeaveOutAWorkerWithoutTokens() {
    float[] mean = new float[1];
    WeightedMean.into(mean, List.of(new float[] {Float.NaN}, new float[] {3}), new long[] {0, 9});
    assertThat(mean).containsExactly(3);
  }

  @Test
  void shouldNotHideAWorkerThatDiverged() {
    float[] mean = new float[1];
    WeightedMean.into(mean, List.of(new float[] {Float.NaN}, new float[] {3}), new long[] {1, 9});
    assertThat(mean[0]).isNaN();
  }

  @Test
  void shouldNameWhatDoesNotFit() {
    float[] one = {1};
    assertThatThrownBy(() -> WeightedMean.into(one, List.of(one, one), new long[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 workers but 1 weights");
    assertThatThrownBy(() -> WeightedMean.into(one, List.of(one, new float[2]), new long[] {1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("worker 1 holds 2 values, the target 1");
    assertThatThrownBy(() -> WeightedMean.into(one, List.of(one, one), new long[] {1, -1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weight -1 of worker 1");
    assertThatThrownBy(() -> WeightedMean.into(one, List.of(one), new long[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no worker has a positive weight");
  }

  /** Every kind of float: subnormal, huge, negative zero, infinite; NaN in its one usual form. */
  private static float[] anyBits(Random random) {
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      values[i] = Float.isNaN(value) ? Float.NaN : value;
    }
    values[0] = -0.0f;
    values[1] = Float.MIN_VALUE;
    values[2] = -Float.MAX_VALUE;
    values[3] = Float.NEGATIVE_INFINITY;
    return values;
  }

  private static float[] normal(Random random) {
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static long anyWeight(Random random) {
    return (random.nextLong() >>> (1 + random.nextInt(62))) + 1;
  }

  private static void assertSameBits(float[] actual, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(Float.floatToIntBits(actual[i]))
          .as("value %d", i)
          .isEqualTo(Float.floatToIntBits(expected[i]));
    }
  }
}
