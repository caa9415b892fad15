package dev.kindling.jobs.stage;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the console says when a stage is done. */
final class ClosingLine {
  private static final int MOST_FIGURES = 3;

  private ClosingLine() {}

  /**
   * The line, with the first few counts in the stage's own order; the manifest has them all.
   *
   * @param stage its command
   * @param taken how long it took
   * @param counts by name; those of 0 are left out
   * @param dropped records by reason
   */
  static String of(
      String stage, Duration taken, Map<String, Long> counts, Map<String, Long> dropped) {
    long lost = dropped.values().stream().mapToLong(Long::longValue).sum();
    Stream<String> kept =
        counts.entrySet().stream()
            .filter(count -> count.getValue() != 0)
            .limit(MOST_FIGURES)
            .map(count -> grouped(count.getValue()) + " " + count.getKey());
    String figures =
        Stream.concat(kept, lost == 0 ? Stream.empty() : Stream.of(grouped(lost) + " dropped"))
            .collect(Collectors.joining(", "));
    String line = String.format(Locale.ROOT, "%s: done in %.1f s", stage, taken.toMillis() / 1e3);
    return figures.isEmpty() ? line : line + ": " + figures;
  }

  private static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
