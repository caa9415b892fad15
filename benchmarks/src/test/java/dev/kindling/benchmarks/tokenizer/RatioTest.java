package dev.kindling.benchmarks.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatioTest {
  @Test
  void shouldCompareEqualThreadsAndOurOwnScaling() {
    List<EncodeRate> rates = new ArrayList<>();
    rates.add(rate(EncoderSide.KINDLING_UTF8, 1, 10));
    rates.add(rate(EncoderSide.HUGGING_FACE_EACH, 1, 150));
    rates.add(rate(EncoderSide.HUGGING_FACE_BATCH, 1, 200));
    rates.add(rate(EncoderSide.KINDLING_UTF8, 2, 5));
    rates.add(rate(EncoderSide.HUGGING_FACE_EACH, 2, 80));
    rates.add(rate(EncoderSide.HUGGING_FACE_BATCH, 2, 70));

    assertThat(Ratio.of(rates).stream().sorted(Ratio.SMALLEST_LAST))
        .containsExactly(
            ratio(2, EncoderSide.KINDLING_UTF8, 1, 2),
            ratio(1, EncoderSide.HUGGING_FACE_BATCH, 1, 20),
            ratio(2, EncoderSide.HUGGING_FACE_EACH, 2, 16),
            ratio(1, EncoderSide.HUGGING_FACE_EACH, 1, 15),
            ratio(2, EncoderSide.HUGGING_FACE_BATCH, 2, 14));
  }

  /** The peer keeps twice as many processors busy. */
  private static Ratio ratio(int threads, EncoderSide theirs, int theirThreads, double ratio) {
    double processorRatio = theirs.ours() ? ratio : 2 * ratio;
    return new Ratio(
        Ratio.ROW,
        EncoderSide.KINDLING_UTF8.label(),
        threads,
        theirs.label(),
        theirThreads,
        ratio,
        processorRatio);
  }

  private static EncodeRate rate(EncoderSide side, int threads, long millis) {
    long[] nanos = {millis * 1_000_000};
    long[] processorNanos = {side.ours() ? nanos[0] : 2 * nanos[0]};
    return EncodeRate.of(side, threads, 1_000, 4_000, nanos, processorNanos, 0);
  }
}
