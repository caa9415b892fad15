package dev.kindling.train.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {
  @Test
  void shouldFindTheHighWaterMark() {
    assertThat(
            PeakMemory.bytes(
                List.of("VmPeak:\t  900 kB", "VmHWM:\t  123456 kB", "VmRSS:\t 100 kB")))
        .hasValue(123_456L * 1024);
  }

  @Test
  void shouldKnowThatThisProcessTakesMoreThanItsClasses() {
    assertThat(PeakMemory.bytes().orElseThrow()).isGreaterThan(10_000_000);
  }

  @Test
  void shouldSayNothingWhereTheSystemDoesNot() {
    assertThat(PeakMemory.bytes(List.of("Name: java"))).isEmpty();
  }
}
