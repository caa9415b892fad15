package dev.kindling.tokenizer.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes maps, lists, strings, numbers, booleans and null as JSON, indented by two spaces a level.
 */
final class JsonWriter {

  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  static String write(Object value) {
    JsonWriter writer = new JsonWriter();
    writer.value(value, "\n");
    return writer.out.append('\n').toString();
  }

  /** In UTF-8, as files hold it. */
  static byte[] toBytes(Object value) {
    return write(value).getBytes(StandardCharsets.UTF_8);
  }

  private void value(Object value, String lineBreak) {
    if (value instanceof Map<?, ?> members) {
      members('{', '}', members.entrySet(), lineBreak);
    } else if (value instanceof List<?> elements) {
      members('[', ']', elements, lineBreak);
    } else if (value instanceof String text) {
      string(text);
    } else {
      out.append(value); // a number, a boolean or null
    }
  }

  private void members(char open, char close, Iterable<?> members, String lineBreak) {
    out.append(open);
    String separator = "";
    for (Object member : members) {
      out.append(separator).append(lineBreak).append("  ");
      if (member instanceof Map.Entry<?, ?> entry) {
        string((String) entry.getKey());
        out.append(": ");
        value(entry.getValue(), lineBreak + "  ");
      } else {
        value(member, lineBreak + "  ");
      }
      separator = ",";
    }
    if (!separator.isEmpty()) {
      out.append(lineBreak);
    }
    out.append(close);
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
