package dev.kindling.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.optim.LearningRateSchedule.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRateScheduleTest {
  @ParameterizedTest
  @CsvSource({
    "LINEAR, 0, 0.1",
    "LINEAR, 9, 1.0",
    "LINEAR, 59, 0.55",
    "LINEAR, 109, 0.1",
    "LINEAR, 500, 0.1",
    "POLYNOMIAL, 4, 0.5",
    "POLYNOMIAL, 9, 1.0",
    "POLYNOMIAL, 84, 0.55", // a quarter of the way left, power 1/2
    "POLYNOMIAL, 109, 0.1",
    "POLYNOMIAL, 500, 0.1",
    "COSINE, 9, 1.0",
    "COSINE, 59, 0.55",
    "COSINE, 34, 0.868198",
    "COSINE, 109, 0.1",
    "CONSTANT, 4, 0.5",
    "CONSTANT, 10, 1.0",
    "CONSTANT, 109, 1.0"
  })
  void shouldWarmUpThenFall(Shape shape, long step, double expected) {
    LearningRateSchedule schedule = new LearningRateSchedule(shape, 1.0, 10, 110, 0.1, 0.5);
    assertThat(schedule.at(step)).isCloseTo(expected, within(1e-6));
  }

  @Test
  void shouldWorkWithoutWarmUpAndWithNothingElse() {
    assertThat(new LearningRateSchedule(Shape.LINEAR, 2, 0, 4, 0, 1).at(0)).isEqualTo(1.5);
    assertThat(new LearningRateSchedule(Shape.LINEAR, 2, 4, 4, 0, 1).at(3)).isEqualTo(2);
  }

  /** Power 1 is LINEAR; 2 with no warm-up is (1 - t/T)². */
  @Test
  void shouldFallByAnyPower() {
    LearningRateSchedule linear = new LearningRateSchedule(Shape.LINEAR, 3e-4, 7, 91, 0.2, 1);
    LearningRateSchedule first = new LearningRateSchedule(Shape.POLYNOMIAL, 3e-4, 7, 91, 0.2, 1);
    LearningRateSchedule second = new LearningRateSchedule(Shape.POLYNOMIAL, 1, 0, 10, 0, 2);
    for (long step = 0; step < 100; step++) {
      assertThat(first.at(step)).isEqualTo(linear.at(step));
    }
    for (long step = 0; step < 10; step++) {
      double left = (9 - step) / 10.0;
      assertThat(second.at(step)).isCloseTo(left * left, within(1e-15));
    }
  }

  @Test
  void shouldRejectWhatCannotBe() {
    assertThatThrownBy(() -> new LearningRateSchedule(Shape.LINEAR, 0, 0, 1, 0, 1))
        .hasMessageContaining("learning-rate");
    assertThatThrownBy(() -> new LearningRateSchedule(Shape.LINEAR, 1, 5, 4, 0, 1))
        .hasMessageContaining("warmup-steps");
    assertThatThrownBy(() -> new LearningRateSchedule(Shape.LINEAR, 1, 0, 4, Double.NaN, 1))
        .hasMessageContaining("final-learning-rate-ratio");
    assertThatThrownBy(() -> new LearningRateSchedule(Shape.POLYNOMIAL, 1, 0, 4, 0, 0))
        .hasMessage("schedule-power must be positive, got 0.0");
  }
}
