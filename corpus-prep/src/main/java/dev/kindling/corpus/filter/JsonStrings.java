package dev.kindling.corpus.filter;

import java.util.ArrayList;
import java.util.List;

/** The texts in a line of JSON: all strings that are values, at any depth. */
final class JsonStrings {
  private final String json;
  private int at;

  private JsonStrings(String json) {
    this.json = json;
  }

  /**
   * Finds them.
   *
   * @param json one JSON value
   * @return strings without escapes, in order; names of fields are not among them
   * @throws IllegalArgumentException if a string does not end or an escape is none
   */
  static List<String> of(String json) {
    return new JsonStrings(json).values();
  }

  private List<String> values() {
    List<String> values = new ArrayList<>();
    while (at < json.length()) {
      if (json.charAt(at++) == '"') {
        String string = string();
        while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
          at++;
        }
        if (at == json.length() || json.charAt(at) != ':') {
          values.add(string);
        }
      }
    }
    return values;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      string.append(c == '\\' ? escaped(next()) : c);
    }
    return string.toString();
  }

  private char escaped(char c) {
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hexadecimal();
      default -> throw new IllegalArgumentException("\\" + c + " is no escape of JSON");
    };
  }

  private char hexadecimal() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw new IllegalArgumentException("\\u needs four hexadecimal digits");
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  private char next() {
    if (at == json.length()) {
      throw new IllegalArgumentException("a string does not end");
    }
    return json.charAt(at++);
  }
}
