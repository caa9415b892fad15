package dev.kindling.benchmarks.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EncodeRateTest {
  @Test
  void shouldTakeTheMedianPass() {
    long[] nanos = {4_000_000, 9_000_000, 2_000_000};
    long[] processorNanos = {10_000_000, 0, 5_000_000};

    EncodeRate rate =
        EncodeRate.of(EncoderSide.KINDLING_CHARS, 1, 2_000, 8_000, nanos, processorNanos, 500);

    assertThat(rate)
        .isEqualTo(
            new EncodeRate("encode", "kindling-chars", 1, 2_000, 500_000, 2, 4, 2, 5, 3, 0.25));
  }
}
