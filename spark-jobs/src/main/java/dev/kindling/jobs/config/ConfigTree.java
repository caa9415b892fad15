package dev.kindling.jobs.config;

/** Config records as plain trees of maps, for rendering. */
public final class ConfigTree {
  private ConfigTree() {}

  static String shown(Object value) {
    boolean whole = value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15;
    return whole ? Long.toString(((Double) value).longValue()) : String.valueOf(value);
  }
}
