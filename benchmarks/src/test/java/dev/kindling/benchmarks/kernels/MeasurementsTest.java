package dev.kindling.benchmarks.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasurementsTest {
  @Test
  void shouldReadHalfAndWriteHalfOnAllThreads() {
    assertThat(Measurements.bytesOfOneBuffer(8 << 20, 2)).isEqualTo(2 << 20);
    assertThat(Measurements.bytesOfOneBuffer(8 << 20, 1)).isEqualTo(4 << 20);
    assertThat(Measurements.bytesOfOneBuffer(1, 2)).isEqualTo(1);
  }
}
