package dev.kindling.jobs.estimate;

import dev.kindling.jobs.config.EstimateConfig;
import java.util.Locale;

/**
 * Time, network, money and energy of a run or of a part of it.
 *
 * @param computeSeconds in which local steps are taken
 * @param syncSeconds in which parameters are exchanged
 * @param otherSeconds of checkpoints and starts; not known before a run
 * @param bytes moved by all workers
 * @param machines at work during that time
 */
record RunCost(
    double computeSeconds, double syncSeconds, double otherSeconds, double bytes, int machines) {

  /** A line each; money and energy where the config says what a machine takes. */
  String show(EstimateConfig rates) {
    double seconds = computeSeconds + syncSeconds + otherSeconds;
    String other =
        otherSeconds > 0 ? " + " + Amounts.duration(otherSeconds) + " checkpoints and starts" : "";
    double machineHours = machines * seconds / 3600;
    StringBuilder text = new StringBuilder();
    line(
        text,
        "time",
        "%s = %s local steps + %s exchange%s",
        Amounts.duration(seconds),
        Amounts.duration(computeSeconds),
        Amounts.duration(syncSeconds),
        other);
    networkLine(text, bytes);
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

  /** Adds what all workers move. */
  static void networkLine(StringBuilder text, double bytes) {
    line(text, "network", "%s, all workers together", Amounts.bytes(bytes));
  }

  /** Adds one amount. */
  static void line(StringBuilder text, String label, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "    %-20s", label))
        .append(String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
