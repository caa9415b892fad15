package dev.kindling.jobs.corpus;

import dev.kindling.jobs.stage.Console;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Shows what became of the records: how many were lost at each step and why, and what is left. */
final class Funnel {
  private static final double MEGABYTE = 1e6;

  private final Console console;
  private final long records;

  private Funnel(Console console, long records) {
    this.console = console;
    this.records = records;
  }

  /**
   * Prints the funnel.
   *
   * @param readBytes UTF-8 bytes of the texts that were read
   */
  static void show(CorpusTotals totals, long readBytes, Console console) {
    Funnel funnel = new Funnel(console, totals.count(CorpusCounts.RECORDS));
    funnel.line("records", funnel.records, megabytes(readBytes));
    funnel.part("quarantined", totals.quarantined());
    funnel.part("dropped by rules", totals.byRules());
    funnel.part("duplicates", totals.duplicates());
    funnel.line(
        "kept", totals.count(CorpusCounts.DOCUMENTS), megabytes(totals.count(CorpusCounts.BYTES)));
  }

  /**
   * Prints how long each step took, and its speed over the text read.
   *
   * @param seconds by step
   */
  static void showTimes(Map<String, Double> seconds, long readBytes, Console console) {
    List<String> parts =
        seconds.entrySet().stream()
            .map(
                step ->
                    "%s %.1f s (%.1f MB/s)"
                        .formatted(
                            step.getKey(),
                            step.getValue(),
                            readBytes / MEGABYTE / Math.max(step.getValue(), 1e-3)))
            .toList();
    console.line("  %s", String.join(", ", parts));
  }

  private void part(String title, Map<String, Long> reasons) {
    if (reasons.isEmpty()) {
      return;
    }
    line(title, reasons.values().stream().mapToLong(Long::longValue).sum(), "");
    reasons.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
        .forEach(reason -> line("  " + reason.getKey(), reason.getValue(), ""));
  }

  /** Columns wide enough for the longest reason of a rule, behind two blanks. */
  private void line(String what, long count, String size) {
    double share = records == 0 ? 0 : 100.0 * count / records;
    console.line("  %-62s %,12d %6.1f%%  %s", what, count, share, size);
  }

  private static String megabytes(long bytes) {
    return "%,.1f MB of text".formatted(bytes / MEGABYTE);
  }
}
