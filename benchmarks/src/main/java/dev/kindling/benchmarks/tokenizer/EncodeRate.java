package dev.kindling.benchmarks.tokenizer;

import dev.kindling.benchmarks.JsonLines;
import java.util.Arrays;

/**
 * How fast a warm side encodes text that it has not seen.
 *
 * @param row {@value #ROW}
 * @param side label of an {@link EncoderSide}
 * @param tokens of a pass
 * @param tokensPerS of the median pass
 * @param megabytesPerS 10<sup>6</sup> bytes of UTF-8 a second, of the median pass
 * @param processorMs median time that processors spent on a pass, on all threads of the process; on
 *     a busy machine more telling than the others
 * @param bytesAllocatedPerToken on the Java heap, in the pass that allocates least; of one thread,
 *     else 0
 */
record EncodeRate(
    String row,
    String side,
    int threads,
    long tokens,
    long tokensPerS,
    double megabytesPerS,
    double medianMs,
    double minMs,
    double processorMs,
    int rounds,
    double bytesAllocatedPerToken) {
  static final String ROW = "encode";

  /**
   * From measured passes.
   *
   * @param bytes of UTF-8 in a pass
   * @param nanos of each pass
   * @param processorNanos of each pass
   * @param allocated bytes in the pass that allocates least
   */
  static EncodeRate of(
      EncoderSide side,
      int threads,
      long tokens,
      long bytes,
      long[] nanos,
      long[] processorNanos,
      long allocated) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    return new EncodeRate(
        ROW,
        side.label(),
        threads,
        tokens,
        Math.round(tokens / median * 1e9),
        JsonLines.rounded(bytes / median * 1e3, 2),
        JsonLines.rounded(median / 1e6, 2),
        JsonLines.rounded(sorted[0] / 1e6, 2),
        JsonLines.rounded(Arrays.stream(processorNanos).average().orElseThrow() / 1e6, 2),
        nanos.length,
        JsonLines.rounded((double) allocated / tokens, 3));
  }
}
