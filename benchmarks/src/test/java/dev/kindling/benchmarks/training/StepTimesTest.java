package dev.kindling.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StepTimesTest {
  @Test
  void shouldTakeTheMiddleOfAnOddNumber() {
    assertThat(StepTimes.of(new long[] {9_000_000, 2_000_000, 3_000_000}))
        .isEqualTo(new StepTimes(3, 2));
  }

  @Test
  void shouldTakeTheMeanOfTheMiddleTwoOfAnEvenNumber() {
    assertThat(StepTimes.of(new long[] {9_000_000, 2_000_000, 5_000_000, 4_000_000}))
        .isEqualTo(new StepTimes(4.5, 2));
  }

  @Test
  void shouldNotReorderWhatItIsGiven() {
    long[] nanos = {3, 1, 2};
    StepTimes.of(nanos);
    assertThat(nanos).containsExactly(3, 1, 2);
  }

  @Test
  void shouldRejectNoSteps() {
    assertThatThrownBy(() -> StepTimes.of(new long[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldCountUnitsPerSecondOfTheMedian() {
    assertThat(new StepTimes(500, 100).perSecond(4096)).isEqualTo(8192, within(1e-9));
  }
}
