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
 */
record Ratio(String row, String ours, int threads, String theirs, int theirThreads, double ratio) {
  static final String ROW = "ratio";

  /**
   * Ours beside the peer's on as many threads, and beside ours on one thread; the peer's come last
   * and the smallest of them at the very end.
   */
  static List<Ratio> of(List<EncodeRate> rates) {
    Comparator<Ratio> ownScalingFirst =
        Comparator.comparing(ratio -> !ratio.ours().equals(ratio.theirs()));
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
        .sorted(ownScalingFirst.thenComparing(Comparator.comparingDouble(Ratio::ratio).reversed()))
        .toList();
  }

  private static Ratio of(EncodeRate ours, EncodeRate theirs) {
    return new Ratio(
        ROW,
        ours.side(),
        ours.threads(),
        theirs.side(),
        theirs.threads(),
        JsonLines.rounded(theirs.medianMs() / ours.medianMs(), 2));
  }

  private static boolean isOurs(EncodeRate rate) {
    return EncoderSide.ofLabel(rate.side()).ours();
  }
}
