package dev.kindling.tokenizer.json;

import dev.kindling.tokenizer.StrictUtf8;
import dev.kindling.tokenizer.TokenizerFormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON as RFC 8259 has it and nothing looser: objects become maps in their order, arrays
 * lists, numbers {@link Long} where they are written as integers of 64 bits and {@link Double}
 * elsewhere. A key that comes twice is an error.
 */
final class JsonReader {

  /** Deeper nesting is refused: it would only exhaust the stack. */
  private static final int MAX_DEPTH = 100;

  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final String text;
  private final String origin;
  private int at;

  private JsonReader(String text, String origin) {
    this.text = text;
    this.origin = origin;
  }

  /**
   * The value that the bytes spell.
   *
   * @throws TokenizerFormatException if they are not JSON in UTF-8, naming the place
   */
  static Object read(byte[] json, String origin) {
    JsonReader reader = new JsonReader(StrictUtf8.decode(json, origin), origin);
    Object value = reader.value(0);
    reader.skipSpace();
    if (reader.at < reader.text.length()) {
      throw reader.problem("nothing may follow the first value");
    }
    return value;
  }

  private Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw problem("nested deeper than " + MAX_DEPTH + " levels");
    }
    skipSpace();
    return switch (at < text.length() ? text.charAt(at) : '\0') {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    if (take('}')) {
      return members;
    }
    do {
      skipSpace();
      if (at == text.length() || text.charAt(at) != '"') {
        throw problem("expected a key in quotes");
      }
      String key = string();
      if (members.containsKey(key)) {
        throw problem("the key \"" + key + "\" comes twice");
      }
      expect(':');
      members.put(key, value(depth + 1));
    } while (take(','));
    expect('}');
    return members;
  }

  private List<Object> array(int depth) {
    List<Object> elements = new ArrayList<>();
    at++;
    if (take(']')) {
      return elements;
    }
    do {
      elements.add(value(depth + 1));
    } while (take(','));
    expect(']');
    return elements;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return string.toString();
      }
      if (c < ' ') {
        throw problem("a control character in a string must be escaped");
      }
      string.append(c == '\\' ? escape() : c);
    }
    throw problem("the string does not end");
  }

  private char escape() {
    char c = at < text.length() ? text.charAt(at++) : '\0';
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hexadecimal();
      default -> throw problem("unknown escape after \\");
    };
  }

  private char hexadecimal() {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit =
          at < text.length() && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0) {
        throw problem("expected four hexadecimal digits after \\u");
      }
      value = value * 16 + digit;
      at++;
    }
    return (char) value;
  }

  private Object number() {
    Matcher matcher = NUMBER.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw problem(
          at == text.length() ? "the text ends where a value is expected" : "expected a value");
    }
    at = matcher.end();
    if (matcher.group(1) == null && matcher.group(2) == null) {
      try {
        return Long.valueOf(matcher.group());
      } catch (NumberFormatException e) {
        return Double.valueOf(matcher.group()); // beyond 64 bits
      }
    }
    return Double.valueOf(matcher.group());
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw problem("expected a value");
    }
    at += word.length();
    return value;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean take(char c) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!take(c)) {
      throw problem("expected '" + c + "'");
    }
  }

  private TokenizerFormatException problem(String what) {
    String before = text.substring(0, Math.min(at, text.length()));
    long line = before.chars().filter(c -> c == '\n').count() + 1;
    int column = before.length() - before.lastIndexOf('\n');
    return new TokenizerFormatException(
        origin + " is not valid JSON: line " + line + ", column " + column + ": " + what);
  }
}
