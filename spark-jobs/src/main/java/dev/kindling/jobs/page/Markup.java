package dev.kindling.jobs.page;

import java.util.Locale;

/** Text and numbers as HTML. Whatever comes from data passes through {@link #escape}. */
public final class Markup {
  private Markup() {}

  /**
   * Escapes for element content and quoted attributes; control characters, which HTML forbids,
   * become U+FFFD.
   */
  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        case '\n', '\t', '\r' -> out.append(c);
        default -> out.append(Character.isISOControl(c) ? '\uFFFD' : c);
      }
    }
    return out.toString();
  }

  /** At most four significant digits, thousands separated, a dash for what is not a number. */
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    double magnitude = Math.abs(value);
    if (magnitude >= 1000 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    if (magnitude < 0.001) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    return String.format(
        Locale.ROOT, magnitude < 1 ? "%.4f" : magnitude < 10 ? "%.3f" : "%.1f", value);
  }

  /** For example 1.2 s, 4 min 05 s, 2 h 03 min. */
  public static String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return "–";
    }
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  /** For example 12.3 %. */
  public static String percent(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : "–";
  }
}
