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
    "COSINE, 9, 1.0",
    "COSINE, 59, 0.55",
    "COSINE, 34, 0.868198",
    "COSINE, 109, 0.1",
    "CONSTANT, 4, 0.5",
    "CONSTANT, 10, 1.0",
    "CONSTANT, 109, 1.0"
  })
  void shouldWarmUpThenFall(Shape shape, long step, double expected) {
    LearningRateSchedule schedule = new LearningRateSchedule(shape, 1.0, 10, 110, 0.1);
    assertThat(schedule.at(step)).isCloseTo(expected, within(1e-6));
  }

  @Test
  void shouldWorkWithoutWarmUpAndWithNothingElse() {
    assertThat(new LearningRateSchedule(Shape.LINEAR, 2, 0, 4, 0).at(0)).isEqualTo(1.5);
    assertThat(new LearningRateSchedule(Shape.LINEAR, 2, 4, 4, 0).at(3)).isEqualTo(2);
  }

  @Test
  void shouldRejectWhatCannotBe() {
    assertThatThrownBy(() -> new LearningRateSchedule(Shape.LINEAR, 0, 0, 1, 0))
        .hasMessageContaining("learning-rate");
    assertThatThrownBy(() -> new LearningRateSchedule(Shape.LINEAR, 1, 5, 4, 0))
        .hasMessageContaining("warmup-steps");
    assertThatThrownBy(() -> new LearningRateSchedule(Shape.LINEAR, 1, 0, 4, Double.NaN))
        .hasMessageContaining("final-learning-rate-ratio");
  }
}
