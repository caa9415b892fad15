package dev.kindling.tokenizer.json;

import dev.kindling.tokenizer.TokenizerFormatException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A JSON object with its place in the file, so that each complaint can name the key.
 *
 * @param members the values by key
 * @param place the file and the keys on the way here, for messages
 */
record JsonObject(Map<String, ?> members, String place) {

  private static final int MAX_EXCERPT = 60;

  @SuppressWarnings("unchecked")
  static JsonObject of(Object value, String place) {
    if (value instanceof Map<?, ?> members) {
      return new JsonObject((Map<String, ?>) members, place); // the reader makes no other keys
    }
    throw new TokenizerFormatException(place + " must be an object, found " + excerpt(value));
  }

  /** Whether the key is there with another value than null. */
  boolean has(String key) {
    return members.get(key) != null;
  }

  JsonObject object(String key) {
    return of(members.get(key), place + ": " + key);
  }

  List<?> list(String key) {
    return get(key, List.class, "a list");
  }

  boolean bool(String key) {
    return get(key, Boolean.class, "true or false");
  }

  String text(String key) {
    return get(key, String.class, "a string");
  }

  int integer(String key, int minimum) {
    long value = get(key, Long.class, "an integer");
    if (value < minimum || value > Integer.MAX_VALUE) {
      throw problem(key, "an integer of at least " + minimum);
    }
    return (int) value;
  }

  /** Insists on one value, which may be null. */
  void require(String key, Object expected) {
    if (!Objects.equals(members.get(key), expected)) {
      throw problem(key, JsonWriter.write(expected).strip());
    }
  }

  TokenizerFormatException problem(String key, String expected) {
    Object found = members.get(key);
    return new TokenizerFormatException(
        "%s: %s must be %s here, found %s".formatted(place, key, expected, excerpt(found)));
  }

  /** A value as it stands in the file, on one line and not all of a long one. */
  private static String excerpt(Object value) {
    String json = JsonWriter.write(value).strip().replaceAll("\\s+", " ");
    return json.length() <= MAX_EXCERPT ? json : json.substring(0, MAX_EXCERPT) + "…";
  }

  private <T> T get(String key, Class<T> type, String expected) {
    Object value = members.get(key);
    if (!type.isInstance(value)) {
      throw problem(key, expected);
    }
    return type.cast(value);
  }
}
