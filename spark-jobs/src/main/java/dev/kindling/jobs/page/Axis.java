package dev.kindling.jobs.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A linear axis whose ends and ticks are round numbers.
 *
 * @param low first tick
 * @param high last tick, above {@code low}
 * @param step distance of ticks: 1, 2 or 5 times a power of ten
 */
record Axis(double low, double high, double step) {
  /**
   * The axis that holds a range of finite values.
   *
   * @param ticks about how many steps
   */
  static Axis over(double least, double greatest, int ticks) {
    double low = least;
    double high = greatest;
    if (high - low
        <= Math.ulp(Math.max(Math.abs(low), Math.abs(high)))
            * 16) { // one value: room on both sides
      double room = low == 0 ? 1 : Math.abs(low) * 0.1;
      low -= least >= 0 && low < room ? low : room;
      high += room;
    }
    double step = roundStep((high - low) / ticks);
    return new Axis(
        Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step, step);
  }

  private static double roundStep(double raw) {
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double lead = raw / power;
    return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    long count = Math.round((high - low) / step);
    for (long i = 0; i <= count; i++) {
      ticks.add(low + i * step);
    }
    return ticks;
  }

  /** Where a value lies, 0 at {@code low} and 1 at {@code high}. */
  double share(double value) {
    return (value - low) / (high - low);
  }

  /** A tick with as many decimals as the step needs; large ones with k or M. */
  String label(double tick) {
    double largest = Math.max(Math.abs(low), Math.abs(high));
    if (largest >= 2e6) {
      return plain(tick / 1e6, step / 1e6) + (Math.abs(tick) < step / 2 ? "" : "M");
    }
    if (largest >= 1e4) {
      return plain(tick / 1e3, step / 1e3) + (Math.abs(tick) < step / 2 ? "" : "k");
    }
    if (largest < 0.01) {
      return Math.abs(tick) < step / 2
          ? "0"
          : String.format(Locale.ROOT, "%.1e", tick).replace(".0e", "e").replace("e-0", "e-");
    }
    return plain(tick, step);
  }

  private static String plain(double value, double step) {
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    double clean = Math.abs(value) < step / 2 ? 0 : value; // no "-0"
    return String.format(Locale.ROOT, "%." + decimals + "f", clean);
  }
}
