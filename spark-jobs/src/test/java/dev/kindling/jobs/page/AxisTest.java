package dev.kindling.jobs.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void shouldRoundItsEnds() {
    assertThat(labels(Axis.over(4.13, 6.9, 5))).containsExactly("4", "5", "6", "7");
    assertThat(labels(Axis.over(0, 1, 5)))
        .containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
  }

  @Test
  void shouldMakeRoomAroundASingleValue() {
    Axis axis = Axis.over(5, 5, 5);

    assertThat(axis.low()).isLessThan(5);
    assertThat(axis.high()).isGreaterThan(5);
    assertThat(axis.share(5)).isBetween(0.2, 0.8);
  }

  @Test
  void shouldNotGoBelowZeroForASingleZero() {
    assertThat(Axis.over(0, 0, 5).low()).isZero();
  }

  @Test
  void shouldAbbreviateLargeAndSmallTicks() {
    assertThat(labels(Axis.over(0, 40_000, 4))).containsExactly("0", "10k", "20k", "30k", "40k");
    assertThat(labels(Axis.over(0, 6e6, 3))).containsExactly("0", "2M", "4M", "6M");
    assertThat(labels(Axis.over(0, 5e-4, 5)))
        .containsExactly("0", "1e-4", "2e-4", "3e-4", "4e-4", "5e-4");
  }

  @Test
  void shouldHoldNegativeRanges() {
    assertThat(labels(Axis.over(-0.5, 0.5, 5)))
        .containsExactly("-0.6", "-0.4", "-0.2", "0.0", "0.2", "0.4", "0.6");
  }

  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(axis::label).toList();
  }
}
