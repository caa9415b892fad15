package dev.kindling.train.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.kindling.model.averaging.DeltaCodec;
import dev.kindling.model.averaging.OuterOptimizer;
import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OuterStepTest {
  private static final int PARAMETERS = 3 * DeltaCodec.BLOCK + 7;
  private static final SliceLayout LAYOUT =
      new SliceLayout(
          List.of(StateVector.PARAMETERS, StateVector.FIRST_MOMENT), PARAMETERS, DeltaCodec.BLOCK);

  @ParameterizedTest
  @EnumSource(
      value = DeltaCodec.class,
      names = {"FP16", "INT8"})
  void shouldLeadExecutorsThatFollowToTheSameBits(DeltaCodec codec) {
    ParameterAveraging averaging = new ParameterAveraging(new OuterOptimizer(0.7, 0.9), codec);
    StateVectors driver = start(codec);
    StateVectors frugal = start(codec);
    float[] executor = driver.get(StateVector.PARAMETERS);

    for (int round = 1; round <= 3; round++) {
      float[] asBefore = driver.get(StateVector.PARAMETERS).clone();
      OuterStep step = new OuterStep(driver, LAYOUT, averaging, false);
      OuterStep inPlace = new OuterStep(frugal, LAYOUT, averaging, true);
      List<SliceMean> means = means(round);
      Collections.shuffle(means, new Random(round)); // as they happen to arrive
      means.parallelStream().forEach(step::take);
      means.parallelStream().forEach(inPlace::take);
      StateVectors after = step.after();
      StateVectors moments = new StateVectors().with(StateVector.FIRST_MOMENT, new float[0]);
      StateVectors followed =
          new SharedUpdate(LAYOUT, step.changes(), moments).after(executor, averaging);

      assertThat(driver.get(StateVector.PARAMETERS)).isEqualTo(asBefore);
      assertThat(after.get(StateVector.PARAMETERS)).isNotEqualTo(asBefore);
      assertThat(followed.get(StateVector.PARAMETERS)).isEqualTo(after.get(StateVector.PARAMETERS));
      assertThat(followed.present()).contains(StateVector.FIRST_MOMENT);
      assertThat(after.get(StateVector.FIRST_MOMENT)).isEqualTo(vector(100 + round));
      assertThat(inPlace.changes()).isEqualTo(step.changes());
      for (StateVector vector : after.present()) {
        assertThat(inPlace.after().get(vector)).isEqualTo(after.get(vector));
        if (frugal.get(vector) != null) {
          assertThat(inPlace.after().get(vector)).isSameAs(frugal.get(vector));
        }
      }
      frugal = inPlace.after();
      driver = after;
      executor = followed.get(StateVector.PARAMETERS);
    }
  }

  @Test
  void shouldRefuseToEndBeforeAllSlicesAreThere() {
    OuterStep step =
        new OuterStep(
            start(DeltaCodec.FP32),
            LAYOUT,
            new ParameterAveraging(OuterOptimizer.AVERAGE, DeltaCodec.FP32),
            false);
    step.take(means(1).get(2));

    assertThatIllegalStateException().isThrownBy(step::after).withMessageContaining("1 of 8");
  }

  private static StateVectors start(DeltaCodec codec) {
    StateVectors vectors =
        new StateVectors()
            .with(StateVector.PARAMETERS, vector(0))
            .with(StateVector.OUTER_MOMENTUM, new float[PARAMETERS]);
    return codec.hasErrorFeedback()
        ? vectors.with(StateVector.RESIDUAL, new float[PARAMETERS])
        : vectors;
  }

  /** Of the parameters' changes and, in the second half, of a moment. */
  private static List<SliceMean> means(int round) {
    List<SliceMean> means = new ArrayList<>();
    for (int slice = 0; slice < LAYOUT.slices(); slice++) {
      float[] vector = vector(LAYOUT.vector(slice) == StateVector.PARAMETERS ? round : 100 + round);
      int start = LAYOUT.start(slice);
      float[] values = Arrays.copyOfRange(vector, start, start + LAYOUT.length(slice));
      means.add(new SliceMean(slice, values, new ArrayList<>()));
    }
    return means;
  }

  private static float[] vector(long seed) {
    Random random = new Random(seed);
    float[] vector = new float[PARAMETERS];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
