package dev.kindling.jobs.estimate;

import dev.kindling.jobs.config.EstimateConfig;
import java.util.Locale;

/**
 * Time, network, money and energy of a run or of a part of it.
 *
 * @param computeSeconds in which local steps are taken
 * @param syncSeconds in which parameters are exchanged
 * @param bytes moved by all workers
 * @param machines at work during that time
 */
record RunCost(double computeSeconds, double syncSeconds, double bytes, int machines) {

  /** A line each; money and energy where the config says what a machine takes. */
  String show(EstimateConfig rates) {
    double seconds = computeSeconds + syncSeconds;
    double machineHours = machines * seconds / 3600;
    StringBuilder text = new StringBuilder();
    line(
        text,
        "time",
        "%s = %s local steps + %s exchange",
        Amounts.duration(seconds),
        Amounts.duration(computeSeconds),
        Amounts.duration(syncSeconds));
    line(text, "network", "%s, all workers together", Amounts.bytes(bytes));
    if (rates.pricePerHour() > 0) {
      line(
          text,
          "cost",
          "%,.2f = %,.1f machine hours x %s",
          machineHours * rates.pricePerHour(),
          machineHours,
          rates.pricePerHour());
    }
    if (rates.watts() > 0) {
      line(
          text,
          "energy",
          "%,.2f kWh = %,.1f machine hours x %s W",
          machineHours * rates.watts() / 1000,
          machineHours,
          rates.watts());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String label, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "    %-20s", label))
        .append(String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
