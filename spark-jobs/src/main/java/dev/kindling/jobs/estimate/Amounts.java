package dev.kindling.jobs.estimate;

import java.util.Locale;

/** Amounts for people: three digits and a fitting unit. */
final class Amounts {
  private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P", "E", "Z", "Y"};

  private Amounts() {}

  /** Such as 1.24 TFLOP. */
  static String scaled(double value, String unit) {
    double rest = value;
    int power = 0;
    while (rest >= 1000 && power < PREFIXES.length - 1) {
      rest /= 1000;
      power++;
    }
    return String.format(Locale.ROOT, "%.3g %s%s", rest, PREFIXES[power], unit).trim();
  }

  /** Such as 813 MB or 2.1 GB; powers of ten. */
  static String bytes(double value) {
    if (value < 1e9) {
      return String.format(Locale.ROOT, "%.0f MB", value / 1e6);
    }
    return value < 1e12
        ? String.format(Locale.ROOT, "%.1f GB", value / 1e9)
        : String.format(Locale.ROOT, "%,.1f TB", value / 1e12);
  }

  /** Such as 41 s, 12 min, 3.4 h or 12.0 days. */
  static String duration(double seconds) {
    if (seconds < 120) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    }
    if (seconds < 7200) {
      return String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }
    return seconds < 48 * 3600
        ? String.format(Locale.ROOT, "%.1f h", seconds / 3600)
        : String.format(Locale.ROOT, "%,.1f days", seconds / 86_400);
  }
}
