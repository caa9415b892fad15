package dev.kindling.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeakMemoryTest {
  @Test
  void shouldFindTheHighWaterMark() {
    assertThat(
            PeakMemory.kibibytes(
                List.of("VmPeak:\t  900 kB", "VmHWM:\t  123456 kB", "VmRSS:\t 100 kB")))
        .isEqualTo(123_456);
  }

  @Test
  void shouldKnowThatThisProcessTakesMoreThanItsClasses() throws Exception {
    assertThat(PeakMemory.kibibytes()).isGreaterThan(10_000);
  }

  @Test
  void shouldSayWhatIsMissingElsewhere() {
    assertThatThrownBy(() -> PeakMemory.kibibytes(List.of("Name: java")))
        .hasMessageContaining("VmHWM");
  }
}
