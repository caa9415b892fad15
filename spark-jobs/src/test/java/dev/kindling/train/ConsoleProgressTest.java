package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ConsoleProgressTest {
  @Test
  void shouldSayTheTimeLeftInTwoUnitsAtMost() {
    assertThat(ConsoleProgress.duration(0)).isEqualTo("0s");
    assertThat(ConsoleProgress.duration(59)).isEqualTo("59s");
    assertThat(ConsoleProgress.duration(61)).isEqualTo("1m01s");
    assertThat(ConsoleProgress.duration(3599)).isEqualTo("59m59s");
    assertThat(ConsoleProgress.duration(100_000)).isEqualTo("27h46m");
  }
}
