package dev.kindling.corpus.wiki;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The arguments of a template, expanded: numbered from 1, or named. */
final class Arguments {
  /** A longer or stranger beginning is text with an equals sign in it. */
  private static final Pattern NAMED =
      Pattern.compile(
          "\\s*([\\w-]{1,30})\\s*=(.*)", Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);

  private final Map<String, String> named = new HashMap<>();
  private final List<String> numbered = new ArrayList<>();

  Arguments(String title) {
    named.put("title", title);
  }

  void add(String argument) {
    Matcher matcher = NAMED.matcher(argument);
    if (matcher.matches()) {
      named.put(matcher.group(1), matcher.group(2).strip());
    } else {
      numbered.add(argument.strip());
    }
  }

  /** By name or number; nothing if it is missing or blank. */
  Optional<String> get(String key) {
    String value = named.get(key);
    if (value == null && Character.isDigit(key.charAt(0))) {
      int number = Integer.parseInt(key);
      value = number <= numbered.size() ? numbered.get(number - 1) : null;
    }
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }

  List<String> numbered() {
    return numbered;
  }
}
