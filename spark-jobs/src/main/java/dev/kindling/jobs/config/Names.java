package dev.kindling.jobs.config;

import java.util.Locale;

/**
 * How Java names are written in YAML: {@code heldOutFraction} and {@code HELD_OUT} as {@code
 * held-out-fraction} and {@code held-out}.
 */
final class Names {
  private Names() {}

  static String key(String component) {
    return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  static String value(Enum<?> constant) {
    String name = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return name.replaceFirst("^gpt(?=\\d)", "gpt-"); // GPT-2 has its hyphen, float32 has none
  }
}
