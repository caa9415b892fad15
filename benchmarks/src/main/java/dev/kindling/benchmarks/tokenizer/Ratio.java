package dev.kindling.benchmarks.tokenizer;

import dev.kindling.benchmarks.JsonLines;
import java.util.Comparator;
import java.util.List;

/**
 * How many times as fast one warm side is as another, over the same documents.
 *
 * @param row {@value #ROW}
 * @param ours label of the side that is Kindling
 * @param threads of our side
 * @param theirs label of the side to compare with, which is Kindling itself for its own scaling
 * @param theirThreads of that side
 * @param ratio their median time by ours
 * @param processorRatio the same of the time that processors spent
 */
record Ratio(
    String row,
    String ours,
    int threads,
    String theirs,
    int theirThreads,
    double ratio,
    double processorRatio) {
  static final String ROW = "ratio";

  /** Our own scaling first; the smallest of the peer's at the very end. */
  static final Comparator<Ratio> SMALLEST_LAST =
      Comparator.<Ratio, Boolean>comparing(ratio -> !ratio.ours().equals(ratio.theirs()))
          .thenComparing(Comparator.comparingDouble(Ratio::ratio).reversed());

  /**
   * Ours beside the peer's on as many threads, and beside ours on fewer.
   *
   * @param rates measured in turn
   */
  static List<Ratio> of(List<EncodeRate> rates) {
    return rates.stream()
        .filter(Ratio::isOurs)
        .flatMap(
            ours ->
                rates.stream()
                    .filter(
                        theirs ->
                            isOurs(theirs)
                                ? theirs.side().equals(ours.side())
                                    && theirs.threads() < ours.threads()
                                : theirs.threads() == ours.threads())
                    .map(theirs -> of(ours, theirs)))
        .toList();
  }

  private static Ratio of(EncodeRate ours, EncodeRate theirs) {
    return new Ratio(
        ROW,
        ours.side(),
        ours.threads(),
        theirs.side(),
        theirs.threads(),
        JsonLines.rounded(theirs.medianMs() / ours.medianMs(), 2),
        JsonLines.rounded(theirs.processorMs() / ours.processorMs(), 2));
  }

  private static boolean isOurs(EncodeRate rate) {
    return EncoderSide.ofLabel(rate.side()).ours();
  }
}
