package dev.kindling.corpus.wiki;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The measure that {@code {{convert}}} is given, without the one it is converted to. */
final class Measures {
  private static final Map<String, String> SEPARATORS =
      Map.ofEntries(
          Map.entry("-", "\u2013"),
          Map.entry("\u2013", "\u2013"),
          Map.entry("to", " to "),
          Map.entry("to(-)", " to "),
          Map.entry("and", " and "),
          Map.entry("or", " or "),
          Map.entry("x", " \u00d7 "),
          Map.entry("\u00d7", " \u00d7 "),
          Map.entry("by", " by "),
          Map.entry("+/-", " \u00b1 "),
          Map.entry("\u00b1", " \u00b1 "));

  private static final Map<String, String> SYMBOLS =
      Map.ofEntries(
          Map.entry("C", "\u00b0C"),
          Map.entry("F", "\u00b0F"),
          Map.entry("C-change", "\u00b0C"),
          Map.entry("F-change", "\u00b0F"),
          Map.entry("m2", "m\u00b2"),
          Map.entry("km2", "km\u00b2"),
          Map.entry("cm2", "cm\u00b2"),
          Map.entry("m3", "m\u00b3"),
          Map.entry("km3", "km\u00b3"),
          Map.entry("cm3", "cm\u00b3"),
          Map.entry("sqkm", "km\u00b2"),
          Map.entry("sqm", "m\u00b2"),
          Map.entry("sqmi", "sq mi"),
          Map.entry("sqft", "sq ft"),
          Map.entry("sqyd", "sq yd"),
          Map.entry("cuft", "cu ft"),
          Map.entry("acre", "acres"),
          Map.entry("mile", "miles"),
          Map.entry("foot", "feet"));

  /** Units that follow another, as the inches in five feet six inches. */
  private static final Set<String> SECOND_UNITS = Set.of("ft", "in", "yd", "lb", "oz", "mi", "st");

  private Measures() {}

  /**
   * Shows a measure or a range of measures.
   *
   * @param arguments value, unit, then what does not matter; or value, separator, value, …, unit
   */
  static String show(List<String> arguments) {
    if (arguments.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder(arguments.get(0));
    int i = 1;
    while (i + 1 < arguments.size() && SEPARATORS.containsKey(arguments.get(i))) {
      out.append(SEPARATORS.get(arguments.get(i))).append(arguments.get(i + 1));
      i += 2;
    }
    if (i < arguments.size()) {
      out.append(' ').append(symbol(arguments.get(i)));
    }
    if (i + 2 < arguments.size()
        && SECOND_UNITS.contains(arguments.get(i))
        && SECOND_UNITS.contains(arguments.get(i + 2))) {
      out.append(' ').append(arguments.get(i + 1)).append(' ').append(arguments.get(i + 2));
    }
    return out.toString();
  }

  private static String symbol(String unit) {
    return SYMBOLS.getOrDefault(unit, unit);
  }
}
