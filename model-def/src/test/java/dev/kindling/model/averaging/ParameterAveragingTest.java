package dev.kindling.model.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParameterAveragingTest {
  private static final int COUNT = 1000;

  @Test
  void shouldGiveOneWorkerBackWhatItSent() {
    ParameterAveraging averaging = new ParameterAveraging(OuterOptimizer.AVERAGE, DeltaCodec.FP32);
    float[] parameters = gaussians(1, 1);
    float[] end = gaussians(2, 1);
    end[3] = -0f;
    exchange(averaging, parameters, List.of(end), new long[] {7}, null, null, null);
    for (int i = 0; i < COUNT; i++) {
      assertThat(Float.floatToRawIntBits(parameters[i])).isEqualTo(Float.floatToRawIntBits(end[i]));
    }
  }

  @Test
  void shouldBePlainAveragingWithRateOneAndNoMomentum() {
    float[] start = gaussians(1, 1);
    List<float[]> ends = List.of(gaussians(2, 1), gaussians(3, 1), gaussians(4, 1));
    long[] weights = {5, 0, 3};
    float[] mean = new float[COUNT];
    WeightedMean.into(mean, ends, weights);
    float[] parameters = start.clone();
    exchange(
        new ParameterAveraging(new OuterOptimizer(1, 0), DeltaCodec.FP32),
        parameters,
        ends,
        weights,
        null,
        null,
        null);
    assertThat(parameters).containsExactly(mean);
  }

  /** The rule as it stands in the paper, in double precision, over several rounds. */
  @ParameterizedTest
  @EnumSource(DeltaCodec.class)
  void shouldFollowNesterovsRule(DeltaCodec codec) {
    OuterOptimizer outer = new OuterOptimizer(0.7, 0.9);
    ParameterAveraging averaging = new ParameterAveraging(outer, codec);
    float[] parameters = gaussians(1, 1);
    float[] momentum = new float[COUNT];
    float[] residual = new float[COUNT];
    List<float[]> residuals = List.of(new float[COUNT], new float[COUNT]);
    double[] theta = new double[COUNT];
    double[] b = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      theta[i] = parameters[i];
    }
    for (int round = 0; round < 5; round++) {
      float[] one = moved(parameters, 10 + round);
      float[] two = moved(parameters, 20 + round);
      for (int i = 0; i < COUNT; i++) {
        double g = parameters[i] - (0.25 * one[i] + 0.75 * two[i]);
        b[i] = 0.9 * b[i] + g;
        theta[i] -= 0.7 * (g + 0.9 * b[i]);
      }
      exchange(
          averaging,
          parameters,
          List.of(one, two),
          new long[] {1, 3},
          momentum,
          residual,
          residuals);
    }
    double tolerance =
        switch (codec) {
          case FP32 -> 2e-6;
          case FP16 -> 3e-3; // five steps of up to 1, each within 2⁻¹¹, amplified by the momentum
          case INT8 -> 2e-2; // what is late, amplified by the momentum
        };
    for (int i = 0; i < COUNT; i++) {
      assertThat((double) parameters[i]).isCloseTo(theta[i], within(tolerance));
    }
  }

  /** Changes below what a byte can say beside the block's largest are late, not lost. */
  @Test
  void shouldLoseNothingForGoodInInt8() {
    ParameterAveraging averaging = new ParameterAveraging(OuterOptimizer.AVERAGE, DeltaCodec.INT8);
    float[] parameters = new float[COUNT];
    float[] residual = new float[COUNT];
    List<float[]> residuals = List.of(new float[COUNT]);
    for (int round = 0; round < 200; round++) {
      float[] end = parameters.clone();
      for (int i = 0; i < COUNT; i++) {
        end[i] += i % DeltaCodec.BLOCK == 0 ? 1f : 1e-3f;
      }
      exchange(averaging, parameters, List.of(end), new long[] {1}, null, residual, residuals);
    }
    assertThat(parameters[1]).isCloseTo(0.2f, within(0.01f));
  }

  @ParameterizedTest
  @EnumSource(DeltaCodec.class)
  void shouldGiveTheSameBitsInSlices(DeltaCodec codec) {
    ParameterAveraging averaging = new ParameterAveraging(new OuterOptimizer(0.5, 0.9), codec);
    float[] start = gaussians(1, 1);
    List<float[]> ends = List.of(moved(start, 2), moved(start, 3));
    float[] whole = start.clone();
    float[] wholeMomentum = new float[COUNT];
    exchange(
        averaging,
        whole,
        ends,
        new long[] {1, 1},
        wholeMomentum,
        new float[COUNT],
        List.of(new float[COUNT], new float[COUNT]));
    float[] sliced = start.clone();
    float[] momentum = new float[COUNT];
    for (int from = 0; from < COUNT; from += DeltaCodec.BLOCK) {
      int count = Math.min(DeltaCodec.BLOCK, COUNT - from);
      List<byte[]> sent = new ArrayList<>();
      for (float[] end : ends) {
        sent.add(averaging.contribution(start, end, from, count, new float[COUNT]));
      }
      averaging.outerStep(
          averaging.mean(sent, new long[] {1, 1}, count), sliced, from, momentum, new float[COUNT]);
    }
    assertThat(sliced).containsExactly(whole);
    assertThat(momentum).containsExactly(wholeMomentum);
  }

  @Test
  void shouldRefuseAContributionOfAnotherSize() {
    ParameterAveraging averaging = new ParameterAveraging(OuterOptimizer.AVERAGE, DeltaCodec.FP16);
    assertThatThrownBy(() -> averaging.mean(List.of(new byte[7]), new long[] {1}, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("7 bytes instead of 9");
  }

  @Test
  void shouldRefuseRatesThatAreNone() {
    assertThatThrownBy(() -> new OuterOptimizer(0, 0)).hasMessageContaining("got 0.0");
    assertThatThrownBy(() -> new OuterOptimizer(1, 1)).hasMessageContaining("got 1.0");
  }

  /** A whole exchange; every worker must come to the owner's parameters, bit for bit. */
  private static void exchange(
      ParameterAveraging averaging,
      float[] parameters,
      List<float[]> ends,
      long[] weights,
      float[] momentum,
      float[] residual,
      List<float[]> residuals) {
    List<byte[]> sent = new ArrayList<>();
    for (int worker = 0; worker < ends.size(); worker++) {
      float[] own = residuals == null ? null : residuals.get(worker);
      sent.add(averaging.contribution(parameters, ends.get(worker), 0, COUNT, own));
    }
    float[] follower = parameters.clone();
    byte[] update =
        averaging.outerStep(
            averaging.mean(sent, weights, COUNT), parameters, 0, momentum, residual);
    averaging.follow(update, follower, 0, COUNT);
    assertThat(follower).containsExactly(parameters);
  }

  private static float[] moved(float[] from, long seed) {
    float[] change = gaussians(seed, 0.1f);
    float[] moved = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      moved[i] = from[i] + change[i];
    }
    return moved;
  }

  private static float[] gaussians(long seed, float scale) {
    Random random = new Random(seed);
    float[] values = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      values[i] = (float) random.nextGaussian() * scale;
    }
    return values;
  }
}
